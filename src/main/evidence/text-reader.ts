import { Worker } from 'node:worker_threads'

import { AppError, codeOf, type Words } from '#shared/errors'

import { unreadableText, type FileReading, type OnProgress } from './text-parts'

export interface TextRequest {
  path: string
  mediaType: string
}

export type TextReply =
  { progress: { done: number; total: number } } | { reading: FileReading } | { refusal: Words }

/** Takes the text out of a stored file on another thread or this one; the host decides. */
export type TextReader = (
  request: TextRequest,
  onProgress: OnProgress,
  signal: AbortSignal,
) => Promise<FileReading>

const MAX_SECONDS = 20
const MAX_MEMORY_MB = 512

/** Reads on this thread, for hosts and tests that have no built worker. */
export const inlineTextReader: TextReader = async ({ path, mediaType }, onProgress) => {
  const { readFileText } = await import('./file-text')
  try {
    return await readFileText(path, mediaType, onProgress)
  } catch (error) {
    throw error instanceof AppError ? error : brokeOff(error)
  }
}

/** Reads each file on a thread of its own, which is ended when it takes too long, takes too much or is no longer wanted. */
export function workerTextReader(
  workerUrl: URL,
  limits: { seconds: number; memoryMb: number } = { seconds: MAX_SECONDS, memoryMb: MAX_MEMORY_MB },
): TextReader {
  return (request, onProgress, signal) =>
    new Promise<FileReading>((resolve, reject) => {
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
        fail(tookTooLong(limits.seconds))
      }, limits.seconds * 1_000)
      const onAbort = () => {
        fail(brokeOff())
      }
      signal.addEventListener('abort', onAbort, { once: true })

      function end(): void {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        worker.removeAllListeners()
        // A thread that dies late must not become an uncaught error of the host.
        worker.on('error', () => undefined)
        void worker.terminate()
      }

      function fail(error: AppError): void {
        end()
        reject(error)
      }

      worker.on('message', (reply: TextReply) => {
        if ('progress' in reply) onProgress(reply.progress.done, reply.progress.total)
        else if ('refusal' in reply) fail(new AppError('unreadable', reply.refusal))
        else {
          end()
          resolve(reply.reading)
        }
      })
      worker.on('error', (error) => {
        fail(isOutOfMemory(error) ? tookTooMuch(limits.memoryMb, error) : brokeOff(error))
      })
      worker.on('exit', () => {
        fail(brokeOff())
      })
    })
}

function isOutOfMemory(error: unknown): boolean {
  return codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY'
}

function tookTooLong(seconds: number): AppError {
  return unreadableText({
    de: `Das Lesen des Textes dauerte länger als ${String(seconds)} Sekunden und wurde beendet.`,
    en: `Reading the text took longer than ${String(seconds)} seconds and was ended.`,
  })
}

function tookTooMuch(memoryMb: number, cause: unknown): AppError {
  return unreadableText(
    {
      de: `Das Lesen des Textes brauchte mehr als ${String(memoryMb)} MB Arbeitsspeicher und wurde beendet.`,
      en: `Reading the text needed more than ${String(memoryMb)} MB of memory and was ended.`,
    },
    cause,
  )
}

function brokeOff(cause?: unknown): AppError {
  return unreadableText(
    {
      de: 'Das Lesen des Textes brach ab: Die Datei ist beschädigt.',
      en: 'Reading the text broke off: the file is damaged.',
    },
    cause,
  )
}
