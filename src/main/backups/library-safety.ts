import BetterSqlite3 from 'better-sqlite3'
import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

import { AppError } from '#shared/errors'

import { refuseForeignFile, type Safety } from '#main/database/database'
import { replaceHead } from '#main/database/head-file'
import type { HistoryEvent } from '#main/database/history'
import { lockLibrary } from '#main/database/lock'
import { finishRestore } from '#main/database/pending-restore'
import { makeFolder } from '#main/database/sync-file'

import {
  evidenceOf,
  nextBackup,
  possibleFolders,
  standingBackups,
  sweepFolder,
  type StandingBackup,
} from './backup-folder'
import { backupQueries, copyQueries } from './backup-queries'
import { finishPlacing, readRecord, type BackupRecord } from './backup-record'
import { notRestored, wayBackTo } from './backup-words'
import { hashOfFile } from './copy-evidence'
import { prepareRestore, type PreparedRestore } from './restore-backup'
import { bytesOf, writeBackup } from './write-backup'

/** What backups do for a library that is being opened. */
export function librarySafety(
  libraryPath: string,
  evidenceFolder: string,
  now: () => Date,
): Omit<Safety, 'rebuild'> {
  return {
    backUp(db) {
      const [folder = `${libraryPath}-backups`] = possibleFolders(libraryPath)
      sweepFolder(folder)
      // An upgrade that was broken off has left one: more of them would only fill the disk.
      if (isBackedUp(folder, copyQueries(db).head().hash)) return
      const { number, path } = nextBackup(folder, libraryPath)
      writeBackup(
        {
          libraryPath,
          path,
          number,
          reason: 'upgrade',
          madeAt: now().toISOString(),
          // The files stay as they are, and many would keep the window from opening.
          evidence: { from: evidenceFolder, to: evidenceOf(folder), copy: false },
        },
        { open: db },
      )
    },
    wayOut: () => wayBackTo(soundBackups(libraryPath)[0]?.backup, basename(libraryPath)),
  }
}

function isBackedUp(folder: string, headHash: string): boolean {
  return standingBackups(folder).some(
    (backup) =>
      backup.reason === 'upgrade' &&
      backup.problems.length === 0 &&
      backup.headHash === headHash &&
      hashOfFile(join(folder, backup.name)) === backup.sha256,
  )
}

/** Backups of a library that nobody has to have open, newest first, each with its path. */
export function backupsOf(libraryPath: string): { path: string; backup: StandingBackup }[] {
  return possibleFolders(libraryPath).flatMap((folder) =>
    standingBackups(folder).map((backup) => ({ path: join(folder, backup.name), backup })),
  )
}

/** How many backups are asked what they know: each is read from its first to its last event. */
const ASKED = 3

/** The events that the newest good backups of a library hold, one backup after the other. */
export function eventsInBackups(libraryPath: string): HistoryEvent[][] {
  return soundBackups(libraryPath)
    .slice(0, ASKED)
    .flatMap(({ path }) => {
      try {
        const db = new BetterSqlite3(path, { readonly: true })
        try {
          return [[...copyQueries(db).events()]]
        } finally {
          db.close()
        }
      } catch {
        // A backup that went bad since only has nothing to say.
        return []
      }
    })
}

function soundBackups(libraryPath: string) {
  return backupsOf(libraryPath)
    .filter(({ backup }) => backup.problems.length === 0)
    .toSorted((a, b) => b.backup.number - a.backup.number)
}

/** Copies a library to a file of a person's choice while others may work in it. */
export function backUpTo(
  libraryPath: string,
  evidenceFolder: string,
  out: string,
  now: () => Date,
): BackupRecord {
  if (!existsSync(libraryPath)) throw noSuchFile(basename(libraryPath))
  refuseForeignFile(libraryPath, librarySafety(libraryPath, evidenceFolder, now))
  const path = resolve(out)
  finishPlacing(path)
  if (existsSync(path)) refuseToOverwrite(libraryPath, path)
  const record = writeBackup({
    libraryPath,
    path,
    number: 0,
    reason: 'request',
    madeAt: now().toISOString(),
    evidence: { from: evidenceFolder, to: `${path}-evidence`, copy: true },
  })
  // The backup is a library itself: opened, it is held to the same head.
  replaceHead(path, { sequence: record.sequence, hash: record.headHash })
  return record
}

/** An older backup of the same history makes room; nothing else does. */
function refuseToOverwrite(libraryPath: string, path: string): void {
  const record = readRecord(path)
  if (realpathSync(path) !== realpathSync(libraryPath) && record) {
    const db = new BetterSqlite3(libraryPath, { readonly: true, timeout: 5_000 })
    try {
      if (backupQueries(db).eventHash(record.sequence) === record.headHash) return
    } finally {
      db.close()
    }
  }
  const name = basename(path)
  throw new AppError('rule_broken', {
    de: `„${name}“ gibt es schon und ist keine ältere Sicherung dieser Bibliothek. Es wurde nichts überschrieben. Nennen Sie hinter --out einen anderen Namen.`,
    en: `"${name}" exists already and is no older backup of this library. Nothing was overwritten. Give another name after --out.`,
  })
}

export interface Restored extends PreparedRestore {
  /** File name of what was restored. */
  from: string
  /** File name under which the library lies that was there before; null when there was none. */
  kept: string | null
}

/** Restores a library that nobody has open: from a path, from a backup by its name, or from the newest good backup. */
export function restoreLibrary(
  libraryPath: string,
  evidenceFolder: string,
  named: string | undefined,
  now: () => Date,
): Restored {
  const from = named === undefined ? newestGood(libraryPath) : findBackup(libraryPath, named)
  refuseForeignFile(from, librarySafety(from, `${from}-evidence`, now))
  const lock = lockFor(libraryPath, from, now)
  try {
    const prepared = prepareRestore({ from, libraryPath, evidenceFolder })
    const kept = finishRestore(libraryPath)
    return { ...prepared, from: basename(from), kept: kept && basename(kept) }
  } finally {
    lock.release()
  }
}

function lockFor(libraryPath: string, from: string, now: () => Date): ReturnType<typeof lockLibrary> {
  try {
    makeFolder(dirname(libraryPath))
    return lockLibrary(libraryPath, now)
  } catch (error) {
    throw notRestored(error, basename(from), { path: libraryPath, neededBytes: bytesOf(from) })
  }
}

function newestGood(libraryPath: string): string {
  const [newest] = soundBackups(libraryPath)
  if (newest) return newest.path
  throw new AppError('not_found', {
    de: 'Neben dieser Bibliothek liegt keine gute Sicherung. Nennen Sie die Datei einer Sicherung.',
    en: 'There is no good backup beside this library. Name the file of a backup.',
  })
}

function findBackup(libraryPath: string, named: string): string {
  const path = resolve(named)
  if (existsSync(path)) return path
  const known = backupsOf(libraryPath).find(({ backup }) => backup.name === named)
  if (known) return known.path
  throw noSuchFile(basename(named))
}

function noSuchFile(name: string): AppError {
  return new AppError('not_found', {
    de: `„${name}“ gibt es nicht. Prüfen Sie den Pfad.`,
    en: `"${name}" does not exist. Check the path.`,
  })
}
