import type { Database } from 'better-sqlite3'

import type { PersonId, TimeStamp } from '#shared/model'

export interface TimeStampRow extends Omit<TimeStamp, 'state' | 'text' | 'createdBy'> {
  request: string
  token: string | null
  fileName: string | null
  createdBy: PersonId
}

export function timeStampQueries(db: Database) {
  const columns = `t.id, t.event_sequence AS eventSequence, t.evidence_file_id AS fileHash, t.imprint, t.request, t.token,
    t.stamped_at AS stampedAt, t.authority, t.serial_number AS serialNumber, t.chain, t.created_by AS createdBy,
    t.created_at AS createdAt, f.name AS fileName
    FROM time_stamps t LEFT JOIN evidence_files f ON f.id = t.evidence_file_id`
  const all = db.prepare<[], TimeStampRow>(`SELECT ${columns} ORDER BY t.id DESC`)
  const one = db.prepare<[string], TimeStampRow>(`SELECT ${columns} WHERE t.id = ?`)
  const fileName = db.prepare<[string], string>('SELECT name FROM evidence_files WHERE id = ?').pluck()
  return {
    all: () => all.all(),
    one: (id: string) => one.get(id),
    fileName: (hash: string) => fileName.get(hash),
  }
}
