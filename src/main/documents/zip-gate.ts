import { buffer } from 'node:stream/consumers'
import { fromBufferPromise, openPromise, type Entry, type ZipFile } from 'yauzl'

import { AppError, type Words } from '#shared/errors'

import { unreadable } from './unreadable'

/** One gate for everything that is a zip inside: Office files, e-books, web archives. */
export interface OpenZip {
  /** Names of all entries, in the order of the directory. */
  names: readonly string[]
  has(name: string): boolean
  /** Bytes of an entry, at most `limit` of them, counted while inflating. */
  read(name: string, limit?: number): Promise<Buffer>
  stream(name: string): Promise<NodeJS.ReadableStream>
  close(): void
}

export const MAX_ENTRIES = 20_000
export const MAX_RATIO = 200
/** Below this a high ratio does no harm: repeated words compress well. */
const RATIO_COUNTS_FROM_BYTES = 10 * 1024 * 1024
const MAX_ENTRY_BYTES = 500 * 1024 * 1024
const MAX_TOTAL_BYTES = 2 * 1024 * 1024 * 1024
const FILE_TYPE_MASK = 0o170000
const SYMLINK = 0o120000

const TYPES_BY_ENTRY: readonly (readonly [name: RegExp, mediaType: string])[] = [
  [/^word\/document\d*\.xml$/, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  [/^xl\/workbook\.(?:xml|bin)$/, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  [/^ppt\/presentation\.xml$/, 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  [/^datapackage\.json$/, 'application/wacz'],
]

/** Opens a zip by its path or bytes, or refuses it with the reason in words. Only its directory is read. */
export async function openZip(source: string | Buffer): Promise<OpenZip> {
  const zip = await opened(source, false).catch((error: unknown) => Promise.reject(damaged(error)))
  try {
    const entries = await readEntries(zip)
    return {
      names: [...entries.keys()],
      has: (name) => entries.has(name),
      read: async (name, limit = MAX_ENTRY_BYTES) => {
        const entry = entries.get(name)
        if (!entry) throw missing(name)
        if (entry.uncompressedSize > limit) throw tooLarge(name, limit)
        // The declared size is checked against the real one while inflating: no more than that ever comes out.
        return zip
          .openReadStreamPromise(entry)
          .then(buffer)
          .catch((error: unknown) => Promise.reject(damaged(error)))
      },
      stream: (name) => {
        const entry = entries.get(name)
        return entry ? zip.openReadStreamPromise(entry) : Promise.reject(missing(name))
      },
      close: () => {
        zip.close()
      },
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

/** What a zip is by what lies in it; 'application/zip' when that says nothing or cannot be read. */
export async function zipMediaType(source: string | Buffer): Promise<string> {
  try {
    const zip = await opened(source, true)
    let seen = 0
    for await (const { fileName } of zip.eachEntry()) {
      const found = TYPES_BY_ENTRY.find(([name]) => name.test(fileName))
      if (found) return found[1]
      seen += 1
      if (seen >= MAX_ENTRIES) break
    }
  } catch {
    // Whatever is wrong with it: it is stored as the zip its first bytes say it is.
  }
  return 'application/zip'
}

function opened(source: string | Buffer, autoClose: boolean): Promise<ZipFile> {
  const options = { autoClose, strictFileNames: true }
  return typeof source === 'string' ? openPromise(source, options) : fromBufferPromise(source, options)
}

async function readEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MAX_ENTRIES) throw tooMany()
  const entries = new Map<string, Entry>()
  const seen = new Set<string>()
  let total = 0
  try {
    for await (const entry of zip.eachEntry()) {
      total += entry.uncompressedSize
      refuseEntry(entry, seen, total)
      entries.set(entry.fileName, entry)
    }
  } catch (error) {
    throw error instanceof AppError ? error : damaged(error)
  }
  refuseOverlaps([...entries.values()])
  return entries
}

function refuseEntry(entry: Entry, seen: Set<string>, total: number): void {
  const { fileName, compressedSize, uncompressedSize } = entry
  const mode = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK
  const key = fileName.normalize('NFC').toLowerCase()
  if (seen.size >= MAX_ENTRIES) throw tooMany()
  if (seen.has(key)) {
    throw refused({ de: `„${shown(fileName)}“ kommt doppelt vor`, en: `"${shown(fileName)}" occurs twice` })
  }
  seen.add(key)
  if (mode === SYMLINK) {
    throw refused({
      de: `„${shown(fileName)}“ ist eine Verknüpfung`,
      en: `"${shown(fileName)}" is a symbolic link`,
    })
  }
  if (entry.isEncrypted())
    throw refused({ de: 'der Inhalt ist verschlüsselt', en: 'its content is encrypted' })
  if (
    uncompressedSize > RATIO_COUNTS_FROM_BYTES &&
    uncompressedSize / Math.max(1, compressedSize) > MAX_RATIO
  ) {
    throw refused({
      de: `„${shown(fileName)}“ ist mehr als ${String(MAX_RATIO)}-fach gepackt`,
      en: `"${shown(fileName)}" is packed more than ${String(MAX_RATIO)} times`,
    })
  }
  if (total > MAX_TOTAL_BYTES)
    throw refused({ de: 'ausgepackt hat es mehr als 2 GB', en: 'unpacked it has more than 2 GB' })
}

/** Entries that share bytes make a small file unpack to a huge one. */
function refuseOverlaps(entries: Entry[]): void {
  let end = 0
  for (const entry of entries.sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)) {
    if (entry.relativeOffsetOfLocalHeader < end) {
      throw refused({ de: 'Einträge liegen übereinander', en: 'entries overlap' })
    }
    end = entry.relativeOffsetOfLocalHeader + 30 + entry.compressedSize
  }
}

function shown(name: string): string {
  return name.replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '').slice(0, 80)
}

function missing(name: string): AppError {
  return refused({ de: `„${name}“ fehlt darin`, en: `"${name}" is missing in it` })
}

function tooLarge(name: string, limit: number): AppError {
  const megabytes = String(Math.round(limit / 1024 / 1024))
  return refused({
    de: `„${shown(name)}“ hat ausgepackt mehr als ${megabytes} MB`,
    en: `"${shown(name)}" unpacked has more than ${megabytes} MB`,
  })
}

function tooMany(): AppError {
  return refused({
    de: `es hat mehr als ${MAX_ENTRIES.toLocaleString('de')} Einträge`,
    en: `it has more than ${MAX_ENTRIES.toLocaleString('en')} entries`,
  })
}

function refused(why: Words, cause?: unknown): AppError {
  return unreadable(
    {
      de: `Der Text dieses Archivs wird nicht gelesen: ${why.de}.`,
      en: `The text of this archive is not read: ${why.en}.`,
    },
    cause,
  )
}

function damaged(cause: unknown): AppError {
  return refused(
    {
      de: 'es ist beschädigt oder gibt falsche Namen oder Größen an',
      en: 'it is damaged or lies about names or sizes',
    },
    cause,
  )
}
