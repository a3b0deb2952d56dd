import type { BlockKind } from '#shared/model'

import { decodeText, emptyText, refuseSize } from './decode-text'
import { detectLanguage } from './detect-language'
import { findBlocks } from './find-blocks'
import { segment, type Span } from './segmenter'
import { normaliseText, textWarnings, type TextWarning } from './text-warnings'

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
export interface ReadArticle {
  title: string
  kicker: string | null
  byline: string | null
  language: string
  text: string
  encoding: string
  warnings: TextWarning[]
  blocks: ReadBlock[]
}

/** What pasted text says in place of an encoding: it came as characters. */
const PASTED = 'Unicode'
const BLOCKS_BETWEEN_REPORTS = 500

export function readArticle(
  source: { text: string } | { bytes: Uint8Array },
  options: { language?: string } = {},
  onProgress?: (done: number, total: number) => void,
): ReadArticle {
  if ('text' in source) refuseSize(Buffer.byteLength(source.text))
  const decoded =
    'bytes' in source ? decodeText(source.bytes) : { text: source.text, encoding: PASTED, isGuessed: false }
  const { text, repaired } = normaliseText(decoded.text)
  if (!/[^\s\p{Cc}\p{Cf}]/u.test(text)) throw emptyText()
  const language = options.language ?? detectLanguage(text)
  const { blocks, ...about } = findBlocks(text, language)
  return {
    ...about,
    language,
    text,
    encoding: decoded.encoding,
    warnings: textWarnings(text, repaired, decoded.isGuessed ? decoded.encoding : null),
    blocks: blocks.map((block, at) => {
      if (at % BLOCKS_BETWEEN_REPORTS === 0) onProgress?.(at, blocks.length)
      return { ...block, sentences: block.kind === 'non-text' ? [] : sentencesOf(text, block, language) }
    }),
  }
}

function sentencesOf(text: string, { start, end }: Span, language: string): Span[] {
  return segment(text.slice(start, end), language).map((span) => ({
    start: start + span.start,
    end: start + span.end,
  }))
}
