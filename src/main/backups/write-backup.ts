import type { Database } from 'better-sqlite3'
import { chmodSync, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

import type { BackupReason } from '#shared/model'

import { needRoom } from '#main/database/free-space'
import { openReadOnly } from '#main/database/reading-copy'
import { giveUpFile, makeFolder, syncFile, syncFolder } from '#main/database/sync-file'

import { copyInto } from './backup-queries'
import { putInPlace, type BackupRecord } from './backup-record'
import { notBackedUp } from './backup-words'
import { copyEvidence, evidencePath, hashOfFile } from './copy-evidence'
import { inspectCopy, type CopyContents } from './inspect-copy'

export interface BackupRequest {
  libraryPath: string
  /** Where the backup is to lie; nothing stands there but an older backup of the same library. */
  path: string
  number: number
  reason: BackupReason
  madeAt: string
  evidence: {
    from: string
    to: string
    /** false where only the list is wanted: an upgrade leaves the files alone. */
    copy: boolean
  }
}

/**
 * Copies a library while others work in it, checks the copy, and only then gives it its name. Killed at any point, it
 * leaves what was there before, and a file that ends in `.part`.
 */
export function writeBackup(
  request: BackupRequest,
  { open, onCopied }: { open?: Database; onCopied?: () => void } = {},
): BackupRecord {
  const { libraryPath, path, evidence } = request
  const part = `${path}.part`
  makeFolder(dirname(path))
  try {
    const contents = copyLibrary(libraryPath, part, { open, onCopied })
    const missing = evidence.copy ? copyFiles(contents.evidence, evidence) : []
    const record: BackupRecord = {
      format: 1,
      number: request.number,
      reason: request.reason,
      madeAt: request.madeAt,
      ...contents,
      sizeInBytes: statSync(part).size,
      sha256: hashOf(part),
      missingEvidence: missing,
    }
    putInPlace(part, path, record)
    syncFolder(dirname(path))
    return record
  } catch (error) {
    removePart(part)
    throw notBackedUp(error, { path, neededBytes: bytesOf(libraryPath) })
  }
}

/** What is left of a copy that was not finished. */
export function removePart(part: string): void {
  for (const end of ['', '-journal']) giveUpFile(`${part}${end}`)
}

/** With its log. */
export function bytesOf(libraryPath: string): number {
  const sizes = [libraryPath, `${libraryPath}-wal`].map(
    (path) => statSync(path, { throwIfNoEntry: false })?.size,
  )
  return sizes.reduce<number>((sum, size = 0) => sum + size, 0)
}

/**
 * A consistent copy of a library as it is at this moment, whole and on the disk. Throws where pages cannot be read.
 * `onCopied` is called when it only has to be checked.
 */
export function copyLibrary(
  libraryPath: string,
  to: string,
  { open, onCopied }: { open?: Database | undefined; onCopied?: (() => void) | undefined } = {},
): CopyContents {
  removePart(to)
  needRoom(to, bytesOf(libraryPath))
  const { db, close } = open ? { db: open, close: () => undefined } : openReadOnly(libraryPath)
  try {
    copyInto(db, to)
  } finally {
    close()
  }
  chmodSync(to, 0o600)
  onCopied?.()
  const contents = inspectCopy(to)
  syncFile(to)
  return contents
}

/** Hashes of the files that could not be had. */
function copyFiles(hashes: readonly string[], { from, to }: BackupRequest['evidence']): string[] {
  const lacking = hashes.filter((hash) => !existsSync(evidencePath(to, hash)))
  const sizes = lacking.map(
    (hash) => statSync(evidencePath(from, hash), { throwIfNoEntry: false })?.size ?? 0,
  )
  needRoom(
    to,
    sizes.reduce((sum, size) => sum + size, 0),
  )
  return lacking.filter((hash) => !copyEvidence(hash, [from], to))
}

function hashOf(path: string): string {
  const hash = hashOfFile(path)
  if (hash === null) throw new Error('The copy that was just made cannot be read')
  return hash
}
