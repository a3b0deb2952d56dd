import Database from 'better-sqlite3'
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

import { AppError, codeOf } from '#shared/errors'

import { diskIsFull, freeBytes, isFull } from './free-space'
import { isHeld } from './lock'
import { LOGS } from './pending-restore'

export interface ReadOnly {
  db: Database.Database
  close: () => void
}

/**
 * Opens a library file for reading only. Even for that SQLite makes files beside it; where it may not or cannot, a copy
 * among the temporary files is read. Of a library that somebody writes to none is made: it could be half old and half new,
 * and a process that closes a file lets go of all its locks on it.
 */
export function openReadOnly(path: string): ReadOnly {
  try {
    return opened(path)
  } catch (error) {
    if (!needsCopy(error) || isHeld(path)) throw error
    const copy = copied(path)
    try {
      const { db, close } = opened(copy.path)
      return {
        db,
        close() {
          close()
          copy.remove()
        },
      }
    } catch (refusal) {
      copy.remove()
      throw refusal
    }
  }
}

function opened(path: string): ReadOnly {
  const db = new Database(path, { timeout: 5_000, readonly: true })
  try {
    // Nothing is opened before something is read.
    db.pragma('schema_version')
    return { db, close: () => void db.close() }
  } catch (error) {
    db.close()
    throw error
  }
}

function needsCopy(error: unknown): boolean {
  return /^SQLITE_(?:CANTOPEN|FULL|READONLY|IOERR_SHM)/.test(codeOf(error))
}

function copied(libraryPath: string): { path: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'belegt-reading-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const path = join(folder, basename(libraryPath))
  try {
    copyFileSync(libraryPath, path)
    for (const end of LOGS) {
      if (existsSync(`${libraryPath}${end}`)) copyFileSync(`${libraryPath}${end}`, `${path}${end}`)
    }
    takeBackHalfDone(path)
    return { path, remove }
  } catch (error) {
    remove()
    throw isFull(error) ? noRoom(statSync(libraryPath).size, error) : error
  }
}

/** What the power cut off SQLite takes back with the first look, but not through a connection that cannot write. */
export function takeBackHalfDone(path: string): void {
  if (!existsSync(`${path}-journal`)) return
  const db = new Database(path, { timeout: 5_000 })
  try {
    db.pragma('schema_version')
  } finally {
    db.close()
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
