import { setImmediate } from 'node:timers/promises'

import type { EvidenceFile } from '#shared/model'

import type { ServiceContext } from '#main/service-context'
import type { Task } from '#main/tasks'

import { evidenceFileQueries } from './evidence-file-queries'
import type { EvidenceFolder } from './evidence-folder'

/** What the bytes of a file were when they were read again; null: they were gone. */
export interface CheckedFile {
  file: Pick<EvidenceFile, 'hash' | 'name'>
  foundHash: string | null
}

/** When files are read again without anybody asking, and how slowly: the pause follows each megabyte. */
export interface ChecksByItself {
  afterMs: number
  everyMs: number
  pauseMs: number
}

/** After the window and the first backup had their time; then daily, at no more than 50 MB a second. */
export const CHECKS_BY_ITSELF: ChecksByItself = {
  afterMs: 60_000,
  everyMs: 24 * 60 * 60 * 1_000,
  pauseMs: 20,
}

/** Bytes that were not read again for so long are due. */
export const DAYS_BETWEEN_CHECKS = 30
/** As much is read of files just to show that they are unchanged; `belegt verify` reads all. */
const MAX_COMPARED_BYTES = 32 * 1024 * 1024

/** Of files that are as they were, so many make one entry in the history. */
const FILES_AT_ONCE = 200

/**
 * Reads stored bytes again and compares them with the hash they are named by. What a person asks for, what is due and what a
 * report needs goes one way: it is recorded, and claims that rest on a damaged file are reopened by that.
 */
export function fileChecks({
  db,
  now,
  newId,
  personId,
  change,
  emit,
  folder,
  canStore,
  byItself,
  log,
}: Pick<ServiceContext, 'db' | 'now' | 'newId' | 'personId' | 'change' | 'emit'> & {
  folder: EvidenceFolder
  canStore: boolean
  /** null: nothing is read by itself. */
  byItself: ChecksByItself | null
  log: (message: string, error: unknown) => void
}) {
  const queries = evidenceFileQueries(db)
  const closing = new AbortController()
  /** Read by itself and not recorded yet. */
  let waiting: CheckedFile[] = []
  let timer: NodeJS.Timeout | undefined

  function record(action: string, found: readonly CheckedFile[]): void {
    if (found.length === 0 || !canStore) return
    change({ action, facts: { count: found.length, damaged: damagedOf(found).length } }, (rows) => {
      for (const { file, foundHash } of found) {
        rows.insert('file_checks', {
          id: newId(),
          evidence_file_id: file.hash,
          found_hash: foundHash,
          checked_by: personId(),
          at: now().toISOString(),
        })
      }
    })
  }

  /** Tells open windows of damage that nobody was looking for. */
  function alarm(found: readonly CheckedFile[]): void {
    const files = damagedOf(found).map(({ file: { hash, name }, foundHash }) => ({ hash, name, foundHash }))
    if (files.length > 0) emit('filesDamaged', { files })
  }

  function recordWaiting(): void {
    const found = waiting
    waiting = []
    record('evidenceFile.checkedByItself', found)
    alarm(found)
  }

  async function checkDue({ pauseMs }: ChecksByItself): Promise<void> {
    const { signal } = closing
    for (const hash of queries.removedForGood(now())) folder.remove(hash)
    const due = queries.untouchedSince(sinceLastChecks(now()))
    for (const [done, file] of due.entries()) {
      emit('progress', { task: 'evidence', stage: 'reading', done, total: due.length })
      if (signal.aborted) return
      const foundHash = await folder.hashOf(file.hash, { signal, pauseMs })
      waiting.push({ file, foundHash })
      if (foundHash !== file.hash || waiting.length === FILES_AT_ONCE) recordWaiting()
      await setImmediate()
    }
    recordWaiting()
  }

  function plan(schedule: ChecksByItself, ms: number): void {
    timer = setTimeout(() => {
      void checkDue(schedule)
        .catch((error: unknown) => {
          if (!closing.signal.aborted) log('Evidence files could not be checked by themselves', error)
        })
        .finally(() => {
          if (!closing.signal.aborted) plan(schedule, schedule.everyMs)
        })
    }, ms).unref()
  }

  return {
    /** From now on files that are due are read by themselves. */
    begin(): void {
      if (byItself && canStore) plan(byItself, byItself.afterMs)
    },

    /** Reads these files, or all that are due, and records what came of it. Cancelled, it gives what was read by then. */
    async check(hashes: readonly string[] | null, { signal, tell }: Task): Promise<CheckedFile[]> {
      const files = hashes
        ? hashes.flatMap((hash) => queries.one(hash) ?? [])
        : queries.dueForCheck(sinceLastChecks(now()))
      const found: CheckedFile[] = []
      for (const file of files) {
        try {
          found.push({ file, foundHash: await folder.hashOf(file.hash, { signal }) })
        } catch (error) {
          if (!signal.aborted) throw error
        }
        if (signal.aborted) break
        tell('reading', found.length, files.length)
        await setImmediate()
      }
      if (!closing.signal.aborted) record('evidenceFile.checked', found)
      return found
    },

    /**
     * What an export has found of the bytes it read. It goes into the history only where it is not what was known: an
     * export that finds nothing changes nothing.
     */
    recordNews(hashes: ReadonlyMap<string, string | null>): void {
      const known = queries.lastHashes([...hashes.keys()])
      const news = [...hashes].flatMap(([hash, foundHash]) => {
        const file = queries.one(hash)
        return file && known.get(hash) !== foundHash ? [{ file, foundHash }] : []
      })
      record('evidenceFile.checkedByItself', news)
      alarm(news)
    },

    /** After a damaged file was brought back: verdicts that rest on it count again once its bytes are found good. */
    async mended(hash: string): Promise<void> {
      const known = queries.lastHashes([hash]).get(hash)
      const file = queries.one(hash)
      if (!file || known === hash) return
      record('evidenceFile.checked', [{ file, foundHash: await folder.hashOf(hash) }])
    },

    /** What the bytes of these files are, as far as reading them takes no time, else what they were at their last check. */
    async compare(
      hashes: readonly string[],
    ): Promise<{ hash: string; foundHash: string | null; readNow: boolean }[]> {
      const known = queries.lastHashes(hashes)
      const compared = []
      let left = MAX_COMPARED_BYTES
      for (const [hash, lastHash] of known) {
        const size = queries.one(hash)?.sizeInBytes ?? 0
        const readNow = size <= left
        if (readNow) left -= size
        compared.push({ hash, foundHash: readNow ? await folder.hashOf(hash) : lastHash, readNow })
      }
      return compared
    },

    close(): void {
      closing.abort()
      clearTimeout(timer)
      try {
        recordWaiting()
      } catch (error) {
        log('Checks of evidence files could not be recorded', error)
      }
    },
  }
}

export type FileChecks = ReturnType<typeof fileChecks>

export function damagedOf(found: readonly CheckedFile[]): CheckedFile[] {
  return found.filter(({ file, foundHash }) => file.hash !== foundHash)
}

/** A file that was read in this time is not due. */
function sinceLastChecks(now: Date): { after: string; now: string } {
  const after = new Date(now.getTime() - DAYS_BETWEEN_CHECKS * 24 * 60 * 60 * 1_000)
  return { after: after.toISOString(), now: now.toISOString() }
}
