import { AppError } from '#shared/errors'

import type { Head, HeadFile } from './head-file'
import type { History } from './history'
import type { Journal } from './journal'
import type { OpenedFiles } from './opened-files'

/**
 * A history that writes its head down after each commit, and writes nothing while the library is not in its place, nor
 * once the disk has failed to keep what it had taken: what is on it then, only the next opening can tell.
 */
export function watchedHistory(
  unwatched: History,
  watch: {
    heads: HeadFile
    journal: Journal
    files: OpenedFiles
    log: (message: string, error?: unknown) => void
  },
): { history: History; settled: () => Promise<void> } {
  let failure: AppError | null = null

  function fail(cause: unknown): AppError {
    watch.log('The disk failed; nothing more is written to this library', cause)
    failure ??= diskFailed(cause)
    return failure
  }

  function refuseMoved(): void {
    const refusal = watch.files.refusal()
    if (refusal) throw refusal
  }

  function written<Event extends Head>(work: () => Event): Event {
    if (failure) throw failure
    refuseMoved()
    try {
      const event = work()
      // It may have been taken away just now, and what was written with it.
      refuseMoved()
      watch.heads.write(event)
      return event
    } catch (error) {
      throw isFailure(error) ? fail(error) : error
    }
  }

  return {
    history: {
      ...unwatched,
      record: (...given) => written(() => unwatched.record(...given)),
      revert: (...given) => written(() => unwatched.revert(...given)),
    },
    async settled() {
      try {
        await watch.journal.settled()
      } catch (error) {
        throw fail(error)
      }
    },
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** Not among them is what passes by itself: a full disk, too many open files. */
function isFailure(error: unknown): boolean {
  return /^(?:SQLITE_IOERR_(?:DIR_)?FSYNC|EIO|EBADF)$/.test(codeOf(error))
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
