import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'

import { AppError } from '#shared/errors'

import { diskIsFull, freeBytes, isFull } from '#main/database/free-space'
import { readHead, replaceHead } from '#main/database/head-file'
import type { HistoryEvent } from '#main/database/history'
import { journalHead, journalPath, readJournal } from '#main/database/journal'
import { restoringPath } from '#main/database/pending-restore'
import { makeFolder, syncFile, syncFolder, writeSynced } from '#main/database/sync-file'

import { salvage, type Salvaged } from './salvage'

export interface SalvageSources {
  /** The events that backups of the library hold, one backup after the other. */
  backups: () => HistoryEvent[][]
  /** Copies the bytes of an evidence file to where the new library looks for them. false when nobody has them unchanged. */
  bringEvidence: (hash: string) => boolean
  now: () => Date
}

export interface SalvagedLibrary extends Salvaged {
  /** File name of the list of what was lost. */
  report: string
  /** Hashes of evidence files of which no unchanged copy was found. */
  missingEvidence: string[]
}

/** Salvages a library into a file that is not there yet. */
export function salvageInto(from: string, into: string, sources: SalvageSources): SalvagedLibrary {
  const source = resolve(from)
  const target = resolve(into)
  refuseNothing(source)
  if (existsSync(target)) throw isThere(basename(into))
  const made = make(source, target, `${target}-salvaged.json`, sources)
  replaceHead(target, made.head)
  renameSync(`${target}.part`, target)
  syncFolder(dirname(target))
  return made
}

/** Salvages a library and lays what was made ready to take its place; the damaged file is kept beside it. */
export function salvageInPlace(libraryPath: string, sources: SalvageSources): SalvagedLibrary {
  refuseNothing(libraryPath)
  const target = restoringPath(libraryPath)
  const stamp = sources.now().toISOString().slice(0, 19).replaceAll(':', '-')
  const made = make(libraryPath, target, `${libraryPath}-salvaged-${stamp}.json`, sources)
  renameSync(`${target}.part`, target)
  syncFolder(dirname(target))
  return made
}

function make(
  from: string,
  target: string,
  reportPath: string,
  { backups, bringEvidence, now }: SalvageSources,
): SalvagedLibrary {
  const part = `${target}.part`
  makeFolder(dirname(target))
  rmSync(part, { force: true })
  try {
    const salvaged = salvage({
      from,
      into: part,
      others: [
        { events: readJournal(journalPath(from)), mayDiffer: false },
        ...backups().map((events) => ({ events, mayDiffer: true })),
      ],
      lastHead: readHead(from) ?? journalHead(from),
      now,
    })
    syncFile(part)
    const missingEvidence = salvaged.evidence.filter((hash) => !bringEvidence(hash))
    rmSync(reportPath, { force: true })
    writeSynced(
      reportPath,
      `${JSON.stringify({ from: basename(from), ...salvaged, missingEvidence }, null, 2)}\n`,
    )
    return { ...salvaged, missingEvidence, report: basename(reportPath) }
  } catch (error) {
    for (const end of ['', '-journal']) rmSync(`${part}${end}`, { force: true })
    throw isFull(error) ? noRoom(from, part, error) : error
  }
}

function noRoom(from: string, part: string, cause: unknown): AppError {
  const sizes = [from, journalPath(from)].map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0)
  const full = diskIsFull(Math.max(...sizes), freeBytes(part))
  return new AppError(
    'not_saved',
    {
      de: `${full.de} Es wurde noch nichts gerettet; was da ist, ist unverändert. Geben Sie Platz frei und versuchen Sie es noch einmal.`,
      en: `${full.en} Nothing was salvaged yet; what is there is unchanged. Free some space and try again.`,
    },
    { cause },
  )
}

function refuseNothing(path: string): void {
  if (![path, journalPath(path), `${path}-wal`].some((each) => existsSync(each)))
    throw noSuchFile(basename(path))
}

function isThere(name: string): AppError {
  return new AppError('conflict', {
    de: `„${name}“ gibt es schon und wurde nicht verändert. Nennen Sie hinter --into einen neuen Namen.`,
    en: `"${name}" is there already and was not changed. Give a new name after --into.`,
  })
}

function noSuchFile(name: string): AppError {
  return new AppError('not_found', {
    de: `„${name}“ gibt es nicht, und neben ihr liegt auch kein Verlauf mehr. Prüfen Sie den Pfad.`,
    en: `"${name}" does not exist, and no history lies beside it either. Check the path.`,
  })
}
