import Database from 'better-sqlite3'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'

import { AppError, codeOf } from '#shared/errors'

/** A workstation that is just closing lets it go within this time. */
const WAIT_MS = 1_500

/**
 * Takes a library for this process alone. The lock is an exclusive SQLite transaction on a file beside the library:
 * the operating system lets it go when the process ends in whatever way, so there are no stale locks.
 */
export function lockLibrary(libraryPath: string, now: () => Date): { release(): void } {
  const holderPath = `${libraryPath}-holder`
  const lock = new Database(`${libraryPath}-lock`, { timeout: WAIT_MS })
  try {
    lock.pragma('journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw isBusy(error) ? heldBy(holderPath) : error
  }
  try {
    const holder = { pid: process.pid, host: hostname(), since: now().toISOString() }
    writeFileSync(holderPath, JSON.stringify(holder), { mode: 0o600 })
  } catch (error) {
    // On a read-only disk the lock itself can be had, but nothing could be saved under it.
    lock.close()
    throw error
  }
  return {
    release() {
      try {
        rmSync(holderPath, { force: true })
      } finally {
        lock.close()
      }
    },
  }
}

/** Whether a process on this machine has the library open for writing, as far as can be told without taking the lock. */
export function isHeld(libraryPath: string): boolean {
  try {
    return isRunning(Number(readHolder(`${libraryPath}-holder`).pid))
  } catch {
    return false
  }
}

/** Whether there is a process of this number, whoever it belongs to. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

function readHolder(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
}

function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY')
}

function heldBy(holderPath: string): AppError {
  let who = { de: '', en: '' }
  try {
    const { pid, host, since } = readHolder(holderPath)
    who = {
      de: ` (Prozess ${String(pid)} auf ${String(host)}, seit ${String(since)})`,
      en: ` (process ${String(pid)} on ${String(host)}, since ${String(since)})`,
    }
  } catch {
    // The holder is just starting; who it is matters less than that there is one.
  }
  return new AppError('in_use', {
    de: `Diese Bibliothek ist schon in einer anderen Arbeitsstation geöffnet${who.de}. Schließen Sie sie dort oder öffnen Sie eine andere Bibliothek.`,
    en: `This library is already open in another workstation${who.en}. Close it there or open another library.`,
  })
}
