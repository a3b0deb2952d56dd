import type { Database } from 'better-sqlite3'

import {
  EVENT_COLUMNS,
  GENESIS_HASH,
  readAnyEvent,
  type HistoryEvent,
  type StoredEvent,
} from '#main/database/history'

/** Of a library that backups are made of. */
export function backupQueries(db: Database) {
  const folder = db
    .prepare<[], unknown>("SELECT json_extract(value, '$.backupFolder') FROM settings WHERE key = 'view'")
    .pluck()
  const hashOf = db.prepare<[number], string>('SELECT hash FROM events WHERE sequence = ?').pluck()

  return {
    /** null: beside the library. */
    chosenFolder(): string | null {
      const chosen = folder.get()
      return typeof chosen === 'string' ? chosen : null
    },
    eventHash: (sequence: number) => hashOf.get(sequence),
  }
}

/** Writes what a library holds at this moment to a new file, whole, while others may write to it. */
export function copyInto(db: Database, path: string): void {
  db.prepare('VACUUM INTO ?').run(path)
}

/** Of a copy, perhaps of an older release. */
export function copyQueries(db: Database) {
  const number = (sql: string) => db.prepare<[], number>(sql).pluck().get() ?? 0
  const events = db.prepare<[], StoredEvent>(`SELECT ${EVENT_COLUMNS} FROM events ORDER BY sequence`)
  const head = db.prepare<[], { sequence: number; hash: string }>(
    'SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1',
  )
  const first = db.prepare<[], string>('SELECT hash FROM events ORDER BY sequence LIMIT 1').pluck()

  return {
    *events(): Generator<HistoryEvent> {
      for (const stored of events.iterate()) yield readAnyEvent(stored)
    },
    head: () => head.get() ?? { sequence: 0, hash: GENESIS_HASH },
    firstHash: () => first.get() ?? GENESIS_HASH,
    articles: () => number('SELECT count(*) FROM articles'),
    verdicts: () => number('SELECT count(*) FROM verdicts'),
    evidence: () => db.prepare<[], string>('SELECT id FROM evidence_files ORDER BY id').pluck().all(),
    pages: () =>
      (db.pragma('integrity_check(20)') as { integrity_check: string }[])
        .map(({ integrity_check: found }) => found)
        .filter((found) => found !== 'ok'),
    foreignKeys: () => db.pragma('foreign_key_check') as { table: string; parent: string }[],
    version: () => Number(db.pragma('user_version', { simple: true })),
  }
}
