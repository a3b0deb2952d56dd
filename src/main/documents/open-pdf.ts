import {
  getDocument,
  version,
  VerbosityLevel,
  type PDFDocumentLoadingTask,
} from 'pdfjs-dist/legacy/build/pdf.mjs'
// @ts-expect-error pdf.js has no types for its other half.
import * as pdfWorker from 'pdfjs-dist/legacy/build/pdf.worker.mjs'

import { AppError } from '#shared/errors'

import { pdfFiles } from './pdf-files'
import { unreadable } from './unreadable'

/** So that pdf.js works on this very thread, which is ours to end, and starts none of its own. */
Object.assign(globalThis, { pdfjsWorker: pdfWorker })

export const PDF_TOOL = `pdf.js ${version}`

/** Opens a PDF on this thread. Whoever opens it destroys the task when done. */
export function openPdf(data: Uint8Array): PDFDocumentLoadingTask {
  return getDocument({
    data,
    ...pdfFiles(),
    // Nothing is run, fetched or drawn: no scripts, no forms, no fonts of this computer.
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    verbosity: VerbosityLevel.ERRORS,
  })
}

/** What is told of a PDF that pdf.js gave up. */
export function pdfRefusal(error: unknown): Error {
  if (error instanceof AppError) return error
  if (error instanceof Error && error.name === 'PasswordException') {
    return unreadable(
      {
        de: 'Dieses PDF ist mit einem Kennwort verschlüsselt, sein Text lässt sich nicht lesen.',
        en: 'This PDF is encrypted with a password, its text cannot be read.',
      },
      error,
    )
  }
  return damagedPdf(error)
}

export function damagedPdf(cause?: unknown): AppError {
  return unreadable(
    {
      de: 'Dieses PDF ist beschädigt, sein Text lässt sich nicht lesen.',
      en: 'This PDF is damaged, its text cannot be read.',
    },
    cause,
  )
}
