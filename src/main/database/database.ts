import Database from 'better-sqlite3'
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { AppError, codeOf, type Words } from '#shared/errors'

import { headAtOpening, headPath, headProblem, readHead, type HeadAtOpening } from './head-file'
import { EVENT_COLUMNS, readEvent, type HistoryEvent, type StoredEvent } from './history'
import { chainProblems } from './history-chain'
import { journalHead, journalPath } from './journal'
import { lockLibrary } from './lock'
import { migrate, migrations, newerLibrary, newestVersion } from './migrations'
import { finishRestore, LOGS, restoreIsPending, sweepUnfinished } from './pending-restore'
import { openReadOnly, takeBackHalfDone } from './reading-copy'
import { differencesFromHistory } from './replay'
import { makeFolder, syncFolder } from './sync-file'

/** "Belg" in ASCII: tells our libraries from any other SQLite file. */
const APPLICATION_ID = 0x42656c67
const OLDEST_SAFE_SQLITE = [3, 51, 3] as const
const FULL = 2
const SQLITE_MARK = 'SQLite format 3\0'

export interface OpenDatabase {
  db: Database.Database
  /** What lay beside it before anything was written. */
  headBefore: HeadAtOpening
  /** `keepLog` leaves the log as it is, so that the next opening finds an unclean end and checks everything. */
  close(options?: { keepLog: boolean }): void
}

/** What is wrong with a library that was refused for damage or loss, so that a backup or salvage may help; else null. */
export function damageOf(error: unknown): Words | null {
  const cause: unknown = error instanceof AppError ? error.cause : null
  return typeof cause === 'object' && cause !== null && 'damage' in cause ? (cause.damage as Words) : null
}

/** Says which backup there is to go back to, and how. */
export interface WaysOut {
  wayOut: () => Words
}

/** What opening a library needs of its backups. */
export interface Safety extends WaysOut {
  /** Makes a backup of a library that is about to be upgraded. */
  backUp: (db: Database.Database) => void
  /**
   * Puts an equal library in the place of one of which only indexes are damaged, and the damaged one beside it. The caller
   * holds the lock.
   */
  rebuild: () => void
}

/** Opens or makes a library file. Throws AppError('library_refused' | 'in_use') before anything is written to it. */
export function openDatabase(
  path: string,
  access: 'write' | 'read',
  now: () => Date,
  safety: Safety,
): OpenDatabase {
  const inMemory = path === ':memory:'
  if (access === 'read') return openToRead(path, safety)
  if (!inMemory && !isMissing(path) && !restoreIsPending(path)) refuseForeignFile(path, safety)
  if (!inMemory) makeFolder(dirname(path))

  const lock = inMemory ? null : lockLibrary(path, now)
  try {
    if (lock) sweepUnfinished(path)
    if (lock && restoreIsPending(path)) finishRestore(path)
    const headBefore = headAtOpening(path)
    const unclean = isUnclean(path)
    if (lock) takeBack(path, safety)
    const isNew = inMemory || isMissing(path)
    if (lock && isNew) refuseToReplace(path, safety)
    else if (lock) refuseDamage(path, { unclean }, safety)
    const db = new Database(path, { timeout: 5_000 })
    try {
      prepareForWriting(db, { isNew, inMemory, now, safety })
    } catch (error) {
      db.close()
      throw error
    }
    return {
      db,
      headBefore,
      close({ keepLog } = { keepLog: false }) {
        // SQLite empties the log when the last connection that can write is the last of all.
        const last = keepLog ? readerOf(path) : null
        try {
          db.close()
          last?.close()
        } finally {
          lock?.release()
        }
      },
    }
  } catch (error) {
    lock?.release()
    throw error
  }
}

function openToRead(path: string, safety: Safety): OpenDatabase {
  if (isMissing(path)) throw noSuchLibrary(path)
  refuseForeignFile(path, safety)
  const headBefore = headAtOpening(path)
  const { db, close } = openReadOnly(path)
  try {
    prepareForReading(db, path, safety)
    return { db, headBefore, close }
  } catch (error) {
    close()
    throw error
  }
}

/** null where the disk no longer gives the library back. */
function readerOf(path: string): Database.Database | null {
  try {
    const db = new Database(path, { readonly: true })
    db.pragma('user_version')
    return db
  } catch {
    return null
  }
}

/** An empty library in a file that is not there yet, to be filled from what is left of another one. */
export function newLibrary(path: string): Database.Database {
  const db = new Database(path)
  try {
    harden(db)
    db.pragma(`application_id = ${String(APPLICATION_ID)}`)
    // Nobody else knows of it before it is whole and synced.
    db.pragma('synchronous = OFF')
    migrate(db, { backUp: null })
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function isMissing(path: string): boolean {
  return !existsSync(path) || statSync(path).size === 0 || isUnwritten(path)
}

/** The power went while it was made: it has a size, but no bytes yet. */
function isUnwritten(path: string): boolean {
  return existsSync(`${path}-journal`) && readHeader(path).every((byte) => byte === 0)
}

function takeBack(path: string, safety: Safety): void {
  try {
    takeBackHalfDone(path)
  } catch (error) {
    throw isDamage(error) ? damaged(path, safety) : error
  }
}

/** Whoever wrote last has not come to an end. SQLite goes back by a journal until the library is new no more, and then forward by a log. */
function isUnclean(path: string): boolean {
  return LOGS.some((end) => (statSync(`${path}${end}`, { throwIfNoEntry: false })?.size ?? 0) > 0)
}

function prepareForWriting(
  db: Database.Database,
  library: { isNew: boolean; inMemory: boolean; now: () => Date; safety: Safety },
): void {
  harden(db)
  // Before WAL, so that the main file says whose it is from its first byte on.
  if (library.isNew) db.pragma(`application_id = ${String(APPLICATION_ID)}`)
  db.pragma('journal_mode = WAL')
  // SQLite syncs the name of the log too, and keeps it to itself when that fails.
  if (!library.inMemory) syncFolder(dirname(db.name))
  // Explicitly, on every connection: without it better-sqlite3 13 falls to NORMAL at the first write.
  db.pragma('synchronous = FULL')
  migrate(db, { backUp: library.inMemory ? null : () => library.safety.backUp(db) })
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

function prepareForReading(db: Database.Database, path: string, safety: Safety): void {
  harden(db)
  const version = Number(db.pragma('user_version', { simple: true }))
  if (version > newestVersion()) throw newerLibrary(version, newestVersion())
  if (version < newestVersion()) {
    throw new AppError('library_refused', {
      de: 'Diese Bibliothek stammt aus einer älteren Version. Öffnen Sie sie einmal in der Arbeitsstation, die sie umstellt und vorher sichert.',
      en: 'This library was made by an older release. Open it once in the workstation, which upgrades it and keeps a copy.',
    })
  }
  refuseForeignSchema(db, path, safety)
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

/** SQLite takes away the log of a file that is not one of its own, even from whoever only wants to read. */
export function looksLikeSqlite(path: string): boolean {
  const mark = Buffer.alloc(SQLITE_MARK.length)
  const file = openSync(path, 'r')
  try {
    readSync(file, mark, 0, mark.length, 0)
  } finally {
    closeSync(file)
  }
  return mark.toString('latin1') === SQLITE_MARK
}

function readHeader(path: string): Buffer {
  const header = Buffer.alloc(100)
  const file = openSync(path, 'r')
  try {
    if (!fstatSync(file).isFile()) throw notALibrary()
    readSync(file, header, 0, header.length, 0)
    return header
  } finally {
    closeSync(file)
  }
}

/** Looks at the first bytes only, so that a refused file is not touched. */
export function refuseForeignFile(path: string, safety: WaysOut): void {
  const header = readHeader(path)
  const isOurs =
    header.toString('latin1', 0, 16) === SQLITE_MARK && header.readUInt32BE(68) === APPLICATION_ID
  // A head beside it says that there was a library here.
  if (!isOurs)
    throw existsSync(headPath(path)) || existsSync(journalPath(path)) ? damaged(path, safety) : notALibrary()
  const version = header.readUInt32BE(60)
  if (version > newestVersion()) throw newerLibrary(version, newestVersion())
}

/** Through a connection that cannot write, so that a damaged file and its log stay as they are. */
function refuseDamage(path: string, { unclean }: { unclean: boolean }, safety: Safety): void {
  let indexesAlone = false
  if (unclean) readAhead(path)
  try {
    const db = new Database(path, { timeout: 5_000, readonly: true })
    try {
      harden(db)
      refuseForeignSchema(db, path, safety)
      const head = readHead(path)
      // Killed while it was made, a library has no tables yet.
      const problem = db.pragma('user_version', { simple: true }) === 0 ? null : headProblem(db, head)
      const found: unknown = db.pragma(unclean ? 'integrity_check(1)' : 'quick_check(1)', { simple: true })
      if (found !== 'ok') {
        if (problem !== null || !tablesAreWhole(db)) throw damaged(path, safety)
        indexesAlone = true
      }
      if (problem) throw cutOff(path, problem, safety)
      if (unclean && (db.pragma('foreign_key_check') as unknown[]).length > 0) throw damaged(path, safety)
    } finally {
      db.close()
    }
  } catch (error) {
    throw isDamage(error) ? damaged(path, safety) : error
  }
  if (indexesAlone) safety.rebuild()
}

const COLD_PAGES = 64
const COLD_AFTER_MS = 2

/**
 * A whole check asks for pages here and there, and after a power cut none of them is in memory: fetched one by one they take
 * five times as long as the file from its first to its last byte.
 */
function readAhead(path: string): void {
  const bytes = Buffer.alloc(4 * 1024 * 1024)
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const begun = performance.now()
    for (let page = 0; page < COLD_PAGES; page += 1)
      readSync(file, bytes, 0, 4_096, Math.floor((size * page) / COLD_PAGES))
    if (performance.now() - begun < COLD_AFTER_MS) return
    for (let at = 0; at < size; at += bytes.length) readSync(file, bytes, 0, bytes.length, at)
  } finally {
    closeSync(file)
  }
}

/** Every row of every table can be read and is what the history left: what is damaged can be made again. */
function tablesAreWhole(db: Database.Database): boolean {
  try {
    if (db.pragma('user_version', { simple: true }) !== newestVersion()) return false
    return chainProblems(allEvents(db)).length === 0 && differencesFromHistory(db, allEvents(db)).length === 0
  } catch {
    return false
  }
}

function* allEvents(db: Database.Database): Generator<HistoryEvent> {
  const events = db.prepare<[], StoredEvent>(
    `SELECT ${EVENT_COLUMNS} FROM events NOT INDEXED ORDER BY sequence`,
  )
  for (const stored of events.iterate()) yield readEvent(stored)
}

/** Triggers and views run with every statement: a library has those of its version, or it is not used. */
function refuseForeignSchema(db: Database.Database, path: string, safety: WaysOut): void {
  const version = Number(db.pragma('user_version', { simple: true }))
  const expected = schemaOf(version)
  const found = schemaIn(db)
  const foreign = [...found].find(([name, sql]) => expected.get(name) !== sql)
  const lacking = [...expected.keys()].find((name) => !found.has(name))
  if (foreign === undefined && lacking === undefined) return
  const [name] = foreign ?? [lacking ?? '']
  const wayOut = waysOut(path, safety)
  const damage = {
    de: `In der Bibliotheksdatei steht etwas, das nicht von Belegt ist, oder etwas fehlt („${name}“). Sie wird nicht geöffnet und wurde nicht verändert.`,
    en: `The library file holds something that is not Belegt's, or something is missing ("${name}"). It is not opened and was not changed.`,
  }
  throw refusedFor(damage, wayOut)
}

const schemas = new Map<number, ReadonlyMap<string, string | null>>()

function schemaOf(version: number): ReadonlyMap<string, string | null> {
  const known = schemas.get(version)
  if (known) return known
  const db = new Database(':memory:')
  try {
    migrate(db, { backUp: null, known: migrations.filter((migration) => migration.version <= version) })
    const schema = schemaIn(db)
    schemas.set(version, schema)
    return schema
  } finally {
    db.close()
  }
}

function schemaIn(db: Database.Database): Map<string, string | null> {
  const entries = db
    .prepare<[], { name: string; sql: string | null }>(
      "SELECT type || ' ' || name AS name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .all()
  return new Map(entries.map(({ name, sql }) => [name, sql]))
}

/** Where a library was, none is made anew in silence. */
function refuseToReplace(path: string, safety: WaysOut): void {
  const rest = ['-head', '-events', '-wal', '-backups', '-evidence']
    .map((end) => `${path}${end}`)
    .filter(holdsSomething)
    .map((each) => basename(each))
  if (rest.length === 0) return
  const wayOut = waysOut(path, safety)
  const name = basename(path)
  const damage = {
    de: `Die Bibliothek „${name}“ ist nicht mehr da; was zu ihr gehört, liegt noch daneben. Es wurde keine leere angelegt.`,
    en: `The library "${name}" is gone; what belongs to it still lies beside it. No empty one was made.`,
  }
  throw refusedFor(damage, {
    de: `${wayOut.de} Soll es wirklich von vorn beginnen, legen Sie „${rest.join('“ und „')}“ woanders hin.`,
    en: `${wayOut.en} To really begin anew, put "${rest.join('" and "')}" somewhere else.`,
  })
}

function holdsSomething(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isDirectory()) return (found?.size ?? 0) > 0
  return readdirSync(path, { withFileTypes: true }).some(
    (entry) => entry.isFile() || holdsSomething(join(path, entry.name)),
  )
}

/** What is wrong, and then what to do on the command line; a window offers the same itself. */
function refusedFor(damage: Words, wayOut: Words): AppError {
  return new AppError(
    'library_refused',
    { de: `${damage.de} ${wayOut.de}`, en: `${damage.en} ${wayOut.en}` },
    { cause: { damage } },
  )
}

/** The journal holds every step, also those after the newest backup, so it is named first. */
function waysOut(path: string, safety: WaysOut): Words {
  const wayOut = safety.wayOut()
  const last = path === ':memory:' ? null : journalHead(path)
  if (last === null) return wayOut
  const name = basename(path)
  return {
    de: `Die Zweitschrift des Verlaufs liegt daneben (Schritte: ${String(last.sequence)}): „belegt restore --from-journal --library ${name}“ baut daraus die Bibliothek wieder auf. ${wayOut.de}`,
    en: `The journal lies beside it (steps: ${String(last.sequence)}): "belegt restore --from-journal --library ${name}" builds the library from it again. ${wayOut.en}`,
  }
}

export function isDamage(error: unknown): boolean {
  const code = codeOf(error)
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
}

/** What SQLite finds wrong with the pages of a file; empty when that cannot be asked. */
export function pageDamage(path: string): string[] {
  try {
    if (!looksLikeSqlite(path)) return []
    const db = new Database(path, { timeout: 5_000, readonly: true })
    try {
      const found = db.pragma('integrity_check(100)') as { integrity_check: string }[]
      return found.map(({ integrity_check: problem }) => problem).filter((problem) => problem !== 'ok')
    } finally {
      db.close()
    }
  } catch {
    return []
  }
}

function damaged(path: string, safety: WaysOut): AppError {
  const wayOut = waysOut(path, safety)
  const name = basename(path)
  const damage = {
    de: 'Die Bibliotheksdatei ist beschädigt und wird nicht zum Schreiben geöffnet. Sie wurde nicht verändert.',
    en: 'The library file is damaged and is not opened for writing. It was not changed.',
  }
  return refusedFor(damage, {
    de: `${wayOut.de} „belegt salvage ${name} --into NEU“ rettet, was lesbar ist; „belegt verify“ zeigt, was betroffen ist.`,
    en: `${wayOut.en} "belegt salvage ${name} --into NEW" saves what can be read; "belegt verify" shows what is affected.`,
  })
}

function cutOff(path: string, { lost }: { lost: number | null }, safety: WaysOut): AppError {
  const name = basename(path)
  const wayOut = waysOut(path, safety)
  const what =
    lost === null
      ? {
          de: 'Der Verlauf ist ein anderer als der zuletzt gespeicherte.',
          en: 'The history is not the one that was saved last.',
        }
      : {
          de: `Am Ende des Verlaufs fehlen Schritte, die schon gespeichert waren: ${String(lost)}.`,
          en: `Steps that were already saved are missing at the end of the history: ${String(lost)}.`,
        }
  const damage = {
    de: `${what.de} Die Bibliothek wird nicht zum Schreiben geöffnet und wurde nicht verändert.`,
    en: `${what.en} The library is not opened for writing and was not changed.`,
  }
  return refusedFor(damage, {
    de: `${wayOut.de} Soll es mit dem weitergehen, was da ist: „belegt restore ${name} --library ${name}“.`,
    en: `${wayOut.en} To go on with what is there: "belegt restore ${name} --library ${name}".`,
  })
}

function notALibrary(): AppError {
  return new AppError('library_refused', {
    de: 'Diese Datei ist keine Belegt-Bibliothek. Sie wurde nicht verändert. Wählen Sie eine andere Datei oder einen neuen Namen.',
    en: 'This file is not a Belegt library. It was not changed. Choose another file or a new name.',
  })
}

function noSuchLibrary(path: string): AppError {
  const name = basename(path)
  return new AppError('not_found', {
    de: `Die Bibliothek „${name}“ gibt es nicht. Prüfen Sie den Pfad hinter --library.`,
    en: `The library "${name}" does not exist. Check the path after --library.`,
  })
}
