import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'

/** Seen from a part of the built program, from its threads, and from this file where nothing is built. */
const FOLDERS = ['../../renderer/pdf', '../renderer/pdf', '../../../node_modules/pdfjs-dist']

/**
 * Where the character maps and standard fonts of pdf.js lie: beside the built window, else in its package. Without them the
 * words of many Chinese, Japanese and Korean documents are lost.
 */
function pdfFolder(): string | undefined {
  return FOLDERS.map((folder) => join(import.meta.dirname, folder)).find((folder) =>
    existsSync(join(folder, 'cmaps')),
  )
}

/** What pdf.js has to be told about them. It reads them from the disk, by names of its own. */
export function pdfFiles(): { cMapUrl?: string; standardFontDataUrl?: string } {
  const folder = pdfFolder()
  if (folder === undefined) return {}
  return {
    cMapUrl: join(folder, 'cmaps') + sep,
    standardFontDataUrl: join(folder, 'standard_fonts') + sep,
  }
}
