import { setImmediate } from 'node:timers/promises'

import { AppError } from '#shared/errors'
import type { EvidenceFile, FileTextPart, TextState } from '#shared/model'

import type { ServiceContext } from '#main/service-context'

import { evidenceFileQueries, type StoredReading } from './evidence-file-queries'
import type { EvidenceFolder } from './evidence-folder'
import type { TextReader } from './text-reader'

/** Everything read out of a file, for whoever compares it with something. */
export interface FileText {
  state: TextState
  note: StoredReading['note']
  parts: FileTextPart[]
}

/** The text of evidence files: read out of the bytes one file after the other, and kept. */
export function fileTexts({
  db,
  now,
  emit,
  folder,
  readText,
  canStore,
  onRead,
  onFailure,
}: Pick<ServiceContext, 'db' | 'now' | 'emit'> & {
  folder: EvidenceFolder
  readText: TextReader
  canStore: boolean
  /** The text of a file was stored. */
  onRead: () => void
  /** A file that nobody waits for could not be read or its text not stored. */
  onFailure: (error: unknown) => void
}) {
  const queries = evidenceFileQueries(db)
  const pending = new Map<string, Promise<void>>()
  const closing = new AbortController()
  let last: Promise<unknown> = Promise.resolve()

  /** Reads one file. What goes wrong is part of what is stored: the next file is read all the same. */
  async function readNow({ hash, mediaType }: EvidenceFile): Promise<void> {
    // The call that asked for it is answered first.
    await setImmediate()
    if (closing.signal.aborted) return
    const task = `text:${hash}`
    const onProgress = (done: number, total: number) => {
      if (!closing.signal.aborted) emit('progress', { task, stage: 'reading', done, total: total + 1 })
    }
    onProgress(0, 0)
    const reading = await readText(
      { path: folder.pathOf(hash), mediaType },
      onProgress,
      closing.signal,
    ).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
      return { state: 'refused' as const, note: error.words, metadata: [], parts: [], tool: 'Belegt' }
    })
    if (closing.signal.aborted) return
    queries.storeReading(hash, reading, now().toISOString())
    onRead()
    emit('progress', { task, stage: 'reading', done: 1, total: 1 })
  }

  /** Reads the file after those that are waiting. */
  function read(file: EvidenceFile): Promise<void> {
    const waiting = pending.get(file.hash)
    if (waiting) return waiting
    const work = last
      .then(() => readNow(file))
      .finally(() => {
        pending.delete(file.hash)
      })
    last = work.catch(() => undefined)
    pending.set(file.hash, work)
    return work
  }

  const stateOf = (hash: string, stored: StoredReading['state'] | null): TextState =>
    stored ?? (pending.has(hash) ? 'pending' : 'none')

  async function reading(file: EvidenceFile, again = false): Promise<StoredReading | null> {
    const stored = queries.reading(file.hash)
    if ((stored && !again) || !canStore) return stored
    await read(file)
    return queries.reading(file.hash)
  }

  return {
    stateOf,
    /** What was read out of a file; reads it first where that was not done yet. */
    reading,
    /** Begins to read a file and does not wait for it. Its state says what came of it. */
    begin(file: EvidenceFile): void {
      if (canStore && !queries.reading(file.hash)) read(file).catch(onFailure)
    },
    /** Begins to read every file that was not read yet: some were left over, some came with a backup. */
    beginUnread(): void {
      if (!canStore) return
      for (const file of queries.unread()) read(file).catch(onFailure)
    },
    async whole(file: EvidenceFile): Promise<FileText> {
      const known = await reading(file)
      return {
        state: stateOf(file.hash, known?.state ?? null),
        note: known?.note ?? null,
        parts: [...queries.parts(file.hash, 1)],
      }
    },
    close(): void {
      closing.abort()
    },
  }
}

export type FileTexts = ReturnType<typeof fileTexts>
