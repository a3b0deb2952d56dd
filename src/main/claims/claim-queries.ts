import type { Database } from 'better-sqlite3'

import type { RecordedTable } from '#main/database/history'
import type { ArticleId, ClaimId } from '#shared/model'

export interface ClaimPlace {
  claimId: ClaimId
  articleId: ArticleId
  articleTitle: string
  articleLanguage: string
  wording: string
  claimant: string | null
}

export function claimQueries(db: Database) {
  const parts = db.prepare<{ claimId: ClaimId }, { table: RecordedTable; id: string }>(`
    SELECT 'second_reads' AS "table", id FROM second_reads WHERE claim_id = @claimId
    UNION ALL SELECT 'correction_answers', id FROM correction_answers
      WHERE verdict_id IN (SELECT id FROM verdicts WHERE claim_id = @claimId)
    UNION ALL SELECT 'verdicts', id FROM verdicts WHERE claim_id = @claimId
    UNION ALL SELECT 'contact_log', id FROM contact_log WHERE claim_id = @claimId
    UNION ALL SELECT 'evidence', id FROM evidence WHERE claim_id = @claimId
    UNION ALL SELECT 'anchors', id FROM anchors WHERE claim_id = @claimId`)
  const places = db.prepare<[], ClaimPlace>(`
    SELECT c.id AS claimId, a.id AS articleId, a.title AS articleTitle, a.language AS articleLanguage, c.wording,
           c.claimant
    FROM claims c JOIN articles a ON a.id = c.article_id ORDER BY c.id DESC`)

  return {
    /** All rows that hang on a claim, in an order in which they can be removed. */
    parts: (claimId: ClaimId) => parts.all({ claimId }),
    /** Latest first. */
    places: () => places.iterate(),
  }
}
