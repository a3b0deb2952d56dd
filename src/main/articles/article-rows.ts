import type { Rows } from '#main/database/history'
import { insertRevisionText } from '#main/database/revision-text'
import type { ArticleId, RevisionId, SentenceId } from '#shared/model'

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
): { revisionId: RevisionId; sentences: { id: SentenceId; start: number; end: number }[] } {
  const { articleId, personId, at } = made
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
  return insertRevisionText(rows, article, { ...made, number: 1 })
}
