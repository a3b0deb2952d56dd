import type { Words } from '#shared/errors'
import type { BlockKind } from '#shared/model'

/** A line as it stands in a document. */
export interface DocumentLine {
  text: string
  /** What the document says the line is; null where its words have to tell. */
  kind: BlockKind | null
  /** A new paragraph begins here, not only a new line. */
  isApart: boolean
  /** Where the pages of the document begin in it, should it run over their ends. */
  pages?: readonly PageInLine[]
}

/** A page, counted from 1, and the offset in the line at which it begins. */
export interface PageInLine {
  page: number
  at: number
}

/** What somebody remarked on a stretch of a line, in the document. */
export interface DocumentComment {
  line: number
  /** UTF-16 offsets in the line, end exclusive. */
  start: number
  end: number
  author: string | null
  /** ISO 8601, as the document gives it. */
  at: string | null
  text: string
}

/** A file that came with the text. */
export interface Attachment {
  name: string
  mediaType: string
  sizeInBytes: number
}

/** Something about a document that its reader should know and cannot see in the text. */
export interface DocumentNote extends Words {
  code: string
  count: number
  /** Positions of the lines it is about. */
  lines: number[]
}

/** What a document says about itself. Null where it says nothing, or nothing that can be true. */
export interface DocumentAbout {
  title: string | null
  byline: string | null
  outlet: string | null
  publishedOn: string | null
  modifiedOn: string | null
  url: string | null
}

export interface DocumentText {
  lines: DocumentLine[]
  about: DocumentAbout
  notes: DocumentNote[]
  comments?: DocumentComment[]
  attachments?: Attachment[]
}

export const NOTHING_SAID: DocumentAbout = {
  title: null,
  byline: null,
  outlet: null,
  publishedOn: null,
  modifiedOn: null,
  url: null,
}

/** What ends a line in a text ends it in a document as well. */
const LINE_END = /\r\n?|[\n\v\f\u0085\u2028\u2029]/

/** The lines in a stretch of text, without the empty ones. */
export function visibleLines(text: string): string[] {
  return text
    .split(LINE_END)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Takes stretches of text and keeps the lines in them. */
export function lineCollector() {
  const lines: DocumentLine[] = []
  return {
    lines,
    /** Gives the positions of the lines it made. */
    add(text: string, kind: BlockKind | null, isApart = true): number[] {
      return visibleLines(text).map((line, at) => {
        lines.push({ text: line, kind, isApart: isApart && at === 0 })
        return lines.length - 1
      })
    },
  }
}
