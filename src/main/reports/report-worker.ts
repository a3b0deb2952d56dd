import { parentPort, workerData } from 'node:worker_threads'

import { AppError } from '#shared/errors'

import type { WritingReply, WritingRequest } from './report-writer'
import { writeReport } from './write-report'

/** Writes one report on a thread of its own, and ends. */
const port = parentPort
if (!port) throw new Error('This file runs as a worker')
const reply = (message: WritingReply) => {
  port.postMessage(message)
}

try {
  // What workerWriter sends, and nobody else starts this file.
  reply({ content: await writeReport(workerData as WritingRequest) })
} catch (error) {
  if (!(error instanceof AppError)) throw error
  reply({ refusal: { code: error.code, words: error.words } })
}
