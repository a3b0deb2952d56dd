import Database from 'better-sqlite3'
import { chmodSync, copyFileSync, cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { openWorkstation } from '#main/core'
import {
  EVENT_COLUMNS,
  eventHash,
  INSERT_EVENT,
  readAnyEvent,
  readEvent,
  storedEvent,
  type HistoryEvent,
  type StoredEvent,
} from '#main/database/history'
import { caller, type CallError } from '#shared/rpc'

import { storeFile } from '../support/evidence-files'
import { rounds } from '../support/rounds'
import {
  addClaim,
  addEvidence,
  checkEverything,
  handOver,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  temporaryFolder,
} from '../support/workspace'

const EVERYTHING = rounds({ inTests: 0, atRelease: 1 }) === 1

/** Tables, or columns of one, that prove nothing, and why. Every other one is tried, also one that is new. */
const UNPROVEN: Readonly<Record<string, string>> = {
  settings: 'how the library is shown, for everybody to change',
  drafts: 'what somebody is typing',
  file_readings: 'when and with what a file was read: made again from its bytes',
  'file_texts.label': 'what a page is called: made again with its text, which the search index proves',
}

let folder: ReturnType<typeof temporaryFolder>
/** As it was before anybody meddled with it. */
let kept: ReturnType<typeof temporaryFolder>
let whole: string
let files: { hash: string }[]
let earlierHead: Buffer

const desk = () => folder.libraryPath
const evidencePath = (hash: string) => join(`${desk()}-evidence`, hash.slice(0, 2), hash)

beforeAll(async () => {
  folder = temporaryFolder()
  kept = temporaryFolder()
  whole = kept.path
  const { call, close } = openWorkspace({ libraryPath: desk() })
  const article = await importText(call, SHORT_ARTICLE)
  const claimId = await checkEverything(call, article)
  const second = await addClaim(call, { article, number: 3 })
  await addEvidence(call, second, 'Haushalt 2022')
  await call('verdicts.record', {
    claimId: second,
    ...{ question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'wrong', correction: '14 Mio.' },
    ...{ conclusion: 'Es waren 14.', asOf: '2026-11-25' },
  })
  await call('corrections.answer', {
    claimId: second,
    question: 'content',
    voice: 'writer',
    outcome: 'accepted',
  })
  await rate(call, claimId)
  files = [
    await storeFile(call, Buffer.from('Die Brücke misst 240 m, sagt das Bauamt.'), 'akte.txt'),
    await storeFile(call, Buffer.from('Sie kostete 14 Mio. Euro.'), 'haushalt.txt'),
  ]
  await call('evidenceFiles.check', {})
  await call('timestamps.prepare', { what: 'history head' })
  await call('comments.add', { sentenceId: article.sentences[1]?.id ?? '', text: 'Woher?' })
  await call('contacts.add', {
    claimId,
    ...{ name: 'Bauamt', way: 'phone', question: 'Stimmt das?', askedAt: '2026-11-25T09:00:00.000Z' },
  })
  await call('abbreviations.add', { text: 'Bauabschn.' })
  await call('cuts.remember', { articleId: article.id, at: article.sentences[2]?.start ?? 0, isCut: true })
  const { handBack } = await handOver(call)
  await call('secondReads.record', {
    claimIds: [claimId, second],
    sentenceIds: article.sentences.filter(({ number }) => number !== 2 && number !== 3).map(({ id }) => id),
    outcome: 'agreed',
  })
  await call('articles.signOff', { articleId: article.id })
  await handBack()
  earlierHead = readFileSync(`${desk()}-head`)
  await call('sentences.edit', { sentenceId: article.sentences[3]?.id ?? '', text: '„Wir bauen bis Juni.“' })
  for (const { hash } of await call('evidenceFiles.list', {})) await call('evidenceFiles.text', { hash })
  await vi.waitFor(async () => {
    expect(await call('evidenceFiles.search', { query: 'Bauamt' })).toMatchObject({ pending: 0 })
  })
  close()
  cpSync(folder.path, whole, { recursive: true })
})
afterAll(() => {
  folder.remove()
  kept.remove()
})
beforeEach(() => {
  bringBack()
})

function bringBack(): void {
  for (const end of ['-wal', '-shm']) rmSync(`${desk()}${end}`, { force: true })
  for (const end of ['', '-head', '-events', '-search'])
    copyFileSync(join(whole, `desk.belegt${end}`), `${desk()}${end}`)
}

/** What `belegt verify` names. */
async function problems(): Promise<string[]> {
  try {
    const workstation = openWorkstation({ libraryPath: desk(), access: 'read' })
    const call = caller({ send: (request) => workstation.call(request) }, () => 'en')
    const verified = await call('library.verify', {}).finally(() => workstation.close())
    return verified.problems
  } catch (error) {
    const { code, message } = error as CallError
    if (code !== 'library_refused') throw error
    return [message]
  }
}

/** Writes into the library as nobody but a stranger does: past every rule, and leaving no trace in the schema. */
function meddle(work: (db: Database.Database) => void): void {
  const db = new Database(desk())
  const triggers = db
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all()
  for (const pragma of ['foreign_keys = OFF', 'ignore_check_constraints = ON']) db.pragma(pragma)
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`)
  work(db)
  for (const { sql } of triggers) db.exec(sql)
  db.close()
}

function history(db: Database.Database): StoredEvent[] {
  return db.prepare<[], StoredEvent>(`SELECT ${EVENT_COLUMNS} FROM events ORDER BY sequence`).all()
}

function readHistory(): StoredEvent[] {
  const db = new Database(desk(), { readonly: true })
  const events = history(db)
  db.close()
  return events
}

/** A forged history that is chained as it should be. */
function rechained(events: readonly HistoryEvent[]): HistoryEvent[] {
  let beforeHash = '0'.repeat(64)
  return events.map((event, index) => {
    const unhashed = { ...event, sequence: index + 1, beforeHash }
    beforeHash = eventHash(unhashed)
    return { ...unhashed, hash: beforeHash }
  })
}

const replaceHistory = (work: (events: HistoryEvent[]) => readonly HistoryEvent[]) => () => {
  meddle((db) => {
    const events = work(history(db).map(readEvent))
    db.exec('DELETE FROM events')
    for (const event of events) db.prepare(INSERT_EVENT).run(storedEvent(event))
  })
}

const changeJournal = (work: (lines: string[]) => readonly string[]) => () => {
  const lines = readFileSync(`${desk()}-events`, 'utf8').split('\n')
  writeFileSync(`${desk()}-events`, work(lines).join('\n'))
}

describe('verify', () => {
  it('has nothing to say of a library that nobody meddled with', async () => {
    expect(await problems()).toEqual([])
  })

  it('finds every change of a bit in a row of the history', { timeout: 600_000 }, () => {
    const events = readHistory()
    let tried = 0
    const unseen: string[] = []

    for (const [index, event] of events.entries()) {
      for (const [column, value] of Object.entries(event)) {
        if (typeof value !== 'string') continue
        const bytes = Buffer.from(value)
        const step = EVERYTHING ? 1 : bytes.length > 100 ? 41 : 5
        for (let bit = index % step; bit < bytes.length * 8; bit += step) {
          const changed = Buffer.from(bytes)
          const at = bit >> 3
          changed.writeUInt8(changed.readUInt8(at) ^ (1 << (bit & 7)), at)
          const row = readAnyEvent({ ...event, [column]: changed.toString('utf8') })
          tried += 1
          // Alone in its place: the others are as they were, and each names the hash of the one before.
          const before = events[index - 1]
          const isSeen = eventHash(row) !== row.hash || row.beforeHash !== (before?.hash ?? '0'.repeat(64))
          if (!isSeen) unseen.push(`${column} of ${String(index)}, bit ${String(bit)}`)
        }
      }
    }

    expect(tried).toBeGreaterThan(3_000)
    expect(unseen).toEqual([])
  })

  it('finds every change of a bit in an evidence file', { timeout: 600_000 }, async () => {
    const [{ hash } = { hash: '' }] = files
    const path = evidencePath(hash)
    const bytes = readFileSync(path)
    chmodSync(path, 0o600)
    const unseen: number[] = []

    for (let bit = 0; bit < bytes.length * 8; bit += EVERYTHING ? 1 : 61) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      writeFileSync(path, changed)
      if (!(await problems()).some((problem) => problem.includes(hash))) unseen.push(bit)
    }
    writeFileSync(path, bytes)

    expect(unseen).toEqual([])
    expect(await problems()).toEqual([])
  })

  it('finds a change of a byte anywhere in the journal', { timeout: 600_000 }, async () => {
    const bytes = readFileSync(`${desk()}-events`)
    const unseen: number[] = []

    for (let at = 0; at < bytes.length; at += EVERYTHING ? 97 : Math.ceil(bytes.length / 7)) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(at) ^ (1 << (at & 7)), at)
      writeFileSync(`${desk()}-events`, changed)
      if (!(await problems()).some((problem) => problem.startsWith('journal'))) unseen.push(at)
    }

    expect(unseen).toEqual([])
  })

  it(
    'names a row changed behind its back in every table and every column',
    { timeout: 600_000 },
    async () => {
      const db = new Database(desk(), { readonly: true })
      const tables = db
        .prepare<[], string>(
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        )
        .pluck()
        .all()
      const columns = tables
        .filter((table) => !(table in UNPROVEN))
        .flatMap((table) =>
          db
            .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
            .pluck()
            .all(table)
            .map((column) => ({ table, column })),
        )
        .filter(({ table, column }) => !(`${table}.${column}` in UNPROVEN))
      const empty = tables.filter((table) => db.prepare(`SELECT 1 FROM ${table}`).get() === undefined)
      db.close()
      const unseen: string[] = []

      // In every test run a part of them.
      for (const { table, column } of columns.filter((_, index) => EVERYTHING || index % 9 === 0)) {
        bringBack()
        meddle((open) => {
          const { key, value } = open
            .prepare<[], { key: string | number; value: unknown }>(
              `SELECT "${table === 'events' ? 'sequence' : firstColumn(open, table)}" AS key, "${column}" AS value FROM ${table} LIMIT 1`,
            )
            .get() ?? { key: '', value: null }
          const changed = typeof value === 'number' ? value + 1_000 : `${String(value ?? '')}x`
          open
            .prepare(
              `UPDATE ${table} SET "${column}" = ? WHERE "${table === 'events' ? 'sequence' : firstColumn(open, table)}" = ?`,
            )
            .run(typeof value === 'number' ? changed : isNumber(open, table, column) ? 1_000 : changed, key)
        })
        if ((await problems()).length === 0) unseen.push(`${table}.${column}`)
      }
      const tried = [...new Set(columns.map((each) => each.table))]
      for (const table of tried.filter((_, index) => EVERYTHING || index % 4 === 0)) {
        bringBack()
        meddle((open) => {
          const key = firstColumn(open, table)
          // A scale that no verdict was given on is put in again by the next opening.
          const among = table === 'rating_scales' ? 'WHERE id IN (SELECT scale_id FROM verdicts)' : ''
          open.exec(`DELETE FROM ${table} WHERE "${key}" = (SELECT max("${key}") FROM ${table} ${among})`)
        })
        if ((await problems()).length === 0) unseen.push(`a row of ${table} taken away`)
      }

      expect(empty.filter((table) => !(table in UNPROVEN))).toEqual([])
      expect(unseen).toEqual([])
    },
  )

  it.each<[string, () => void]>([
    ['the last event cut off', replaceHistory((events) => events.slice(0, -1))],
    ['the last events cut off', replaceHistory((events) => events.slice(0, -4))],
    [
      'an event in the middle taken out',
      replaceHistory((events) => events.filter((_, index) => index !== 3)),
    ],
    [
      'two events swapped',
      replaceHistory((events) =>
        events.map((event, index) => ({
          ...(events[index === 3 ? 4 : index === 4 ? 3 : index] ?? event),
          sequence: index + 1,
        })),
      ),
    ],
    [
      'an event put in twice',
      replaceHistory((events) => [
        ...events,
        { ...(events[2] as HistoryEvent), sequence: events.length + 1, id: 'x' as never },
      ]),
    ],
    [
      'a well-chained event put in at the end',
      replaceHistory((events) =>
        rechained([
          ...events,
          { ...(events.at(-1) as HistoryEvent), id: 'x' as never, changes: [], action: 'comment.added' },
        ]),
      ),
    ],
    [
      'a history written anew from its third event on',
      replaceHistory((events) =>
        rechained(
          events.map((event, index) => (index === 2 ? { ...event, at: '2020-01-01T00:00:00.000Z' } : event)),
        ),
      ),
    ],
    [
      'a history shortened and chained anew',
      replaceHistory((events) => rechained(events.filter((_, index) => index !== 5))),
    ],
    [
      'changes of an event that cannot be made again',
      () => {
        meddle((db) =>
          db
            .prepare(
              `UPDATE events SET changes = '[["people",null,{"id":1}],["nobody",null,{"id":"x"}]]' WHERE sequence = 3`,
            )
            .run(),
        )
      },
    ],
    [
      'an event that cannot be parsed',
      () => {
        meddle((db) => db.prepare(`UPDATE events SET facts = '{' WHERE sequence = 2`).run())
      },
    ],
    [
      'an event that says the same in other letters',
      () => {
        meddle((db) => db.prepare(`UPDATE events SET facts = ' ' || facts WHERE sequence = 2`).run())
      },
    ],
    ['an earlier head', () => writeFileSync(`${desk()}-head`, earlierHead)],
    [
      'a head of another history',
      () => writeFileSync(`${desk()}-head`, JSON.stringify({ sequence: 2, hash: 'a'.repeat(64) })),
    ],
    [
      'a later head',
      () => writeFileSync(`${desk()}-head`, JSON.stringify({ sequence: 999, hash: 'a'.repeat(64) })),
    ],
    ['noise for a head', () => writeFileSync(`${desk()}-head`, '\0{')],
    ['a line of the journal taken out', changeJournal((lines) => lines.toSpliced(3, 1))],
    ['a line of the journal doubled', changeJournal((lines) => lines.toSpliced(3, 0, lines[3] ?? ''))],
    [
      'two lines of the journal swapped',
      changeJournal((lines) => lines.toSpliced(3, 2, lines[4] ?? '', lines[3] ?? '')),
    ],
    ['the end of the journal cut off', changeJournal((lines) => lines.slice(0, -3))],
    ['something after the end of the journal', changeJournal((lines) => [...lines, 'x'])],
    ['a line of the journal in other letters', changeJournal((lines) => lines.with(3, `${lines[3] ?? ''} `))],
    [
      'the search index changed',
      () => {
        const db = new Database(`${desk()}-search`)
        db.exec("UPDATE words SET text = 'etwas anderes' WHERE rowid = (SELECT min(rowid) FROM words)")
        db.close()
      },
    ],
  ])('names %s', async (_, strike) => {
    strike()

    const found = await problems()

    expect(found.length).toBeGreaterThan(0)
    expect(found.join(' ')).not.toMatch(/SQLITE|undefined|\[object|\bat .*\.ts/)
  })

  it.each<[string, (first: string, second: string) => void]>([
    ['taken away', (first) => rmSync(first)],
    ['cut', (first) => writeFileSync(first, readFileSync(first).subarray(0, 5))],
    ['added to', (first) => writeFileSync(first, `${readFileSync(first, 'utf8')} Und mehr.`)],
    [
      'swapped with another',
      (first, second) => {
        renameSync(first, `${first}.x`)
        renameSync(second, first)
        renameSync(`${first}.x`, second)
      },
    ],
    ['joined by a stranger', (first) => writeFileSync(join(first, '..', 'fremd.txt'), 'x')],
    [
      'joined by one with a wrong name',
      (first) => writeFileSync(join(first, '..', `${first.slice(-64, -1)}f`.replace(/ff$/, 'fe')), 'x'),
    ],
  ])('names an evidence file that was %s', async (_, strike) => {
    const paths = files.map(({ hash }) => evidencePath(hash))
    for (const path of paths) chmodSync(path, 0o600)
    strike(paths[0] ?? '', paths[1] ?? '')

    const found = await problems()

    rmSync(`${desk()}-evidence`, { recursive: true })
    cpSync(join(whole, 'desk.belegt-evidence'), `${desk()}-evidence`, { recursive: true })
    expect(found.length).toBeGreaterThan(0)
    expect(await problems()).toEqual([])
  })
})

function firstColumn(db: Database.Database, table: string): string {
  return (
    db.prepare<[string], string>('SELECT name FROM pragma_table_info(?) LIMIT 1').pluck().get(table) ?? ''
  )
}

function isNumber(db: Database.Database, table: string, column: string): boolean {
  const type = db
    .prepare<[string, string], string>('SELECT type FROM pragma_table_info(?) WHERE name = ?')
    .pluck()
    .get(table, column)
  return type === 'INTEGER'
}
