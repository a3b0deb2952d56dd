/** UTF-16 offsets, end exclusive. */
export interface Span {
  start: number
  end: number
}

/** Words chosen in a sentence, from where the choice began to where it was moved last. */
export interface WordSelection {
  from: number
  to: number
}

export function wordsOf(text: string, language: string): Span[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' })
  return [...segmenter.segment(text)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ index, segment }) => ({ start: index, end: index + segment.length }))
}

/** The words a selection touches; null where it touches none. */
export function selectedWords(words: readonly Span[], { start, end }: Span): WordSelection | null {
  const from = words.findIndex((word) => word.end > start)
  const to = words.findLastIndex((word) => word.start < end)
  return from < 0 || to < from ? null : { from, to }
}

/** One word further. Without `extend` the next word alone is chosen, else the choice grows or shrinks to it. */
export function moveByWord(
  words: readonly Span[],
  chosen: WordSelection | null,
  step: 1 | -1,
  extend: boolean,
): WordSelection | null {
  if (words.length === 0) return null
  if (!chosen) {
    const first = step === 1 ? 0 : words.length - 1
    return { from: first, to: first }
  }
  const to = Math.min(words.length - 1, Math.max(0, chosen.to + step))
  return { from: extend ? chosen.from : to, to }
}

export function spanOfWords(words: readonly Span[], { from, to }: WordSelection): Span | null {
  const first = words[Math.min(from, to)]
  const last = words[Math.max(from, to)]
  return first && last ? { start: first.start, end: last.end } : null
}

/** Without white space at the ends, and never through the middle of a character that takes two units. */
export function tightened(text: string, { start, end }: Span): Span | null {
  let from = isInsidePair(text, start) ? start - 1 : start
  let to = isInsidePair(text, end) ? end + 1 : end
  while (from < to && /\s/.test(text.charAt(from))) from += 1
  while (to > from && /\s/.test(text.charAt(to - 1))) to -= 1
  return from < to ? { start: from, end: to } : null
}

function isInsidePair(text: string, offset: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(offset - 1, offset + 1))
}
