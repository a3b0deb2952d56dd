import type { BlockKind } from '#shared/model'

import { NOTHING_SAID, type DocumentAbout, type DocumentText } from '#main/documents/document-lines'

import { decodeText, emptyText, refuseSize } from './decode-text'
import { detectLanguage } from './detect-language'
import { layOut, lineStarts } from './document-layout'
import { findBlocks } from './find-blocks'
import { segment, type Span } from './segmenter'
import { MAX_OFFSETS, normaliseText, textWarnings, type TextWarning } from './text-warnings'

export interface ReadBlock extends Span {
  kind: BlockKind
  speaker: string | null
  role: string | null
  saidOn: string | null
  /** Position of the quote an attribution belongs to. */
  attributionOf: number | null
  /** Empty for what is no text of the article. */
  sentences: Span[]
}

/** An article taken apart. Offsets count UTF-16 units of its text, end exclusive. */
export interface ReadArticle extends Omit<DocumentAbout, 'title'> {
  title: string
  kicker: string | null
  language: string
  text: string
  encoding: string
  warnings: TextWarning[]
  blocks: ReadBlock[]
}

export interface ReadOptions {
  language?: string
}

export type OnProgress = (done: number, total: number) => void

/** A document with how its characters were encoded. */
export interface ReadDocument extends DocumentText {
  encoding: string
  isGuessed: boolean
}

/** What pasted text says in place of an encoding: it came as characters. */
export const PASTED = 'Unicode'
const BLOCKS_BETWEEN_REPORTS = 500

/** Reads plain text, pasted or as the bytes of a file. */
export function readArticle(
  source: { text: string } | { bytes: Uint8Array },
  options: ReadOptions = {},
  onProgress?: OnProgress,
): ReadArticle {
  if ('text' in source) refuseSize(Buffer.byteLength(source.text))
  const decoded =
    'bytes' in source ? decodeText(source.bytes) : { text: source.text, encoding: PASTED, isGuessed: false }
  return takenApart({ ...decoded, kinds: [], about: NOTHING_SAID, notes: [] }, options, onProgress)
}

/** Reads the lines of a document, which says of some of them what they are. */
export function readDocument(
  { lines, ...document }: ReadDocument,
  options: ReadOptions = {},
  onProgress?: OnProgress,
): ReadArticle {
  const text = layOut(lines)
  refuseSize(Buffer.byteLength(text))
  return takenApart({ ...document, text, kinds: lines.map(({ kind }) => kind) }, options, onProgress)
}

interface Source extends Omit<ReadDocument, 'lines'> {
  text: string
  kinds: readonly (BlockKind | null)[]
}

function takenApart(
  { text: given, encoding, isGuessed, kinds, about, notes }: Source,
  options: ReadOptions,
  onProgress?: OnProgress,
): ReadArticle {
  const { text, repaired } = normaliseText(given)
  if (!/[^\s\p{Cc}\p{Cf}]/u.test(text)) throw emptyText()
  const starts = kinds.length === 0 ? [] : lineStarts(text)
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
      ...notes.map(({ lines, ...note }) => ({
        ...note,
        offsets: lines.flatMap((line) => starts[line] ?? []).slice(0, MAX_OFFSETS),
      })),
      ...textWarnings(text, repaired, isGuessed ? encoding : null),
    ],
    blocks: blocks.map((block, at) => {
      if (at % BLOCKS_BETWEEN_REPORTS === 0) onProgress?.(at, blocks.length)
      return { ...block, sentences: block.kind === 'non-text' ? [] : sentencesOf(text, block, language) }
    }),
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

function sentencesOf(text: string, { start, end }: Span, language: string): Span[] {
  return segment(text.slice(start, end), language).map((span) => ({
    start: start + span.start,
    end: start + span.end,
  }))
}
