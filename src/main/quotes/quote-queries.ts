import type { Database } from 'better-sqlite3'

import type { ClaimId, EvidenceFile, EvidenceId } from '#shared/model'

export function quoteQueries(db: Database) {
  const claimOf = db.prepare<[EvidenceId], ClaimId>('SELECT claim_id FROM evidence WHERE id = ?').pluck()
  const file = db.prepare<[string], EvidenceFile>(`
    SELECT id AS hash, name, size_in_bytes AS sizeInBytes, media_type AS mediaType, captured_at AS capturedAt,
           captured_by AS capturedBy FROM evidence_files WHERE id = ?`)
  return {
    claimOf: (evidenceId: EvidenceId) => claimOf.get(evidenceId),
    file: (hash: string) => file.get(hash),
  }
}
