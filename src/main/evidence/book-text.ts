import { decodeBytes } from '#main/documents/decode-bytes'
import { openZip } from '#main/documents/zip-gate'

import { htmlText } from './html-text'
import { partCollector, type FileReading } from './text-parts'

const MAX_CHAPTER_BYTES = 20 * 1024 * 1024

/** Chapters of an e-book in the order of their file names; nothing of it is run or followed. */
export async function readBook(path: string): Promise<FileReading> {
  const zip = await openZip(path)
  try {
    const parts = partCollector()
    const chapters = zip.names.filter((name) => /\.x?html?$/i.test(name))
    for (const name of chapters) {
      const { title, text } = htmlText(decodeBytes(await zip.read(name, MAX_CHAPTER_BYTES)))
      if (!parts.add((title === '' ? name : title).slice(0, 500), text)) break
    }
    return parts.reading('parse5', {
      de: 'In diesem E-Book steht kein Text.',
      en: 'There is no text in this e-book.',
    })
  } finally {
    zip.close()
  }
}
