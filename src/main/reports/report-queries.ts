import type { Database } from 'better-sqlite3'

import type { ArticleId, Comment, Contact, RevisionId } from '#shared/model'

import type { RevisionRecord } from './build-report'
import type { Hand, ReportChange } from './report-model'

type StoredContact = Omit<Contact, 'confidential'> & { confidential: 0 | 1 }
type StoredRevision = Omit<RevisionRecord, 'signOff'> & { signOff: string | null }

/** A sentence that is not what it was, with one of those it comes from; or one that nothing came of. */
interface ChangedRow {
  revision: number
  relation: ReportChange['kind']
  sentenceId: string
  start: number
  end: number
  earlierId: string | null
  earlierStart: number
  earlierEnd: number
}

export function reportQueries(db: Database) {
  const people = db.prepare<[], Hand>('SELECT id, name FROM people ORDER BY id')
  const contacts = db.prepare<[ArticleId], StoredContact>(`
    SELECT k.id, k.claim_id AS claimId, k.name, k.role, k.way, k.asked_at AS askedAt, k.deadline, k.question, k.outcome,
           k.answer, k.answered_at AS answeredAt, k.confidential, k.public_wording AS publicWording,
           k.created_by AS personId, k.created_at AS at
    FROM claims c JOIN contact_log k ON k.claim_id = c.id WHERE c.article_id = ? ORDER BY k.id`)
  const comments = db.prepare<[RevisionId], Comment>(`
    SELECT k.id, k.sentence_id AS sentenceId, k.text, k.created_by AS personId, k.created_at AS at,
           k.resolved_at AS resolvedAt
    FROM blocks b JOIN sentences s ON s.block_id = b.id JOIN comments k ON k.sentence_id = s.id
    WHERE b.revision_id = ? ORDER BY k.id`)
  const revisions = db.prepare<[ArticleId], StoredRevision>(`
    SELECT r.id, r.number, r.text_hash AS textHash, r.created_by AS personId, r.created_at AS at,
           (SELECT json_object('contentHash', o.content_hash, 'personId', o.created_by, 'at', o.created_at)
            FROM sign_offs o WHERE o.revision_id = r.id ORDER BY o.id DESC LIMIT 1) AS signOff
    FROM revisions r WHERE r.article_id = ? ORDER BY r.number`)
  const texts = db.prepare<[ArticleId], { number: number; text: string }>(
    'SELECT number, text FROM revisions WHERE article_id = ?',
  )
  const changed = db.prepare<{ articleId: ArticleId }, ChangedRow>(`
    SELECT r.number AS revision, coalesce(o.relation, 'new') AS relation, s.id AS sentenceId, s.start, s.end,
           e.id AS earlierId, e.start AS earlierStart, e.end AS earlierEnd
    FROM revisions r JOIN blocks b ON b.revision_id = r.id JOIN sentences s ON s.block_id = b.id
    LEFT JOIN sentence_origins o ON o.sentence_id = s.id LEFT JOIN sentences e ON e.id = o.earlier_id
    WHERE r.article_id = @articleId AND r.number > 1 AND (o.id IS NULL OR o.relation NOT IN ('kept', 'moved'))
    UNION ALL
    SELECT r.number + 1, 'gone', s.id, s.start, s.end, NULL, 0, 0
    FROM revisions r JOIN blocks b ON b.revision_id = r.id JOIN sentences s ON s.block_id = b.id
    WHERE r.article_id = @articleId
      AND r.number < (SELECT max(number) FROM revisions WHERE article_id = @articleId)
      AND NOT EXISTS (SELECT 1 FROM sentence_origins WHERE earlier_id = s.id)
    ORDER BY 1, 4, 7`)
  const lastCheck = db.prepare<[string], { foundHash: string | null }>(
    'SELECT found_hash AS foundHash FROM file_checks WHERE evidence_file_id = ? ORDER BY id DESC LIMIT 1',
  )
  const confidentialFiles = db
    .prepare<[], string>(
      `
      SELECT DISTINCT e.file_id FROM evidence e JOIN sources s ON s.id = e.source_id
      WHERE s.confidential = 1 AND e.file_id IS NOT NULL`,
    )
    .pluck()
  const setting = db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck()
  const writeSetting = db.prepare<{ key: string; value: string }>(`
    INSERT INTO settings (key, value) VALUES (@key, @value)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
  const dropSetting = db.prepare<[string]>('DELETE FROM settings WHERE key = ?')

  return {
    people: () => people.all(),
    /** Who was asked about the claims of an article, oldest first. */
    contacts: (articleId: ArticleId): Contact[] =>
      contacts.all(articleId).map(({ confidential, ...contact }) => ({
        ...contact,
        confidential: confidential === 1,
      })),
    comments: (revisionId: RevisionId): Comment[] => comments.all(revisionId),
    revisions: (articleId: ArticleId): RevisionRecord[] =>
      revisions.all(articleId).map(({ signOff, ...revision }) => ({
        ...revision,
        signOff: signOff === null ? null : (JSON.parse(signOff) as RevisionRecord['signOff']),
      })),
    changes: (articleId: ArticleId): ReportChange[] => {
      const rows = changed.all({ articleId })
      if (rows.length === 0) return []
      return changesOf(rows, new Map(texts.all(articleId).map(({ number, text }) => [number, text])))
    },
    /** What the last check found of a file; of one that was never checked, the bytes it was stored by. */
    lastFound: (hash: string): string | null => {
      const check = lastCheck.get(hash)
      return check ? check.foundHash : hash
    },
    /** Files that any confidential source of the library has given. */
    confidentialFiles: () => new Set(confidentialFiles.all()),
    setting: (key: string) => setting.get(key),
    writeSetting: (key: string, value: string) => writeSetting.run({ key, value }),
    dropSetting: (key: string) => dropSetting.run(key),
  }
}

export type ReportQueries = ReturnType<typeof reportQueries>

/** What was split is one change for all its parts, what was joined one for all it was made of. */
function changesOf(rows: readonly ChangedRow[], texts: ReadonlyMap<number, string>): ReportChange[] {
  const changes = new Map<string, { change: ReportChange; told: Set<string> }>()
  for (const { revision, relation, sentenceId, start, end, earlierId, ...row } of rows) {
    const key = relation === 'split' && earlierId !== null ? earlierId : sentenceId
    const { change, told } = changes.get(key) ?? {
      change: { revision, kind: relation, before: [], after: [] },
      told: new Set<string>(),
    }
    changes.set(key, { change, told })
    const [before = '', after = ''] = [texts.get(revision - 1), texts.get(revision)]
    if (relation === 'gone') {
      change.before.push(before.slice(start, end))
      continue
    }
    if (earlierId !== null && !told.has(earlierId)) {
      change.before.push(before.slice(row.earlierStart, row.earlierEnd))
      told.add(earlierId)
    }
    if (!told.has(sentenceId)) {
      change.after.push(after.slice(start, end))
      told.add(sentenceId)
    }
  }
  return [...changes.values()].map(({ change }) => change)
}
