import Database from 'better-sqlite3'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { inlineBackups } from '#main/backups/backup-runner'
import { libraryBackups, START_AFTER_MS } from '#main/backups/library-backups'
import { restoreLibrary, salvageLibrary } from '#main/core'
import { openOrRescue } from '#main/core-rescue'
import type { Head } from '#main/database/head-file'
import { reserveFile } from '#main/database/reserve-file'
import type { Words } from '#shared/errors'
import type { ArticleId, ClaimId } from '#shared/model'
import type { Call } from '#shared/rpc'

import { storeFile } from '../support/evidence-files'
import { rounds } from '../support/rounds'
import { smallDisk } from '../support/small-disk'
import {
  addClaim,
  addEvidence,
  importText,
  openWorkspace,
  SHORT_ARTICLE,
  temporaryFolder,
  type Workspace,
} from '../support/workspace'

const DISK_MEGABYTES = 24
const ALL_LEVELS = [4096, 0, 128, 2048, 1024, 512, 16]
const FREE_KILOBYTES = ALL_LEVELS.slice(0, rounds({ inTests: 3, atRelease: ALL_LEVELS.length }))
/** Nobody fills that much with one kind of step. */
const MOST_STEPS = 5_000

const small = smallDisk()
let folder: ReturnType<typeof temporaryFolder>
let elsewhere: ReturnType<typeof temporaryFolder>
let workspace: Workspace
let closeBackups = (): void => undefined
let desk: { articleId: ArticleId; claimId: ClaimId; text: string }
beforeEach(async () => {
  folder = temporaryFolder()
  elsewhere = temporaryFolder()
  small?.mount(folder.path, DISK_MEGABYTES)
  workspace = openWorkspace({
    libraryPath: folder.libraryPath,
    language: 'de',
    exportHost: {
      choose: (name) => Promise.resolve({ path: join(elsewhere.path, name), replace: true }),
    },
  })
  const { call } = workspace
  const article = await importText(call, SHORT_ARTICLE)
  const claimId = await addClaim(call, { article, number: 2 })
  await addEvidence(call, claimId)
  await storeFile(call, Buffer.from('Die Brücke misst 240 m.'), 'akte.txt')
  desk = { articleId: article.id, claimId, text: article.text }
})
afterEach(() => {
  closeBackups()
  closeBackups = () => undefined
  workspace.close()
  small?.unmount()
  folder.remove()
  elsewhere.remove()
})

/** Takes one step after the other and says how to tell that all of them are still there. */
interface Writer {
  step: (call: Call, number: number) => Promise<unknown>
  /** How many of its steps the library holds. */
  count: (call: Call) => Promise<number>
}

const verdicts: Writer = {
  step: (call, number) =>
    call('verdicts.record', {
      claimId: desk.claimId,
      question: 'content',
      scaleId: 'belegt-content-de-1',
      ratingId: number % 2 === 0 ? 'confirmed' : 'wrong',
      conclusion: `Urteil ${String(number)}`,
    }),
  async count(call) {
    const { content } = await call('claims.read', { claimId: desk.claimId })
    return Number(/Urteil (\d+)/.exec(content?.conclusion ?? '')?.[1] ?? -1) + 1
  },
}

/** An article whose words nobody has yet, and a file of 100 kB. */
const imports: Writer = {
  async step(call, number) {
    const words = `Fassung ${String(number)}. `.repeat(200)
    if (number % 2 === 0)
      await call('articles.import', { text: `${words}\n\n${SHORT_ARTICLE}`, language: 'de' })
    else await storeFile(call, Buffer.alloc(100_000, `Akte ${String(number)}`), `akte-${String(number)}.bin`)
  },
  async count(call) {
    const articles = await call('articles.list', {})
    const files = await call('evidenceFiles.list', { limit: 500 })
    return articles.length - 1 + files.filter(({ name }) => name.startsWith('akte-')).length
  },
}

/** A backup with what changed since the last one, a report, and a backup that is laid ready and taken back. */
const backups: Writer = {
  async step(call, number) {
    await storeFile(call, Buffer.alloc(50_000, `Akte ${String(number)}`), `akte-${String(number)}.bin`)
    const { name } = await call('backups.make', {})
    await call('reports.export', { articleId: desk.articleId, format: 'html', withFiles: true })
    await call('backups.restore', { name })
    await call('backups.withdrawRestore', {})
  },
  async count(call) {
    const files = await call('evidenceFiles.list', { limit: 500 })
    return files.filter(({ name }) => name.startsWith('akte-')).length
  },
}

/** Steps until one is refused. */
async function writeUntilRefused({ step }: Writer): Promise<{ taken: number; refusal: unknown }> {
  for (let taken = 0; taken < MOST_STEPS; taken += 1) {
    try {
      await step(workspace.call, taken)
    } catch (refusal) {
      return { taken, refusal }
    }
  }
  throw new Error('The disk never became full')
}

function halfFiles(): string[] {
  return readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.part|-restoring|incoming.|outgoing.|trial-/.test(name),
  )
}

const SAID_AND_WHAT_TO_DO = /^Der Datenträger ist voll.* \d+ MB.*(?:Geben Sie|frei)/

const survival = FREE_KILOBYTES.flatMap((kilobytes) => [
  { kilobytes, name: 'verdicts', writer: verdicts },
  { kilobytes, name: 'imports of articles and evidence files', writer: imports },
  { kilobytes, name: 'backups, exports and restores', writer: backups },
])

describe.skipIf(small === null)('a disk that becomes full', () => {
  it.each(survival)(
    'with $kilobytes kB left under $name loses nothing acknowledged, says what to do, goes on reading and exporting, and writes again once there is room',
    async ({ kilobytes, writer }) => {
      const { call } = workspace
      small?.fill(kilobytes * 1024)

      const { taken, refusal } = await writeUntilRefused(writer)
      const counted = await writer.count(call)
      const read = await call('articles.read', { articleId: desk.articleId })
      const whileFull = await call('library.verify', {})
      const half = halfFiles()
      const { fileName } = await call('reports.export', {
        ...{ articleId: desk.articleId, format: 'html', withFiles: true },
      })

      small?.makeRoom()
      await writer.step(call, taken + 1_000)
      const after = await call('library.verify', {})
      // Full once more, it can be left and opened again.
      small?.fill()
      workspace.close()
      const reopened = openOrRescue({ libraryPath: folder.libraryPath, access: 'write' })
      const again = await reopened.call({
        ...{ name: 'articles.read', input: { articleId: desk.articleId }, language: 'de' },
      })
      reopened.close()

      expect(refusal).toMatchObject({ code: 'not_saved' })
      expect((refusal as Error).message).toMatch(SAID_AND_WHAT_TO_DO)
      // A step of several calls may be refused after its first.
      expect([taken, taken + 1]).toContain(counted)
      expect(read.text).toBe(desk.text)
      expect(again).toMatchObject({ ok: true, value: { text: desk.text } })
      expect(half).toEqual([])
      expect(statSync(join(elsewhere.path, fileName)).size).toBeGreaterThan(1_000)
      for (const { ok, problems } of [whileFull, after])
        expect({ ok, problems }).toEqual({ ok: true, problems: [] })
    },
  )
})

describe.skipIf(small === null)('on a full disk', () => {
  const tooFull = { code: 'not_saved', message: expect.stringMatching(SAID_AND_WHAT_TO_DO) as string }

  it('the room that was held back is given free, and is enough to finish and to back up', async () => {
    const { call } = workspace
    await reserveFile(folder.libraryPath, () => undefined).take()
    const held = statSync(`${folder.libraryPath}-reserve`).size
    small?.fill()

    await expect(writeUntilRefused(verdicts)).resolves.toMatchObject({ refusal: tooFull })
    await verdicts.step(call, 1)
    const backup = await call('backups.make', {})

    expect(held).toBeGreaterThanOrEqual(1024 * 1024)
    expect(existsSync(`${folder.libraryPath}-reserve`)).toBe(false)
    expect(backup).toMatchObject({ sound: true })
  })

  it('a backup by itself fails with words, leaves the earlier one, and is made once there is room', async () => {
    const { call } = workspace
    const { name } = await call('backups.make', {})
    await call('people.add', { name: 'Jana Krüger' })
    const told: string[] = []
    const backups = byThemselves({ onFailure: ({ de }) => told.push(de) })
    const earlier = readFileSync(join(backups.folder(), name))
    small?.fill()

    vi.advanceTimersByTime(START_AFTER_MS)
    await vi.waitFor(() => expect(backups.failure()).not.toBeNull())
    const failure = backups.failure()?.words.de
    const during = { names: backups.list().map(({ backup }) => backup.name), half: halfFiles() }
    small?.makeRoom()
    vi.advanceTimersByTime(60 * 60 * 1_000)
    await vi.waitFor(() => expect(backups.list()).toHaveLength(2))
    await vi.waitFor(() => expect(backups.failure()).toBeNull())

    expect(failure).toMatch(SAID_AND_WHAT_TO_DO)
    expect(told[0]).toBe(failure)
    expect(during).toEqual({ names: [name], half: [] })
    expect(readFileSync(join(backups.folder(), name))).toEqual(earlier)
  })

  it('the weekly trial leaves nothing behind and blames no backup', async () => {
    await workspace.call('backups.make', {})
    small?.fill(64 * 1024)
    const problems: string[] = []
    const backups = byThemselves({ log: (message) => problems.push(message) })

    vi.advanceTimersByTime(START_AFTER_MS)
    await vi.waitFor(() => expect(problems).toEqual(['A trial of a backup could not be made']))
    const trial = backups.lastTrial()
    const half = halfFiles()
    small?.makeRoom()
    vi.advanceTimersByTime(60 * 60 * 1_000)
    await vi.waitFor(() => expect(backups.lastTrial()).not.toBeNull())

    expect({ trial, half }).toEqual({ trial: null, half: [] })
    expect(backups.lastTrial()?.problem).toBeNull()
  })

  it('nothing is laid ready to be restored, and the library stays as it is', async () => {
    const { call } = workspace
    const { name } = await call('backups.make', {})
    small?.fill(64 * 1024)

    await expect(call('backups.restore', { name })).rejects.toMatchObject(tooFull)

    expect(halfFiles()).toEqual([])
    expect(await call('backups.list', {})).toMatchObject({ restorePending: false })
    expect(await call('library.verify', {})).toMatchObject({ ok: true })
    workspace.close()
    small?.fill()
    expect(() => restoreLibrary(folder.libraryPath, name)).toThrowError(
      expect.objectContaining({
        code: 'not_saved',
        words: expect.objectContaining({ de: expect.stringMatching(SAID_AND_WHAT_TO_DO) as string }) as Words,
      }),
    )
  })

  it('a salvage leaves the damaged library as it is, and no half one', () => {
    workspace.close()
    const before = readFileSync(folder.libraryPath)
    const into = join(folder.path, 'gerettet.belegt')
    small?.fill(64 * 1024)

    expect(() => salvageLibrary(folder.libraryPath, into)).toThrowError(
      expect.objectContaining({
        code: 'not_saved',
        words: expect.objectContaining({ de: expect.stringMatching(SAID_AND_WHAT_TO_DO) as string }) as Words,
      }),
    )

    expect(readFileSync(folder.libraryPath)).toEqual(before)
    expect(readdirSync(folder.path).filter((name) => name.startsWith('gerettet'))).toEqual([])
  })

  it('an export leaves the report that was there, and no half one', async () => {
    const { call } = workspace
    const report = { articleId: desk.articleId, format: 'html', withFiles: true } as const
    elsewhere.path = folder.path
    const { fileName } = await call('reports.export', report)
    const before = readFileSync(join(folder.path, fileName))
    await storeFile(call, Buffer.alloc(500_000, 'Akte'), 'gross.bin')
    small?.fill(4 * 1024)

    await expect(call('reports.export', report)).rejects.toMatchObject(tooFull)

    expect(readFileSync(join(folder.path, fileName))).toEqual(before)
    expect(halfFiles()).toEqual([])
  })

  /** The backups of the library as a window has them, with hours that pass when they are told to. */
  function byThemselves({
    log = () => undefined,
    onFailure = () => undefined,
  }: {
    log?: (message: string) => void
    onFailure?: (words: Words) => void
  } = {}) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
    const db = new Database(folder.libraryPath, { readonly: true })
    const head = db.prepare<[], Head>('SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1')
    const backups = libraryBackups({
      ...{ db, libraryPath: folder.libraryPath, evidenceFolder: `${folder.libraryPath}-evidence` },
      runner: inlineBackups,
      head: () => head.get() ?? { sequence: 0, hash: '' },
      refusal: () => null,
      now: () => new Date('2026-11-25T09:00:00.000Z'),
      ...{ onFailure, log },
    })
    backups.begin()
    closeBackups = () => {
      backups.close()
      db.close()
      vi.useRealTimers()
    }
    return backups
  }
})
