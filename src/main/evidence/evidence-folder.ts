import { createHash, randomUUID, type Hash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { setTimeout } from 'node:timers/promises'

import { AppError, codeOf } from '#shared/errors'

import { diskIsFull, freeBytes } from '#main/database/free-space'
import type { Origin, StoredBytes } from '#main/database/evidence-file-rows'
import { giveUpFile, makeFolder, syncFolder } from '#main/database/sync-file'
import { HEAD_BYTES, mediaType } from '#main/documents/media-type'
import { zipMediaType } from '#main/documents/zip-gate'

const HASH = /^[0-9a-f]{64}$/
/** Folders of what is on its way in or out. */
const PASSING = new Set(['incoming', 'outgoing'])

/** Read at once, after which others have their turn. */
const READ_BYTES = 1024 * 1024

interface Upload {
  name: string
  origin: Origin
  path: string
  /** null once all of it is written. */
  file: number | null
  hash: Hash
  head: Buffer
  receivedBytes: number
  expectedBytes: number
}

/**
 * Stored bytes, each file named by its SHA-256. Written to a temporary file, synced, renamed, folder synced: a row in
 * the library never names bytes that are not on the disk. `refuse` throws where nothing may be written.
 */
export function evidenceFolder(root: string, refuse: () => void) {
  const incoming = join(root, 'incoming')
  const uploads = new Map<string, Upload>()

  const pathOf = (hash: string) => join(root, hash.slice(0, 2), hash)

  /** What an earlier run left half done belongs to no row. */
  function sweep(): void {
    rmSync(incoming, { recursive: true, force: true })
  }

  function begin(name: string, expectedBytes: number, origin: Origin): string {
    refuse()
    const free = freeBytes(root)
    if (free < expectedBytes) throw noRoom(baseName(name), expectedBytes, free)
    makeFolder(incoming)
    const uploadId = randomUUID()
    const path = join(incoming, uploadId)
    uploads.set(uploadId, {
      name: baseName(name),
      origin,
      path,
      file: openSync(path, 'wx', 0o600),
      hash: createHash('sha256'),
      head: Buffer.alloc(0),
      receivedBytes: 0,
      expectedBytes,
    })
    return uploadId
  }

  function append(upload: Upload, bytes: Uint8Array): void {
    if (upload.file === null) throw new Error('Nothing is added to what was written whole')
    let written = 0
    while (written < bytes.length) written += writeSync(upload.file, bytes, written)
    upload.hash.update(bytes)
    if (upload.head.length < HEAD_BYTES) {
      upload.head = Buffer.concat([upload.head, bytes]).subarray(0, HEAD_BYTES)
    }
    upload.receivedBytes += bytes.length
  }

  function seal(upload: Upload): void {
    if (upload.file === null) return
    fsyncSync(upload.file)
    closeSync(upload.file)
    upload.file = null
  }

  async function finish(uploadId: string, upload: Upload): Promise<StoredBytes> {
    seal(upload)
    const seen = mediaType(upload.head)
    const type = seen === 'application/zip' ? await zipMediaType(upload.path) : seen
    const hash = upload.hash.copy().digest('hex')
    const target = pathOf(hash)
    const isThere = existsSync(target)
    // The same bytes again are also the way to mend a damaged file.
    const wasDamaged = isThere && (await hashOf(hash)) !== hash
    if (wasDamaged) setAside(hash)
    if (isThere && !wasDamaged) rmSync(upload.path)
    else {
      makeFolder(dirname(target))
      chmodSync(upload.path, 0o400)
      renameSync(upload.path, target)
    }
    // Also where it is there already: whoever laid it there may have been killed before its name was on the disk.
    syncFolder(dirname(target))
    syncFolder(root)
    // Until here it can be tried again.
    uploads.delete(uploadId)
    return { hash, name: upload.name, sizeInBytes: upload.receivedBytes, mediaType: type }
  }

  /** Bytes that were sent whole and are not stored yet. Many can wait for a person, so none stays open. */
  function sent(upload: Upload): Buffer {
    seal(upload)
    return readFileSync(upload.path)
  }

  /** What stands in the place of a file and is not it: kept beside, in case somebody meant it. */
  function setAside(hash: string): void {
    if (!existsSync(pathOf(hash))) return
    rmSync(`${pathOf(hash)}.changed`, { recursive: true, force: true })
    renameSync(pathOf(hash), `${pathOf(hash)}.changed`)
  }

  function putBack(hash: string): void {
    if (existsSync(`${pathOf(hash)}.changed`)) renameSync(`${pathOf(hash)}.changed`, pathOf(hash))
  }

  function remove(hash: string): void {
    rmSync(pathOf(hash), { force: true })
  }

  /**
   * What lies here and is neither one of these files nor one that a row may have named: those are called by their hash,
   * and what was changed, or half copied, stands beside.
   */
  async function strangers(hashes: ReadonlySet<string>): Promise<string[]> {
    if (!existsSync(root)) return []
    const found: string[] = []
    for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
      if (entry.isDirectory()) continue
      const path = join(entry.parentPath, entry.name)
      const [place = ''] = relative(root, path).split(sep)
      if (PASSING.has(place)) continue
      const hash = entry.name.replace(/\.(?:changed|part)$/, '')
      const isNamed = entry.isFile() && HASH.test(hash) && path.startsWith(pathOf(hash))
      const isProven = hashes.has(entry.name) || hash !== entry.name || (await hashOf(hash)) === hash
      if (!isNamed || !isProven) found.push(relative(root, path))
    }
    return found
  }

  function cancel(uploadId: string): void {
    const upload = uploads.get(uploadId)
    if (!upload) return
    uploads.delete(uploadId)
    try {
      if (upload.file !== null) closeSync(upload.file)
    } finally {
      giveUpFile(upload.path)
    }
  }

  /** At most `length` bytes from `offset`; fewer at the end of the file. */
  function read(hash: string, offset: number, length: number): Buffer {
    const file = openSync(pathOf(hash), 'r')
    try {
      const bytes = Buffer.alloc(length)
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset))
    } finally {
      closeSync(file)
    }
  }

  /** null when the bytes are gone: the file is missing, or the disk no longer gives them back. */
  async function hashOf(
    hash: string,
    {
      signal,
      pauseMs = 0,
      onBytes,
    }: {
      signal?: AbortSignal | undefined
      /** After each megabyte. */
      pauseMs?: number
      onBytes?: (count: number) => void
    } = {},
  ): Promise<string | null> {
    const digest = createHash('sha256')
    const options = { highWaterMark: READ_BYTES, ...(signal && { signal }) }
    try {
      for await (const bytes of createReadStream(pathOf(hash), options)) {
        const piece = bytes as Buffer // No encoding is set.
        digest.update(piece)
        onBytes?.(piece.length)
        if (pauseMs > 0) await setTimeout(pauseMs, undefined, signal && { signal })
      }
    } catch (error) {
      if (isGone(error)) return null
      throw error
    }
    return digest.digest('hex')
  }

  return {
    begin,
    append,
    seal,
    sent,
    finish,
    cancel,
    read,
    hashOf,
    setAside,
    putBack,
    remove,
    pathOf,
    strangers,
    sweep,
    upload: (uploadId: string) => uploads.get(uploadId),
    close: () => {
      for (const uploadId of [...uploads.keys()]) cancel(uploadId)
    },
  }
}

export type EvidenceFolder = ReturnType<typeof evidenceFolder>

function noRoom(name: string, neededBytes: number, free: number): AppError {
  const full = diskIsFull(neededBytes, free)
  return new AppError('not_saved', {
    de: `${full.de} „${name}“ ist nicht gespeichert. Geben Sie Platz frei und wählen Sie die Datei noch einmal.`,
    en: `${full.en} "${name}" is not saved. Free some space and choose the file again.`,
  })
}

/** Not among them is what passes by itself, such as too many open files. */
function isGone(error: unknown): boolean {
  return ['ENOENT', 'EISDIR', 'EIO'].includes(codeOf(error))
}

/** A file name for people: no path, no control characters. It never names a place on this disk. */
function baseName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const clean = last
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .trim()
  return clean === '' || clean === '.' || clean === '..' ? 'file' : clean
}
