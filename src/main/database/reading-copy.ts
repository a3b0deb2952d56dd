import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

import { AppError } from '#shared/errors'

import { diskIsFull, freeBytes, isFull } from './free-space'

/** Even to be read, a library needs files beside it that SQLite makes; where it may not or cannot, it says one of these. */
export function needsReadingCopy(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^SQLITE_(?:CANTOPEN|FULL|READONLY|IOERR_SHM)/.test(code)
}

/**
 * Copies a library that nothing can be written beside to the temporary files, to be read there. Nobody can have it open for
 * writing, so copying the file and its log is safe.
 */
export function readingCopy(libraryPath: string): { path: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'belegt-reading-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const path = join(folder, basename(libraryPath))
  try {
    copyFileSync(libraryPath, path)
    if (existsSync(`${libraryPath}-wal`)) copyFileSync(`${libraryPath}-wal`, `${path}-wal`)
    return { path, remove }
  } catch (error) {
    remove()
    throw isFull(error) ? noRoom(statSync(libraryPath).size, error) : error
  }
}

function noRoom(neededBytes: number, cause: unknown): AppError {
  const full = diskIsFull(neededBytes, freeBytes(tmpdir()))
  return new AppError(
    'not_saved',
    {
      de: `${full.de} Die Bibliothek lässt sich so auch nicht zum Lesen öffnen. Geben Sie Platz frei und öffnen Sie sie noch einmal.`,
      en: `${full.en} So the library cannot be opened even to be read. Free some space and open it again.`,
    },
    { cause },
  )
}
