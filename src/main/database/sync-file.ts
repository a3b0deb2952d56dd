import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

import { codeOf } from '#shared/errors'

/** Waits until the bytes of a file are on the disk. */
export function syncFile(path: string): void {
  // Windows syncs only what may be written.
  sync(path, 'r+')
}

/** Waits until the names in a folder are on the disk. Windows does that by itself. */
export function syncFolder(path: string): void {
  if (process.platform !== 'win32') sync(path, 'r')
}

/** Makes a folder with those above it, and waits until their names are on the disk: what is put into it would be lost with it. */
export function makeFolder(path: string, mode = 0o700): void {
  const first = mkdirSync(path, { recursive: true, mode })
  if (first === undefined) return
  for (let made = resolve(path); made.length >= first.length; made = dirname(made)) syncFolder(dirname(made))
}

/** Takes away what was begun and failed; what can't go now is swept at the next start. The failure itself is what counts. */
export function giveUpFile(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // Swept later.
  }
}

/** Makes a file that is not there yet, and waits until it is on the disk. Nothing half stays behind. */
export function writeSynced(path: string, content: string): void {
  const file = openSync(path, 'w', 0o600)
  try {
    const bytes = Buffer.from(content)
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
    fsyncSync(file)
  } catch (error) {
    giveUpFile(path)
    throw error
  } finally {
    closeSync(file)
  }
}

/**
 * Whether the disk could not keep what it had taken. A second try would say that all is well, and yet the bytes may be
 * gone: the system counts them as written after it has told once.
 */
export function isSyncFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('syscall' in error && /^f(?:data)?sync$/.test(String(error.syscall))) return true
  return /^SQLITE_IOERR_(?:DIR_)?FSYNC$/.test(codeOf(error))
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
