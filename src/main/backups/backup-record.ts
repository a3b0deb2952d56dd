import { existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

import { BackupReason } from '#shared/model'

import { syncFolder, writeSynced } from '#main/database/sync-file'

import { hashOfFile } from './copy-evidence'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)

/** What lies beside a backup as JSON: what it holds, and how to tell that it is as it was made. */
export const BackupRecord = z.object({
  format: z.literal(1),
  /** Hash of the first event: tells the backups of one library from those of another of the same name. */
  libraryId: Hash,
  /** Counts up in one folder of backups; 0 for one that a person has put somewhere. */
  number: z.number().int().min(0),
  reason: BackupReason,
  madeAt: z.iso.datetime(),
  sequence: z.number().int(),
  headHash: Hash,
  articles: z.number().int(),
  verdicts: z.number().int(),
  sizeInBytes: z.number().int(),
  sha256: Hash,
  /** What was amiss in it when it was made. */
  problems: z.array(z.string()),
  /** Evidence files by their SHA-256, and those whose bytes could not be had. */
  evidence: z.array(Hash),
  missingEvidence: z.array(Hash),
})
export type BackupRecord = z.infer<typeof BackupRecord>

export function recordPath(backupPath: string): string {
  return `${backupPath}.json`
}

/** null where there is none, or none that can be read. */
export function readRecord(backupPath: string): BackupRecord | null {
  return recordIn(recordPath(backupPath))
}

function recordIn(path: string): BackupRecord | null {
  try {
    return BackupRecord.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

/** The record of a backup that is there and has its size. */
export function standingRecord(backupPath: string): BackupRecord | null {
  const size = statSync(backupPath, { throwIfNoEntry: false })?.size
  const record = size === undefined ? null : readRecord(backupPath)
  return record?.sizeInBytes === size ? record : null
}

/** Gives a backup its name and its record. What could fail for want of room is done before either has one. */
export function putInPlace(part: string, backupPath: string, record: BackupRecord): void {
  const path = recordPath(backupPath)
  writeSynced(`${path}.part`, `${JSON.stringify(record, null, 2)}\n`)
  // In this order there is no moment at which a record stands beside a backup that it does not describe.
  if (existsSync(path)) {
    rmSync(path)
    syncFolder(dirname(path))
  }
  renameSync(part, backupPath)
  renameSync(`${path}.part`, path)
}

/** Goes on where a program was ended while it put a backup in place. */
export function finishPlacing(backupPath: string): void {
  const path = recordPath(backupPath)
  const record = existsSync(path) ? null : recordIn(`${path}.part`)
  if (record === null) return
  if (hashOfFile(backupPath) !== record.sha256) {
    if (hashOfFile(`${backupPath}.part`) !== record.sha256) return
    renameSync(`${backupPath}.part`, backupPath)
  }
  renameSync(`${path}.part`, path)
}
