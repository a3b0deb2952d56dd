import type { Database } from 'better-sqlite3'

import type { ArticleId, Block, ClaimId, Question, RevisionId, SentenceId } from '#shared/model'

export interface ProposingVerdict {
  id: string
  claimId: ClaimId
  articleId: ArticleId
  question: Question
  correction: string
}

export interface DraftAnchor {
  claimId: ClaimId
  sentenceId: SentenceId
  blockId: Block['id']
  start: number
  end: number
}

export function returnQueries(db: Database) {
  const revision = db.prepare<[RevisionId], { articleId: ArticleId; number: number }>(
    'SELECT article_id AS articleId, number FROM revisions WHERE id = ?',
  )
  const verdicts = db.prepare<[string], ProposingVerdict>(`
    SELECT v.id, v.claim_id AS claimId, c.article_id AS articleId, v.question, v.correction
    FROM verdicts v JOIN claims c ON c.id = v.claim_id
    WHERE v.correction IS NOT NULL AND v.id IN (SELECT value FROM json_each(?)) ORDER BY v.id`)
  const anchors = db.prepare<{ ids: string; revisionId: RevisionId }, DraftAnchor>(`
    SELECT a.claim_id AS claimId, a.sentence_id AS sentenceId, s.block_id AS blockId, a.start, a.end
    FROM anchors a JOIN sentences s ON s.id = a.sentence_id JOIN blocks b ON b.id = s.block_id
    WHERE a.claim_id IN (SELECT value FROM json_each(@ids)) AND b.revision_id = @revisionId ORDER BY a.start`)
  /** When what the comments of a draft tell was recorded: by it, our own comments are known again. */
  const moments = db.prepare<{ ids: string }, { claimId: ClaimId; at: string }>(`
    SELECT id AS claimId, created_at AS at FROM claims WHERE id IN (SELECT value FROM json_each(@ids))
    UNION SELECT claim_id, created_at FROM verdicts WHERE claim_id IN (SELECT value FROM json_each(@ids))`)
  const comments = db.prepare<[RevisionId], { sentenceId: SentenceId; text: string }>(`
    SELECT c.sentence_id AS sentenceId, c.text FROM comments c JOIN sentences s ON s.id = c.sentence_id
    JOIN blocks b ON b.id = s.block_id WHERE b.revision_id = ?`)
  return {
    revision: (id: RevisionId) => revision.get(id),
    verdicts: (ids: readonly string[]) => verdicts.all(JSON.stringify(ids)),
    /** Where claims stand in a revision. */
    anchors: (ids: readonly ClaimId[], revisionId: RevisionId) =>
      anchors.all({ ids: JSON.stringify(ids), revisionId }),
    moments: (ids: readonly ClaimId[]) => moments.all({ ids: JSON.stringify(ids) }),
    comments: (revisionId: RevisionId) => comments.all(revisionId),
  }
}
