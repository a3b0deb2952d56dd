import type { ArticleId, BlockId, BlockKind, RevisionId, SentenceId } from '#shared/model'

import { sha256 } from './canonical-json'
import type { Rows } from './history'

/** A text taken apart. Offsets count UTF-16 units, end exclusive. */
interface CutText {
  text: string
  encoding: string
  warnings: readonly object[]
  pages: readonly object[]
  blocks: readonly {
    kind: BlockKind
    start: number
    end: number
    speaker: string | null
    role: string | null
    saidOn: string | null
    language: string | null
    /** Position of the quote an attribution belongs to. */
    attributionOf: number | null
    sentences: readonly { start: number; end: number }[]
  }[]
}

/** Writes one revision of an article with its blocks and sentences; gives the sentences in their order. */
export function insertRevisionText(
  rows: Rows,
  read: CutText,
  made: {
    articleId: ArticleId
    number: number
    fileName: string | null
    originalId: string | null
    newId: <Id extends string>() => Id
    personId: string
    at: string
  },
): { revisionId: RevisionId; sentences: { id: SentenceId; start: number; end: number }[] } {
  const { newId } = made
  const revisionId = newId<RevisionId>()
  rows.insert('revisions', {
    id: revisionId,
    article_id: made.articleId,
    number: made.number,
    text: read.text,
    text_hash: sha256(read.text),
    file_name: made.fileName,
    original_id: made.originalId,
    encoding: read.encoding,
    warnings: JSON.stringify(read.warnings),
    pages: JSON.stringify(read.pages),
    created_by: made.personId,
    created_at: made.at,
  })
  const blockIds = read.blocks.map(() => newId<BlockId>())
  const sentences: { id: SentenceId; start: number; end: number }[] = []
  for (const [index, block] of read.blocks.entries()) {
    const blockId = blockIds[index]
    if (blockId === undefined) throw new Error('Every block has an id')
    rows.insert('blocks', {
      id: blockId,
      revision_id: revisionId,
      kind: block.kind,
      start: block.start,
      end: block.end,
      speaker: block.speaker,
      role: block.role,
      said_on: block.saidOn,
      quote_id: block.attributionOf === null ? null : (blockIds[block.attributionOf] ?? null),
      language: block.language,
    })
    for (const { start, end } of block.sentences) {
      const id = newId<SentenceId>()
      sentences.push({ id, start, end })
      rows.insert('sentences', { id, block_id: blockId, start, end })
    }
  }
  return { revisionId, sentences }
}
