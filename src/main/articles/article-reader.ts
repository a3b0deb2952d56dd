import type { BlockKind } from '#shared/model'

import {
  NOTHING_SAID,
  type Attachment,
  type DocumentAbout,
  type DocumentComment,
  type DocumentText,
} from '#main/documents/document-lines'

import { decodeText, emptyText, refuseSize } from './decode-text'
import { blockLanguage, detectLanguage } from './detect-language'
import { layOut, lineStarts, pageStarts, type PageStart } from './document-layout'
import { findBlocks } from './find-blocks'
import { PASTED } from './readable-encodings'
import { segmentPart, type Span } from './segmenter'
import type { Corrections } from './segmenter-corrections'
import { MAX_OFFSETS, normaliseText, textWarnings, type TextWarning } from './text-warnings'

export interface ReadBlock extends Span {
  kind: BlockKind
  speaker: string | null
  role: string | null
  saidOn: string | null
  /** Position of the quote an attribution belongs to. */
  attributionOf: number | null
  /** Where it is another than that of the article. */
  language: string | null
  /** Empty for what is no text of the article. */
  sentences: Span[]
}

/** A remark that stood in the document, at its place in the text. */
export interface ReadComment extends Span {
  author: string | null
  /** ISO 8601, as the document gives it. */
  at: string | null
  text: string
}

/** An article taken apart. Offsets count UTF-16 units of its text, end exclusive. */
export interface ReadArticle extends Omit<DocumentAbout, 'title'> {
  title: string
  kicker: string | null
  language: string
  text: string
  encoding: string
  warnings: TextWarning[]
  /** Where its pages begin; none where it came without pages. */
  pages: PageStart[]
  blocks: ReadBlock[]
  comments: ReadComment[]
  /** Files that came with it, in the order of `mailAttachments`. */
  attachments: Attachment[]
}

export interface ReadOptions {
  language?: string
  /** How the bytes are to be read, where a person knows better than the file. */
  encoding?: string
  /** Of a web page: everything on it, not only what looks like its article. */
  wholePage?: boolean
  /** What this library knows of cuts that the rules get wrong. */
  corrections?: Corrections
}

export type OnProgress = (done: number, total: number) => void

/** A document with how its characters were encoded. */
export interface ReadDocument extends DocumentText {
  encoding: string
  isGuessed: boolean
}

const BLOCKS_BETWEEN_REPORTS = 500

/** Reads plain text, pasted or as the bytes of a file. */
export function readArticle(
  source: { text: string } | { bytes: Uint8Array },
  options: ReadOptions = {},
  onProgress?: OnProgress,
): ReadArticle {
  if ('text' in source) refuseSize(Buffer.byteLength(source.text))
  const decoded =
    'bytes' in source
      ? decodeText(source.bytes, { chosen: options.encoding })
      : { text: source.text, encoding: PASTED, isGuessed: false }
  return takenApart({ ...decoded, lines: [], about: NOTHING_SAID, notes: [] }, options, onProgress)
}

/** Reads the lines of a document, which says of some of them what they are. */
export function readDocument(
  document: ReadDocument,
  options: ReadOptions = {},
  onProgress?: OnProgress,
): ReadArticle {
  const text = layOut(document.lines)
  refuseSize(Buffer.byteLength(text))
  return takenApart({ ...document, text }, options, onProgress)
}

function takenApart(
  document: ReadDocument & { text: string },
  options: ReadOptions,
  onProgress?: OnProgress,
): ReadArticle {
  const { text: given, encoding, isGuessed, lines, about, notes } = document
  const { text, repaired } = normaliseText(given)
  if (!/[^\s\p{Cc}\p{Cf}]/u.test(text)) throw emptyText()
  const kinds = lines.map(({ kind }) => kind)
  const starts = lines.length === 0 ? [] : lineStarts(text)
  const language = options.language ?? detectLanguage(ownText(text, kinds, starts))
  const { blocks, title, byline, kicker } = findBlocks(text, language, kinds)
  const hasHeadline = blocks.some(({ kind }) => kind === 'headline')
  return {
    ...about,
    title: hasHeadline ? title : (about.title ?? title),
    kicker,
    byline: about.byline ?? byline,
    language,
    text,
    encoding,
    warnings: [
      ...notes.map(({ lines: concerned, ...note }) => ({
        ...note,
        offsets: concerned.flatMap((line) => starts[line] ?? []).slice(0, MAX_OFFSETS),
      })),
      ...textWarnings(text, repaired, isGuessed ? encoding : null),
    ],
    pages: pageStarts(lines, starts),
    blocks: blocks.map((block, at) => {
      if (at % BLOCKS_BETWEEN_REPORTS === 0) onProgress?.(at, blocks.length)
      if (block.kind === 'non-text') return { ...block, language: null, sentences: [] }
      const own = blockLanguage(text.slice(block.start, block.end), language)
      const sentences = segmentPart(text, block, own ?? language, options.corrections)
      return { ...block, language: own, sentences }
    }),
    comments: commentsAt(document.comments ?? [], lines, starts),
    attachments: document.attachments ?? [],
  }
}

/** Without what a document says is no text of it. */
function ownText(text: string, kinds: readonly (BlockKind | null)[], starts: readonly number[]): string {
  if (!kinds.includes('non-text')) return text
  const own = starts.flatMap((start, line) =>
    kinds[line] === 'non-text' ? [] : [text.slice(start, starts[line + 1])],
  )
  return own.length === 0 ? text : own.join('')
}

function commentsAt(
  comments: readonly DocumentComment[],
  lines: ReadDocument['lines'],
  starts: readonly number[],
): ReadComment[] {
  return comments.flatMap(({ line, start, end, ...comment }) => {
    const begin = starts[line]
    const words = lines[line]?.text
    if (begin === undefined || words === undefined) return []
    // Composed letters are shorter than the two they came as.
    const offset = (at: number) => begin + words.slice(0, at).normalize('NFC').length
    return [{ ...comment, start: offset(start), end: offset(end) }]
  })
}
