import Database from 'better-sqlite3'
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

import { AppError } from '#shared/errors'

import { lockLibrary } from './lock'
import { migrate, newerLibrary, newestVersion } from './migrations'

/** "Belg" in ASCII: tells our libraries from any other SQLite file. */
const APPLICATION_ID = 0x42656c67
const OLDEST_SAFE_SQLITE = [3, 51, 3] as const
const FULL = 2

export interface OpenDatabase {
  db: Database.Database
  close(): void
}

/** Opens or makes a library file. Throws AppError('library_refused' | 'in_use') before anything is written to it. */
export function openDatabase(path: string, access: 'write' | 'read', now: () => Date): OpenDatabase {
  const inMemory = path === ':memory:'
  const isNew = inMemory || !existsSync(path) || statSync(path).size === 0
  if (isNew && access === 'read') throw noSuchLibrary(path)
  if (!isNew) refuseForeignFile(path)
  if (!inMemory) mkdirSync(dirname(path), { recursive: true, mode: 0o700 })

  const lock = access === 'write' && !inMemory ? lockLibrary(path, now) : null
  try {
    const unclean = !inMemory && existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0
    const db = new Database(path, { timeout: 5_000, readonly: access === 'read' })
    try {
      if (access === 'write') prepareForWriting(db, { path, isNew, inMemory, unclean, now })
      else prepareForReading(db)
    } catch (error) {
      db.close()
      throw error
    }
    return {
      db,
      close() {
        db.close()
        lock?.release()
      },
    }
  } catch (error) {
    lock?.release()
    throw error
  }
}

function prepareForWriting(
  db: Database.Database,
  library: { path: string; isNew: boolean; inMemory: boolean; unclean: boolean; now: () => Date },
): void {
  harden(db)
  // Before WAL, so that the main file says whose it is from its first byte on.
  if (library.isNew) db.pragma(`application_id = ${String(APPLICATION_ID)}`)
  db.pragma('journal_mode = WAL')
  // Explicitly, on every connection: without it better-sqlite3 13 falls to NORMAL at the first write.
  db.pragma('synchronous = FULL')
  if (library.unclean) refuseDamage(db)
  migrate(db, {
    copyTo: library.inMemory ? null : (version) => copyPath(library.path, version, library.now()),
  })
  db.prepare(
    `INSERT INTO settings (key, value) VALUES ('opened', @at)
              ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  ).run({
    at: JSON.stringify(library.now().toISOString()),
  })
  // After a write, since only then the default would have shown.
  if (db.pragma('synchronous', { simple: true }) !== FULL)
    throw new Error('SQLite does not sync every commit')
}

function prepareForReading(db: Database.Database): void {
  harden(db)
  const version = Number(db.pragma('user_version', { simple: true }))
  if (version > newestVersion()) throw newerLibrary(version, newestVersion())
  if (version < newestVersion()) {
    throw new AppError('library_refused', {
      de: 'Diese Bibliothek stammt aus einer älteren Version. Öffnen Sie sie einmal in der Arbeitsstation, die sie umstellt und vorher sichert.',
      en: 'This library was made by an older release. Open it once in the workstation, which upgrades it and keeps a copy.',
    })
  }
}

function harden(db: Database.Database): void {
  const version = String(db.prepare('SELECT sqlite_version()').pluck().get())
  if (isOlder(version.split('.').map(Number), OLDEST_SAFE_SQLITE)) {
    throw new Error(`SQLite ${version} can corrupt libraries; ${OLDEST_SAFE_SQLITE.join('.')} is needed`)
  }
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  db.pragma('mmap_size = 0')
}

function isOlder(version: readonly number[], than: readonly number[]): boolean {
  const difference = than.map((part, index) => (version[index] ?? 0) - part).find((part) => part !== 0)
  return (difference ?? 0) < 0
}

function copyPath(path: string, version: number, at: Date): string {
  return `${path}-before-upgrade-from-${String(version)}-${at.toISOString().replaceAll(':', '')}`
}

/** Looks at the first bytes only, so that a refused file is not touched. */
function refuseForeignFile(path: string): void {
  const header = Buffer.alloc(100)
  const file = openSync(path, 'r')
  try {
    if (!fstatSync(file).isFile()) throw notALibrary()
    readSync(file, header, 0, header.length, 0)
  } finally {
    closeSync(file)
  }
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') throw notALibrary()
  if (header.readUInt32BE(68) !== APPLICATION_ID) throw notALibrary()
  const version = header.readUInt32BE(60)
  if (version > newestVersion()) throw newerLibrary(version, newestVersion())
}

function refuseDamage(db: Database.Database): void {
  const found = db.pragma('quick_check(1)', { simple: true })
  if (found !== 'ok') {
    throw new AppError('library_refused', {
      de: 'Die Bibliotheksdatei ist beschädigt und wird nicht zum Schreiben geöffnet. Sie wurde nicht verändert. „belegt verify“ zeigt, was betroffen ist.',
      en: 'The library file is damaged and is not opened for writing. It was not changed. "belegt verify" shows what is affected.',
    })
  }
}

function notALibrary(): AppError {
  return new AppError('library_refused', {
    de: 'Diese Datei ist keine Belegt-Bibliothek. Sie wurde nicht verändert. Wählen Sie eine andere Datei oder einen neuen Namen.',
    en: 'This file is not a Belegt library. It was not changed. Choose another file or a new name.',
  })
}

function noSuchLibrary(path: string): AppError {
  const name = path.split(/[\\/]/).at(-1) ?? path
  return new AppError('not_found', {
    de: `Die Bibliothek „${name}“ gibt es nicht. Prüfen Sie den Pfad hinter --library.`,
    en: `The library "${name}" does not exist. Check the path after --library.`,
  })
}
