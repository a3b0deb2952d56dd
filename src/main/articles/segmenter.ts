import { characterBefore, isDigit, isLower, isSpace, isUpper, isWord } from './characters'
import { languageRules } from './segmentation-data'
import type { LanguageRules } from './segmentation-data/language-rules'

/** Half-open, in UTF-16 code units. */
export interface Span {
  start: number
  end: number
}

/** How far a decision looks around; what lies further off never matters, so the time stays linear. */
const WINDOW = 48
/** A bracket that closes later than this is taken for one that was forgotten. */
const MAX_BRACKET = 600
/** Intl.Segmenter takes quadratic time in the length of what it is given. */
const MAX_PIECE = 2_000

/**
 * The sentences of a text: trimmed, in order, disjoint, and every character but white space in exactly one of them. A
 * line break always ends a sentence.
 */
export function segment(text: string, language: string): Span[] {
  const rules = languageRules(language)
  const spans: Span[] = []
  let start = 0
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !isLineBreak(text.charCodeAt(at))) continue
    // A next-line control ends a line but is no white space, so it stays with the line it ends.
    const end = text.charCodeAt(at) === 0x85 ? at + 1 : at
    if (rules) scanLine(text, start, end, rules, spans)
    else askPlatform(text, start, end, language, spans)
    start = at + 1
  }
  return spans
}

function isLineBreak(code: number): boolean {
  return (code >= 0x0a && code <= 0x0d) || code === 0x85 || code === 0x2028 || code === 0x2029
}

function push(text: string, from: number, to: number, spans: Span[]): void {
  let start = from
  let end = to
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  if (start < end) spans.push({ start, end })
}

/** Languages without rules of our own. A piece is cut where the platform saw an end, and the rest is asked again. */
function askPlatform(text: string, from: number, to: number, language: string, spans: Span[]): void {
  const segmenter = platformSegmenter(language)
  let start = from
  let open = from
  while (start < to) {
    const piece = text.slice(start, Math.min(start + MAX_PIECE, to))
    const isLast = start + piece.length >= to
    const ends = Array.from(segmenter.segment(piece), ({ index, segment }) => start + index + segment.length)
    if (!isLast) ends.pop()
    for (const end of ends) {
      push(text, open, end, spans)
      open = end
    }
    start = ends.at(-1) ?? start + piece.length
  }
  push(text, open, to, spans)
}

const segmenters = new Map<string, Intl.Segmenter>()

function platformSegmenter(language: string): Intl.Segmenter {
  const known = segmenters.get(language)
  if (known) return known
  const made = new Intl.Segmenter(isTag(language) ? language : 'en', { granularity: 'sentence' })
  segmenters.set(language, made)
  return made
}

function isTag(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0
  } catch {
    return false
  }
}

/** A run of end marks with what closes after it, and what comes next on the line. */
interface Candidate {
  text: string
  rules: LanguageRules
  lineStart: number
  lineEnd: number
  sentenceStart: number
  /** First end mark. */
  mark: number
  /** After the last end mark. */
  afterMarks: number
  /** After closing quotation marks, brackets and footnote marks. */
  afterClosers: number
  /** The next character that is not white space. */
  next: number
  /** The first letter or digit of what comes next, behind opening marks and dashes. */
  nextWord: number
}

function scanLine(
  text: string,
  lineStart: number,
  lineEnd: number,
  rules: LanguageRules,
  spans: Span[],
): void {
  let sentenceStart = skipSpace(text, lineStart, lineEnd)
  let quoteIsOpen = false
  let bracketEnd = -1
  let nextBracket = -1
  let at = sentenceStart
  while (at < lineEnd) {
    const code = text.charCodeAt(at)
    if (code === 0x22) {
      quoteIsOpen = !quoteIsOpen
    } else if ((code === 0x28 || code === 0x5b) && at > sentenceStart && bracketEnd < at) {
      if (nextBracket < at) {
        const found = text.indexOf(code === 0x28 ? ')' : ']', at)
        nextBracket = found === -1 || found > lineEnd ? lineEnd : found
      }
      if (nextBracket < lineEnd && nextBracket - at < MAX_BRACKET) bracketEnd = nextBracket
    } else if (isBullet(code) && at > sentenceStart && startsItem(text, at, lineEnd)) {
      push(text, sentenceStart, at, spans)
      sentenceStart = at
    } else if (isEndMark(code)) {
      const candidate = candidateAt(text, at, lineEnd, { rules, lineStart, sentenceStart, quoteIsOpen })
      const inBracket =
        bracketEnd >= candidate.afterClosers || (bracketEnd > at && candidate.mark < bracketEnd)
      if (!inBracket && endsSentence(candidate)) {
        for (let i = candidate.afterMarks; i < candidate.afterClosers; i++) {
          if (text.charCodeAt(i) === 0x22) quoteIsOpen = !quoteIsOpen
        }
        push(text, sentenceStart, candidate.afterClosers, spans)
        sentenceStart = skipSpace(text, candidate.afterClosers, lineEnd)
        at = sentenceStart
        continue
      }
      at = candidate.afterMarks
      continue
    }
    at++
  }
  push(text, sentenceStart, lineEnd, spans)
}

function candidateAt(
  text: string,
  mark: number,
  lineEnd: number,
  line: { rules: LanguageRules; lineStart: number; sentenceStart: number; quoteIsOpen: boolean },
): Candidate {
  let afterMarks = mark + 1
  while (afterMarks < lineEnd && isEndMark(text.charCodeAt(afterMarks))) afterMarks++
  let afterClosers = afterMarks
  let quoteIsOpen = line.quoteIsOpen
  const limit = Math.min(lineEnd, afterMarks + WINDOW)
  while (afterClosers < limit) {
    const code = text.charCodeAt(afterClosers)
    const footnote = code === 0x5b ? footnoteEnd(text, afterClosers, limit) : -1
    if (footnote > 0) afterClosers = footnote
    else if (code === 0x22 && (quoteIsOpen || !isWordAt(text, afterClosers + 1, lineEnd))) {
      quoteIsOpen = !quoteIsOpen
      afterClosers++
    } else if (isCloser(code) && !(isOpener(code) && isWordAt(text, afterClosers + 1, lineEnd)))
      afterClosers++
    else if (isEndMark(code) && afterClosers > afterMarks) afterClosers++
    else break
  }
  const next = skipSpace(text, afterClosers, lineEnd)
  let nextWord = next
  const wordLimit = Math.min(lineEnd, next + WINDOW)
  while (nextWord < wordLimit && !isWord(text.charCodeAt(nextWord)) && !isEndMark(text.charCodeAt(nextWord)))
    nextWord++
  const { rules, lineStart, sentenceStart } = line
  return { text, rules, lineStart, lineEnd, sentenceStart, mark, afterMarks, afterClosers, next, nextWord }
}

function endsSentence(candidate: Candidate): boolean {
  const { text, lineEnd, mark, afterMarks, afterClosers, next } = candidate
  if (next >= lineEnd) return true
  if (next === afterClosers) return endsWithoutSpace(candidate)
  const code = text.charCodeAt(next)
  if (isEndMark(code)) return false
  if (code === 0x2c || code === 0x3b || code === 0x3a || code === 0x29 || code === 0x5d) return false
  if (goesOnInLowerCase(candidate)) return false
  const first = text.charCodeAt(mark)
  if (afterMarks - mark === 1 && first === 0x2e) return endsAfterStop(candidate)
  if (first === 0x2026 || (first === 0x2e && afterMarks - mark > 1)) return endsAfterEllipsis(candidate)
  return endsAfterMark(candidate)
}

function goesOnInLowerCase({ text, nextWord, lineEnd }: Candidate): boolean {
  if (nextWord >= lineEnd || !isLower(text, nextWord)) return false
  // Names such as eBay and iPhone open a sentence as they are.
  return !(isUpper(text, nextWord + 1) && nextWord + 1 < lineEnd)
}

/** "alt.Es zeigt" ends a sentence; an address, a name or a number does not. */
function endsWithoutSpace(candidate: Candidate): boolean {
  const { text, mark, afterMarks, afterClosers, lineStart, lineEnd, next, nextWord, rules } = candidate
  if (nextWord - next > 1 || !isUpper(text, nextWord)) return false
  const after = wordAt(text, nextWord, lineEnd)
  const rest = text.charCodeAt(nextWord + after.length)
  if (after.length > 1 && !isLower(text, nextWord + 1)) return false
  if (rest === 0x2e && isWordAt(text, nextWord + after.length + 1, lineEnd)) return false
  if (rest === 0x40 || rest === 0x2f || rest === 0x5f) return false
  const token = tokenBefore(text, mark, lineStart)
  if (/[.@/\\_:#=]/.test(token.replace(/[:.]$/, ''))) return false
  if (afterClosers > afterMarks) return true
  if (text.charCodeAt(mark) !== 0x2e) return after.length > 1 || rules.starters.has(after.toLowerCase())
  const before = wordBefore(text, mark, lineStart)
  if (before.length < 2 || isAbbreviation(before, rules)) return false
  if (isDigit(before.charCodeAt(before.length - 1))) return rules.starters.has(after.toLowerCase())
  return isLower(text, mark - 1) && after.length > 1
}

function endsAfterMark(candidate: Candidate): boolean {
  const { text, mark, afterMarks, lineStart, next, lineEnd } = candidate
  const before = characterBefore(text, mark, lineStart)
  // "(!)" and "[?]" comment on a word; they end nothing.
  if (before === '(' || before === '[') return false
  // A dash after a question or a call goes on with the sentence.
  if (isDash(text.charCodeAt(next)) && isSpace(text.charCodeAt(next + 1))) {
    return (
      afterMarks < candidate.afterClosers && isOpener(text.charCodeAt(skipSpace(text, next + 1, lineEnd)))
    )
  }
  return true
}

function endsAfterEllipsis(candidate: Candidate): boolean {
  const { text, mark, nextWord, lineEnd, rules } = candidate
  const isAttached = mark > candidate.sentenceStart && !isSpace(text.charCodeAt(mark - 1))
  if (mark === candidate.sentenceStart) return false
  if (isAttached || !rules.nounsAreCapital) return true
  return rules.starters.has(wordAt(text, nextWord, lineEnd).toLowerCase())
}

function endsAfterStop(candidate: Candidate): boolean {
  const { text, rules, mark, lineStart, sentenceStart, lineEnd, nextWord, afterMarks, afterClosers } =
    candidate
  const word = wordBefore(text, mark, lineStart)
  const wordStart = mark - word.length
  if (word === '') return text.charCodeAt(mark - 1) !== 0x28
  const following = wordAt(text, nextWord, lineEnd)
  const opens = rules.starters.has(following.toLowerCase())
  const isFirst = wordStart <= skipOpeners(text, sentenceStart, mark)
  if (afterClosers > afterMarks && word.length > 1) return true
  if (isNumber(word)) return endsAfterNumber(candidate, { word, wordStart, following, opens, isFirst })
  const parts = partsBefore(text, mark, sentenceStart)
  if (parts !== null) {
    const kind = rules.multiPart.get(parts)
    if (kind === 'never') return false
    if (kind === 'sometimes') return opens
    if (kind === 'word') return true
  }
  if (startsMultiPart(candidate, word)) return false
  if (isRoman(word) && !isFirst && (word.length > 1 || rules.ordinals)) {
    const name = wordBefore(text, trimBefore(text, wordStart, sentenceStart), sentenceStart)
    if (isUpper(name, 0) || word.length === 1) return opens
  }
  if (word.length === 1 && isUpper(word, 0)) return opens && !isFirst
  if (word.length === 1 && isFirst) return false
  const lower = word.toLowerCase()
  if (rules.beforeNumber.has(lower) || rules.unit.has(lower)) {
    if (isDigit(text.charCodeAt(nextWord))) return false
  }
  if (rules.neverFinal.has(word) || rules.neverFinal.has(lower)) return false
  if (rules.sometimesFinal.has(word) || rules.sometimesFinal.has(lower)) return opens
  if (word.length === 1 && !rules.unit.has(lower)) return opens
  return true
}

function endsAfterNumber(
  { text, rules, sentenceStart, lineEnd, nextWord, next }: Candidate,
  at: { word: string; wordStart: number; following: string; opens: boolean; isFirst: boolean },
): boolean {
  const { word, wordStart, following, opens, isFirst } = at
  // "1. Wer filmte?" is an item of a list, "1. FC Köln" a name.
  if (isFirst) return word.length > 3
  const before = wordBefore(text, trimBefore(text, wordStart, sentenceStart), sentenceStart)
  const beforeLower = before.toLowerCase()
  const beforeStart = trimBefore(text, wordStart, sentenceStart) - before.length
  if (rules.headings.has(beforeLower) && beforeStart <= skipOpeners(text, sentenceStart, wordStart))
    return false
  if (!rules.ordinals) return true
  const isShort = word.length <= 3
  if (!isShort) return true
  const lower = following.toLowerCase()
  if (rules.months.has(lower)) return false
  if (isDigit(text.charCodeAt(nextWord))) {
    if (isDash(text.charCodeAt(next))) return false
    const number = wordAt(text, nextWord, lineEnd)
    const isPart = number.length <= 2 && text.charCodeAt(nextWord + number.length) === 0x2e
    const isYear =
      /^(1[5-9]|20)\d\d$/.test(number) &&
      text.charCodeAt(trimBefore(text, wordStart, sentenceStart) - 1) === 0x2e
    return !(word.length <= 2 && (isPart || isYear))
  }
  if (opens) return true
  if (rules.beforeOrdinal.has(beforeLower)) return false
  return !rules.afterOrdinal.has(lower)
}

/** "z. B." before the full stop of "B.": "z.b". Null when the word stands alone. */
function partsBefore(text: string, mark: number, floor: number): string | null {
  let parts = ''
  let end = mark
  for (let count = 0; count < 5; count++) {
    const word = wordBefore(text, end, floor)
    if (word === '' || word.length > 4) break
    parts = parts === '' ? word : `${word}.${parts}`
    let stop = end - word.length
    while (stop > floor && isSpace(text.charCodeAt(stop - 1)) && end - word.length - stop < 2) stop--
    if (stop <= floor || text.charCodeAt(stop - 1) !== 0x2e) break
    end = stop - 1
  }
  return parts.includes('.') ? parts.toLowerCase() : null
}

/** "z." before "B.": the abbreviation goes on. */
function startsMultiPart({ text, rules, nextWord, lineEnd }: Candidate, word: string): boolean {
  const following = wordAt(text, nextWord, lineEnd)
  if (text.charCodeAt(nextWord + following.length) !== 0x2e) return false
  return rules.multiPart.has(`${word}.${following}`.toLowerCase())
}

function isAbbreviation(word: string, rules: LanguageRules): boolean {
  const lower = word.toLowerCase()
  return rules.neverFinal.has(word) || rules.neverFinal.has(lower) || rules.sometimesFinal.has(lower)
}

function isNumber(word: string): boolean {
  for (let i = 0; i < word.length; i++) if (!isDigit(word.charCodeAt(i))) return false
  return true
}

function isRoman(word: string): boolean {
  return /^[IVX]+$/.test(word)
}

function wordBefore(text: string, end: number, floor: number): string {
  let start = end
  const limit = Math.max(floor, end - WINDOW)
  while (start > limit && isWord(text.charCodeAt(start - 1))) start--
  return text.slice(start, end)
}

function wordAt(text: string, start: number, lineEnd: number): string {
  let end = start
  const limit = Math.min(lineEnd, start + WINDOW)
  while (end < limit && isWord(text.charCodeAt(end))) end++
  return text.slice(start, end)
}

function isWordAt(text: string, at: number, lineEnd: number): boolean {
  return at < lineEnd && isWord(text.charCodeAt(at))
}

/** Everything up to the white space before. */
function tokenBefore(text: string, end: number, floor: number): string {
  let start = end
  const limit = Math.max(floor, end - WINDOW)
  while (start > limit && !isSpace(text.charCodeAt(start - 1))) start--
  return text.slice(start, end)
}

function trimBefore(text: string, end: number, floor: number): number {
  let at = end
  while (at > floor && end - at < WINDOW && isSpace(text.charCodeAt(at - 1))) at--
  return at
}

function skipSpace(text: string, from: number, to: number): number {
  let at = from
  while (at < to && isSpace(text.charCodeAt(at))) at++
  return at
}

function skipOpeners(text: string, from: number, to: number): number {
  let at = from
  while (at < to && at - from < WINDOW && !isWord(text.charCodeAt(at))) at++
  return at
}

/** "[3]", "[2–11]", "[12, 13]" */
function footnoteEnd(text: string, at: number, limit: number): number {
  let end = at + 1
  while (end < limit && end - at < 12 && /[\d,–\- a-f]/.test(text.charAt(end))) end++
  return end > at + 1 && text.charCodeAt(end) === 0x5d ? end + 1 : -1
}

function isEndMark(code: number): boolean {
  return (
    code === 0x2e ||
    code === 0x21 ||
    code === 0x3f ||
    code === 0x2026 ||
    (code >= 0x203c && code <= 0x2049 && isDoubleMark(code)) ||
    code === 0x3002 ||
    code === 0xff01 ||
    code === 0xff1f
  )
}

function isDoubleMark(code: number): boolean {
  return code === 0x203c || (code >= 0x2047 && code <= 0x2049)
}

const CLOSERS = new Set([...`'’”“‘»«›‹)]}`].map((each) => each.charCodeAt(0)))
const OPENERS = new Set([...`"'„‚“‘»«›‹([{¿¡`].map((each) => each.charCodeAt(0)))

function isCloser(code: number): boolean {
  return CLOSERS.has(code)
}

function isOpener(code: number): boolean {
  return OPENERS.has(code)
}

function isDash(code: number): boolean {
  return code === 0x2d || (code >= 0x2010 && code <= 0x2015)
}

function isBullet(code: number): boolean {
  return code === 0x2022 || code === 0x25cf || code === 0x25aa
}

/** A bullet in the line begins an item when white space stands on both sides of it. */
function startsItem(text: string, at: number, lineEnd: number): boolean {
  return at + 1 < lineEnd && isSpace(text.charCodeAt(at - 1)) && isSpace(text.charCodeAt(at + 1))
}
