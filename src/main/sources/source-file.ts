import iconv from 'iconv-lite'

import { AppError } from '#shared/errors'
import { MAX_SOURCE_ENTRIES, MAX_SOURCE_FILE_BYTES } from '#shared/limits'

import { looksLikeBibtex, readBibtex, writeBibtex } from './bibtex'
import { readCslJson, writeCslJson } from './csl-json'
import type { Entry, ReadEntries } from './entries'
import { looksLikeRis, readRis, writeRis } from './ris'

export type SourceFormat = 'bibtex' | 'ris' | 'csl-json'

/** A file of sources as text or bytes. Throws AppError('unreadable') with words; nothing is half read. */
export function readSourceFile(
  given: { text?: string | undefined; bytes?: Uint8Array | undefined },
  asked: SourceFormat | 'auto',
): ReadEntries & { format: SourceFormat } {
  const size = given.bytes?.length ?? Buffer.byteLength(given.text ?? '')
  if (size > MAX_SOURCE_FILE_BYTES) throw tooLarge(size)
  const text = (given.bytes ? decode(given.bytes) : (given.text ?? '')).replace(/^\ufeff/, '')
  const format = asked === 'auto' ? guess(text) : asked
  if (format === null) throw unknownFormat()
  const read = format === 'csl-json' ? readCslJson(text) : format === 'ris' ? readRis(text) : readBibtex(text)
  if (!read || (read.entries.length === 0 && read.problems.length === 0)) throw nothingIn(format)
  if (read.entries.length + read.problems.filter(({ field }) => field === null).length > MAX_SOURCE_ENTRIES)
    throw tooMany()
  return { ...read, format }
}

function guess(text: string): SourceFormat | null {
  if (/^\s*[[{]/.test(text)) return 'csl-json'
  if (looksLikeRis(text)) return 'ris'
  return looksLikeBibtex(text) ? 'bibtex' : null
}

/** UTF-8, or as old programs on Windows write it. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return iconv.decode(Buffer.from(bytes), 'utf-16le')
  if (first === 0xfe && second === 0xff) return iconv.decode(Buffer.from(bytes), 'utf-16be')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return iconv.decode(Buffer.from(bytes), 'windows-1252')
  }
}

interface WrittenFile {
  extension: string
  mediaType: string
  content: string
}

export function writeSourceFile(entries: readonly Entry[], format: SourceFormat): WrittenFile {
  switch (format) {
    case 'bibtex':
      return { extension: 'bib', mediaType: 'application/x-bibtex', content: writeBibtex(entries) }
    case 'ris':
      return {
        extension: 'ris',
        mediaType: 'application/x-research-info-systems',
        content: writeRis(entries),
      }
    case 'csl-json':
      return {
        extension: 'json',
        mediaType: 'application/vnd.citationstyles.csl+json',
        content: writeCslJson(entries),
      }
  }
}

const NAME: Record<SourceFormat, string> = { bibtex: 'BibTeX', ris: 'RIS', 'csl-json': 'CSL-JSON' }
const MEBIBYTE = 1024 * 1024

function tooLarge(size: number): AppError {
  const [is, limit] = [size / MEBIBYTE, MAX_SOURCE_FILE_BYTES / MEBIBYTE]
  return new AppError('unreadable', {
    de: `Die Datei hat ${is.toFixed(1).replace('.', ',')} MiB, Quellen werden bis ${String(limit)} MiB gelesen. Nichts wurde übernommen. Teilen Sie die Datei.`,
    en: `The file has ${is.toFixed(1)} MiB, sources are read up to ${String(limit)} MiB. Nothing was taken over. Split the file.`,
  })
}

function tooMany(): AppError {
  const limit = MAX_SOURCE_ENTRIES
  return new AppError('unreadable', {
    de: `Die Datei hat mehr als ${limit.toLocaleString('de-DE')} Einträge. Nichts wurde übernommen. Teilen Sie die Datei.`,
    en: `The file has more than ${limit.toLocaleString('en-GB')} entries. Nothing was taken over. Split the file.`,
  })
}

function unknownFormat(): AppError {
  return new AppError('unreadable', {
    de: 'Das ist weder BibTeX noch RIS noch CSL-JSON. Nichts wurde übernommen. Exportieren Sie die Quellen in einem dieser Formate.',
    en: 'This is neither BibTeX nor RIS nor CSL-JSON. Nothing was taken over. Export the sources in one of these formats.',
  })
}

function nothingIn(format: SourceFormat): AppError {
  return new AppError('unreadable', {
    de: `Darin steht keine Quelle, die sich als ${NAME[format]} lesen lässt. Nichts wurde übernommen. Prüfen Sie Datei und Format.`,
    en: `There is no source in it that can be read as ${NAME[format]}. Nothing was taken over. Check the file and its format.`,
  })
}
