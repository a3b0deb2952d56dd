import type { Database } from 'better-sqlite3'
import {
  closeSync,
  constants,
  existsSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

import { canonicalJson, type Json } from './canonical-json'
import type { Head } from './head-file'
import {
  allRowStatements,
  applyChange,
  EVENT_COLUMNS,
  eventHash,
  GENESIS_HASH,
  INSERT_EVENT,
  readEvent,
  storedEvent,
  upgradedChange,
  type EventWriter,
  type HistoryEvent,
  type StoredEvent,
} from './history'
import { fileAt } from './opened-files'
import { addScales, scalesOf } from './scales'
import { isSyncFailure, syncFolder } from './sync-file'

/** Room is taken ahead in pieces of this size: to sync bytes where a file has some already costs a third. */
const AHEAD_BYTES = 1024 * 1024
const READ_BYTES = 1024 * 1024
const LINE_END = 0x0a

/**
 * Every event once more, beside the library: one line of canonical JSON each, which its own hash proves. When the library
 * is gone or cannot be read, this and the evidence files are all that it was. Not `-journal`: SQLite takes a file of that
 * name for its own.
 */
export function journalPath(libraryPath: string): string {
  return `${libraryPath}-events`
}

/** The events of a journal whose lines are as they were written. What is damaged is left out. */
export function* readJournal(path: string): Generator<HistoryEvent> {
  if (!existsSync(path)) return
  for (const line of lines(path)) {
    const event = parsed(line)
    if (event) yield event
  }
}

function parsed(line: Buffer): HistoryEvent | null {
  try {
    const event = JSON.parse(line.toString('utf8')) as HistoryEvent
    return eventHash(event) === event.hash ? event : null
  } catch {
    return null
  }
}

/** Its lines, and last what follows on the last one: room that was taken ahead is zeros, else it is torn off. */
function* lines(path: string): Generator<Buffer> {
  const file = openSync(path, 'r')
  try {
    const piece = Buffer.alloc(READ_BYTES)
    let begun: Buffer[] = []
    for (;;) {
      const size = readSync(file, piece)
      if (size === 0) break
      let from = 0
      for (let to = piece.indexOf(LINE_END); to !== -1 && to < size; to = piece.indexOf(LINE_END, from)) {
        yield Buffer.concat([...begun, piece.subarray(from, to)])
        begun = []
        from = to + 1
      }
      if (from < size) begun.push(Buffer.from(piece.subarray(from, size)))
    }
    const rest = Buffer.concat(begun)
    if (rest.some((byte) => byte !== 0)) yield rest
  } finally {
    closeSync(file)
  }
}

/** The last whole event of a journal and where its line ends. */
function tail(path: string): { last: HistoryEvent | null; end: number } {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    for (let length = READ_BYTES; ; length *= 8) {
      const from = Math.max(0, size - length)
      const bytes = Buffer.alloc(size - from)
      readSync(file, bytes, 0, bytes.length, from)
      let end = bytes.lastIndexOf(LINE_END)
      while (end >= 0) {
        const before = end === 0 ? -1 : bytes.lastIndexOf(LINE_END, end - 1)
        if (before === -1 && from > 0) break
        const last = parsed(bytes.subarray(before + 1, end))
        if (last) return { last, end: from + end + 1 }
        end = before
      }
      if (from === 0) return { last: null, end: 0 }
    }
  } finally {
    closeSync(file)
  }
}

/** The head of the journal beside a library; null where there is none. */
export function journalHead(libraryPath: string): Head | null {
  const path = journalPath(libraryPath)
  try {
    return existsSync(path) ? tail(path).last : null
  } catch {
    return null
  }
}

/**
 * What a journal lacks of a history, tells otherwise or has beyond it. Where others may be writing or the process ended in
 * the middle of it (`isEnded` false), what follows on the history is no fault.
 */
export function journalProblems(
  libraryPath: string,
  events: Iterable<HistoryEvent>,
  isEnded: boolean,
): string[] {
  const path = journalPath(libraryPath)
  if (!existsSync(path)) return []
  const problems: string[] = []
  const written = lines(path)
  let next = written.next()
  let last = GENESIS_HASH

  function compare(event: HistoryEvent): string | null {
    const name = `the line of event ${String(event.sequence)}`
    const expected = lineOf(event)
    while (!next.done) {
      const line = next.value
      const told = line.equals(expected.subarray(0, -1)) ? event : parsed(line)
      // What comes too early stays for the event it tells of.
      if (told && told.sequence > event.sequence) break
      next = written.next()
      if (told === event) return null
      if (told === null) return `${name} is missing or damaged`
      if (told.sequence === event.sequence)
        return told.hash === event.hash ? `${name} is written otherwise` : `${name} tells another event`
      problems.push(`journal: a line of event ${String(told.sequence)} stands before ${name}`)
    }
    return `${name} is missing or damaged`
  }

  for (const event of events) {
    const problem = compare(event)
    if (problem !== null) problems.push(`journal: ${problem}`)
    last = event.hash
    if (problems.length >= MAX_PROBLEMS) return problems
  }
  for (; !next.done; next = written.next()) {
    const told = parsed(next.value)
    if (!isEnded && (told === null || told.beforeHash === last)) last = told?.hash ?? last
    else problems.push('journal: something stands after the line of the last event')
  }
  return [...new Set(problems)].slice(0, MAX_PROBLEMS)
}

/** More say no more. */
const MAX_PROBLEMS = 20

export interface Journal extends EventWriter {
  /** Waits until everything written is on the disk. */
  settled: () => Promise<void>
  close: () => void
}

/**
 * Opens the journal of a library that is held for writing, and brings both to the same event first: what the library
 * lacks is applied to it (its log was lost, or the process ended between the two), what the journal lacks is written.
 */
export function openJournal(
  db: Database,
  libraryPath: string,
  log: (message: string, error?: unknown) => void,
): Journal {
  const path = journalPath(libraryPath)
  rmSync(`${path}.part`, { force: true })
  if (existsSync(path) && !agrees(db, path, log)) {
    log('The journal tells another history than the library and was put aside')
    renameSync(path, freeName(`${path}-other`))
  }
  if (!existsSync(path)) writeAnew(db, path)
  const { last, end } = tail(path)
  return appender(db, path, { last, end }, log)
}

/** false when the two tell different histories. */
function agrees(db: Database, path: string, log: (message: string) => void): boolean {
  const { last } = tail(path)
  if (last) return bringUp(db, path, last, log)
  // Where the power went before the first event was on the disk, there is nothing to tell.
  return lines(path).next().done === true || headOf(db).sequence <= 1
}

function headOf(db: Database): Head {
  const head = db.prepare<[], Head>('SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1').get()
  return head ?? { sequence: 0, hash: GENESIS_HASH }
}

/** Applies to the library what it lacks. */
function bringUp(db: Database, path: string, last: HistoryEvent, log: (message: string) => void): boolean {
  const hashOf = db.prepare<[number], string>('SELECT hash FROM events WHERE sequence = ?').pluck()
  const head = headOf(db)
  if (last.sequence <= head.sequence) return hashOf.get(last.sequence) === last.hash
  const missing: HistoryEvent[] = []
  let before = head
  for (const event of readJournal(path)) {
    if (event.sequence === before.sequence + 1 && event.beforeHash === before.hash) {
      missing.push(event)
      before = event
    }
  }
  if (before.hash !== last.hash) return false
  applyEvents(db, missing)
  log(`Events of the journal were brought back into the library: ${String(missing.length)}`)
  return true
}

/** Makes events again as they were, in one transaction. */
export function applyEvents(db: Database, events: Iterable<HistoryEvent>): void {
  const statements = allRowStatements(db)
  const insert = db.prepare<[StoredEvent]>(INSERT_EVENT)
  db.transaction(() => {
    // Within an event a row may come before the one that it names.
    db.pragma('defer_foreign_keys = ON')
    for (const event of events) {
      const scales = scalesOf(event)
      if (scales.length > 0) addScales(db, scales)
      for (const change of event.changes) applyChange(statements, upgradedChange(statements, change))
      insert.run(storedEvent(event))
    }
  }).immediate()
}

function lineOf(event: HistoryEvent): Buffer {
  return Buffer.from(`${canonicalJson(event as unknown as Json)}\n`)
}

function eventsAfter(db: Database, sequence: number): IterableIterator<StoredEvent> {
  return db
    .prepare<[number], StoredEvent>(
      `SELECT ${EVENT_COLUMNS} FROM events WHERE sequence > ? ORDER BY sequence`,
    )
    .iterate(sequence)
}

/** All events, or those before the one that is just being recorded. */
function writeAnew(db: Database, path: string, before = Infinity): void {
  const part = `${path}.part`
  const file = openSync(part, 'w', 0o600)
  try {
    for (const stored of eventsAfter(db, 0)) {
      if (stored.sequence < before) writeAll(file, lineOf(readEvent(stored)), null)
    }
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(part, path)
  syncFolder(dirname(path))
}

function writeAll(file: number, bytes: Uint8Array, at: number | null): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done, bytes.length - done, at === null ? null : at + done)
  }
}

function appender(
  db: Database,
  path: string,
  begin: { last: HistoryEvent | null; end: number },
  log: (message: string, error: unknown) => void,
): Journal {
  let file = openSync(path, constants.O_RDWR, 0o600)
  let opened = fileAt(path)
  const left: number[] = []
  let kept = begin.end
  let end = begin.end
  // A line that was torn off stands after the last whole one.
  ftruncateSync(file, end)
  let room = end
  let synced: Promise<void> = Promise.resolve()
  let syncing = 0

  function append(bytes: Buffer): void {
    if (end + bytes.length > room) {
      const ahead = bytes.length + AHEAD_BYTES
      takeRoom(ahead)
    }
    writeAll(file, bytes, end)
    end += bytes.length
  }

  /** Where the disk is too full for more than is needed, the line goes without. */
  function takeRoom(bytes: number): void {
    room = end
    try {
      writeAll(file, Buffer.alloc(bytes), end)
    } catch {
      ftruncateSync(file, end)
      return
    }
    fsyncSync(file)
    room = end + bytes
  }

  /** Cuts off what was written for a transaction that did not come about. */
  function cutBack(): void {
    ftruncateSync(file, kept)
    end = room = kept
    fdatasyncSync(file)
  }

  function sync(): Promise<void> {
    syncing += 1
    return new Promise((resolve, reject) => {
      fdatasync(file, (error) => {
        syncing -= 1
        if (error) reject(error)
        else resolve()
      })
    })
  }

  /** Where the journal was taken away, it is written anew from what the library holds. */
  function renew(sequence: number): void {
    log('The journal was no longer in its place and was written anew', null)
    if (existsSync(path)) renameSync(path, freeName(`${path}-other`))
    writeAnew(db, path, sequence)
    // Somebody may still wait for what was written to the old one.
    left.push(file)
    file = openSync(path, constants.O_RDWR, 0o600)
    opened = fileAt(path)
    kept = end = room = fstatSync(file).size
  }

  for (const stored of eventsAfter(db, begin.last?.sequence ?? 0)) {
    append(lineOf(readEvent(stored)))
    fdatasyncSync(file)
  }
  kept = end

  return {
    write(event) {
      if (fileAt(path) !== opened) renew(event.sequence)
      if (end > kept) cutBack()
      // Of two lines on their way, a power cut could tear the first and keep the second.
      if (syncing > 0) fdatasyncSync(file)
      append(lineOf(event))
      // Beside the transaction's own sync: one after the other would cost twice as much.
      synced = Promise.all([synced, sync()]).then(() => undefined)
      // Whoever waits for it hears of a failure; until then it is not an unheard one.
      synced.catch(() => undefined)
    },
    takeBack() {
      if (end === kept) return
      try {
        cutBack()
      } catch (error) {
        // Whoever writes next tries again; that a sync failed is more than that.
        if (isSyncFailure(error)) throw error
      }
    },
    keep() {
      kept = end
    },
    settled: () => synced,
    close() {
      try {
        ftruncateSync(file, end)
        fdatasyncSync(file)
        for (const each of [...left, file]) closeSync(each)
      } catch (error) {
        // What was answered was synced before; the room taken ahead is cut off by the next opening.
        log('The journal could not be closed', error)
      }
    },
  }
}

/** The name itself, or with the next free number. */
export function freeName(path: string): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? path : `${path}-${String(number)}`
    if (!existsSync(name)) return name
  }
}
