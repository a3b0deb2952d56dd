import { createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { openOrRescue } from '#main/core-rescue'
import type { ArticleId, ClaimId } from '#shared/model'
import { caller, type Call } from '#shared/rpc'

import { storeFile } from '../support/evidence-files'
import { smallDisk } from '../support/small-disk'
import {
  addClaim,
  addEvidence,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  temporaryFolder,
} from '../support/workspace'

/** The account that owns nothing here: root may write into any folder. */
const NOBODY = 65_534
const isRoot = process.getuid?.() === 0 && process.platform === 'linux'
const small = smallDisk()

let folder: ReturnType<typeof temporaryFolder>
let elsewhere: ReturnType<typeof temporaryFolder>
let desk: { path: string; libraryPath: string; articleId: ArticleId; claimId: ClaimId; text: string }
beforeEach(() => {
  folder = temporaryFolder()
  elsewhere = temporaryFolder()
})
afterEach(() => {
  process.seteuid?.(0)
  small?.unmount()
  folder.remove()
  elsewhere.remove()
})

async function prepare(path: string): Promise<void> {
  const libraryPath = join(path, 'desk.belegt')
  const { call, close } = openWorkspace({ libraryPath })
  const article = await importText(call, SHORT_ARTICLE)
  const claimId = await addClaim(call, { article, number: 2 })
  await addEvidence(call, claimId)
  await storeFile(call, Buffer.from('Die Brücke misst 240 m.'), 'akte.txt')
  close()
  desk = { path, libraryPath, articleId: article.id, claimId, text: article.text }
}

/** As both windows open it. */
function open(): { call: Call; close: () => void } {
  const workstation = openOrRescue({
    libraryPath: desk.libraryPath,
    access: 'write',
    exportHost: {
      choose: (name) => Promise.resolve({ path: join(elsewhere.path, name), replace: true }),
    },
  })
  return {
    call: caller({ send: (request) => workstation.call(request) }, () => 'de'),
    close: () => workstation.close(),
  }
}

const names = () => readdirSync(desk.path, { recursive: true, encoding: 'utf8' }).sort()
const hash = () => createHash('sha256').update(readFileSync(desk.libraryPath)).digest('hex')

/** Everything that needs no writing works, and everything else is refused by words that say why. */
async function expectToBeRead(call: Call, words: string): Promise<void> {
  const { readOnly } = await call('library.describe', {})
  const read = await call('articles.read', { articleId: desk.articleId })
  const { ok, problems } = await call('library.verify', {})
  const exported = await call('reports.export', {
    ...{ articleId: desk.articleId, format: 'html', withFiles: true },
  })
  await call('articles.list', {})
  await call('drafts.list', {})
  await call('backups.list', {})
  await call('evidenceFiles.search', { query: 'Brücke', limit: 10 })

  expect(readOnly).toContain(words)
  expect(read.text).toBe(desk.text)
  expect({ ok, problems }).toEqual({ ok: true, problems: [] })
  expect(statSync(join(elsewhere.path, exported.fileName)).size).toBeGreaterThan(1_000)
  for (const refused of [
    rate(call, desk.claimId),
    call('drafts.keep', { place: 'claim', content: '{}' }),
    call('settings.write', { theme: 'dark' }),
    call('articles.import', { text: 'Ein anderer Text. Er hat zwei Sätze.', language: 'de' }),
  ]) {
    await expect(refused).rejects.toMatchObject({
      code: 'rule_broken',
      message: expect.stringContaining('nur zum Lesen geöffnet') as string,
    })
  }
}

describe.skipIf(!isRoot)('a library in a folder that may not be written to', () => {
  beforeEach(async () => {
    const path = join(folder.path, 'Redaktion')
    mkdirSync(path)
    await prepare(path)
    chmodSync(folder.path, 0o755)
    chownSync(elsewhere.path, NOBODY, NOBODY)
    // Others may read all of it, and write nothing.
    for (const name of ['.', ...names()]) {
      const each = join(path, name)
      chmodSync(each, statSync(each).isDirectory() ? 0o755 : 0o644)
    }
  })

  it('opens to be read, says so, exports, and leaves no trace', async () => {
    const before = { names: names(), hash: hash() }

    process.seteuid?.(NOBODY)
    const { call, close } = open()
    await expectToBeRead(call, 'In den Ordner der Bibliothek darf nicht geschrieben werden')
    close()
    process.seteuid?.(0)

    expect({ names: names(), hash: hash() }).toEqual(before)
  })
})

describe.skipIf(small === null)('a library on a disk', () => {
  beforeEach(async () => {
    small?.mount(folder.path)
    await prepare(folder.path)
  })

  it('that is read-only opens to be read, and to be written to once it may be', async () => {
    small?.makeReadOnly()
    const { call, close } = open()
    await expectToBeRead(call, 'darf nicht geschrieben werden')
    close()

    small?.makeWritable()
    const again = open()
    await rate(again.call, desk.claimId)
    const { ok, problems } = await again.call('library.verify', {})
    again.close()
    expect({ ok, problems }).toEqual({ ok: true, problems: [] })
  })

  it('that is full when it is opened opens to be read, and to be written to once there is room', async () => {
    small?.fill()
    const { call, close } = open()
    await expectToBeRead(call, 'Der Datenträger ist voll')
    close()

    small?.makeRoom()
    const again = open()
    await rate(again.call, desk.claimId)
    expect(await again.call('library.describe', {})).toMatchObject({ readOnly: null })
    again.close()
  })

  it('that is read-only takes no new library', () => {
    small?.makeReadOnly()
    desk.libraryPath = join(folder.path, 'neu.belegt')

    expect(() => open()).toThrowError(expect.objectContaining({ code: 'not_saved' }))
    expect(existsSync(desk.libraryPath)).toBe(false)
  })
})
