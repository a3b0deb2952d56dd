import { AppError } from '#shared/errors'

import type { Origin, StoredBytes } from '#main/database/evidence-file-rows'

import type { EvidenceFolder } from './evidence-folder'

export interface SentFile {
  name: string
  bytes: Buffer
  origin: Origin
}

/** What an import needs of the evidence folder: the bytes that were sent, kept under their hash or given up. */
export function originalFiles(folder: EvidenceFolder) {
  function sent(uploadId: string): SentFile {
    const upload = folder.upload(uploadId)
    if (upload?.receivedBytes !== upload?.expectedBytes || !upload) throw notThere()
    return { name: upload.name, bytes: folder.sent(upload), origin: upload.origin }
  }

  function lay(name: string, bytes: Uint8Array, origin: Origin): string {
    const uploadId = folder.begin(name, bytes.length, origin)
    const upload = folder.upload(uploadId)
    if (!upload) throw new Error('What was begun is there')
    try {
      folder.append(upload, bytes)
      folder.seal(upload)
    } catch (error) {
      folder.cancel(uploadId)
      throw error
    }
    return uploadId
  }

  async function keepSent(uploadId: string): Promise<StoredBytes> {
    const upload = folder.upload(uploadId)
    if (!upload) throw notThere()
    return folder.finish(uploadId, upload)
  }

  async function keepBytes(name: string, bytes: Uint8Array, origin: Origin): Promise<StoredBytes> {
    const uploadId = lay(name, bytes, origin)
    return keepSent(uploadId).catch((error: unknown) => {
      folder.cancel(uploadId)
      throw error
    })
  }

  return { sent, lay, keepSent, keepBytes, giveUp: folder.cancel }
}

function notThere(): AppError {
  return new AppError('not_found', {
    de: 'Diese Datei ist nicht (mehr) ganz hier. Nichts wurde gespeichert. Wählen Sie sie noch einmal.',
    en: 'This file is not (any more) here as a whole. Nothing was stored. Choose it again.',
  })
}
