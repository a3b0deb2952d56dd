import type { Database } from 'better-sqlite3'

import type { RecordedTable } from '#main/database/history'
import type { ArticleId, SentenceId } from '#shared/model'

interface Part {
  table: RecordedTable
  id: string
}

/** Rows that hang on an article or a sentence, in an order in which they can be removed. */
export function articlePartQueries(db: Database) {
  const sentencesOf = `SELECT s.id FROM sentences s JOIN blocks b ON b.id = s.block_id
    JOIN revisions r ON r.id = b.revision_id WHERE r.article_id = @articleId`
  const claimsOf = 'SELECT id FROM claims WHERE article_id = @articleId'
  const ofArticle = db.prepare<{ articleId: ArticleId }, Part>(`
    SELECT 'sign_offs' AS "table", id FROM sign_offs WHERE article_id = @articleId
    UNION ALL SELECT 'second_reads', id FROM second_reads
      WHERE claim_id IN (${claimsOf}) OR sentence_id IN (${sentencesOf})
    UNION ALL SELECT 'correction_answers', id FROM correction_answers
      WHERE verdict_id IN (SELECT id FROM verdicts WHERE claim_id IN (${claimsOf}))
    UNION ALL SELECT 'verdicts', id FROM verdicts WHERE claim_id IN (${claimsOf})
    UNION ALL SELECT 'contact_log', id FROM contact_log WHERE claim_id IN (${claimsOf})
    UNION ALL SELECT 'evidence', id FROM evidence WHERE claim_id IN (${claimsOf})
    UNION ALL SELECT 'anchors', id FROM anchors WHERE claim_id IN (${claimsOf})
    UNION ALL SELECT 'claims', id FROM claims WHERE article_id = @articleId
    UNION ALL SELECT 'comments', id FROM comments WHERE sentence_id IN (${sentencesOf})
    UNION ALL SELECT 'no_claims', id FROM no_claims WHERE sentence_id IN (${sentencesOf})
    UNION ALL SELECT 'sentence_origins', id FROM sentence_origins WHERE sentence_id IN (${sentencesOf})
    UNION ALL SELECT 'sentences', id FROM sentences WHERE id IN (${sentencesOf})
    UNION ALL SELECT 'blocks', id FROM blocks
      WHERE revision_id IN (SELECT id FROM revisions WHERE article_id = @articleId)
    UNION ALL SELECT 'revisions', id FROM revisions WHERE article_id = @articleId
    UNION ALL SELECT 'articles', id FROM articles WHERE id = @articleId`)
  const ofSentence = db.prepare<{ sentenceId: SentenceId }, Part>(`
    SELECT 'second_reads' AS "table", id FROM second_reads WHERE sentence_id = @sentenceId
    UNION ALL SELECT 'no_claims', id FROM no_claims WHERE sentence_id = @sentenceId
    UNION ALL SELECT 'comments', id FROM comments WHERE sentence_id = @sentenceId
    UNION ALL SELECT 'sentence_origins', id FROM sentence_origins WHERE sentence_id = @sentenceId`)
  const originsOf = db.prepare<[SentenceId], { earlierId: SentenceId; relation: string; because: string }>(
    'SELECT earlier_id AS earlierId, relation, because FROM sentence_origins WHERE sentence_id = ?',
  )
  const anchorsOn = db.prepare<
    [SentenceId],
    { id: string; claimId: string; start: number; end: number; attachedAgain: string | null }
  >(
    'SELECT id, claim_id AS claimId, start, end, attached_again AS attachedAgain FROM anchors WHERE sentence_id = ?',
  )
  const onlyInSample = db
    .prepare<{ articleId: ArticleId }, string>(
      `SELECT DISTINCT e.source_id FROM evidence e JOIN claims c ON c.id = e.claim_id
       WHERE c.article_id = @articleId AND NOT EXISTS (
         SELECT 1 FROM evidence o JOIN claims oc ON oc.id = o.claim_id
         WHERE o.source_id = e.source_id AND oc.article_id <> @articleId)`,
    )
    .pluck()
  const isKept = db.prepare<[string], number>('SELECT 1 FROM evidence_files WHERE id = ?').pluck()
  return {
    /** Whether the library has bytes of this hash. */
    isKept: (hash: string) => isKept.get(hash) === 1,
    ofArticle: (articleId: ArticleId) => ofArticle.all({ articleId }),
    ofSentence: (sentenceId: SentenceId) => ofSentence.all({ sentenceId }),
    anchorsOn: (sentenceId: SentenceId) => anchorsOn.all(sentenceId),
    /** What of the revision before a sentence comes from. */
    originsOf: (sentenceId: SentenceId) => originsOf.all(sentenceId),
    /** Sources that nothing but this article rests on. */
    sourcesOnlyIn: (articleId: ArticleId) => onlyInSample.all({ articleId }),
  }
}

export type ArticlePartQueries = ReturnType<typeof articlePartQueries>
