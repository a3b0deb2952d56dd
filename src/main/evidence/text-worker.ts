import { parentPort, workerData } from 'node:worker_threads'

import { AppError } from '#shared/errors'

import { readFileText } from './file-text'
import type { TextReply, TextRequest } from './text-reader'

/** Takes the text out of one stored file on a thread of its own, and ends. */
const port = parentPort
if (!port) throw new Error('This file runs as a worker')
const reply = (message: TextReply) => {
  port.postMessage(message)
}

const { path, mediaType } = workerData as TextRequest // What workerTextReader sends, and nobody else starts this file.
try {
  const reading = await readFileText(path, mediaType, (done, total) => {
    reply({ progress: { done, total } })
  })
  reply({ reading })
} catch (error) {
  if (!(error instanceof AppError)) throw error
  reply({ refusal: error.words })
}
