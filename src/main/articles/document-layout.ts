import type { DocumentLine } from '#main/documents/document-lines'

import { isLineBreak } from './characters'

/** Where a page of a text begins, in UTF-16 units of it. */
export interface PageStart {
  page: number
  start: number
}

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

/** Where the pages of a document begin in its text. */
export function pageStarts(lines: readonly DocumentLine[], starts: readonly number[]): PageStart[] {
  const found: PageStart[] = []
  for (const [line, { text, pages = [] }] of lines.entries()) {
    const start = starts[line]
    if (start === undefined) continue
    for (const { page, at } of pages) {
      if (page === found.at(-1)?.page) continue
      found.push({ page, start: start + text.slice(0, at).normalize('NFC').length })
    }
  }
  return found
}
