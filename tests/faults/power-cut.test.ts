import Database from 'better-sqlite3'
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Head } from '#main/database/head-file'

import { cutDisk, MODELS, type DiskState } from '../support/cut-disk'
import { buildInterposer } from '../support/interposer'
import { repliesAfter } from '../support/recorder'
import { rounds } from '../support/rounds'
import { openWorkspace } from '../support/workspace'
import { numberIn, recordWork, sha256, type Kept, type RecordedWork } from './recorded-work'

const STATES = rounds({ inTests: 200, atRelease: 5_000 }) / MODELS.length

/** In memory where there is such a place: thousands of states are written and thrown away. */
const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'belegt-power-'))
const interposer = buildInterposer(scratch)
const aside = mkdtempSync(join(tmpdir(), 'belegt-power-'))
const root = join(aside, 'work')
let work: RecordedWork

beforeAll(async () => {
  if ('missing' in interposer) return
  mkdirSync(root)
  work = await recordWork(root, { library: interposer.library, aside })
}, 120_000)
afterAll(() => {
  for (const folder of [scratch, aside]) rmSync(folder, { recursive: true, force: true })
})

describe.skipIf('missing' in interposer)('a power cut, after which', () => {
  it.each(MODELS)(
    `%s, ${String(STATES)} times, takes nothing that was acknowledged, and the library opens and is whole`,
    { timeout: 60_000 + STATES * 2_000 },
    async (model) => {
      const random = numbersFrom(MODELS.indexOf(model) + 1)
      const disk = cutDisk(root)
      const replies = repliesAfter(work.calls)
      const found: { cut: number; after: string; faults: string[] }[] = []
      let done = 0

      for (const cut of cutsOf(work, random)) {
        for (const call of work.calls.slice(done, cut)) disk.apply(call)
        done = cut
        const folder = join(scratch, 'state')
        layDown(disk.state(model, random, work.calls[cut]), folder, random)
        const kept = work.kept[replies[cut - 1] ?? 0]
        if (!kept) throw new Error('Every reply says what is kept')
        const faults = await faultsOf(folder, kept).catch((error: unknown) => [String(error)])
        if (faults.length > 0) found.push({ cut, after: lastCalls(cut), faults })
        rmSync(folder, { recursive: true })
      }

      expect(found).toEqual([])
    },
  )
})

/** Half of the cuts come just after somebody was told that something is saved. */
function cutsOf({ calls, before }: RecordedWork, random: () => number): number[] {
  const marks = calls.flatMap(({ what }, index) => (what === 'mark' ? [index + 1] : []))
  const anywhere = () => before + Math.floor(random() * (calls.length - before + 1))
  return Array.from({ length: STATES }, (_, number) =>
    number % 2 === 0 ? anywhere() : (marks[Math.floor(random() * marks.length)] ?? before),
  ).toSorted((a, b) => a - b)
}

function lastCalls(cut: number): string {
  return work.calls
    .slice(cut - 3, cut)
    .map(({ what, path }) => `${what} ${path.slice(root.length + 1)}`)
    .join(', ')
}

/** The same numbers in every run (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function layDown(state: DiskState, folder: string, random: () => number): void {
  mkdirSync(folder)
  for (const [name, bytes] of state) {
    const path = join(folder, name)
    if (bytes === null) mkdirSync(path)
    // What was mapped into memory is never synced, and may be anything.
    else if (name.endsWith('-shm')) writeFileSync(path, Buffer.alloc(32_768, Math.floor(random() * 256)))
    else if (isEvidence(name) && bytes.length > 100_000) link(bytes, path)
    else writeFileSync(path, bytes)
  }
}

const isEvidence = (name: string) => /evidence\/[0-9a-f]{2}\/[0-9a-f]{64}$/.test(name)

/** Nobody writes into these, so that they are laid down once. */
function link(bytes: Buffer, path: string): void {
  const stored = join(scratch, sha256(bytes))
  if (!existsSync(stored)) writeFileSync(stored, bytes)
  linkSync(stored, path)
}

/** Opens what is left, as a person would next morning, and names everything that is not as it was promised. */
async function faultsOf(folder: string, kept: Kept): Promise<string[]> {
  const libraryPath = join(folder, kept.library)
  return [
    ...(await faultsInside(libraryPath, kept)),
    ...faultsBeside(libraryPath, kept),
    ...faultsOfFiles(folder, kept),
    ...(kept.andBefore ? await faultsOf(folder, kept.andBefore) : []),
  ]
}

async function faultsInside(libraryPath: string, kept: Kept): Promise<string[]> {
  const { call, close } = openWorkspace({ libraryPath })
  try {
    const { problems } = await call('library.verify', {})
    const drafts = await call('drafts.list', {})
    const last = Math.max(0, ...drafts.map(({ content }) => numberIn(content)))
    const { backups } = await call('backups.list', {})
    const sound = new Set(backups.filter(({ sound }) => sound).map(({ name }) => name))
    return [
      ...problems.map((problem) => `verify: ${problem}`),
      ...(last < (kept.draft ?? 0) ? [`draft ${String(kept.draft)} is lost`] : []),
      ...kept.backups.filter((name) => !sound.has(name)).map((name) => `backup ${name} is lost`),
      ...backups.flatMap(({ name }) => faultsOfBackup(join(`${libraryPath}-backups`, name))),
    ]
  } finally {
    close()
  }
}

function faultsBeside(libraryPath: string, { head, orHead, aside }: Kept): string[] {
  const folder = dirname(libraryPath)
  const names = readdirSync(folder)
  const replaced = names.filter((name) => /-replaced-\d+$/.test(name)).map((name) => join(folder, name))
  const libraries = [libraryPath, ...replaced]
  const isThere = head === null || holds(libraryPath, head) || (orHead !== null && holds(libraryPath, orHead))
  // What a restore replaces is put aside, not thrown away.
  const promised = [...aside, ...(head ? [head] : [])]
  const lost = promised.filter((each) => !libraries.some((path) => holds(path, each)))
  return [
    ...(isThere ? [] : [`event ${String(head.sequence)} is lost`]),
    ...lost.map(({ sequence }) => `the library with ${String(sequence)} events is lost`),
    ...names.filter((name) => name.includes('-other')).map((name) => `${name} was put aside`),
    ...evidenceIn(libraryPath).filter((path) => sha256Of(path) !== basename(path)),
  ]
}

function faultsOfFiles(folder: string, { files }: Kept): string[] {
  return Object.entries(files).flatMap(([name, possible]) => {
    const path = join(folder, name)
    const found = sha256Of(path)
    const isPromised = found !== null && possible.includes(found)
    return isPromised ? faultsOfBackup(path) : [`${name} is lost`]
  })
}

/** A backup stands beside no record but its own. */
function faultsOfBackup(path: string): string[] {
  if (!existsSync(`${path}.json`)) return []
  const record = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as { sha256: string }
  return record.sha256 === sha256Of(path) ? [] : [`${basename(path)} is not as its record says`]
}

function sha256Of(path: string): string | null {
  return existsSync(path) ? sha256(readFileSync(path)) : null
}

function evidenceIn(libraryPath: string): string[] {
  return inLibrary(libraryPath, (db) =>
    db
      .prepare<[], string>('SELECT id FROM evidence_files')
      .pluck()
      .all()
      .map((hash) => join(`${libraryPath}-evidence`, hash.slice(0, 2), hash)),
  )
}

function holds(path: string, { sequence, hash }: Head): boolean {
  return inLibrary(
    path,
    (db) => db.prepare('SELECT hash FROM events WHERE sequence = ?').pluck().get(sequence) === hash,
  )
}

function inLibrary<Result>(path: string, work: (db: Database.Database) => Result): Result {
  const db = new Database(path, { readonly: true })
  try {
    return work(db)
  } finally {
    db.close()
  }
}
