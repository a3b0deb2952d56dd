import type { Database } from 'better-sqlite3'
import { join } from 'node:path'

import { AppError } from '#shared/errors'
import type { BackupReason } from '#shared/model'

import type { Head } from '#main/database/head-file'
import { restoreIsPending } from '#main/database/pending-restore'

import {
  backupFolder,
  evidenceOf,
  nextBackup,
  removeBackups,
  standingBackups,
  sweepFolder,
  type StandingBackup,
} from './backup-folder'
import { backupQueries } from './backup-queries'
import { copyEvidence } from './copy-evidence'
import type { BackupRunner } from './backup-runner'
import { withdrawRestore } from './restore-backup'
import { superfluousBackups } from './thin-backups'

/** After the window had time to open. */
export const START_AFTER_MS = 3_000
export const EVERY_MS = 60 * 60 * 1_000

/** The backups of the open library: made one after the other, thinned, and made by themselves while it changes. */
export function libraryBackups({
  db,
  libraryPath,
  evidenceFolder,
  runner,
  head,
  now,
  log,
}: {
  db: Database
  libraryPath: string
  evidenceFolder: string
  runner: BackupRunner
  head: () => Head
  now: () => Date
  log: (message: string, error: unknown) => void
}) {
  const queries = backupQueries(db)
  let last: Promise<unknown> = Promise.resolve()
  let failure: AppError | null = null
  let closed = false
  const timers: NodeJS.Timeout[] = []

  const folder = () => backupFolder(libraryPath, queries.chosenFolder())
  const isPartOfLibrary = ({ sequence, headHash }: StandingBackup) => queries.eventHash(sequence) === headHash

  /** One after the other: a second one waits for the first. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = last.then(() => {
      if (closed) throw cancelled()
      return work()
    })
    last = turn.catch(() => undefined)
    return turn
  }

  async function write(reason: BackupReason): Promise<StandingBackup> {
    const into = folder()
    const { number, path } = nextBackup(into, libraryPath)
    const record = await runner.write({
      libraryPath,
      path,
      number,
      reason,
      madeAt: now().toISOString(),
      evidence: { from: evidenceFolder, to: evidenceOf(into), copy: true },
    })
    const standing = standingBackups(into)
    // What holds something that the library no longer has is not ours to throw away.
    if (!closed) removeBackups(into, superfluousBackups(standing.filter(isPartOfLibrary).map(withSoundness)))
    const made = standing.find((backup) => backup.number === number)
    if (!made) throw new Error(`The backup ${String(record.number)} is not where it was written`)
    return made
  }

  const make = (reason: BackupReason) => inTurn(() => write(reason))

  async function makeIfChanged(reason: BackupReason): Promise<void> {
    try {
      await inTurn(async () => {
        const newest = standingBackups(folder()).find(({ problems }) => problems.length === 0)
        if (newest?.headHash !== head().hash) await write(reason)
      })
      failure = null
    } catch (error) {
      if (closed) return
      log('A backup could not be made', error)
      failure = error instanceof AppError ? error : null
    }
  }

  return {
    folder,
    list: () =>
      standingBackups(folder()).map((backup) => ({ backup, isPartOfLibrary: isPartOfLibrary(backup) })),
    make,
    restore: (backup: StandingBackup) =>
      inTurn(() => runner.prepare({ from: join(folder(), backup.name), libraryPath, evidenceFolder })),
    /** Brings an evidence file back from where the backups keep theirs; false when it is not there unchanged. */
    copyEvidence: (hash: string) => copyEvidence(hash, [evidenceOf(folder())], evidenceFolder),
    restorePending: () => restoreIsPending(libraryPath),
    withdrawRestore: () => withdrawRestore(libraryPath),
    failure: () => failure,

    /** From now on backups are made by themselves: soon, and every hour in which something changed. */
    begin(): void {
      sweepFolder(folder())
      timers.push(
        setTimeout(() => void makeIfChanged('start'), START_AFTER_MS).unref(),
        setInterval(() => void makeIfChanged('schedule'), EVERY_MS).unref(),
      )
    },

    close(): void {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      runner.close()
    },
  }
}

export type LibraryBackups = ReturnType<typeof libraryBackups>

function withSoundness(backup: StandingBackup): StandingBackup & { sound: boolean } {
  return { ...backup, sound: backup.problems.length === 0 }
}

function cancelled(): AppError {
  return new AppError('cancelled', {
    de: 'Die Bibliothek wird geschlossen, es wurde keine Sicherung mehr begonnen.',
    en: 'The library is being closed, no backup was begun any more.',
  })
}
