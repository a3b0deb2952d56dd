import { readFile } from 'node:fs/promises'
import { getDocument, version, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'
// @ts-expect-error pdf.js has no types for its other half.
import * as pdfWorker from 'pdfjs-dist/legacy/build/pdf.worker.mjs'

import { MAX_PARTS, partCollector, unreadableText, type FileReading, type OnProgress } from './text-parts'

/** So that pdf.js works on this very thread, which is ours to end, and starts none of its own. */
Object.assign(globalThis, { pdfjsWorker: pdfWorker })

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
    for (let number = 1; number <= pages; number += 1) {
      onProgress(number, pages)
      if (!parts.add(String(number), await pageText(document, number))) break
    }
    if (document.numPages > pages) {
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

/** A damaged page has no text, but does not take it from the others. */
async function pageText(document: PdfDocument, number: number): Promise<string> {
  try {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    page.cleanup()
    return (items as Piece[]).map(({ str = '', hasEOL }) => (hasEOL ? `${str}\n` : str)).join('')
  } catch {
    return ''
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
  if (error instanceof Error && error.name === 'PasswordException') {
    return unreadableText(
      {
        de: 'Dieses PDF ist mit einem Kennwort verschlüsselt, sein Text lässt sich nicht lesen.',
        en: 'This PDF is encrypted with a password, its text cannot be read.',
      },
      error,
    )
  }
  return unreadableText(
    {
      de: 'Dieses PDF ist beschädigt, sein Text lässt sich nicht lesen.',
      en: 'This PDF is damaged, its text cannot be read.',
    },
    error,
  )
}
