import type { Database } from 'better-sqlite3'

/** So many pages stand in the log before they are written back into the library, as SQLite does by itself. */
const DUE_PAGES = 1_000
/** SQLite's own turn, for what is written while nobody calls. */
const OVERDUE_PAGES = 10_000

/**
 * Writes the log of a library back into its file. SQLite would do so by itself, but keeps it to itself when the disk fails
 * there. Throws what SQLite finds.
 */
export function logWriter(db: Database): () => void {
  db.pragma(`wal_autocheckpoint = ${String(OVERDUE_PAGES)}`)
  const ask = db.prepare<[], { log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)')
  let before = 0

  return function writeBack(): void {
    const { log = 0, checkpointed = 0 } = ask.get() ?? {}
    // Where somebody reads, it goes only so far; it is tried again when more was written.
    if (log - checkpointed < DUE_PAGES || log === before) return
    before = log
    db.pragma('wal_checkpoint(PASSIVE)')
  }
}
