import type { Database } from 'better-sqlite3'

import type { ClaimId, EvidenceFile, EvidenceId } from '#shared/model'

export function quoteQueries(db: Database) {
  const claimOf = db.prepare<[EvidenceId], ClaimId>('SELECT claim_id FROM evidence WHERE id = ?').pluck()
  const file = db.prepare<[string], EvidenceFile>(`
    SELECT id AS hash, name, size_in_bytes AS sizeInBytes, media_type AS mediaType, captured_at AS capturedAt,
           captured_by AS capturedBy FROM evidence_files WHERE id = ?`)
  const readAt = db
    .prepare<[string], string>('SELECT read_at FROM file_readings WHERE evidence_file_id = ?')
    .pluck()
  return {
    claimOf: (evidenceId: EvidenceId) => claimOf.get(evidenceId),
    /** When the text of a file was read out of it; changes when that is done again. */
    readAt: (hash: string) => readAt.get(hash),
    file: (hash: string) => file.get(hash),
  }
}
