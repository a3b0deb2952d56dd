import type { DocumentLine } from '#main/documents/document-lines'

import { isLineBreak } from './characters'

/** The lines of a document as one text: an empty line stands between paragraphs. */
export function layOut(lines: readonly DocumentLine[]): string {
  return lines
    .map(({ text, isApart }, at) => (at === 0 ? text : `${isApart ? '\n\n' : '\n'}${text}`))
    .join('')
}

/** Where the lines of a text begin that are not empty. */
export function lineStarts(text: string): number[] {
  const starts: number[] = []
  let start = 0
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !isLineBreak(text.charCodeAt(at))) continue
    if (text.slice(start, at).trim() !== '') starts.push(start)
    start = at + 1
  }
  return starts
}
