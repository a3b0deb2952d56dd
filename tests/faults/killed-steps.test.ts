import Database from 'better-sqlite3'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'

import { backUpLibrary, backupsOf, rebuildLibrary, restoreLibrary, salvageLibrary } from '#main/core'
import { sha256 } from '#main/database/canonical-json'
import { newestVersion } from '#main/database/migrations'

import { ownFolder } from '../support/built'
import { storeFile } from '../support/evidence-files'
import { buildInterposer, CALL_KINDS, createControl, faultControl, type Fault } from '../support/interposer'
import { COMMAND_LINE, killedAtWork, leftovers } from '../support/killed'
import { makeOldLibrary, OLD_VERSIONS, oldLibrary } from '../support/old-libraries'
import { rounds } from '../support/rounds'
import { checkEverything, importText, openWorkspace, rate, SHORT_ARTICLE } from '../support/workspace'
import { zipParts } from '../support/zip-parts'

/** Of each job, evenly among its steps. */
const STEPS = rounds({ inTests: 2, atRelease: 30 })
/** Of the one that goes through all migrations: each of its steps. */
const STEPS_OF_ALL_MIGRATIONS = rounds({ inTests: 4, atRelease: 1_000 })

const LONG = { timeout: 3_600_000 }

const folder = ownFolder()
afterAll(() => folder.remove())
const interposer = buildInterposer(folder.path)
const controlPath = join(folder.path, 'control')
createControl(controlPath)
const control = faultControl(controlPath)
const prepared = join(folder.path, 'prepared', 'desk.belegt')
const libraryPath = join(folder.path, 'desk', 'desk.belegt')
const beside = (name: string) => join(dirname(libraryPath), name)

/** What changes files. */
const STEP_KINDS = CALL_KINDS.filter((kind) => kind !== 'close')

interface Job {
  job: string
  /** Lays out a library as it is before. */
  prepare: (libraryPath: string) => Promise<unknown>
  args: string[]
  /** What a person who starts the program again finds and does, and what must be there in the end. */
  after: () => Promise<void>
  /** Of what lies beside the library in the end. */
  kept?: RegExp
  steps?: number
}

const NO_FAULT = { at: 0, error: 'SIGKILL', lasting: false } as const

/** Runs the command line; of its steps one may be the last, or fail. */
async function run(args: string[], fault: Pick<Fault, 'at' | 'error' | 'lasting'>) {
  control.begin({ kinds: STEP_KINDS, ...fault })
  const child = spawn(process.execPath, [COMMAND_LINE, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...folder.env,
      LD_PRELOAD: 'library' in interposer ? interposer.library : '',
      FAULT_FOLDER: dirname(libraryPath),
      FAULT_CONTROL: controlPath,
    },
  })
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'close')])
  return { status: child.exitCode, signal: child.signalCode, stderr, ...control.read() }
}

function layOut(): void {
  rmSync(dirname(libraryPath), { recursive: true, force: true })
  cpSync(dirname(prepared), dirname(libraryPath), { recursive: true })
}

/** So many of all, evenly. */
function evenly(all: number, count: number): number[] {
  const wanted = Math.min(all, count)
  return Array.from({ length: wanted }, (_, index) => Math.ceil(((index + 0.5) * all) / wanted))
}

/** A checked article with an evidence file. */
async function checked(path: string): Promise<void> {
  const { call, close } = openWorkspace({ libraryPath: path })
  const claimId = await checkEverything(call, await importText(call, SHORT_ARTICLE))
  const { hash } = await storeFile(call, Buffer.alloc(200_000, 'Die Brücke misst 240 m. '), 'akte.txt')
  await call('evidence.add', {
    ...{ claimId, stance: 'supports', fileHash: hash },
    source: { title: 'Akte', type: 'document' },
  })
  close()
}

/** One verdict more. Gives the last event then. */
async function goOn(path: string): Promise<string> {
  const { call, close } = openWorkspace({ libraryPath: path })
  const [claim] = await call('claims.list', {})
  if (!claim) throw new Error('There is a claim')
  const { content } = await call('claims.read', { claimId: claim.claimId })
  await rate(call, claim.claimId, { ratingId: content?.ratingId === 'wrong' ? 'confirmed' : 'wrong' })
  const { headHash } = await call('library.describe', {})
  close()
  return headHash
}

/** What the library says of itself, opened as at the next start. */
async function opened(path = libraryPath): Promise<{ headHash: string; problems: string[] }> {
  const { call, close } = openWorkspace({ libraryPath: path })
  const { problems } = await call('library.verify', {})
  const { headHash } = await call('library.describe', {})
  close()
  return { headHash, problems }
}

/** The last event of each library that was laid out, and a file as it was. */
const known = { head: '', earlier: '', bytes: '' }

/** Opens what recovering has left. Where it was not done yet, it is said that the library is damaged, and done again. */
async function recovered(again: () => unknown): Promise<void> {
  const state = await opened().catch((error: unknown) => {
    expect(error).toMatchObject({ code: 'library_refused' })
    again()
    return opened()
  })
  expect(state).toEqual({ headHash: known.head, problems: [] })
}

/** The damaged file is still there, under whatever name. */
function expectKept(): void {
  const names = readdirSync(dirname(libraryPath)).filter((name) =>
    /^desk\.belegt(?:-replaced-\d+)?$/.test(name),
  )
  expect(names.map((name) => sha256(readFileSync(beside(name))))).toContain(known.bytes)
}

function damage(path: string, pages: (db: Database.Database) => number[]): void {
  const db = new Database(path, { readonly: true })
  const numbers = pages(db)
  db.close()
  for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
  const bytes = readFileSync(path)
  for (const page of numbers) bytes.fill(0xa5, (page - 1) * 4_096, page * 4_096)
  writeFileSync(path, bytes)
  known.bytes = sha256(bytes)
}

const rootPages = (...names: string[]) => {
  return (db: Database.Database) =>
    names.map(
      (name) =>
        db.prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(name) ??
        0,
    )
}

const SALVAGED = /^desk\.belegt-(?:salvaged-.*\.json|replaced-\d+(?:-head|-wal|-events)?)$/

const upgrades = OLD_VERSIONS.map((version): Job => ({
  job: `an upgrade from version ${String(version)}`,
  prepare(path) {
    mkdirSync(dirname(path), { recursive: true })
    makeOldLibrary(version, path).close()
    return Promise.resolve()
  },
  args: ['call', '--library', libraryPath],
  after: () => upgraded(version),
  ...(version === 1 && { steps: STEPS_OF_ALL_MIGRATIONS }),
}))

const EXPORT = 'an export over an older one'

const jobs: Job[] = [
  {
    job: 'the first start of all',
    prepare: (path) => Promise.resolve(mkdirSync(dirname(path), { recursive: true })),
    args: ['call', '--library', libraryPath],
    async after() {
      expect((await opened()).problems).toEqual([])
    },
  },
  {
    job: 'a start after a kill',
    async prepare(path) {
      await checked(path)
      await killedAtWork(
        { libraryPath: path, env: folder.env },
        async (call) => {
          for (;;) await call('articles.import', { text: SHORT_ARTICLE, language: 'de' })
        },
        { after: 'first write', ms: 0 },
      )
      const copy = join(folder.path, 'copy', 'desk.belegt')
      cpSync(dirname(path), dirname(copy), { recursive: true })
      known.head = (await opened(copy)).headHash
    },
    args: ['call', '--library', libraryPath],
    async after() {
      expect(await opened()).toEqual({ headHash: known.head, problems: [] })
    },
  },
  ...upgrades,
  {
    job: 'a backup over an older one',
    async prepare(path) {
      await checked(path)
      known.earlier = backUpLibrary(path, join(dirname(path), 'kept.belegt')).headHash
      known.head = await goOn(path)
    },
    args: ['backup', '--library', libraryPath, '--out', beside('kept.belegt')],
    async after() {
      const elsewhere = join(folder.path, 'elsewhere', 'desk.belegt')
      rmSync(dirname(elsewhere), { recursive: true, force: true })
      restoreLibrary(elsewhere, beside('kept.belegt'))
      const { headHash, problems } = await opened(elsewhere)
      expect(problems).toEqual([])
      expect([known.earlier, known.head]).toContain(headHash)
      expect(await opened()).toEqual({ headHash: known.head, problems: [] })
      expect(backUpLibrary(libraryPath, beside('kept.belegt')).problems).toEqual([])
    },
    kept: /^(?:kept\.belegt(?:\.json|-head|-evidence)?|desk\.belegt-(?:wal|shm))$/,
  },
  {
    job: 'restoring a backup',
    async prepare(path) {
      await checked(path)
      known.earlier = backUpLibrary(path, join(dirname(path), 'kept.belegt')).headHash
      known.head = await goOn(path)
      known.bytes = sha256(readFileSync(path))
    },
    args: ['restore', beside('kept.belegt'), '--library', libraryPath],
    async after() {
      const { headHash, problems } = await opened()
      expect(problems).toEqual([])
      expect([known.earlier, known.head]).toContain(headHash)
      if (headHash === known.earlier) expectKept()
    },
    kept: /^(?:kept\.belegt(?:\.json|-head|-evidence)?|desk\.belegt-replaced-\d+(?:-head|-wal|-events)?)$/,
  },
  {
    job: 'restoring a backup where nothing is left',
    async prepare(path) {
      await checked(path)
      known.earlier = backUpLibrary(path, join(dirname(path), 'kept.belegt')).headHash
      for (const name of readdirSync(dirname(path))) {
        if (name.startsWith('desk')) rmSync(join(dirname(path), name), { recursive: true })
      }
    },
    args: ['restore', beside('kept.belegt'), '--library', libraryPath],
    async after() {
      // A start may find nothing and make an empty library, or evidence files alone, and say so.
      const found = await opened().catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'library_refused' })
        return null
      })
      if (found?.headHash !== known.earlier) restoreLibrary(libraryPath, beside('kept.belegt'))
      expect(await opened()).toEqual({ headHash: known.earlier, problems: [] })
    },
    kept: /^(?:kept\.belegt(?:\.json|-head|-evidence)?|desk\.belegt-replaced-\d+(?:-head|-wal|-events)?)$/,
  },
  {
    job: EXPORT,
    async prepare(path) {
      await checked(path)
      writeFileSync(join(dirname(path), 'bericht.zip'), 'das alte')
    },
    args: [
      ...['report', 'Neue Brücke', '--library', libraryPath, '--format', 'html', '--with-evidence'],
      ...['--out', beside('bericht.zip'), '--force'],
    ],
    async after() {
      const bytes = readFileSync(beside('bericht.zip'))
      if (bytes.toString() !== 'das alte') expect((await zipParts(bytes)).size).toBeGreaterThan(1)
      expect((await opened()).problems).toEqual([])
      // The next export to this place sweeps it.
      expect(await run(jobs.find(({ job }) => job === EXPORT)?.args ?? [], NO_FAULT)).toMatchObject({
        status: 0,
      })
    },
    kept: /^(?:bericht\.zip|desk\.belegt-(?:wal|shm))$/,
  },
  {
    job: 'building a lost library from its journal',
    async prepare(path) {
      await checked(path)
      known.head = headOf(path)
      for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
    },
    args: ['restore', '--from-journal', '--library', libraryPath],
    after: () => recovered(() => rebuildLibrary(libraryPath)),
    kept: SALVAGED,
  },
  {
    job: 'building a damaged library from its journal',
    async prepare(path) {
      await checked(path)
      known.head = headOf(path)
      damage(path, rootPages('claims', 'events', 'sentences'))
    },
    args: ['restore', '--from-journal', '--library', libraryPath],
    async after() {
      expectKept()
      await recovered(() => rebuildLibrary(libraryPath))
      expectKept()
    },
    kept: SALVAGED,
  },
  {
    job: 'mending damaged indexes at the start',
    async prepare(path) {
      await checked(path)
      known.head = headOf(path)
      damage(path, rootPages('claims_by_article', 'events_by_article'))
    },
    args: ['call', '--library', libraryPath],
    async after() {
      expectKept()
      await recovered(() => undefined)
      expectKept()
    },
    kept: SALVAGED,
  },
  {
    job: 'salvaging into a new library',
    async prepare(path) {
      await checked(path)
      known.head = headOf(path)
      damage(path, rootPages('claims', 'events', 'sentences'))
    },
    args: ['salvage', libraryPath, '--into', beside('neu.belegt')],
    async after() {
      if (!existsSync(beside('neu.belegt'))) salvageLibrary(libraryPath, beside('neu.belegt'))
      expect(await opened(beside('neu.belegt'))).toEqual({ headHash: known.head, problems: [] })
      expectKept()
    },
    kept: /^(?:neu\.belegt(?:-head|-events|-lock|-search|-evidence|-salvaged\.json)?|desk\.belegt-(?:wal|shm))$/,
  },
]

function headOf(path: string): string {
  const db = new Database(path, { readonly: true })
  try {
    return (
      db.prepare<[], string>('SELECT hash FROM events ORDER BY sequence DESC LIMIT 1').pluck().get() ?? ''
    )
  } finally {
    db.close()
  }
}

/** Whole before the next start and upgraded after it, with a backup of what it was and the same checks in force. */
async function upgraded(version: number): Promise<void> {
  const db = new Database(libraryPath)
  const found = {
    integrity: db.pragma('integrity_check', { simple: true }),
    events: db.prepare('SELECT * FROM events ORDER BY sequence').all(),
  }
  const reached = Number(db.pragma('user_version', { simple: true }))
  db.close()
  expect(found).toEqual({ integrity: 'ok', events: oldLibrary(version).tables.events })
  expect(reached).toBeGreaterThanOrEqual(version)
  expect(reached).toBeLessThanOrEqual(newestVersion())

  const { call, close } = openWorkspace({ libraryPath })
  const { problems } = await call('library.verify', {})
  const articles = await call('articles.list', {})
  const backups = backupsOf(libraryPath).map(({ backup }) => backup)
  close()
  expect(problems).toEqual([])
  expect(articles.some(({ signOff }) => signOff?.current)).toBe(true)
  expect(
    backups.filter((backup) => backup.reason === 'upgrade' && backup.problems.length === 0),
  ).toHaveLength(1)
}

async function layOutFirst(job: Job): Promise<number> {
  rmSync(dirname(prepared), { recursive: true, force: true })
  await job.prepare(prepared)
  layOut()
  const { seen, status, stderr } = await run(job.args, NO_FAULT)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(seen).toBeGreaterThan(0)
  return seen
}

describe.skipIf('missing' in interposer)('killed at a step', () => {
  it.each(jobs)('$job is done whole or not at all, and whole by the next start', LONG, async (job) => {
    const all = await layOutFirst(job)
    let kills = 0
    for (const at of evenly(all, job.steps ?? STEPS)) {
      layOut()
      const { signal, first } = await run(job.args, { at, error: 'SIGKILL', lasting: false })
      // Not every run has as many steps: some are due to a time.
      if (signal === 'SIGKILL') kills += 1
      try {
        await job.after()
        expect(leftovers(libraryPath).filter((name) => !job.kept?.test(name))).toEqual([])
      } catch (error) {
        throw new Error(`Killed at step ${String(at)}: ${first}`, { cause: error })
      }
    }
    console.log(`${job.job}: ${String(kills)} kills in ${String(all)} steps`)
    expect(kills).toBeGreaterThan(0)
  })
})

describe.skipIf('missing' in interposer)('on a disk that is full from a step on', () => {
  it.each(upgrades)('$job says so or is done, and is done once there is room', LONG, async (job) => {
    const all = await layOutFirst(job)
    const refusals = new Set<string>()
    for (const at of evenly(all, job.steps ?? STEPS)) {
      layOut()
      const { status, signal, stderr, first } = await run(job.args, { at, error: 'ENOSPC', lasting: true })
      if (status !== 0) refusals.add(stderr)
      try {
        expect({ signal, status: status === 0 ? 1 : status }).toEqual({ signal: null, status: 1 })
        await job.after()
        expect(leftovers(libraryPath)).toEqual([])
      } catch (error) {
        throw new Error(`Full from step ${String(at)}: ${first}`, { cause: error })
      }
    }
    // Not of each call the disk says why it failed.
    expect([...refusals].filter((words) => !/disk (?:is full|reported an error)/.test(words))).toEqual([])
  })
})
