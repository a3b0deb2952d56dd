import { isLineBreak, isSpace } from './characters'
import type { Span } from './segmenter'

/**
 * Controls, bidi marks, soft hyphens and zero-width characters. Between two letters they would make two words of one,
 * so decisions are taken without them. All are one UTF-16 unit.
 */
const INVISIBLE = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]/

/** Cuts the text as if its invisible characters were not there, and gives them to the sentences they stand in. */
export function segmentVisible(text: string, cut: (text: string) => Span[]): Span[] {
  if (!INVISIBLE.test(text)) return cut(text)
  const origins: number[] = []
  let visible = ''
  let from = 0
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !INVISIBLE.test(text.charAt(at))) {
      origins.push(at)
      continue
    }
    visible += text.slice(from, at)
    from = at + 1
  }
  const spans = cut(visible).map(({ start, end }) => ({
    start: originOf(origins, start),
    end: originOf(origins, end - 1) + 1,
  }))
  return withGaps(text, spans)
}

function originOf(origins: readonly number[], at: number): number {
  const origin = origins[at]
  if (origin === undefined) throw new Error('A sentence lies inside its text')
  return origin
}

/** What stands between two sentences on a line goes to the first; alone on its line it is a span of its own. */
function withGaps(text: string, spans: readonly Span[]): Span[] {
  const whole: Span[] = []
  let at = 0
  const fill = (end: number, next: Span | undefined) => {
    for (let start = at; start < end;) {
      let lineEnd = start
      while (lineEnd < end && !isLineBreak(text.charCodeAt(lineEnd))) lineEnd++
      const rest = trimmed(text, start, lineEnd)
      const previous = whole.at(-1)
      if (rest && start === at && previous) previous.end = rest.end
      else if (rest && lineEnd === end && next) next.start = rest.start
      else if (rest) whole.push(rest)
      start = lineEnd + 1
    }
  }
  for (const span of spans) {
    const next = { ...span }
    fill(span.start, next)
    whole.push(next)
    at = span.end
  }
  fill(text.length, undefined)
  return whole
}

function trimmed(text: string, from: number, to: number): Span | null {
  let start = from
  let end = to
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return start < end ? { start, end } : null
}
