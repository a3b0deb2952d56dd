import { MAX_CHUNK_BYTES } from '#shared/contract'
import { AppError } from '#shared/errors'

import { notFound } from '#main/database/article-desk'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { evidenceFileQueries } from './evidence-file-queries'
import type { EvidenceFolder } from './evidence-folder'

type FileHandlers = Pick<
  Handlers,
  | 'evidenceFiles.begin'
  | 'evidenceFiles.append'
  | 'evidenceFiles.finish'
  | 'evidenceFiles.cancel'
  | 'evidenceFiles.read'
>

export function evidenceFileService({
  db,
  now,
  personId,
  change,
  folder,
}: ServiceContext & { folder: EvidenceFolder }): FileHandlers {
  const queries = evidenceFileQueries(db)

  const upload = (uploadId: string) => {
    const found = folder.upload(uploadId)
    if (!found) throw notFound('Diese Übertragung', 'This upload')
    return found
  }

  const storedFile = (hash: string) => {
    const found = queries.one(hash)
    if (!found) throw notFound('Diese Belegdatei', 'This evidence file')
    return found
  }

  return {
    'evidenceFiles.begin': ({ name, sizeInBytes }) => ({
      uploadId: folder.begin(baseName(name), sizeInBytes),
    }),

    'evidenceFiles.append': ({ uploadId, bytes }) => {
      const found = upload(uploadId)
      const chunk = Buffer.from(bytes, 'base64')
      if (chunk.length > MAX_CHUNK_BYTES) throw chunkTooLarge()
      if (found.receivedBytes + chunk.length > found.expectedBytes) {
        folder.cancel(uploadId)
        throw otherSize(found.expectedBytes)
      }
      try {
        folder.append(found, chunk)
      } catch (error) {
        folder.cancel(uploadId)
        throw error
      }
      return { receivedBytes: found.receivedBytes }
    },

    'evidenceFiles.finish': ({ uploadId }) => {
      const found = upload(uploadId)
      if (found.receivedBytes !== found.expectedBytes) {
        folder.cancel(uploadId)
        throw otherSize(found.expectedBytes)
      }
      const stored = folder.finish(uploadId, found)
      const known = queries.one(stored.hash)
      if (known) return known
      change({ action: 'evidenceFile.stored', facts: { name: stored.name, hash: stored.hash } }, (rows) => {
        rows.insert('evidence_files', {
          id: stored.hash,
          name: stored.name,
          size_in_bytes: stored.sizeInBytes,
          media_type: stored.mediaType,
          captured_by: personId(),
          captured_at: now().toISOString(),
        })
      })
      return storedFile(stored.hash)
    },

    'evidenceFiles.cancel': ({ uploadId }) => {
      folder.cancel(uploadId)
      return { done: true }
    },

    'evidenceFiles.read': ({ hash, offset }) => {
      const file = storedFile(hash)
      const bytes = folder.read(hash, offset, MAX_CHUNK_BYTES)
      return { file, bytes: bytes.toString('base64'), end: offset + bytes.length >= file.sizeInBytes }
    },
  }
}

/** A file name for people: no path, no control characters. It never names a place on this disk. */
function baseName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const clean = last
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .trim()
  return clean === '' || clean === '.' || clean === '..' ? 'file' : clean
}

function chunkTooLarge(): AppError {
  return new AppError('invalid_input', {
    de: 'Ein Stück darf höchstens 2 MiB haben. Teilen Sie die Datei in kleinere Stücke.',
    en: 'A chunk may have at most 2 MiB. Send the file in smaller chunks.',
  })
}

function otherSize(expectedBytes: number): AppError {
  return new AppError('unreadable', {
    de: `Die Datei hat nicht die angekündigte Größe von ${String(expectedBytes)} Bytes. Nichts wurde abgelegt. Bitte die Datei noch einmal wählen.`,
    en: `The file does not have the announced size of ${String(expectedBytes)} bytes. Nothing was stored. Please choose the file again.`,
  })
}
