import type { Database } from 'better-sqlite3'
import { statSync } from 'node:fs'
import { basename } from 'node:path'

import { AppError } from '#shared/errors'

/** Which file a name stands for now, whatever it is called; null where none can be reached. */
export function fileAt(path: string): string | null {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false })
    return found ? `${String(found.dev)}:${String(found.ino)}` : null
  } catch {
    // A disk that was pulled out no longer says what is on it.
    return null
  }
}

/** What SQLite and the lock work with beside the library. */
const BESIDE = ['-wal', '-shm', '-lock']

/**
 * Watches that a library that is open for writing stays where it is. A file that was removed or renamed still takes
 * what is written, and then it is gone with the process: so nothing is written any more until it is back.
 */
export function openedFiles(db: Database, libraryPath: string) {
  const opened = new Map(['', ...BESIDE].map((end) => [end, fileAt(`${libraryPath}${end}`)]))
  let isClosed = false

  function reason(): AppError | null {
    const name = basename(libraryPath)
    const found = fileAt(libraryPath)
    if (found === null) return isAway(name)
    if (found !== opened.get('')) return isAnother(name)
    const gone = BESIDE.find((end) => fileAt(`${libraryPath}${end}`) !== opened.get(end))
    return gone === undefined ? null : isTorn(`${name}${gone}`)
  }

  return {
    /** Why nothing can be written; null where it can. */
    refusal(): AppError | null {
      const refusal = reason()
      if ((refusal !== null) !== isClosed) {
        isClosed = refusal !== null
        db.pragma(`query_only = ${isClosed ? 'ON' : 'OFF'}`)
        if (isClosed) emptyLog(db)
      }
      return refusal
    },
  }
}

/** What stands in the log only would be lost to whoever finds the file under its new name. */
function emptyLog(db: Database): void {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)')
  } catch {
    // The disk is gone; the journal has it too.
  }
}

export type OpenedFiles = ReturnType<typeof openedFiles>

function isAway(name: string): AppError {
  return new AppError('not_saved', {
    de: `Die Bibliothek „${name}“ liegt nicht mehr an ihrem Platz: Sie wurde verschoben, umbenannt oder gelöscht, oder ihr Datenträger ist nicht mehr da. Die letzte Änderung ist nicht gespeichert, alles davor schon. Bringen Sie die Datei unter ihrem Namen zurück und speichern Sie erneut. Ist sie verloren, starten Sie Belegt neu: Dann lässt sie sich wieder aufbauen.`,
    en: `The library "${name}" is no longer in its place: it was moved, renamed or deleted, or its disk is gone. The last change is not saved, everything before it is. Bring the file back under its name and save again. If it is lost, start Belegt again: then it can be built anew.`,
  })
}

function isAnother(name: string): AppError {
  return new AppError('not_saved', {
    de: `An der Stelle der Bibliothek „${name}“ liegt jetzt eine andere Datei. Die letzte Änderung ist nicht gespeichert, und in die andere Datei wird nichts geschrieben. Bringen Sie die Bibliothek zurück und speichern Sie erneut, oder starten Sie Belegt neu: Dann wird die andere Datei geprüft.`,
    en: `Another file lies in the place of the library "${name}" now. The last change is not saved, and nothing is written to the other file. Bring the library back and save again, or start Belegt again: then the other file is checked.`,
  })
}

function isTorn(name: string): AppError {
  return new AppError('not_saved', {
    de: `„${name}“ gehört zur offenen Bibliothek und wurde weggenommen. Die letzte Änderung ist nicht gespeichert, alles davor schon. Starten Sie Belegt neu, dann geht es weiter.`,
    en: `"${name}" belongs to the open library and was taken away. The last change is not saved, everything before it is. Start Belegt again, then work goes on.`,
  })
}
