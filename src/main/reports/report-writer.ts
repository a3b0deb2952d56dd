import { Worker } from 'node:worker_threads'

import { AppError, type ErrorCode, type UiLanguage, type Words } from '#shared/errors'
import type { ReportFormat, ReportKind, ReportOptions } from '#shared/model'

import type { Logo } from './logo'
import type { ReportModel } from './report-model'

/** What is printed is written as HTML first. */
export type WrittenFormat = Exclude<ReportFormat, 'pdf'>

/** A report as plain data, with how it is wanted: all that a format needs. */
export interface WritingRequest {
  format: WrittenFormat
  model: ReportModel
  kind: ReportKind
  language: UiLanguage
  options: ReportOptions
  logo: Logo | null
}

export type WritingReply = { content: string | Uint8Array } | { refusal: { code: ErrorCode; words: Words } }

/** Writes a report on another thread or this one; the host decides. */
export type ReportWriter = (request: WritingRequest, signal: AbortSignal) => Promise<string | Uint8Array>

/** Writes on this thread, for hosts and tests that have no built worker. */
export const inlineWriter: ReportWriter = async (request) =>
  (await import('./write-report')).writeReport(request)

/** Writes each report on a thread of its own, so that the workstation goes on answering. Cancelled, the thread ends. */
export function workerWriter(workerUrl: URL): ReportWriter {
  return (request, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(cancelledExport())
      const worker = new Worker(workerUrl, { workerData: request })
      const onAbort = () => end(() => reject(cancelledExport()))
      signal.addEventListener('abort', onAbort, { once: true })

      function end(settle: () => void): void {
        signal.removeEventListener('abort', onAbort)
        worker.removeAllListeners()
        // A thread that dies late must not become an uncaught error of the host.
        worker.on('error', () => undefined)
        void worker.terminate()
        settle()
      }

      worker.on('message', (reply: WritingReply) => {
        end(() => {
          if ('content' in reply) resolve(reply.content)
          else reject(new AppError(reply.refusal.code, reply.refusal.words))
        })
      })
      worker.on('error', (error) => end(() => reject(error)))
      worker.on('exit', () =>
        end(() => reject(new Error('The thread that writes reports ended without one'))),
      )
    })
}

export function cancelledExport(): AppError {
  return new AppError('cancelled', {
    de: 'Der Export wurde abgebrochen. Es wurde nichts geschrieben.',
    en: 'The export was cancelled. Nothing was written.',
  })
}
