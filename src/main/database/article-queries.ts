import type { Database } from 'better-sqlite3'

import type {
  ArticleId,
  Block,
  ClaimId,
  Claim,
  CorrectionAnswer,
  EvidenceFile,
  PersonId,
  Question,
  RatingScale,
  RevisionId,
  SecondRead,
  SentenceId,
  Evidence,
} from '#shared/model'

import type { FileDamage, Standing } from './domino'
import { asSource, SOURCE_JSON, type StoredSource } from './source-row'

export interface ArticleRow {
  id: ArticleId
  title: string
  kicker: string | null
  byline: string | null
  outlet: string | null
  url: string | null
  language: string
  publishedOn: string | null
  modifiedOn: string | null
  deadline: string | null
  assigneeId: PersonId | null
  isSample: 0 | 1
  createdAt: string
  revisionId: RevisionId
  revision: number
  textHash: string
  changedAt: string
}

export interface SentenceRow {
  id: SentenceId
  blockId: Block['id']
  start: number
  end: number
}

export interface NoClaimRow {
  id: string
  sentenceId: SentenceId
  textHash: string
  personId: PersonId
  at: string
}

export type ClaimRow = Pick<
  Claim,
  'id' | 'wording' | 'kind' | 'claimant' | 'claimantRole' | 'claimedOn' | 'place' | 'createdBy' | 'createdAt'
> & { articleId: ArticleId }

export interface AnchorRow {
  claimId: ClaimId
  sentenceId: SentenceId
  start: number
  end: number
  /** Set when a person attached the claim again, to a later revision. */
  attachedAgain: string | null
}

export interface VerdictRow {
  id: string
  claimId: ClaimId
  question: Question
  scaleId: string
  ratingId: string | null
  conclusion: string
  reasoning: string
  against: string | null
  notFound: string | null
  asOf: string | null
  correction: string | null
  basisHash: string
  withdrawn: 0 | 1
  personId: PersonId
  at: string
}

export type AnswerRow = Omit<CorrectionAnswer, 'question' | 'outcome'> & {
  verdictId: string
  outcome: CorrectionAnswer['outcome'] | 'open'
}

export interface SecondReadRow {
  claimId: ClaimId | null
  sentenceId: SentenceId | null
  outcome: SecondRead['outcome']
  reason: string | null
  verdictIds: string
  contentHash: string
  personId: PersonId
  at: string
}

export interface SignOffRow {
  revision: number
  contentHash: string
  personId: PersonId
  at: string
}

type Nullable<T> = { [K in keyof T]: T[K] | null }
type EvidenceRow = Omit<Evidence, 'source' | 'file'> & {
  source: string
  fileHash: EvidenceFile['hash'] | null
  damage: string | null
} & Nullable<Omit<EvidenceFile, 'hash'>>

/** Everything that is read about an article. Lists of ids go in as JSON, so one statement serves one claim or all. */
export function articleQueries(db: Database, now: () => Date) {
  const articleColumns = `
    a.id, a.title, a.kicker, a.byline, a.outlet, a.url, a.language, a.published_on AS publishedOn,
    a.modified_on AS modifiedOn, a.deadline, a.assignee_id AS assigneeId, a.is_sample AS isSample, a.created_at AS createdAt,
    r.id AS revisionId, r.number AS revision, r.text_hash AS textHash,
    coalesce((SELECT at FROM events WHERE article_id = a.id ORDER BY sequence DESC LIMIT 1), a.created_at) AS changedAt
    FROM articles a
    JOIN revisions r ON r.article_id = a.id
     AND r.number = (SELECT max(number) FROM revisions WHERE article_id = a.id)`
  // By the order of the changes: the clock may have been set back between them.
  const articles = db.prepare<[], ArticleRow>(`SELECT ${articleColumns}
    ORDER BY (SELECT max(sequence) FROM events WHERE article_id = a.id) DESC, a.id DESC`)
  const article = db.prepare<[ArticleId], ArticleRow>(`SELECT ${articleColumns} WHERE a.id = ?`)
  const revision = db.prepare<
    [RevisionId],
    { text: string; textHash: string; warnings: string; pages: string }
  >('SELECT text, text_hash AS textHash, warnings, pages FROM revisions WHERE id = ?')
  const original = db.prepare<[RevisionId], EvidenceFile>(`
    SELECT f.id AS hash, f.name, f.size_in_bytes AS sizeInBytes, f.media_type AS mediaType,
           f.captured_at AS capturedAt, f.captured_by AS capturedBy
    FROM revisions r JOIN evidence_files f ON f.id = r.original_id WHERE r.id = ?`)
  const blocks = db.prepare<[RevisionId], Block>(`
    SELECT id, kind, start, end, speaker, role, said_on AS saidOn, quote_id AS quoteId, language
    FROM blocks WHERE revision_id = ? ORDER BY start`)
  const sentences = db.prepare<[RevisionId], SentenceRow>(`
    SELECT s.id, s.block_id AS blockId, s.start, s.end
    FROM blocks b JOIN sentences s ON s.block_id = b.id
    WHERE b.revision_id = ? ORDER BY s.start`)

  const reopenedSentences = db
    .prepare<{ articleId: ArticleId; revisionId: RevisionId }, SentenceId>(
      `WITH RECURSIVE earlier(id) AS (
         SELECT s.id FROM revisions r JOIN blocks b ON b.revision_id = r.id JOIN sentences s ON s.block_id = b.id
         WHERE r.article_id = @articleId AND r.id <> @revisionId
           AND (EXISTS (SELECT 1 FROM anchors a WHERE a.sentence_id = s.id)
             OR EXISTS (SELECT 1 FROM no_claims n WHERE n.sentence_id = s.id))
         UNION
         SELECT o.sentence_id FROM earlier e JOIN sentence_origins o ON o.earlier_id = e.id)
       SELECT e.id FROM earlier e JOIN sentences s ON s.id = e.id JOIN blocks b ON b.id = s.block_id
       WHERE b.revision_id = @revisionId`,
    )
    .pluck()

  const articleOfBlock = db
    .prepare<[string], ArticleId>(
      'SELECT r.article_id FROM blocks b JOIN revisions r ON r.id = b.revision_id WHERE b.id = ?',
    )
    .pluck()
  const articleOfSentence = db
    .prepare<[SentenceId], ArticleId>(
      `SELECT r.article_id FROM sentences s JOIN blocks b ON b.id = s.block_id
       JOIN revisions r ON r.id = b.revision_id WHERE s.id = ?`,
    )
    .pluck()
  const articleOfClaim = db
    .prepare<[ClaimId], ArticleId>('SELECT article_id FROM claims WHERE id = ?')
    .pluck()

  const noClaimColumns =
    'id, sentence_id AS sentenceId, text_hash AS textHash, created_by AS personId, created_at AS at'
  const noClaimsOfArticle = db.prepare<[RevisionId], NoClaimRow>(`
    SELECT ${noClaimColumns} FROM no_claims
    WHERE sentence_id IN (SELECT s.id FROM sentences s JOIN blocks b ON b.id = s.block_id WHERE b.revision_id = ?)`)
  const noClaims = db.prepare<[string], NoClaimRow>(`
    SELECT ${noClaimColumns} FROM no_claims WHERE sentence_id IN (SELECT value FROM json_each(?))`)

  const claimColumns = `id, article_id AS articleId, wording, kind, claimant, claimant_role AS claimantRole,
    claimed_on AS claimedOn, place, created_by AS createdBy, created_at AS createdAt`
  const claimIdsOfArticle = db
    .prepare<[ArticleId], ClaimId>('SELECT id FROM claims WHERE article_id = ? ORDER BY id')
    .pluck()
  const claimIdsOfSentences = db
    .prepare<[string], ClaimId>(
      `SELECT DISTINCT claim_id FROM anchors
       WHERE sentence_id IN (SELECT value FROM json_each(?)) ORDER BY claim_id`,
    )
    .pluck()
  const claimIdsOfSource = db
    .prepare<[string], ClaimId>('SELECT DISTINCT claim_id FROM evidence WHERE source_id = ?')
    .pluck()
  const articlesRestingOn = db
    .prepare<{ sources: string; files: string; claims: string }, ArticleId>(
      `SELECT c.article_id FROM evidence e JOIN claims c ON c.id = e.claim_id
       WHERE e.source_id IN (SELECT value FROM json_each(@sources))
       UNION SELECT c.article_id FROM evidence e JOIN claims c ON c.id = e.claim_id
       WHERE e.file_id IN (SELECT value FROM json_each(@files))
       UNION SELECT article_id FROM claims WHERE id IN (SELECT value FROM json_each(@claims))`,
    )
    .pluck()
  const claims = db.prepare<[string], ClaimRow>(
    `SELECT ${claimColumns} FROM claims WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
  )
  const anchors = db.prepare<[string], AnchorRow>(`
    SELECT claim_id AS claimId, sentence_id AS sentenceId, start, end, attached_again AS attachedAgain
    FROM anchors WHERE claim_id IN (SELECT value FROM json_each(?)) ORDER BY start`)
  const evidence = db.prepare<[string], EvidenceRow>(`
    SELECT e.id, e.claim_id AS claimId, e.stance, e.question, e.locator, e.passage,
           e.passage_language AS passageLanguage, e.note, e.created_by AS personId, e.created_at AS at,
           ${SOURCE_JSON} AS source,
           f.id AS fileHash, f.name, f.size_in_bytes AS sizeInBytes, f.media_type AS mediaType,
           f.captured_at AS capturedAt, f.captured_by AS capturedBy, ${DAMAGE_OF_FILE} AS damage
    FROM evidence e
    JOIN sources s ON s.id = e.source_id
    LEFT JOIN evidence_files f ON f.id = e.file_id
    WHERE e.claim_id IN (SELECT value FROM json_each(?)) ORDER BY e.id`)
  const verdicts = db.prepare<[string], VerdictRow>(`
    SELECT verdicts.id, claim_id AS claimId, question, scale_id AS scaleId, rating_id AS ratingId, conclusion, reasoning,
           against, not_found AS notFound, as_of AS asOf, correction, basis_hash AS basisHash, withdrawn,
           created_by AS personId, created_at AS at
    FROM json_each(?) c CROSS JOIN (SELECT 'attribution' AS asked UNION ALL SELECT 'content')
    CROSS JOIN verdicts
    WHERE verdicts.id = (SELECT max(id) FROM verdicts WHERE claim_id = c.value AND question = asked)`)
  const answers = db.prepare<[string], AnswerRow>(`
    SELECT verdict_id AS verdictId, voice, outcome, reason, name, way, created_by AS personId, created_at AS at
    FROM json_each(?) v CROSS JOIN (SELECT 'writer' AS speaking UNION ALL SELECT 'editor')
    CROSS JOIN correction_answers
    WHERE correction_answers.id = (SELECT max(id) FROM correction_answers
                                   WHERE verdict_id = v.value AND voice = speaking)`)
  const readColumns = `claim_id AS claimId, sentence_id AS sentenceId, outcome, reason, verdict_ids AS verdictIds,
    content_hash AS contentHash, created_by AS personId, created_at AS at`
  const readsOfClaims = db.prepare<[string], SecondReadRow>(`
    SELECT ${readColumns} FROM json_each(?) c CROSS JOIN second_reads
    WHERE second_reads.id = (SELECT max(id) FROM second_reads WHERE claim_id = c.value)`)
  const readsOfSentences = db.prepare<[string], SecondReadRow>(`
    SELECT ${readColumns} FROM json_each(?) s CROSS JOIN second_reads
    WHERE second_reads.id = (SELECT max(id) FROM second_reads WHERE sentence_id = s.value)`)
  const openComments = db.prepare<[string], { sentenceId: SentenceId; count: number }>(`
    SELECT sentence_id AS sentenceId, count(*) AS count FROM comments
    WHERE resolved_at IS NULL AND sentence_id IN (SELECT value FROM json_each(?)) GROUP BY sentence_id`)
  const signOff = db.prepare<[ArticleId], SignOffRow>(`
    SELECT r.number AS revision, o.content_hash AS contentHash, o.created_by AS personId, o.created_at AS at
    FROM sign_offs o JOIN revisions r ON r.id = o.revision_id
    WHERE o.article_id = ? ORDER BY o.id DESC LIMIT 1`)
  const scales = db.prepare<[], { definition: string }>('SELECT definition FROM rating_scales ORDER BY id')

  return {
    articles: () => articles.all(),
    article: (articleId: ArticleId) => article.get(articleId),
    revision: (revisionId: RevisionId) => revision.get(revisionId),
    /** The file a revision was read from. */
    original: (revisionId: RevisionId) => original.get(revisionId),
    blocks: (revisionId: RevisionId) => blocks.all(revisionId),
    sentences: (revisionId: RevisionId) => sentences.all(revisionId),
    /** Sentences of a revision under which something checked was left with an earlier wording. */
    reopenedSentences: (articleId: ArticleId, revisionId: RevisionId) =>
      reopenedSentences.all({ articleId, revisionId }),
    articleOfBlock: (blockId: string) => articleOfBlock.get(blockId),
    articleOfSentence: (sentenceId: SentenceId) => articleOfSentence.get(sentenceId),
    articleOfClaim: (claimId: ClaimId) => articleOfClaim.get(claimId),
    noClaimsOfArticle: (revisionId: RevisionId) => noClaimsOfArticle.all(revisionId),
    noClaims: (ids: readonly SentenceId[]) => noClaims.all(JSON.stringify(ids)),
    claimIdsOfArticle: (articleId: ArticleId) => claimIdsOfArticle.all(articleId),
    claimIdsOfSentences: (ids: readonly SentenceId[]) => claimIdsOfSentences.all(JSON.stringify(ids)),
    claimIdsOfSource: (sourceId: string) => claimIdsOfSource.all(sourceId),
    articlesRestingOn: ({
      sources,
      files,
      claims: claimIds,
    }: Record<'sources' | 'files' | 'claims', readonly string[]>) =>
      articlesRestingOn.all({
        sources: JSON.stringify(sources),
        files: JSON.stringify(files),
        claims: JSON.stringify(claimIds),
      }),
    claims: (ids: readonly ClaimId[]) => claims.all(JSON.stringify(ids)),
    anchors: (ids: readonly ClaimId[]) => anchors.all(JSON.stringify(ids)),
    evidence: (ids: readonly ClaimId[]): Standing[] => {
      const at = now()
      return evidence.all(JSON.stringify(ids)).map((row) => asStanding(row, at))
    },
    verdicts: (ids: readonly ClaimId[]) => verdicts.all(JSON.stringify(ids)),
    /** The latest of each voice. */
    answers: (verdictIds: readonly string[]) => answers.all(JSON.stringify(verdictIds)),
    readsOfClaims: (ids: readonly ClaimId[]) => readsOfClaims.all(JSON.stringify(ids)),
    readsOfSentences: (ids: readonly SentenceId[]) => readsOfSentences.all(JSON.stringify(ids)),
    openComments: (ids: readonly SentenceId[]) => openComments.all(JSON.stringify(ids)),
    signOff: (articleId: ArticleId) => signOff.get(articleId),
    scales: () => scales.all().map(({ definition }) => JSON.parse(definition) as RatingScale),
  }
}

/**
 * The first of the checks since the last good one that found other bytes than were stored, as JSON; NULL where the
 * latest check was good or none was made.
 */
const DAMAGE_OF_FILE = `(SELECT json_object('since', k.id, 'at', k.at, 'foundHash', k.found_hash) FROM file_checks k
  WHERE k.evidence_file_id = f.id AND k.found_hash IS NOT f.id
    AND k.id > coalesce((SELECT max(good.id) FROM file_checks good
                         WHERE good.evidence_file_id = f.id AND good.found_hash = f.id), '')
  ORDER BY k.id LIMIT 1)`

function asStanding(
  {
    source,
    damage,
    fileHash,
    name,
    sizeInBytes,
    mediaType,
    capturedAt,
    capturedBy,
    ...evidence
  }: EvidenceRow,
  now: Date,
): Standing {
  const file =
    fileHash !== null &&
    name !== null &&
    sizeInBytes !== null &&
    mediaType !== null &&
    capturedAt !== null &&
    capturedBy !== null
      ? { hash: fileHash, name, sizeInBytes, mediaType, capturedAt, capturedBy }
      : null
  // SQL put both together from our own columns.
  const stored = JSON.parse(source) as StoredSource
  const fileDamage = damage === null ? null : (JSON.parse(damage) as FileDamage)
  return {
    evidence: { ...evidence, source: asSource(stored, now), file },
    statusMark: stored.statusMark,
    goodUntilMark: stored.goodUntilMark,
    fileDamage,
  }
}
