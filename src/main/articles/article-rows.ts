import { sha256 } from '#main/database/canonical-json'
import type { Rows } from '#main/database/history'
import type { ArticleId, BlockId, RevisionId, SentenceId } from '#shared/model'

import type { ReadArticle } from './article-reader'

/** Writes a read text as the first revision of a new article. */
export function insertArticle(
  rows: Rows,
  article: ReadArticle,
  made: {
    articleId: ArticleId
    newId: <Id extends string>() => Id
    personId: string
    at: string
    fileName: string | null
    /** Hash of the file it was read from. */
    originalId: string | null
    isSample: boolean
    outlet?: string | null
  },
): { revisionId: RevisionId; spans: { id: SentenceId; start: number; end: number }[] } {
  const { articleId, newId, personId, at } = made
  rows.insert('articles', {
    id: articleId,
    title: article.title,
    kicker: article.kicker,
    byline: article.byline,
    outlet: made.outlet ?? article.outlet,
    url: article.url,
    language: article.language,
    published_on: article.publishedOn,
    modified_on: article.modifiedOn,
    deadline: null,
    assignee_id: null,
    is_sample: made.isSample ? 1 : 0,
    created_by: personId,
    created_at: at,
  })
  const revisionId = newId<RevisionId>()
  rows.insert('revisions', {
    id: revisionId,
    article_id: articleId,
    number: 1,
    text: article.text,
    text_hash: sha256(article.text),
    file_name: made.fileName,
    original_id: made.originalId,
    encoding: article.encoding,
    warnings: JSON.stringify(article.warnings),
    pages: JSON.stringify(article.pages),
    created_by: personId,
    created_at: at,
  })
  const blockIds = article.blocks.map(() => newId<BlockId>())
  const spans: { id: SentenceId; start: number; end: number }[] = []
  for (const [index, block] of article.blocks.entries()) {
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
      spans.push({ id, start, end })
      rows.insert('sentences', { id, block_id: blockId, start, end })
    }
  }
  return { revisionId, spans }
}
