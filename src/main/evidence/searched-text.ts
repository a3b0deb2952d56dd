import { foldedLetters } from '#main/database/folded-letters'

/** A text as it is searched, and where each unit of it lies in the text it was made from. */
export interface SearchedText {
  text: string
  /** Offset of the character each unit comes from, and the offset behind it. */
  starts: Uint32Array
  ends: Uint32Array
}

const SPACE = /\s/
const isSpace = (character: string): boolean =>
  character === ' ' || ((character < '!' || character > '~') && SPACE.test(character))
/** What nobody sees and nobody searches for. */
const HIDDEN = /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/
/** A hyphen that divides a word at the end of a line. Half a pair of words keeps it: "Vor- und Nachteile". */
const DIVISION =
  /(?<=\p{L}\p{M}*)[-\u2010][ \t]*\r?\n\s*(?!(?:und|oder|bzw|sowie|bis|and|or)(?!\p{L}))(?=\p{Ll})/uy

/** Signs that are typed in more than one way. */
const SIGNS: Readonly<Record<string, string>> = { '’': "'", '‘': "'", '‐': '-' }
const foldedCharacters = new Map<string, string>()

/**
 * Lower case without accents; white space is one space each, and words that were divided at the end of a line are whole
 * again: "Mobil-⏎machung" and "MOBILMACHUNG" are searched as the same. Takes linear time.
 */
export function searchedText(original: string): SearchedText {
  let text = ''
  let isAfterSpace = false
  const starts: number[] = []
  const ends: number[] = []
  const add = (units: string, start: number, end: number) => {
    text += units
    isAfterSpace = units === ' '
    for (let unit = 0; unit < units.length; unit += 1) {
      starts.push(start)
      ends.push(end)
    }
  }
  for (let at = 0; at < original.length;) {
    const character = String.fromCodePoint(original.codePointAt(at) ?? 0)
    const next = at + character.length
    const division = character === '-' || character === '\u2010' ? divisionAt(original, at) : 0
    if (division > 0) at += division
    else {
      if (isSpace(character)) {
        if (!isAfterSpace) add(' ', at, next)
      } else {
        const folded = foldedCharacter(character)
        if (folded !== '') add(folded, at, next)
        // An accent of its own belongs to the letter before it.
        else if (ends.length > 0 && !isAfterSpace) ends[ends.length - 1] = next
      }
      at = next
    }
  }
  return { text, starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) }
}

/** Length of the hyphen and the end of line at an offset; 0 where they divide no word. */
function divisionAt(text: string, at: number): number {
  DIVISION.lastIndex = at
  return DIVISION.exec(text)?.[0].length ?? 0
}

function foldedCharacter(character: string): string {
  const known = foldedCharacters.get(character)
  if (known !== undefined) return known
  const folded = HIDDEN.test(character)
    ? ''
    : foldedLetters(character).replace(/./gu, (sign) => SIGNS[sign] ?? sign)
  foldedCharacters.set(character, folded)
  return folded
}

/** What is looked for: words, or several in quotation marks that stand together. */
export function searchedWords(query: string): string[] {
  const words = [...query.matchAll(/["„“”»«]([^"„“”»«]+)["„“”»«]|[^\s"„“”»«]+/g)].map(([word, together]) =>
    searchedText(together ?? word).text.trim(),
  )
  return [...new Set(words.filter((word) => word !== ''))]
}

/** A stretch of a text, in UTF-16 units, end exclusive. */
export interface Span {
  start: number
  end: number
}

/** Where words stand in a text that has all of them: together where they do, else each of them. */
export function spansOfWords(searched: SearchedText, words: readonly string[], limit: number): Span[] {
  if (!words.every((word) => searched.text.includes(word))) return []
  const together = words.join(' ')
  const sought = searched.text.includes(together) ? [together] : words
  const spans = sought.flatMap((word) => spansOf(searched, word, limit))
  return spans.sort((a, b) => a.start - b.start || a.end - b.end).slice(0, limit)
}

function spansOf({ text, starts, ends }: SearchedText, word: string, limit: number): Span[] {
  const spans: Span[] = []
  for (
    let at = text.indexOf(word);
    at >= 0 && spans.length < limit;
    at = text.indexOf(word, at + word.length)
  ) {
    const [start, end] = [starts[at], ends[at + word.length - 1]]
    if (start !== undefined && end !== undefined) spans.push({ start, end })
  }
  return spans
}

/** Long enough for a page of a document, short enough to be searched in a moment. */
const PIECE_LENGTH = 12_000
/** So that what stands over the end of a piece is found. */
const OVERLAP = 400

/** Cuts a text into pieces at white space, by the offset each begins at. */
export function* piecesOf(text: string): Generator<{ start: number; text: string }> {
  let start = 0
  while (text.length - start > PIECE_LENGTH) {
    const end = spaceBefore(text, start + PIECE_LENGTH, start + PIECE_LENGTH / 2)
    yield { start, text: text.slice(start, end) }
    start = spaceBefore(text, end - OVERLAP, end - 2 * OVERLAP)
  }
  yield { start, text: text.slice(start) }
}

/** The last white space before an offset, but not before another; else a place between two characters. */
function spaceBefore(text: string, offset: number, earliest: number): number {
  for (let at = offset; at > earliest; at -= 1) if (SPACE.test(text.charAt(at))) return at
  const isInside = /[\udc00-\udfff]/.test(text.charAt(offset))
  return isInside ? offset - 1 : offset
}
