import type { Database } from 'better-sqlite3'

import type { ArticleId, ClaimId, PersonId, RevisionId, SentenceId, StepCounts } from '#shared/model'

export interface RevisionRow {
  id: RevisionId
  number: number
  textHash: string
  sentences: number
  fileName: string | null
  createdBy: PersonId
  createdAt: string
  signOff: string | null
}

export interface OriginRow {
  sentenceId: SentenceId
  earlierId: SentenceId
  relation: string
  because: string
  revisionId: RevisionId
  revision: number
}

interface AnchorRow {
  id: string
  claimId: ClaimId
  sentenceId: SentenceId
  start: number
  end: number
}

export function revisionQueries(db: Database) {
  const ofArticle = db.prepare<[ArticleId], RevisionRow>(`
    SELECT r.id, r.number, r.text_hash AS textHash, r.file_name AS fileName, r.created_by AS createdBy,
           r.created_at AS createdAt,
           (SELECT count(*) FROM blocks b JOIN sentences s ON s.block_id = b.id WHERE b.revision_id = r.id) AS sentences,
           (SELECT json_object('personId', o.created_by, 'at', o.created_at, 'contentHash', o.content_hash)
            FROM sign_offs o WHERE o.revision_id = r.id ORDER BY o.id DESC LIMIT 1) AS signOff
    FROM revisions r WHERE r.article_id = ? ORDER BY r.number DESC`)
  // An undone revision gives its number to the next; the latest event tells of the one that is there.
  const appliedCounts = db.prepare<[ArticleId], StepCounts & { number: number }>(`
    SELECT facts ->> 'revision' AS number, facts ->> 'kept' AS kept, facts ->> 'moved' AS moved,
           facts ->> 'changed' AS changed, facts ->> 'split' AS split, facts ->> 'joined' AS joined,
           facts ->> 'new' AS new, facts ->> 'gone' AS gone
    FROM events WHERE article_id = ? AND action = 'revision.applied' ORDER BY sequence`)
  const currentTexts = db.prepare<[], { articleId: ArticleId; title: string; text: string }>(`
    SELECT a.id AS articleId, a.title, r.text FROM articles a JOIN revisions r ON r.article_id = a.id
    WHERE r.number = (SELECT max(number) FROM revisions WHERE article_id = a.id) ORDER BY a.id DESC`)
  const inRevision = `SELECT s.id FROM blocks b JOIN sentences s ON s.block_id = b.id WHERE b.revision_id = ?`
  const anchors = db.prepare<[RevisionId], AnchorRow>(`
    SELECT id, claim_id AS claimId, sentence_id AS sentenceId, start, end FROM anchors
    WHERE sentence_id IN (${inRevision}) ORDER BY start`)
  const reads = db.prepare<[RevisionId], { id: string; sentenceId: SentenceId }>(`
    SELECT id, sentence_id AS sentenceId FROM second_reads WHERE sentence_id IN (${inRevision}) ORDER BY id`)
  const comments = db.prepare<[RevisionId], { id: string; sentenceId: SentenceId }>(`
    SELECT id, sentence_id AS sentenceId FROM comments WHERE sentence_id IN (${inRevision}) ORDER BY id`)
  const anchorIds = db
    .prepare<[ClaimId], string>('SELECT id FROM anchors WHERE claim_id = ? ORDER BY id')
    .pluck()
  const origins = db.prepare<[SentenceId], OriginRow>(`
    WITH RECURSIVE lineage(id) AS (
      SELECT ? UNION SELECT o.earlier_id FROM lineage l JOIN sentence_origins o ON o.sentence_id = l.id)
    SELECT o.sentence_id AS sentenceId, o.earlier_id AS earlierId, o.relation, o.because,
           r.id AS revisionId, r.number AS revision
    FROM lineage l JOIN sentence_origins o ON o.sentence_id = l.id
    JOIN sentences s ON s.id = o.earlier_id JOIN blocks b ON b.id = s.block_id JOIN revisions r ON r.id = b.revision_id
    ORDER BY r.number DESC, s.start`)
  const orphans = db.prepare<
    { articleId: ArticleId; revisionId: RevisionId },
    { claimId: ClaimId; revisionId: RevisionId; revision: number }
  >(`
    WITH RECURSIVE left_behind(claim_id, sentence_id, revision_id, number) AS (
      SELECT c.id, a.sentence_id, r.id, r.number
      FROM claims c JOIN anchors a ON a.claim_id = c.id JOIN sentences s ON s.id = a.sentence_id
      JOIN blocks b ON b.id = s.block_id JOIN revisions r ON r.id = b.revision_id
      WHERE c.article_id = @articleId AND r.id <> @revisionId),
    reached(claim_id, sentence_id) AS (
      SELECT claim_id, sentence_id FROM left_behind
      UNION SELECT e.claim_id, o.sentence_id FROM reached e JOIN sentence_origins o ON o.earlier_id = e.sentence_id)
    SELECT DISTINCT claim_id AS claimId, revision_id AS revisionId, number AS revision FROM left_behind
    WHERE claim_id NOT IN (
      SELECT e.claim_id FROM reached e JOIN sentences s ON s.id = e.sentence_id JOIN blocks b ON b.id = s.block_id
      WHERE b.revision_id = @revisionId)
    ORDER BY claim_id`)

  return {
    ofArticle: (articleId: ArticleId) => ofArticle.all(articleId),
    /** By the number of the revision, as it was applied. */
    countsOfSteps: (articleId: ArticleId) =>
      new Map<number, StepCounts>(
        appliedCounts.all(articleId).map(({ number, ...counts }) => [number, counts]),
      ),
    /** Of all articles, latest first. */
    currentTexts: () => currentTexts.iterate(),
    anchors: (revisionId: RevisionId) => anchors.all(revisionId),
    readsOfSentences: (revisionId: RevisionId) => reads.all(revisionId),
    comments: (revisionId: RevisionId) => comments.all(revisionId),
    anchorIds: (claimId: ClaimId) => anchorIds.all(claimId),
    /** Everything a sentence comes from, through all revisions, latest first. */
    origins: (sentenceId: SentenceId) => origins.all(sentenceId),
    /** Claims from whose sentences no way leads to the current revision. */
    orphans: (articleId: ArticleId, revisionId: RevisionId) => orphans.all({ articleId, revisionId }),
  }
}

export type RevisionQueries = ReturnType<typeof revisionQueries>
