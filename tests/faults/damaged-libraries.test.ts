import Database from 'better-sqlite3'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { rebuildLibrary, salvageLibrary, type SalvagedLibrary } from '#main/core'
import { canonicalJson, sha256 } from '#main/database/canonical-json'
import { allRowStatements, RECORDED_TABLES } from '#main/database/history'

import { randomFrom } from '../main/salvage/damages'
import { rounds } from '../support/rounds'
import { addClaim, addEvidence, importText, openWorkspace, rate, temporaryFolder } from '../support/workspace'

const PAGE_BYTES = 4_096
const FRAME_BYTES = PAGE_BYTES + 24
const ENDS = ['', '-wal', '-shm', '-head', '-events'] as const
type End = (typeof ENDS)[number]

interface Case {
  name: string
  /** Damages the files of a library whose process was killed: a file, its log, head and journal. */
  strike: (path: string) => void
  /** What salvage gives back: everything that was acknowledged, what is left of it, or there is nothing at all. */
  leaves: 'all' | 'some' | 'nothing'
}

const change = (end: End, work: (bytes: Buffer) => Buffer | string) => (path: string) =>
  writeFileSync(`${path}${end}`, work(readFileSync(`${path}${end}`)))
const write = (end: End, at: number, ...bytes: number[]) =>
  change(end, (whole) => {
    Buffer.from(bytes).copy(whole, at)
    return whole
  })
const cut = (end: End, share: number) => (path: string) =>
  truncateSync(`${path}${end}`, Math.floor(statSync(`${path}${end}`).size * share))
const lose =
  (...ends: readonly End[]) =>
  (path: string) => {
    for (const end of ends) rmSync(`${path}${end}`, { force: true })
  }
const flip = (end: End, share: number) =>
  change(end, (bytes) => {
    const at = Math.floor(bytes.length * share)
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at)
    return bytes
  })
const replaceBy = (end: End, stand: string) => (path: string) => copyFileSync(stand, `${path}${end}`)
const both =
  (...strikes: readonly ((path: string) => void)[]) =>
  (path: string) => {
    for (const strike of strikes) strike(path)
  }
const inject = (sql: string) => (path: string) => {
  const db = new Database(path)
  db.exec(sql)
  db.close()
}
/** Every page of the file of one of these types is struck by the work. */
const pages = (
  types: readonly number[],
  share: number,
  work: (page: Buffer, random: (n: number) => number) => void,
) =>
  change('', (bytes) => {
    const random = randomFrom(types.length + Math.round(share * 1_000))
    for (let number = 2; number <= bytes.length / PAGE_BYTES; number += 1) {
      const page = bytes.subarray((number - 1) * PAGE_BYTES, number * PAGE_BYTES)
      if (types.includes(page.readUInt8(0)) && random(1_000) < share * 1_000) work(page, random)
    }
    return bytes
  })

let folder: ReturnType<typeof temporaryFolder>
/** The library as it was when its process was killed, another one, and the same one an evening before. */
let killed: string
let other: string
let earlier: string
const rows = new Map<string, string>()
/** Of the other library: what proves itself is right wherever it comes from. */
let strangers = new Map<string, string>()
let acknowledged: { sequence: number; headHash: string }

const text = (number: number) =>
  `Bericht ${String(number)}\n\n${Array.from({ length: 25 }, (_, index) => `Satz ${String(index)} von ${String(number)} nennt ${String(index * 7)} Meter. Das ist belegt.`).join('\n\n')}\n`

async function work(libraryPath: string, articles: number, copyTo: string): Promise<typeof acknowledged> {
  const { call, close } = openWorkspace({ libraryPath })
  for (let number = 1; number <= articles; number += 1) {
    const article = await importText(call, text(number))
    for (let sentence = 2; sentence < 30; sentence += 4) {
      const claimId = await addClaim(call, { article, number: sentence })
      await addEvidence(call, claimId, `Bauakte ${String(sentence)}`)
      await rate(call, claimId)
    }
  }
  const { sequence, headHash } = await call('library.describe', {})
  mkdirSync(join(copyTo, '..'), { recursive: true })
  for (const end of ENDS) copyFileSync(`${libraryPath}${end}`, `${copyTo}${end}`)
  close()
  return { sequence, headHash }
}

beforeAll(async () => {
  folder = temporaryFolder()
  ;[killed, other, earlier] = ['killed', 'other', 'earlier'].map((name) =>
    join(folder.path, name, 'desk.belegt'),
  ) as [string, string, string]
  await work(folder.libraryPath, 3, earlier)
  acknowledged = await work(folder.libraryPath, 2, killed)
  await work(join(folder.path, 'other.belegt'), 1, other)
  strangers = contents(join(folder.path, 'other.belegt'))
  for (const [key, row] of contents(folder.libraryPath)) rows.set(key, row)
})
afterAll(() => folder.remove())

function contents(path: string): Map<string, string> {
  const db = new Database(path, { readonly: true })
  const statements = allRowStatements(db)
  const found = RECORDED_TABLES.flatMap((table) =>
    statements[table].all.all().map((row) => [`${table} ${row.id}`, canonicalJson(row)] as const),
  )
  db.close()
  return new Map(found)
}

const hashes = (path: string) =>
  Object.fromEntries(
    ENDS.flatMap((end) => {
      const bytes = existsSync(`${path}${end}`) ? readFileSync(`${path}${end}`) : null
      // What SQLite keeps for the time it is open, and a log without bytes, hold nothing of anybody's work.
      const isEmpty = bytes === null || end === '-shm' || (end === '-wal' && bytes.length === 0)
      return isEmpty ? [] : [[end, sha256(bytes)] as const]
    }),
  )

const header: Case[] = [
  ...[0x0200, 0x2000, 0x0001, 0, 0x1001].map((size): Case => ({
    name: `page size ${String(size)} in the header`,
    strike: write('', 16, size >> 8, size & 0xff),
    leaves: 'all',
  })),
  ...[18, 19, 20, 21, 24, 28, 32, 36, 40, 44, 52, 56, 60, 64, 68, 96].map((at): Case => ({
    name: `junk at byte ${String(at)} of the header`,
    strike: write('', at, 0xff, ...(at < 22 ? [] : [0xa5, 0x5a, 0xff])),
    leaves: 'all',
  })),
  { name: 'no header', strike: write('', 0, ...Array.from({ length: 100 }, () => 0)), leaves: 'all' },
  {
    name: 'the first page noise',
    strike: write('', 0, ...Array.from({ length: PAGE_BYTES }, (_, index) => (index * 131 + 7) % 256)),
    leaves: 'all',
  },
]

const onlyTheFile: Case[] = [
  {
    name: 'entries of indexes damaged',
    strike: pages([0x02], 1, (page) => page.fill(0xff, 12, 60)),
    leaves: 'some',
  },
  { name: 'interior pages gone', strike: pages([0x02, 0x05], 1, (page) => page.fill(0)), leaves: 'some' },
  ...[0.01, 0.1, 1].map((share): Case => ({
    name: `a bit flipped in ${String(share * 100)} % of the leaves`,
    strike: pages([0x0a, 0x0d], share, (page, random) => {
      const at = random(PAGE_BYTES)
      page.writeUInt8(page.readUInt8(at) ^ (1 << random(8)), at)
    }),
    leaves: 'some',
  })),
  {
    name: 'leaves half zeros',
    strike: pages([0x0a, 0x0d], 0.2, (page) => page.fill(0, PAGE_BYTES / 2)),
    leaves: 'some',
  },
  {
    name: 'pages that rows run over to lead nowhere',
    strike: pages([0x00], 1, (page) => page.writeUInt32BE(0x7fffffff, 0)),
    leaves: 'some',
  },
  ...[0.05, 0.3, 0.7, 0.95].map((share): Case => ({
    name: `cut off after ${String(share * 100)} %`,
    strike: cut('', share),
    leaves: 'some',
  })),
  { name: 'no bytes', strike: cut('', 0), leaves: 'some' },
  { name: 'a text', strike: change('', () => 'Das ist keine Bibliothek.\n'.repeat(400)), leaves: 'some' },
  { name: 'a gzip of itself', strike: change('', (bytes) => gzipSync(bytes)), leaves: 'some' },
  { name: 'no file', strike: lose(''), leaves: 'some' },
  { name: 'neither file nor log', strike: lose('', '-wal'), leaves: 'nothing' },
  {
    name: 'neither file nor log nor head',
    strike: lose('', '-wal', '-head'),
    leaves: 'nothing',
  },
  { name: 'no file and no head', strike: lose('', '-head'), leaves: 'some' },
]

const log: Case[] = [
  { name: 'no log', strike: lose('-wal'), leaves: 'some' },
  { name: 'the log cut in the middle', strike: cut('-wal', 0.5), leaves: 'some' },
  ...[0.05, 0.5, 0.95].map((share): Case => ({
    name: `a bit of the log flipped after ${String(share * 100)} %`,
    strike: flip('-wal', share),
    leaves: 'some',
  })),
  { name: 'the header of the log damaged', strike: write('-wal', 16, 1, 2, 3, 4), leaves: 'some' },
  { name: 'a text for a log', strike: change('-wal', () => 'x'.repeat(3 * FRAME_BYTES)), leaves: 'some' },
  {
    name: 'the log of the evening before',
    strike: (path) => copyFileSync(`${earlier}-wal`, `${path}-wal`),
    leaves: 'some',
  },
  {
    name: 'the log of another library',
    strike: (path) => copyFileSync(`${other}-wal`, `${path}-wal`),
    leaves: 'some',
  },
]

const beside: Case[] = [
  { name: 'noise in -shm', strike: change('-shm', (bytes) => bytes.fill(0xa5)), leaves: 'all' },
  { name: 'no -shm', strike: lose('-shm'), leaves: 'all' },
  { name: 'no head', strike: lose('-head'), leaves: 'all' },
  { name: 'no bytes of the head', strike: cut('-head', 0), leaves: 'all' },
  { name: 'noise for a head', strike: change('-head', () => '\0\u0007{"sequ'), leaves: 'all' },
  {
    name: 'the head of the evening before',
    strike: (path) => replaceBy('-head', `${earlier}-head`)(path),
    leaves: 'all',
  },
  {
    name: 'the head of another library',
    strike: (path) => replaceBy('-head', `${other}-head`)(path),
    leaves: 'all',
  },
  {
    name: 'a head of tomorrow',
    strike: change('-head', () => JSON.stringify({ sequence: 99_999, hash: 'a'.repeat(64) })),
    leaves: 'all',
  },
  { name: 'no journal', strike: lose('-events'), leaves: 'all' },
  { name: 'no bytes of the journal', strike: cut('-events', 0), leaves: 'all' },
  { name: 'half of the journal', strike: cut('-events', 0.5), leaves: 'all' },
  { name: 'a bit of the journal flipped', strike: flip('-events', 0.02), leaves: 'all' },
  { name: 'a text for a journal', strike: change('-events', () => 'x\n'.repeat(999)), leaves: 'all' },
  {
    name: 'the journal of another library',
    strike: (path) => replaceBy('-events', `${other}-events`)(path),
    leaves: 'all',
  },
]

const foreign: Case[] = [
  ...[
    "CREATE TRIGGER evil AFTER INSERT ON events BEGIN UPDATE settings SET value = '1'; END",
    'CREATE TABLE stranger (id TEXT)',
    'CREATE VIEW evil AS SELECT * FROM people',
    'DROP TRIGGER events_are_never_changed',
    'DROP INDEX events_by_claim',
    'PRAGMA application_id = 1',
    'PRAGMA user_version = 9999',
    'PRAGMA user_version = 0',
  ].map((sql): Case => ({ name: sql, strike: inject(sql), leaves: 'all' })),
]

const withoutJournal = (given: readonly Case[]) =>
  given.map((each): Case => ({
    ...each,
    name: `${each.name}, no journal`,
    strike: both(each.strike, lose('-events')),
  }))
const withJournal = (given: readonly Case[]) =>
  given.map((each): Case => ({ ...each, name: `${each.name}, journal there`, leaves: 'all' }))

const twoAtOnce: Case[] = [
  { name: 'file cut, journal cut', strike: both(cut('', 0.6), cut('-events', 0.6)), leaves: 'some' },
  { name: 'file gone, journal flipped', strike: both(lose(''), flip('-events', 0.3)), leaves: 'some' },
  {
    name: 'file a text, log flipped',
    strike: both(
      change('', () => 'x'),
      flip('-wal', 0.5),
      lose('-events'),
    ),
    leaves: 'some',
  },
  { name: 'header junk, log gone', strike: both(write('', 0, 1, 2, 3), lose('-wal')), leaves: 'all' },
  {
    name: 'log gone, head of the evening before',
    strike: both(lose('-wal'), (path) => replaceBy('-head', `${earlier}-head`)(path)),
    leaves: 'all',
  },
  { name: 'everything but the journal gone', strike: lose('', '-wal', '-shm', '-head'), leaves: 'all' },
  { name: 'everything but the log gone', strike: lose('', '-shm', '-head', '-events'), leaves: 'some' },
  { name: 'everything but the head gone', strike: lose('', '-wal', '-shm', '-events'), leaves: 'nothing' },
]

const cases = [
  ...header,
  ...withoutJournal(header),
  ...withJournal(onlyTheFile),
  ...withoutJournal(onlyTheFile),
  ...withJournal(log),
  ...withoutJournal(log),
  ...beside,
  ...foreign,
  ...withoutJournal(foreign),
  ...twoAtOnce,
]
const SHARE = Math.ceil(cases.length / rounds({ inTests: 24, atRelease: cases.length }))

/** null: it was refused, and nothing was written. */
async function opened(path: string): Promise<typeof acknowledged | null> {
  const before = hashes(path)
  try {
    const { call, close } = openWorkspace({ libraryPath: path })
    const { sequence, headHash } = await call('library.describe', {})
    close()
    return { sequence, headHash }
  } catch (error) {
    expect((error as { code?: string }).code).toBe('library_refused')
    expect(hashes(path)).toEqual(before)
    return null
  }
}

function salvaged(path: string, into: string): SalvagedLibrary | null {
  try {
    return salvageLibrary(path, into)
  } catch (error) {
    expect(['library_refused', 'not_found']).toContain((error as { code?: string }).code)
    expect(existsSync(into)).toBe(false)
    return null
  }
}

describe('a library of a killed process, damaged', () => {
  it.each(cases.map((each, index) => ({ ...each, index })).filter(({ index }) => index % SHARE === 0))(
    'is opened whole or refused as it is, and salvaged: $name',
    async ({ index, strike, leaves }) => {
      const [at, into, second] = ['at', 'new', 'open'].map((name) =>
        join(folder.path, `case-${String(index)}`, name, 'desk.belegt'),
      ) as [string, string, string]
      for (const each of [at, into, second]) mkdirSync(join(each, '..'), { recursive: true })
      for (const end of ENDS) copyFileSync(`${killed}${end}`, `${at}${end}`)
      strike(at)
      for (const name of readdirSync(join(at, '..')))
        copyFileSync(join(at, '..', name), join(second, '..', name))
      const before = hashes(at)

      const after = await opened(second)
      const made = salvaged(at, into)

      // Only where nothing says that there was a library, a new one may be made; then it takes nothing away.
      if (after !== null && Object.keys(before).length > 0) expect(after).toEqual(acknowledged)
      expect(hashes(at)).toEqual(before)
      if (made === null) {
        expect(leaves).toBe('nothing')
        return
      }
      const found = contents(into)
      if (leaves === 'all') {
        // What was found altered is there as the history has it.
        expect(made.rows.filter(({ fate }) => fate !== 'altered')).toEqual([])
        expect(found).toEqual(rows)
      }
      const listed = new Map(made.rows.map((row) => [`${row.table} ${row.id}`, row.fate]))
      const wronglyRight = [...found].filter(
        ([key, row]) =>
          rows.get(key) !== row &&
          strangers.get(key) !== row &&
          listed.get(key) !== 'unconfirmed' &&
          !key.startsWith('people'),
      )
      expect(wronglyRight).toEqual([])
      const { call, close } = openWorkspace({ libraryPath: into })
      const { problems } = await call('library.verify', {})
      close()
      expect(problems.filter((problem) => !problem.startsWith('evidence file'))).toEqual([])
      rmSync(join(folder.path, `case-${String(index)}`), { recursive: true })
    },
  )

  it('is kept with its log when the library that was built takes its place', async () => {
    const path = join(folder.path, 'rebuilt', 'desk.belegt')
    mkdirSync(join(path, '..'))
    for (const end of ['-wal', '-events']) copyFileSync(`${killed}${end}`, `${path}${end}`)
    const before = sha256(readFileSync(`${path}-wal`))

    rebuildLibrary(path)

    expect(sha256(readFileSync(`${path}-replaced-1-wal`))).toBe(before)
    expect(await opened(path)).toEqual(acknowledged)
  })
})
