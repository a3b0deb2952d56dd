import { readFile } from 'node:fs/promises'

import { damagedPdf, openPdf, PDF_TOOL, pdfRefusal } from '#main/documents/open-pdf'

import { MAX_PARTS, partCollector, type FileReading, type OnProgress } from './text-parts'

/** After so many damaged pages one after the other, no more are tried. */
const MAX_DAMAGED_IN_ROW = 50

interface Piece {
  str?: string
  hasEOL?: boolean
}

export async function readPdf(path: string, onProgress: OnProgress): Promise<FileReading> {
  const task = openPdf(new Uint8Array(await readFile(path)))
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
      PDF_TOOL,
      {
        de: 'Dieses PDF hat keinen Text: Seine Seiten sind Bilder.',
        en: 'This PDF has no text: it is a picture of pages.',
      },
      await documentData(document),
    )
  } catch (error) {
    throw pdfRefusal(error)
  } finally {
    await task.destroy()
  }
}

type PdfDocument = Awaited<ReturnType<typeof openPdf>['promise']>

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
