import Database from 'better-sqlite3'
import { copyFileSync, existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

import { headPath, replaceHead, type Head } from './head-file'
import { freeName, journalHead, journalPath } from './journal'
import { syncFile, syncFolder } from './sync-file'

/** What SQLite lays beside a file: a journal to go back, a log to go forward. */
export const LOGS = ['-journal', '-wal'] as const

/** A whole, checked library that is to take the place of the present one. */
export function restoringPath(libraryPath: string): string {
  return `${libraryPath}-restoring`
}

export function restoreIsPending(libraryPath: string): boolean {
  return existsSync(restoringPath(libraryPath))
}

/** Takes away what a restoring that was broken off has left half done. The caller holds the lock. */
export function sweepUnfinished(libraryPath: string): void {
  const part = `${restoringPath(libraryPath)}.part`
  for (const path of [part, `${part}-journal`, `${headPath(libraryPath)}.part`]) rmSync(path, { force: true })
}

/**
 * Puts the library that waits in `-restoring` into its place, the present one aside with all that belongs to it.
 * The caller holds the lock. Killed at any point, it is finished by the next call. Returns where the present one
 * lies now; null where there was none.
 */
export function finishRestore(libraryPath: string): string | null {
  const restoring = restoringPath(libraryPath)
  const head = headOf(restoring)
  // Of a library that is gone its log may be left, and with it what was done last.
  const present = [libraryPath, `${libraryPath}-wal`].find((path) => existsSync(path))
  const aside = present === undefined ? null : asidePath(libraryPath, present)
  if (aside !== null) {
    keep(libraryPath, aside)
    for (const end of LOGS) keep(`${libraryPath}${end}`, `${aside}${end}`)
    keep(headPath(libraryPath), headPath(aside))
    syncFolder(dirname(libraryPath))
  }
  setJournalAside(libraryPath, aside)
  // A log of the old file must never be replayed into the new one.
  for (const end of [...LOGS, '-shm']) rmSync(`${libraryPath}${end}`, { force: true })
  replaceHead(libraryPath, head)
  renameSync(restoring, libraryPath)
  syncFolder(dirname(libraryPath))
  return present === libraryPath ? aside : null
}

/** A journal that goes beyond the library that takes this place belongs to the one that leaves it. */
function setJournalAside(libraryPath: string, aside: string | null): void {
  const last = journalHead(libraryPath)
  if (last === null || holds(restoringPath(libraryPath), last)) return
  renameSync(journalPath(libraryPath), freeName(journalPath(aside ?? `${libraryPath}-replaced`)))
  syncFolder(dirname(libraryPath))
}

function holds(path: string, { sequence, hash }: Head): boolean {
  const db = new Database(path, { readonly: true })
  try {
    return (
      db.prepare<[number], string>('SELECT hash FROM events WHERE sequence = ?').pluck().get(sequence) ===
      hash
    )
  } finally {
    db.close()
  }
}

function headOf(path: string): Head {
  const db = new Database(path, { readonly: true })
  try {
    const last = db
      .prepare<[], Head>('SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1')
      .get()
    if (!last) throw new Error('A library without history is never prepared for restoring')
    return last
  } finally {
    db.close()
  }
}

/** The next free name, or the one an interrupted call has given the present file already. */
function asidePath(libraryPath: string, present: string): string {
  const { ino } = statSync(present)
  const end = present.slice(libraryPath.length)
  for (let number = 1; ; number += 1) {
    const path = `${libraryPath}-replaced-${String(number)}`
    const taken = statSync(`${path}${end}`, { throwIfNoEntry: false })
    if (!taken || taken.ino === ino) return path
  }
}

/** A second name for the same bytes, so that there is no moment at which a file has none. */
function keep(path: string, aside: string): void {
  if (!existsSync(path) || existsSync(aside)) return
  try {
    linkSync(path, aside)
  } catch {
    // Some file systems know no second names.
    copyFileSync(path, aside)
    syncFile(aside)
  }
}
