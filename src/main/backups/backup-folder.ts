import BetterSqlite3 from 'better-sqlite3'
import { accessSync, constants, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'

import { AppError } from '#shared/errors'

import { looksLikeSqlite } from '#main/database/database'
import { makeFolder, syncFolder } from '#main/database/sync-file'

import { backupQueries } from './backup-queries'
import { finishPlacing, readRecord, recordPath, standingRecord, type BackupRecord } from './backup-record'

/** A backup that stands in a folder of backups, by its file name. */
export interface StandingBackup extends BackupRecord {
  name: string
}

const EVIDENCE = 'evidence'

/** Where the backups of a library lie: beside it, or in a folder of its own inside the one a person has chosen. */
export function backupFolder(libraryPath: string, chosen: string | null): string {
  return chosen === null ? `${libraryPath}-backups` : join(chosen, `${basename(libraryPath)}-backups`)
}

/** As far as it can be known of a library that nobody has open, perhaps because it is damaged: the chosen one first. */
export function possibleFolders(libraryPath: string): string[] {
  const chosen = chosenFolder(libraryPath)
  const beside = backupFolder(libraryPath, null)
  return chosen === null ? [beside] : [backupFolder(libraryPath, chosen), beside]
}

function chosenFolder(libraryPath: string): string | null {
  if (!existsSync(libraryPath)) return null
  try {
    if (!looksLikeSqlite(libraryPath)) return null
    const db = new BetterSqlite3(libraryPath, { readonly: true })
    try {
      return backupQueries(db).chosenFolder()
    } finally {
      db.close()
    }
  } catch {
    // A damaged library may not say any more; its backups are beside it unless somebody chose otherwise.
    return null
  }
}

/** Evidence files are kept once for all backups of a folder. */
export function evidenceOf(folder: string): string {
  return join(folder, EVIDENCE)
}

/** Where the evidence files of a backup may lie: beside it as beside a library, or in the folder it shares. */
export function evidencePlaces(backupPath: string): string[] {
  return [`${backupPath}-evidence`, evidenceOf(dirname(backupPath))]
}

/** Newest first. Files that are not whole or have no record are left out. */
export function standingBackups(folder: string): StandingBackup[] {
  return namesIn(folder)
    .filter((name) => name.endsWith('.belegt'))
    .flatMap((name) => {
      const record = standingRecord(join(folder, name))
      return record === null ? [] : [{ ...record, name }]
    })
    .sort((a, b) => b.number - a.number)
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

/** The next name in a folder. Its number is higher than any there, so that names are never given twice. */
export function nextBackup(folder: string, libraryPath: string): { number: number; path: string } {
  const stem = basename(libraryPath).replace(/\.belegt$/, '')
  const numbers = namesIn(folder).map((name) => Number(/-(\d{6,})\.belegt(?:\.json)?$/.exec(name)?.[1] ?? 0))
  const number = Math.max(0, ...numbers) + 1
  return { number, path: join(folder, `${stem}-${String(number).padStart(6, '0')}.belegt`) }
}

/** Finishes or takes away what an interrupted backup has left. Only who holds the library may do so. */
export function sweepFolder(folder: string): void {
  for (const name of namesIn(folder)) {
    const placed = /^(.+-\d{6,}\.belegt)\.json\.part$/.exec(name)?.[1]
    if (placed !== undefined) finishPlacing(join(folder, placed))
  }
  for (const name of namesIn(folder)) {
    if (/-\d{6,}\.belegt(?:\.json)?\.part(?:-journal)?$/.test(name))
      rmSync(join(folder, name), { force: true })
    // Of a backup that is gone.
    if (/-\d{6,}\.belegt\.json$/.test(name) && !existsSync(join(folder, name.slice(0, -'.json'.length))))
      rmSync(join(folder, name))
    if (/^trial-[^.]+$/.test(name)) rmSync(join(folder, name), { recursive: true, force: true })
  }
  sweepParts(evidenceOf(folder))
}

/** Takes away evidence files that were not copied whole. */
export function sweepParts(evidence: string): void {
  for (const part of namesIn(evidence).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const name of namesIn(join(evidence, part))) {
      if (name.endsWith('.part')) rmSync(join(evidence, part, name), { force: true })
    }
  }
}

/** Removes backups, then the evidence files that no backup of the folder names any more. */
export function removeBackups(folder: string, backups: readonly StandingBackup[]): void {
  for (const { name } of backups) {
    // The record goes last: one alone is swept, while of a backup without one nobody knows what it needs.
    rmSync(join(folder, name), { force: true })
    rmSync(recordPath(join(folder, name)), { force: true })
  }
  if (backups.length === 0) return
  // Else a power cut could bring back a backup without its files.
  syncFolder(folder)
  removeUnnamedEvidence(folder)
}

function removeUnnamedEvidence(folder: string): void {
  const named = new Set<string>()
  for (const name of namesIn(folder).filter((name) => name.endsWith('.belegt'))) {
    const record = readRecord(join(folder, name))
    // Of this one it is not known what it needs.
    if (record === null) return
    for (const hash of record.evidence) named.add(hash)
  }
  const root = evidenceOf(folder)
  for (const part of namesIn(root)) {
    for (const hash of namesIn(join(root, part))) {
      if (!named.has(hash)) rmSync(join(root, part, hash), { force: true })
    }
  }
}

/** Refuses a folder that backups cannot be written to, before it is chosen. */
export function refuseUnusableFolder(folder: string): void {
  if (!isAbsolute(folder) || resolve(folder) === resolve(folder, '..')) {
    throw new AppError('invalid_input', {
      de: 'Nennen Sie den Ordner für Sicherungen mit seinem ganzen Pfad. Die Einstellung ist unverändert.',
      en: 'Name the folder for backups by its whole path. The setting is unchanged.',
    })
  }
  try {
    makeFolder(folder)
    if (!statSync(folder).isDirectory()) throw new Error('Not a folder')
    accessSync(folder, constants.W_OK)
  } catch (cause) {
    // Not 'not_saved': the window would try again and again, and nothing of the library is unsaved.
    throw new AppError(
      'invalid_input',
      {
        de: 'In diesen Ordner lassen sich keine Sicherungen schreiben. Die Einstellung ist unverändert. Prüfen Sie, ob es ihn gibt und ob Sie dort schreiben dürfen.',
        en: 'Backups cannot be written to this folder. The setting is unchanged. Check that it exists and that you may write there.',
      },
      { cause },
    )
  }
}
