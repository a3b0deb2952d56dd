import { parentPort, workerData } from 'node:worker_threads'

import { AppError } from '#shared/errors'

import type { BackupReply, BackupWork } from './backup-runner'
import { prepareRestore } from './restore-backup'
import { writeBackup } from './write-backup'

/** Makes one backup, or lays one ready to be restored, on a thread of its own, and ends. */
const port = parentPort
if (!port) throw new Error('This file runs as a worker')
const reply = (message: BackupReply) => {
  port.postMessage(message)
}

const work = workerData as BackupWork // What workerBackups sends, and nobody else starts this file.
const onCopied = () => reply({ copied: true })
try {
  if ('write' in work) reply({ written: writeBackup(work.write, { onCopied }) })
  else reply({ prepared: prepareRestore(work.prepare, { onCopied }) })
} catch (error) {
  if (!(error instanceof AppError)) throw error
  reply({ refusal: { code: error.code, words: error.words } })
}
