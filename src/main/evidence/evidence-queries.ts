import type { Database } from 'better-sqlite3'

import type { ClaimId, EvidenceId, SourceId } from '#shared/model'

export function evidenceQueries(db: Database) {
  const claimOf = db.prepare<[EvidenceId], ClaimId>('SELECT claim_id FROM evidence WHERE id = ?').pluck()
  const sourceTitle = db.prepare<[SourceId], string>('SELECT title FROM sources WHERE id = ?').pluck()
  const fileExists = db.prepare<[string], number>('SELECT 1 FROM evidence_files WHERE id = ?').pluck()
  return {
    claimOf: (evidenceId: EvidenceId) => claimOf.get(evidenceId),
    sourceTitle: (sourceId: SourceId) => sourceTitle.get(sourceId),
    fileExists: (hash: string) => fileExists.get(hash) === 1,
  }
}
