import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'

/** Waits until the bytes of a file are on the disk. */
export function syncFile(path: string): void {
  // Windows syncs only what may be written.
  sync(path, 'r+')
}

/** Waits until the names in a folder are on the disk. Windows does that by itself. */
export function syncFolder(path: string): void {
  if (process.platform !== 'win32') sync(path, 'r')
}

/** Makes a file that is not there yet, and waits until it is on the disk. Nothing half stays behind. */
export function writeSynced(path: string, content: string): void {
  const file = openSync(path, 'w', 0o600)
  try {
    const bytes = Buffer.from(content)
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
    fsyncSync(file)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
