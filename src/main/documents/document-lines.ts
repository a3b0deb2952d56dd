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
const LINE_END = /\r\n?|[\n\v\f\u0085\u2028\u2029]/g

/** Where the lines in a stretch of text begin and end, without the empty ones and without white space around them. */
function visibleSpans(text: string): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = []
  let from = 0
  const close = (to: number) => {
    const line = text.slice(from, to)
    const start = from + line.length - line.trimStart().length
    if (line.trim() !== '') spans.push({ start, end: from + line.trimEnd().length })
  }
  for (const { index, 0: end } of text.matchAll(LINE_END)) {
    close(index)
    from = index + end.length
  }
  close(text.length)
  return spans
}

/** A comment with its place in the stretch of text it was found in. */
export type CommentInText = Omit<DocumentComment, 'line'>

/** Takes stretches of text and keeps the lines in them, and what was remarked on them. */
export function lineCollector() {
  const lines: DocumentLine[] = []
  const comments: DocumentComment[] = []
  return {
    lines,
    comments,
    /** Gives the positions of the lines it made. */
    add(
      text: string,
      kind: BlockKind | null,
      isApart = true,
      remarks: readonly CommentInText[] = [],
    ): number[] {
      const spans = visibleSpans(text)
      const first = lines.length
      for (const [at, { start, end }] of spans.entries())
        lines.push({ text: text.slice(start, end), kind, isApart: isApart && at === 0 })
      for (const { start, end, ...comment } of remarks) {
        const at = Math.max(
          0,
          spans.findLastIndex((span) => span.start <= start),
        )
        const span = spans[at]
        if (!span) continue
        const inside = (place: number) => Math.min(Math.max(place, span.start), span.end) - span.start
        comments.push({
          ...comment,
          line: first + at,
          start: inside(start),
          end: inside(Math.max(start, end)),
        })
      }
      return spans.map((_, at) => first + at)
    },
  }
}
