import { readFile } from 'node:fs/promises'
import { getDocument, version, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'
// @ts-expect-error pdf.js has no types for its other half.
import * as pdfWorker from 'pdfjs-dist/legacy/build/pdf.worker.mjs'

import { AppError } from '#shared/errors'

import { MAX_PARTS, partCollector, unreadableText, type FileReading, type OnProgress } from './text-parts'

/** So that pdf.js works on this very thread, which is ours to end, and starts none of its own. */
Object.assign(globalThis, { pdfjsWorker: pdfWorker })

/** After so many damaged pages one after the other, no more are tried. */
const MAX_DAMAGED_IN_ROW = 50

interface Piece {
  str?: string
  hasEOL?: boolean
}

export async function readPdf(path: string, onProgress: OnProgress): Promise<FileReading> {
  const task = getDocument({
    data: new Uint8Array(await readFile(path)),
    // Nothing is run, fetched or drawn: no scripts, no forms, no fonts of this computer.
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    verbosity: VerbosityLevel.ERRORS,
  })
  try {
    const document = await task.promise
    const parts = partCollector()
    const pages = Math.min(document.numPages, MAX_PARTS)
    let damaged = 0
    for (let number = 1, inRow = 0; number <= pages && inRow < MAX_DAMAGED_IN_ROW; number += 1) {
      onProgress(number, pages)
      const text = await pageText(document, number)
      if (text === null) {
        damaged += 1
        inRow += 1
      } else {
        inRow = 0
        if (!parts.add(String(number), text)) break
      }
    }
    if (damaged > 0) {
      if (parts.isEmpty()) throw damagedPdf()
      parts.cutAt({
        de: `Seiten, die beschädigt sind oder fehlen, sind nicht gelesen: mindestens ${String(damaged)}.`,
        en: `Pages that are damaged or missing are not read: at least ${String(damaged)}.`,
      })
    } else if (document.numPages > pages) {
      parts.cutAt({
        de: `Das PDF hat ${document.numPages.toLocaleString('de')} Seiten. Gelesen sind die ersten ${pages.toLocaleString('de')}.`,
        en: `The PDF has ${document.numPages.toLocaleString('en')} pages. The first ${pages.toLocaleString('en')} are read.`,
      })
    }
    return parts.reading(
      `pdf.js ${version}`,
      {
        de: 'Dieses PDF hat keinen Text: Seine Seiten sind Bilder.',
        en: 'This PDF has no text: it is a picture of pages.',
      },
      await documentData(document),
    )
  } catch (error) {
    throw refusal(error)
  } finally {
    await task.destroy()
  }
}

type PdfDocument = Awaited<ReturnType<typeof getDocument>['promise']>

/** null for a damaged page: it does not take their text from the others. */
async function pageText(document: PdfDocument, number: number): Promise<string | null> {
  try {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    page.cleanup()
    return (items as Piece[]).map(({ str = '', hasEOL }) => (hasEOL ? `${str}\n` : str)).join('')
  } catch {
    return null
  }
}

async function documentData(document: PdfDocument): Promise<FileReading['metadata']> {
  try {
    const { info } = await document.getMetadata()
    const known = ['Title', 'Author', 'Subject', 'Creator', 'Producer', 'CreationDate', 'ModDate']
    const values = info as Record<string, unknown>
    return [
      { name: 'Pages', value: String(document.numPages) },
      ...known.flatMap((name) => {
        const value = values[name]
        return typeof value === 'string' && value.trim() !== ''
          ? [{ name, value: value.slice(0, 500).toWellFormed() }]
          : []
      }),
    ]
  } catch {
    return []
  }
}

function refusal(error: unknown): Error {
  if (error instanceof AppError) return error
  if (error instanceof Error && error.name === 'PasswordException') {
    return unreadableText(
      {
        de: 'Dieses PDF ist mit einem Kennwort verschlüsselt, sein Text lässt sich nicht lesen.',
        en: 'This PDF is encrypted with a password, its text cannot be read.',
      },
      error,
    )
  }
  return damagedPdf(error)
}

function damagedPdf(cause?: unknown): AppError {
  return unreadableText(
    {
      de: 'Dieses PDF ist beschädigt, sein Text lässt sich nicht lesen.',
      en: 'This PDF is damaged, its text cannot be read.',
    },
    cause,
  )
}
