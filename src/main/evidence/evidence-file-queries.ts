import type { Database } from 'better-sqlite3'

import type { EvidenceFile } from '#shared/model'

export function evidenceFileQueries(db: Database) {
  const columns = `id AS hash, name, size_in_bytes AS sizeInBytes, media_type AS mediaType, captured_at AS capturedAt,
    captured_by AS capturedBy FROM evidence_files`
  const one = db.prepare<[string], EvidenceFile>(`SELECT ${columns} WHERE id = ?`)
  return { one: (hash: string) => one.get(hash) }
}
