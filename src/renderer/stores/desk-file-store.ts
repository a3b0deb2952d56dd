import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'

import type { Input, Output } from '#shared/contract'
import type { EvidenceFile } from '#shared/model'
import { CallError } from '#shared/rpc'

import { useCall } from '../api'
import type { FileIntegrity } from '../components/desk/FileLine.vue'
import { useRecord } from './saved-store'

/** What one call takes, before base64. */
const CHUNK_BYTES = 2 * 1024 * 1024
/** Files in one call. */
const MAX_COMPARED = 1_000

/** Where the bytes of a file come from, as the person says. */
export type FileOrigin = Pick<Input<'evidenceFiles.begin'>, 'method' | 'sourceUrl' | 'archiveUrl'>

interface Piece {
  bytes: Uint8Array<ArrayBuffer>
  end: boolean
}

/** Evidence files: taking them in piece by piece, reading them back, and whether they are what they were. */
export const useDeskFileStore = defineStore('desk-files', () => {
  const call = useCall()
  const record = useRecord()
  const integrity = shallowReactive(new Map<string, FileIntegrity>())

  /** Stores a file under its SHA-256. `onProgress` gets the bytes sent so far. */
  async function store(
    file: File,
    {
      origin = {},
      onProgress,
      signal,
    }: { origin?: FileOrigin; onProgress: (bytes: number) => void; signal: AbortSignal },
  ): Promise<EvidenceFile> {
    const { uploadId } = await record('evidenceFiles.begin', {
      name: file.name,
      sizeInBytes: file.size,
      ...origin,
    })
    try {
      for (let at = 0; at < file.size; at += CHUNK_BYTES) {
        const bytes = await base64Of(file.slice(at, at + CHUNK_BYTES))
        if (signal.aborted) throw new CallError('cancelled', '')
        onProgress((await record('evidenceFiles.append', { uploadId, bytes })).receivedBytes)
      }
      return await record('evidenceFiles.finish', { uploadId })
    } catch (error) {
      await call('evidenceFiles.cancel', { uploadId }).catch(() => undefined)
      throw error
    }
  }

  /** Bytes from an offset on, as many as one reply carries. */
  async function readFrom(hash: string, offset: number): Promise<Piece> {
    const { bytes, end } = await call('evidenceFiles.read', { hash, offset })
    const piece = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0))
    return { bytes: piece, end: end || piece.length === 0 }
  }

  async function read(
    { hash, mediaType }: Pick<EvidenceFile, 'hash' | 'mediaType'>,
    isWanted: () => boolean = () => true,
  ): Promise<Blob> {
    const parts: Uint8Array<ArrayBuffer>[] = []
    for (let offset = 0, isDone = false; !isDone && isWanted();) {
      const { bytes, end } = await readFrom(hash, offset)
      parts.push(bytes)
      offset += bytes.length
      isDone = end
    }
    return new Blob(parts, { type: mediaType })
  }

  function integrityOf(file: EvidenceFile): FileIntegrity {
    return integrity.get(file.hash) ?? 'checking'
  }

  /** Whether files are what was stored. Once per window, in one call for all that are shown together. */
  async function check(files: readonly Pick<EvidenceFile, 'hash'>[]): Promise<void> {
    const hashes = [...new Set(files.map(({ hash }) => hash))].filter((hash) => !integrity.has(hash))
    if (hashes.length === 0) return
    for (const hash of hashes) integrity.set(hash, 'checking')
    try {
      for (const compared of await call('evidenceFiles.compare', { hashes: hashes.slice(0, MAX_COMPARED) })) {
        integrity.set(compared.hash, integrityIn(compared))
      }
    } finally {
      for (const hash of hashes) if (integrity.get(hash) === 'checking') integrity.set(hash, 'not checked')
    }
  }

  /** What a check has found meanwhile. */
  function remember(found: { hash: string; foundHash: string | null }): void {
    integrity.set(found.hash, integrityIn({ ...found, readNow: true }))
  }

  /** Offers the file for saving. It is never opened here. */
  async function save(file: Pick<EvidenceFile, 'hash' | 'mediaType' | 'name'>): Promise<void> {
    const blob = await read(file)
    const url = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }))
    const link = document.createElement('a')
    link.href = url
    link.download = file.name
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  }

  return { store, readFrom, read, integrityOf, check, remember, save }
})

function integrityIn({ hash, foundHash, readNow }: Output<'evidenceFiles.compare'>[number]): FileIntegrity {
  if (foundHash === null) return 'missing'
  if (foundHash !== hash) return { changedTo: foundHash }
  return readNow ? 'unchanged' : 'not checked'
}

export function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read.'))
    reader.readAsDataURL(blob)
  })
}
