import type { Database } from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { AppError, type Words } from '#shared/errors'
import type { BackupReason } from '#shared/model'

import type { Head } from '#main/database/head-file'
import { restoreIsPending } from '#main/database/pending-restore'
import type { Task } from '#main/tasks'

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
import { withdrawRestore, type PreparedRestore } from './restore-backup'
import { readTrial, writeTrial } from './backup-trial'
import { cancelled, lacksEvidence, notBackedUp } from './backup-words'
import { superfluousBackups } from './thin-backups'
import { bytesOf } from './write-backup'

/** After the window had time to open. */
export const START_AFTER_MS = 3_000
export const EVERY_MS = 60 * 60 * 1_000
/** A backup that cannot be brought back is none, so each week one is. */
const TRIAL_EVERY_MS = 7 * 24 * 60 * 60 * 1_000

/** What happens by itself is neither followed nor cancelled. */
const UNFOLLOWED: Task = { signal: new AbortController().signal, tell: () => undefined }

/** The backups of the open library: made one after the other, thinned, and made by themselves while it changes. */
export function libraryBackups({
  db,
  libraryPath,
  evidenceFolder,
  runner,
  head,
  refusal,
  onFailure = () => undefined,
  now,
  log,
}: {
  db: Database
  libraryPath: string
  evidenceFolder: string
  runner: BackupRunner
  head: () => Head
  /** Why the file at the library's path is not the one that is open; null where it is. */
  refusal: () => AppError | null
  /** Told when one that is made by itself could not be made. */
  onFailure?: (words: Words) => void
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

  /** One after the other: a second one waits for the first, but nobody who has cancelled waits. */
  function inTurn<Result>(work: () => Promise<Result>, task?: Task): Promise<Result> {
    const turn = last.then(() => {
      if (closed || task?.signal.aborted) throw cancelled()
      const moved = refusal()
      if (moved) throw moved
      return work()
    })
    last = turn.catch(() => undefined)
    if (!task) return turn
    const { promise: givenUp, reject } = Promise.withResolvers<never>()
    task.signal.addEventListener('abort', () => reject(cancelled()), { once: true })
    return Promise.race([turn, givenUp])
  }

  async function write(reason: BackupReason, task: Task = UNFOLLOWED): Promise<StandingBackup> {
    const into = folder()
    const { number, path } = nextBackup(into, libraryPath)
    const evidence = { from: evidenceFolder, to: evidenceOf(into), copy: true }
    const madeAt = now().toISOString()
    const record = await runner.write({ libraryPath, path, number, reason, madeAt, evidence }, task)
    const standing = standingBackups(into)
    // What holds something that the library no longer has is not ours to throw away.
    if (!closed) removeBackups(into, superfluousBackups(standing.filter(isPartOfLibrary).map(withSoundness)))
    const made = standing.find((backup) => backup.number === number)
    if (!made) throw new Error(`The backup ${String(record.number)} is not where it was written`)
    return made
  }

  const make = (reason: BackupReason, task?: Task) => inTurn(() => write(reason, task), task)

  /** false when nothing changed since the last good one, or when it could not be made; that is told by `failure`. */
  async function makeIfChanged(reason: BackupReason): Promise<boolean> {
    try {
      const made = await inTurn(async () => {
        const newest = standingBackups(folder()).find(({ problems }) => problems.length === 0)
        // With one step a library was just created.
        if (newest?.headHash === head().hash || head().sequence <= 1) return false
        await write(reason)
        return true
      })
      failure = null
      return made
    } catch (error) {
      if (closed) return false
      log('A backup could not be made', error)
      failure = notBackedUp(error, { path: libraryPath, neededBytes: bytesOf(libraryPath) })
      onFailure(failure.words)
      return false
    }
  }

  async function restore(backup: StandingBackup, task: Task): Promise<PreparedRestore> {
    // Also what was done since the last one can be gone back to from the list.
    await makeIfChanged('restore')
    const from = join(folder(), backup.name)
    return inTurn(() => runner.prepare({ from, libraryPath, evidenceFolder }, task), task)
  }

  /** Brings the newest good backup back into a place of its own, as it would be in earnest, and notes how that went. */
  async function tryOut(): Promise<void> {
    const into = folder()
    const last = readTrial(into)
    const due = last === null || Math.abs(now().getTime() - Date.parse(last.at)) >= TRIAL_EVERY_MS
    const newest = standingBackups(into).find(({ problems }) => problems.length === 0)
    if (!due || !newest) return
    const place = mkdtempSync(join(into, 'trial-'))
    try {
      await inTurn(() =>
        runner.prepare(
          {
            from: join(into, newest.name),
            libraryPath: join(place, newest.name),
            // Its evidence files are hashed where they lie.
            evidenceFolder: evidenceOf(into),
          },
          UNFOLLOWED,
        ),
      ).then(
        ({ missingEvidence }) => {
          const lost = missingEvidence
            .filter((hash) => !newest.missingEvidence.includes(hash))
            // What went bad among the backups can still be good in the library.
            .filter((hash) => !copyEvidence(hash, [evidenceFolder], evidenceOf(into)))
          const problem = lost.length > 0 ? lacksEvidence(newest.name, lost.length) : null
          writeTrial(into, { name: newest.name, at: now().toISOString(), problem })
        },
        (error: unknown) => {
          // Anything else says nothing of the backup: it is tried again within the hour.
          if (!(error instanceof AppError) || error.code !== 'library_refused') throw error
          log('A backup could not be brought back for a trial', error)
          writeTrial(into, { name: newest.name, at: now().toISOString(), problem: error.words })
        },
      )
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  }

  /** What happens by itself disturbs nobody when it fails. */
  async function tend(reason: BackupReason): Promise<void> {
    await makeIfChanged(reason)
    if (closed) return
    await tryOut().catch((error: unknown) => {
      if (!closed) log('A trial of a backup could not be made', error)
    })
  }

  return {
    folder,
    lastTrial: () => readTrial(folder()),
    list: () =>
      standingBackups(folder()).map((backup) => ({ backup, isPartOfLibrary: isPartOfLibrary(backup) })),
    make,
    makeIfChanged,
    restore,
    /** Brings an evidence file back from where the backups keep theirs; false when it is not there unchanged. */
    copyEvidence: (hash: string) => copyEvidence(hash, [evidenceOf(folder())], evidenceFolder),
    restorePending: () => restoreIsPending(libraryPath),
    withdrawRestore: () => withdrawRestore(libraryPath),
    failure: () => failure,

    /** Finishes or takes away what an earlier run has left half done. */
    sweep: () => sweepFolder(folder()),

    /** From now on backups are made by themselves: soon, and every hour in which something changed. */
    begin(): void {
      timers.push(
        setTimeout(() => void tend('start'), START_AFTER_MS).unref(),
        setInterval(() => void tend('schedule'), EVERY_MS).unref(),
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
