import { BrowserWindow } from 'electron'
import { randomUUID } from 'node:crypto'

import type { PrintPdf } from '#main/core'

import { notPrinted } from '../print-pdf'
import { WINDOW_URL } from './window-origin'

const PRINT_PATH = '/print/'

/** Prints documents through a window that nobody sees and in which nothing runs. */
export function windowPrinter(): { printPdf: PrintPdf; pageAt: (path: string) => string | null } {
  /** What is being printed, by the path its window loads. */
  const pages = new Map<string, string>()

  async function printPdf(html: string, signal: AbortSignal): Promise<Buffer> {
    const path = `${PRINT_PATH}${randomUUID()}`
    pages.set(path, html)
    const window = new BrowserWindow({
      show: false,
      webPreferences: {
        javascript: false,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        devTools: false,
      },
    })
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('Nobody wants it any more')), { once: true })
    })
    try {
      await Promise.race([stopped, window.loadURL(new URL(path, WINDOW_URL).href)])
      const printing = window.webContents.printToPDF({
        // Page size, running head and page numbers stand in the document's own style sheet.
        preferCSSPageSize: true,
        printBackground: true,
        generateTaggedPDF: true,
        generateDocumentOutline: true,
      })
      return await Promise.race([stopped, printing])
    } catch (cause) {
      throw notPrinted(cause)
    } finally {
      pages.delete(path)
      if (!window.isDestroyed()) window.destroy()
    }
  }

  return { printPdf, pageAt: (path) => pages.get(path) ?? null }
}
