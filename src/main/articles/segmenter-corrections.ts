import { isSpace, isWord } from './characters'
import type { Span } from './segmenter'

/** What a person knows better than the rules, remembered for later texts. */
export interface Corrections {
  /** Abbreviations, with or without their full stop: they end a sentence only where the next word opens one. */
  abbreviations: readonly string[]
  cuts: readonly CutCorrection[]
}

/** "Never between these words" or "always between these words". */
export interface CutCorrection {
  /** The end of the sentence before, marks included: "Bhf.". */
  before: string
  /** The beginning of the next: "Zoo". */
  after: string
  isCut: boolean
}

const MAX_WORD = 60

/** What is to be remembered of a cut at this place of a text: the words on both sides. Null where there is none. */
export function wordsAround(text: string, at: number): { before: string; after: string } | null {
  let end = at
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--
  let start = end
  while (start > 0 && end - start < MAX_WORD && !isSpace(text.charCodeAt(start - 1))) start--
  let from = at
  while (from < text.length && isSpace(text.charCodeAt(from))) from++
  let to = from
  while (to < text.length && to - from < MAX_WORD && !isSpace(text.charCodeAt(to))) to++
  while (to > from + 1 && !isWord(text.charCodeAt(to - 1))) to--
  const words = { before: text.slice(start, end), after: text.slice(from, to) }
  return words.before === '' || words.after === '' ? null : words
}

/** The spans of one line, with its cuts as they were corrected before. One pass for all corrections together. */
export function correctedSpans(
  text: string,
  spans: readonly Span[],
  cuts: readonly CutCorrection[],
): readonly Span[] {
  const [first, last] = [spans[0], spans.at(-1)]
  if (cuts.length === 0 || !first || !last) return spans
  const never = new Set<string>()
  const always = new Set<string>()
  for (const { before, after, isCut } of cuts) (isCut ? always : never).add(`${before} ${after}`)
  const corrected: Span[] = []
  let open: Span = { ...first }
  for (const [at, span] of spans.entries()) {
    if (at > 0) {
      if (never.has(keyAt(text, span.start))) open.end = span.end
      else {
        corrected.push(open)
        open = { ...span }
      }
    }
    if (always.size === 0) continue
    for (let place = span.start + 1; place < span.end; place++) {
      if (!isSpace(text.charCodeAt(place - 1)) || isSpace(text.charCodeAt(place))) continue
      if (!always.has(keyAt(text, place))) continue
      corrected.push({ start: open.start, end: endBefore(text, place) })
      open = { start: place, end: span.end }
    }
  }
  corrected.push(open)
  return corrected
}

function keyAt(text: string, at: number): string {
  const words = wordsAround(text, at)
  return words ? `${words.before} ${words.after}` : ''
}

function endBefore(text: string, at: number): number {
  let end = at
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--
  return end
}

/** Words of abbreviations as the rules look them up: lower case, without their last full stop. */
export function abbreviationWords(abbreviations: readonly string[]): Set<string> {
  return new Set(
    abbreviations.flatMap((each) => {
      const word = each.trim().replace(/\.$/, '').toLowerCase()
      return word === '' ? [] : [word]
    }),
  )
}
