import { MAX_ARTICLE_FILE_BYTES, MAX_FILES_AT_ONCE } from '#shared/limits'
import { AppError } from '#shared/errors'

import { openZip, zipMediaType } from '#main/documents/zip-gate'

export interface PackedFile {
  path: string
  bytes: Buffer
}

const MAX_UNPACKED_BYTES = 500 * 1024 * 1024

/** Whether this is an archive of files, and not a document that is a zip inside. */
export async function isArchive(bytes: Buffer): Promise<boolean> {
  return (
    bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04' &&
    (await zipMediaType(bytes)) === 'application/zip'
  )
}

/** The files of an archive, one after the other, within limits that its message names. */
export async function* packedFiles(bytes: Buffer): AsyncGenerator<PackedFile> {
  const zip = await openZip(bytes)
  try {
    const paths = zip.names.filter((name) => !name.endsWith('/'))
    if (paths.length > MAX_FILES_AT_ONCE) throw tooMany(paths.length)
    let total = 0
    for (const path of paths) {
      const file = await zip.read(path, MAX_ARTICLE_FILE_BYTES)
      total += file.length
      if (total > MAX_UNPACKED_BYTES) throw tooMuch()
      yield { path, bytes: file }
    }
  } finally {
    zip.close()
  }
}

function tooMany(count: number): AppError {
  const [de, en] = ['de', 'en'].map((language) => count.toLocaleString(language))
  const limit = String(MAX_FILES_AT_ONCE)
  return new AppError('unreadable', {
    de: `In diesem Archiv liegen ${String(de)} Dateien, auf einmal gehen ${limit}. Nichts wurde gespeichert. Packen Sie es in mehrere Archive.`,
    en: `There are ${String(en)} files in this archive; ${limit} can be imported at a time. Nothing was stored. Pack it into several archives.`,
  })
}

function tooMuch(): AppError {
  const limit = String(MAX_UNPACKED_BYTES / 1024 / 1024)
  return new AppError('unreadable', {
    de: `Ausgepackt hat dieses Archiv mehr als ${limit} MB. Nichts wurde gespeichert. Packen Sie es in mehrere Archive.`,
    en: `Unpacked, this archive has more than ${limit} MB. Nothing was stored. Pack it into several archives.`,
  })
}
