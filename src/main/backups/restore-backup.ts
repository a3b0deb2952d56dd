import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'

import { AppError } from '#shared/errors'

import { restoringPath } from '#main/database/pending-restore'
import { makeFolder, syncFolder } from '#main/database/sync-file'

import { evidencePlaces } from './backup-folder'
import { readRecord, recordPath } from './backup-record'
import { notRestored } from './backup-words'
import { copyEvidence, evidencePath, hashOfFile } from './copy-evidence'
import type { CopyContents } from './inspect-copy'
import { bytesOf, copyLibrary, removePart } from './write-backup'

export interface RestoreRequest {
  /** A backup, or any library file. */
  from: string
  libraryPath: string
  evidenceFolder: string
}

export interface PreparedRestore {
  contents: CopyContents
  /** Hashes of evidence files of which no unchanged copy was found. */
  missingEvidence: string[]
}

/**
 * Checks a backup from its first to its last byte and lays a copy of it ready. The present library is not touched; the
 * copy takes its place when it is opened next, or at once by `finishRestore`.
 */
export function prepareRestore(
  { from, libraryPath, evidenceFolder }: RestoreRequest,
  { onCopied }: { onCopied?: () => void } = {},
): PreparedRestore {
  const name = basename(from)
  const record = readRecord(from)
  if (record === null && existsSync(recordPath(from))) throw changed(name)
  if (record && hashOfFile(from) !== record.sha256) throw changed(name)
  const part = restoringPart(libraryPath)
  makeFolder(dirname(libraryPath))
  try {
    const contents = copyLibrary(from, part, { onCopied })
    const [problem] = contents.problems
    if (problem !== undefined) throw notSound(name, problem, contents.problems.length)
    if (contents.sequence === 0) throw empty(name)
    if (record && record.headHash !== contents.headHash) throw changed(name)
    const missingEvidence = bringEvidence(contents.evidence, evidencePlaces(from), evidenceFolder)
    renameSync(part, restoringPath(libraryPath))
    syncFolder(dirname(libraryPath))
    return { contents, missingEvidence }
  } catch (error) {
    removePart(part)
    throw notRestored(error, name, { path: part, neededBytes: bytesOf(from) })
  }
}

/** Where a copy is made that is to be laid ready. */
export function restoringPart(libraryPath: string): string {
  return `${restoringPath(libraryPath)}.part`
}

/** Takes back what was prepared. false when nothing was. */
export function withdrawRestore(libraryPath: string): boolean {
  const path = restoringPath(libraryPath)
  if (!existsSync(path)) return false
  rmSync(path)
  syncFolder(dirname(path))
  return true
}

/** Files that are there and unchanged stay; a changed one is put aside, not overwritten. */
function bringEvidence(hashes: readonly string[], from: readonly string[], folder: string): string[] {
  return hashes.filter((hash) => {
    const path = evidencePath(folder, hash)
    const present = existsSync(path)
    if (present && hashOfFile(path) === hash) return false
    if (!from.some((place) => existsSync(evidencePath(place, hash)))) return true
    return !copyEvidence(hash, from, folder, () => {
      if (present) renameSync(path, freeName(`${path}-damaged`))
    })
  })
}

function freeName(path: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${path}-${String(number)}`
    if (!statSync(name, { throwIfNoEntry: false })) return name
  }
}

function changed(name: string): AppError {
  return new AppError('library_refused', {
    de: `Die Sicherung „${name}“ ist nicht mehr so, wie sie gemacht wurde, und wird nicht zurückgeholt. Die Bibliothek ist unverändert. Nehmen Sie eine andere; „belegt restore --list“ nennt alle.`,
    en: `The backup "${name}" is no longer as it was made and is not restored. The library is unchanged. Take another one; "belegt restore --list" names them all.`,
  })
}

function notSound(name: string, problem: string, count: number): AppError {
  return new AppError('library_refused', {
    de: `„${name}“ ist beschädigt und wird nicht zurückgeholt. Die Bibliothek ist unverändert. Nehmen Sie eine andere Sicherung. Gefundene Schäden: ${String(count)}, der erste: ${problem}`,
    en: `"${name}" is damaged and is not restored. The library is unchanged. Take another backup. Damages found: ${String(count)}, the first: ${problem}`,
  })
}

function empty(name: string): AppError {
  return new AppError('library_refused', {
    de: `„${name}“ enthält nichts und wird nicht zurückgeholt. Die Bibliothek ist unverändert. Nehmen Sie eine andere Sicherung.`,
    en: `"${name}" holds nothing and is not restored. The library is unchanged. Take another backup.`,
  })
}
