import type { FileTextPart, QuoteCheck } from '#shared/model'

/** A stretch of the text of a file: UTF-16 offsets in its parts, end exclusive. */
export type TextPlace = Pick<NonNullable<QuoteCheck['place']>, 'part' | 'start' | 'endPart' | 'end'>

/** What of a place lies in one part; null where nothing does. */
export function spanInPart(
  place: TextPlace | null,
  { number, text }: FileTextPart,
): { start: number; end: number } | null {
  if (!place || number < place.part || number > place.endPart) return null
  return {
    start: number === place.part ? place.start : 0,
    end: number === place.endPart ? place.end : text.length,
  }
}

/** The words at a place, as they are quoted. */
export function wordsAt(place: TextPlace, parts: readonly FileTextPart[]): string {
  const pieces = parts.flatMap((part) => {
    const span = spanInPart(place, part)
    return span ? part.text.slice(span.start, span.end) : []
  })
  return quotable(pieces.join('\n'))
}

/** Half a pair of words keeps its hyphen: "Vor- und Nachteile". */
const SPLIT_WORD = /(\p{L})[-\u2010]\n\s*(?!(?:und|oder|bzw|sowie|bis|and|or)\b)(\p{Ll})/gu

/** Without the lines of the page it stands on: what was hyphenated is one word again. */
export function quotable(text: string): string {
  return text.replaceAll('\u00ad', '').replace(SPLIT_WORD, '$1$2').replace(/\s+/g, ' ').trim()
}

/** The place with one word more at its end, or one less, without the signs behind it; the same where there is none. */
export function extended(place: TextPlace, parts: readonly FileTextPart[], step: 1 | -1): TextPlace {
  const text = parts.find(({ number }) => number === place.endPart)?.text ?? ''
  if (step === 1) {
    const more = /^[^\p{L}\p{N}]*\S*[\p{L}\p{N}]/u.exec(text.slice(place.end))?.[0] ?? ''
    return { ...place, end: place.end + more.length }
  }
  const from = place.part === place.endPart ? place.start : 0
  const less = /[^\p{L}\p{N}]*\s\S+$/u.exec(text.slice(from, place.end))?.[0] ?? ''
  return { ...place, end: place.end - less.length }
}
