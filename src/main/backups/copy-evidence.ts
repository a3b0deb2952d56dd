import { createHash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

import { giveUpFile, makeFolder, syncFile, syncFolder } from '#main/database/sync-file'

const READ_BYTES = 1024 * 1024

/** Where a folder of evidence keeps the bytes of this SHA-256. */
export function evidencePath(folder: string, hash: string): string {
  return join(folder, hash.slice(0, 2), hash)
}

/** SHA-256 of a file; null when it is missing or its disk no longer gives it back. */
export function hashOfFile(path: string): string | null {
  const digest = createHash('sha256')
  const bytes = Buffer.alloc(READ_BYTES)
  try {
    const file = openSync(path, 'r')
    try {
      for (;;) {
        const read = readSync(file, bytes)
        if (read === 0) return digest.digest('hex')
        digest.update(bytes.subarray(0, read))
      }
    } finally {
      closeSync(file)
    }
  } catch {
    return null
  }
}

/**
 * Copies one evidence file from the first folder that has it unchanged. false when none has. `makeWay` runs when the copy is
 * whole and only has to take its name.
 */
export function copyEvidence(
  hash: string,
  from: readonly string[],
  to: string,
  makeWay: () => void = () => undefined,
): boolean {
  const target = evidencePath(to, hash)
  const part = `${target}.part`
  for (const folder of from) {
    const source = evidencePath(folder, hash)
    if (!existsSync(source)) continue
    makeFolder(dirname(target))
    rmSync(part, { force: true })
    try {
      copyFileSync(source, part)
      if (hashOfFile(part) !== hash) continue
      chmodSync(part, 0o600)
      syncFile(part)
      chmodSync(part, 0o400)
      makeWay()
      renameSync(part, target)
    } finally {
      giveUpFile(part)
    }
    syncFolder(dirname(target))
    syncFolder(to)
    return true
  }
  return false
}
