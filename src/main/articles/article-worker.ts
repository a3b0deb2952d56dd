import { Worker } from 'node:worker_threads'

import { AppError, codeOf, type ErrorCode, type Words } from '#shared/errors'

import type { ArticleSource } from './article-file'
import type { ReadArticle, ReadOptions } from './article-reader'
import type { ArticleReader } from './import-service'

export interface ImportRequest {
  source: ArticleSource
  options: ReadOptions
}

export type ImportReply =
  | { progress: { done: number; total: number } }
  | { article: ReadArticle }
  | { refusal: { code: ErrorCode; words: Words } }

const MAX_SECONDS = 60
const MAX_MEMORY_MB = 512

/** Reads on this thread, for hosts and tests that have no built worker. */
export const inlineReader: ArticleReader = async (source, options, { onProgress }) => {
  // Loaded when it is needed: the tables it detects languages and encodings by are most of the program's size.
  const { readArticleFile } = await import('./article-file')
  return readArticleFile(source, options, onProgress)
}

/** Reads each article on a thread of its own, which is ended when it takes too long, takes too much or is cancelled. */
export function workerReader(
  workerUrl: URL,
  limits: { seconds: number; memoryMb: number } = { seconds: MAX_SECONDS, memoryMb: MAX_MEMORY_MB },
): ArticleReader {
  return (source, options, { signal, onProgress }) =>
    new Promise<ReadArticle>((resolve, reject) => {
      if (signal.aborted) {
        reject(cancelled())
        return
      }
      const request: ImportRequest = { source, options }
      const worker = new Worker(workerUrl, {
        workerData: request,
        resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
        // What a parser complains about is no matter for the terminal.
        stdout: true,
        stderr: true,
      })
      worker.stdout.resume()
      worker.stderr.resume()
      const timer = setTimeout(() => {
        end(() => {
          reject(tookTooLong(limits.seconds))
        })
      }, limits.seconds * 1_000)
      const onAbort = () => {
        end(() => {
          reject(cancelled())
        })
      }
      signal.addEventListener('abort', onAbort, { once: true })

      function end(settle: () => void): void {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        worker.removeAllListeners()
        // A thread that dies late must not become an uncaught error of the host.
        worker.on('error', () => undefined)
        void worker.terminate()
        settle()
      }

      worker.on('message', (reply: ImportReply) => {
        if ('progress' in reply) onProgress(reply.progress.done, reply.progress.total)
        else if ('article' in reply) {
          end(() => {
            resolve(reply.article)
          })
        } else {
          end(() => {
            reject(new AppError(reply.refusal.code, reply.refusal.words))
          })
        }
      })
      worker.on('error', (error) => {
        end(() => {
          reject(isOutOfMemory(error) ? tookTooMuch(limits.memoryMb, error) : brokeOff(error))
        })
      })
      worker.on('exit', () => {
        end(() => {
          reject(brokeOff())
        })
      })
    })
}

function isOutOfMemory(error: unknown): boolean {
  return codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY'
}

function cancelled(): AppError {
  return new AppError('cancelled', {
    de: 'Der Import wurde abgebrochen. Nichts wurde gespeichert.',
    en: 'The import was cancelled. Nothing was stored.',
  })
}

function tookTooLong(seconds: number): AppError {
  return new AppError('unreadable', {
    de: `Das Lesen dauerte länger als ${String(seconds)} Sekunden und wurde beendet. Nichts wurde gespeichert. Teilen Sie den Text und importieren Sie die Teile einzeln.`,
    en: `Reading took longer than ${String(seconds)} seconds and was ended. Nothing was stored. Split the text and import the parts one by one.`,
  })
}

function tookTooMuch(memoryMb: number, cause: unknown): AppError {
  return new AppError(
    'unreadable',
    {
      de: `Das Lesen brauchte mehr als ${String(memoryMb)} MB Arbeitsspeicher und wurde beendet. Nichts wurde gespeichert. Teilen Sie den Text und importieren Sie die Teile einzeln.`,
      en: `Reading needed more than ${String(memoryMb)} MB of memory and was ended. Nothing was stored. Split the text and import the parts one by one.`,
    },
    { cause },
  )
}

function brokeOff(cause?: unknown): AppError {
  return new AppError(
    'unreadable',
    {
      de: 'Das Lesen brach unerwartet ab. Nichts wurde gespeichert. Fügen Sie den Text in kleineren Teilen ein.',
      en: 'Reading broke off unexpectedly. Nothing was stored. Paste the text in smaller parts.',
    },
    { cause },
  )
}
