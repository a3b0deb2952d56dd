import type { Database } from 'better-sqlite3'

import { AppError, codeOf } from '#shared/errors'

import { isSyncFailure } from './sync-file'

/**
 * Notices when the disk has failed to keep what it had taken. What is on it then, only the next opening can tell, so
 * until then nothing more is written, and the log of the library is left for it.
 */
export function diskGuard(db: Database, log: (message: string, error: unknown) => void) {
  let failure: AppError | null = null

  return {
    /** Why nothing is written any more; null where the disk did not fail. */
    failure: () => failure,

    refuse(): void {
      if (failure) throw failure
    },

    /** Is told of every error. */
    notice(error: unknown): void {
      if (failure !== null || !(isSyncFailure(error) || isTorn(error))) return
      failure = diskFailed(error)
      // A sync that was under way can fail when the library is closed already.
      if (db.open) db.pragma('query_only = ON')
      log('The disk failed; nothing more is written to this library', error)
    },
  }
}

export type DiskGuard = ReturnType<typeof diskGuard>

/** A file that is open no longer is, as when a disk was unplugged. */
function isTorn(error: unknown): boolean {
  return codeOf(error) === 'EBADF'
}

function diskFailed(cause: unknown): AppError {
  return new AppError(
    'not_saved',
    {
      de: 'Der Datenträger hat beim Speichern versagt. Belegt schreibt nichts mehr in diese Bibliothek, lesen können Sie weiter. Prüfen Sie den Datenträger und starten Sie Belegt neu: Dann wird die Bibliothek geprüft.',
      en: 'The disk failed while saving. Belegt writes nothing more to this library; you can go on reading. Check the disk and start Belegt again: then the library is checked.',
    },
    { cause },
  )
}
