import { Worker } from 'node:worker_threads'

import { AppError, type ErrorCode, type Words } from '#shared/errors'

import type { BackupRecord } from './backup-record'
import type { PreparedRestore, RestoreRequest } from './restore-backup'
import type { BackupRequest } from './write-backup'

export type BackupWork = { write: BackupRequest } | { prepare: RestoreRequest }
export type BackupReply =
  { written: BackupRecord } | { prepared: PreparedRestore } | { refusal: { code: ErrorCode; words: Words } }

/** Reads and copies whole libraries, on another thread or this one; the host decides. */
export interface BackupRunner {
  write: (request: BackupRequest) => Promise<BackupRecord>
  prepare: (request: RestoreRequest) => Promise<PreparedRestore>
  /** Ends what is going on. What was half done is swept away at the next start. */
  close: () => void
}

/** Works on this thread, for hosts and tests that have no built worker. */
export const inlineBackups: BackupRunner = {
  write: async (request) => (await import('./write-backup')).writeBackup(request),
  prepare: async (request) => (await import('./restore-backup')).prepareRestore(request),
  close: () => undefined,
}

/** Works on a thread of its own with a connection of its own, so that the window goes on answering. */
export function workerBackups(workerUrl: URL): BackupRunner {
  const running = new Set<Worker>()

  function run(work: BackupWork): Promise<BackupReply> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(workerUrl, { workerData: work })
      running.add(worker)
      worker.on('message', (reply: BackupReply) => {
        if ('refusal' in reply) reject(new AppError(reply.refusal.code, reply.refusal.words))
        else resolve(reply)
      })
      worker.on('error', reject)
      worker.on('exit', () => {
        running.delete(worker)
        reject(new Error('The thread that makes backups ended without an answer'))
      })
    })
  }

  return {
    async write(request) {
      const reply = await run({ write: request })
      if (!('written' in reply)) throw new Error('The thread answered something else')
      return reply.written
    },
    async prepare(request) {
      const reply = await run({ prepare: request })
      if (!('prepared' in reply)) throw new Error('The thread answered something else')
      return reply.prepared
    },
    close() {
      for (const worker of running) void worker.terminate()
    },
  }
}
