import { parentPort, workerData } from 'node:worker_threads'

import { AppError } from '#shared/errors'

import { readArticleFile } from './article-file'
import type { ImportReply, ImportRequest } from './article-worker'

/**
 * Reads one article on a thread of its own, and ends. What is read may be hostile: it gets its own memory, and a limit
 * of time.
 */
const port = parentPort
if (!port) throw new Error('This file runs as a worker')
const reply = (message: ImportReply) => {
  port.postMessage(message)
}

const { source, options } = workerData as ImportRequest // What workerReader sends, and nobody else starts this file.
try {
  const article = await readArticleFile(source, options, (done, total) => {
    reply({ progress: { done, total } })
  })
  reply({ article })
} catch (error) {
  if (!(error instanceof AppError)) throw error
  reply({ refusal: { code: error.code, words: error.words } })
}
