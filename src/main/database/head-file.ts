import type { Database } from 'better-sqlite3'
import {
  closeSync,
  constants,
  fdatasync,
  fdatasyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

import { fileAt } from './opened-files'
import { syncFolder, writeSynced } from './sync-file'

/** The end of a history: how many events there are, and the hash of the last. */
export interface Head {
  sequence: number
  hash: string
}

/** One sector of a disk holds it, so that it is never half old and half new. */
const HEAD_BYTES = 128
const SYNC_AFTER_MS = 2_000

export function headPath(libraryPath: string): string {
  return `${libraryPath}-head`
}

/** null where there is none, or none that can be read. */
export function readHead(libraryPath: string): Head | null {
  try {
    const head: unknown = JSON.parse(readFileSync(headPath(libraryPath), 'utf8'))
    return isHead(head) ? head : null
  } catch {
    return null
  }
}

function isHead(value: unknown): value is Head {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sequence' in value &&
    Number.isSafeInteger(value.sequence) &&
    'hash' in value &&
    typeof value.hash === 'string' &&
    value.hash.length === 64
  )
}

/** Puts another head in the place of the one that was there, at once and durably. */
export function replaceHead(libraryPath: string, head: Head): void {
  const path = headPath(libraryPath)
  writeSynced(`${path}.part`, line(head))
  renameSync(`${path}.part`, path)
  syncFolder(dirname(path))
}

function line({ sequence, hash }: Head): string {
  return `${JSON.stringify({ sequence, hash }).padEnd(HEAD_BYTES - 1)}\n`
}

/**
 * The head, kept beside the library, since a hash chain does not notice that its end was cut off. It is written after
 * each commit and so never runs ahead of the library; it is synced a moment later and at the end, because a second
 * sync in each action would cost as much again.
 */
export function headFile(
  libraryPath: string,
  {
    log,
    onSyncFailure,
  }: { log: (message: string, error: unknown) => void; onSyncFailure: (error: unknown) => void },
) {
  const path = headPath(libraryPath)
  let file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600)
  let opened = fileAt(path)
  let timer: NodeJS.Timeout | undefined
  let unwritten: Head | null = null

  /** Where it was taken away, it is made anew. */
  function reopen(head: Head): void {
    replaceHead(libraryPath, head)
    closeSync(file)
    file = openSync(path, constants.O_RDWR)
    opened = fileAt(path)
  }

  function write(head: Head): void {
    unwritten = head
    try {
      if (fileAt(path) !== opened) reopen(head)
      writeSync(file, line(head), 0)
      unwritten = null
      timer ??= setTimeout(sync, SYNC_AFTER_MS).unref()
    } catch (error) {
      // The change itself is saved; only its second witness is not, until the next one.
      log('The head of the history could not be written', error)
    }
  }

  function sync(): void {
    timer = undefined
    fdatasync(file, (error) => {
      if (error && error.code !== 'EBADF') onSyncFailure(error)
    })
  }

  function close(): void {
    if (unwritten && fileAt(path) === opened) write(unwritten)
    clearTimeout(timer)
    try {
      fdatasyncSync(file)
    } catch (error) {
      log('The head of the history could not be synced', error)
    }
    closeSync(file)
  }

  return { write, close }
}

export type HeadFile = ReturnType<typeof headFile>

/**
 * What a history lacks of the head that was once written down; null where nothing is amiss. `lost` is how many of
 * the last events are gone; null when the event is there but is another one.
 */
export function headProblem(db: Database, head: Head | null): { lost: number | null } | null {
  if (head === null || head.sequence === 0) return null
  const found = db
    .prepare<[number], string>('SELECT hash FROM events WHERE sequence = ?')
    .pluck()
    .get(head.sequence)
  if (found === head.hash) return null
  if (found !== undefined) return { lost: null }
  const last = db.prepare<[], number>('SELECT coalesce(max(sequence), 0) FROM events').pluck().get() ?? 0
  return { lost: head.sequence - last }
}

/** The head beside a library as it was before anything was written, and whether the library was closed as it should be. */
export interface HeadAtOpening {
  head: Head | null
  isUnreadable: boolean
  wasClosed: boolean
}

export function headAtOpening(libraryPath: string): HeadAtOpening {
  const head = readHead(libraryPath)
  const isUnreadable = head === null && isWritten(headPath(libraryPath))
  return { head, isUnreadable, wasClosed: sizeOf(`${libraryPath}-wal`) === 0 }
}

/** A power cut may leave a file that has its size and no bytes yet. */
function isWritten(path: string): boolean {
  try {
    return readFileSync(path).some((byte) => byte !== 0)
  } catch {
    return false
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

/** What that head says against the history, in words. `last`: what the history had reached at the opening. */
export function headWords(
  db: Database,
  { head, isUnreadable, wasClosed }: HeadAtOpening,
  last: Head,
): string[] {
  if (isUnreadable) return ['history: the file beside the library that names its last event is damaged']
  const problem = headProblem(db, head)
  if (problem?.lost === null)
    return ['history: its last event is not the one that was written down beside the library']
  if (problem) return [`history: the last events were cut off, missing: ${String(problem.lost)}`]
  // It may be behind after a power cut only: closing a library brings it up.
  const behind = head && wasClosed ? last.sequence - head.sequence : 0
  return behind > 0
    ? [
        `history: the file beside the library names an earlier event as its last, events behind: ${String(behind)}`,
      ]
    : []
}
