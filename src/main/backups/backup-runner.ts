import { statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

import { AppError, type ErrorCode, type Words } from '#shared/errors'

import type { Task } from '#main/tasks'

import { sweepParts } from './backup-folder'
import type { BackupRecord } from './backup-record'
import { cancelled } from './backup-words'
import { restoringPart, type PreparedRestore, type RestoreRequest } from './restore-backup'
import { bytesOf, removePart, type BackupRequest } from './write-backup'

export type BackupWork = { write: BackupRequest } | { prepare: RestoreRequest }
export type BackupReply =
  | { copied: true }
  | { written: BackupRecord }
  | { prepared: PreparedRestore }
  | { refusal: { code: ErrorCode; words: Words } }

/** Reads and copies whole libraries, on another thread or this one; the host decides. Cancelled, it leaves nothing half. */
export interface BackupRunner {
  write: (request: BackupRequest, task: Task) => Promise<BackupRecord>
  prepare: (request: RestoreRequest, task: Task) => Promise<PreparedRestore>
  /** Ends what is going on. What was half done is swept away at the next start. */
  close: () => void
}

/** Works on this thread, for hosts and tests that have no built worker. */
export const inlineBackups: BackupRunner = {
  write: async (request) => (await import('./write-backup')).writeBackup(request),
  prepare: async (request) => (await import('./restore-backup')).prepareRestore(request),
  close: () => undefined,
}

/** So often it is told how much is copied. */
const TELL_EVERY_MS = 200

/** What a piece of work copies, and where to. */
interface Copying {
  from: string
  part: string
  evidenceTo: string
}

/** Works on a thread of its own with a connection of its own, so that the window goes on answering. */
export function workerBackups(workerUrl: URL): BackupRunner {
  const running = new Set<Worker>()

  /** Settles only when the thread has ended and what it left half is gone. */
  function run(
    work: BackupWork,
    { from, part, evidenceTo }: Copying,
    { signal, tell }: Task,
  ): Promise<BackupReply> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) throw cancelled()
      const worker = new Worker(workerUrl, { workerData: work })
      const stop = () => void worker.terminate()
      const total = bytesOf(from)
      const telling = setInterval(() => {
        tell('copying', Math.min(total, statSync(part, { throwIfNoEntry: false })?.size ?? 0), total)
      }, TELL_EVERY_MS)
      let reply: BackupReply | null = null
      let fault: unknown = new Error('The thread that makes backups ended without an answer')
      running.add(worker)
      signal.addEventListener('abort', stop)
      worker.on('message', (message: BackupReply) => {
        if ('copied' in message) {
          clearInterval(telling)
          tell('checking', 0, 0)
        } else reply = message
      })
      worker.on('error', (error) => (fault = error))
      worker.on('exit', () => {
        clearInterval(telling)
        signal.removeEventListener('abort', stop)
        running.delete(worker)
        if (reply === null) {
          removePart(part)
          sweepParts(evidenceTo)
          reject(signal.aborted ? cancelled() : fault)
        } else if ('refusal' in reply) reject(new AppError(reply.refusal.code, reply.refusal.words))
        else resolve(reply)
      })
    })
  }

  return {
    async write(request, task) {
      const { libraryPath: from, path, evidence } = request
      const copying = { from, part: `${path}.part`, evidenceTo: evidence.to }
      const reply = await run({ write: request }, copying, task)
      if (!('written' in reply)) throw new Error('The thread answered something else')
      return reply.written
    },
    async prepare(request, task) {
      const { from, libraryPath, evidenceFolder } = request
      const copying = { from, part: restoringPart(libraryPath), evidenceTo: evidenceFolder }
      const reply = await run({ prepare: request }, copying, task)
      if (!('prepared' in reply)) throw new Error('The thread answered something else')
      return reply.prepared
    },
    close() {
      for (const worker of running) void worker.terminate()
    },
  }
}
