import type { Database } from 'better-sqlite3'

import { EVENT_COLUMNS, readAnyEvent, type HistoryEvent, type StoredEvent } from '#main/database/history'

export function libraryQueries(db: Database) {
  const setting = db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck()
  const writeSetting = db.prepare<{ key: string; value: string }>(`
    INSERT INTO settings (key, value) VALUES (@key, @value)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
  const articleCount = db.prepare<[], number>('SELECT count(*) FROM articles').pluck()
  const lastEventAt = db.prepare<[], string>('SELECT at FROM events ORDER BY sequence DESC LIMIT 1').pluck()
  const events = db.prepare<[], StoredEvent>(`SELECT ${EVENT_COLUMNS} FROM events ORDER BY sequence`)
  const evidenceFiles = db.prepare<[], { hash: string; name: string }>(
    'SELECT id AS hash, name FROM evidence_files ORDER BY id',
  )
  const filesKeptElsewhere = db
    .prepare<[], string>(
      `
      SELECT json_extract(c.value, '$[2].id') AS hash FROM events e, json_each(e.changes) c
      WHERE e.action = 'record.returned' AND json_extract(c.value, '$[0]') = 'evidence_files'
      INTERSECT
      SELECT k.file_id FROM evidence k JOIN sources s ON s.id = k.source_id WHERE s.confidential = 1`,
    )
    .pluck()
  return {
    setting: (key: string) => setting.get(key),
    writeSetting: (key: string, value: string) => writeSetting.run({ key, value }),
    articleCount: () => articleCount.get() ?? 0,
    lastEventAt: () => lastEventAt.get() ?? null,
    *events(): Generator<HistoryEvent> {
      for (const stored of events.iterate()) yield readAnyEvent(stored)
    },
    evidenceFiles: () => evidenceFiles.all(),
    /** Files of confidential sources that are known from a record only: they were left out on purpose. */
    filesKeptElsewhere: () => new Set(filesKeptElsewhere.all()),
    pages: () => db.pragma('integrity_check(20)') as { integrity_check: string }[],
    foreignKeys: () => db.pragma('foreign_key_check') as { table: string; parent: string }[],
  }
}
