import Database from 'better-sqlite3'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { openWorkstation } from '#main/core'
import { sha256 } from '#main/database/canonical-json'

import {
  checkEverything,
  importText,
  openWorkspace,
  SHORT_ARTICLE,
  temporaryFolder,
} from '../../support/workspace'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

const hashOf = (path: string) => sha256(readFileSync(path))

async function work() {
  const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
  await checkEverything(call, await importText(call, SHORT_ARTICLE))
  await call('drafts.keep', { place: 'comment 1', content: '{"text":"angefangen"}' })
  const { headHash } = await call('library.describe', {})
  close()
  return headHash
}

/** Changes the library behind its back, whole pages and all. */
function meddle(sql: string): void {
  const db = new Database(folder.libraryPath)
  db.exec(sql)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/** The first pages of the tree of that name. */
function rootPage(name: string): number {
  const db = new Database(folder.libraryPath, { readonly: true })
  const page = db
    .prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?')
    .pluck()
    .get(name)
  db.close()
  return page ?? 0
}

describe('a library that somebody else has changed', () => {
  it.each([
    ['a trigger', 'CREATE TRIGGER evil AFTER INSERT ON claims BEGIN DELETE FROM comments; END'],
    ['a view', 'CREATE VIEW evil AS SELECT * FROM claims'],
    ['a table', 'CREATE TABLE evil (id TEXT)'],
    ['one rule less', 'DROP TRIGGER events_are_never_changed'],
  ])('is not used when it has %s, neither to write nor to read', async (_, sql) => {
    await work()
    meddle(sql)
    const before = hashOf(folder.libraryPath)

    for (const access of ['write', 'read'] as const) {
      expect(() => openWorkstation({ libraryPath: folder.libraryPath, access })).toThrowError(
        expect.objectContaining({ code: 'library_refused' }),
      )
    }

    expect(hashOf(folder.libraryPath)).toBe(before)
  })
})

describe('damage to an index alone', () => {
  it.each(['claims_by_article', 'sentences_by_block', 'events_by_article', 'verdicts_by_claim'])(
    'is made good by itself, and the damaged file stays beside it: %s',
    async (index) => {
      const headHash = await work()
      const page = rootPage(index)
      const bytes = readFileSync(folder.libraryPath)
      bytes.fill(0xa5, (page - 1) * 4_096, page * 4_096)
      writeFileSync(folder.libraryPath, bytes)

      const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
      const described = await call('library.describe', {})
      const verified = await call('library.verify', {})
      const drafts = await call('drafts.list', {})
      close()

      expect(described.headHash).toBe(headHash)
      expect(verified).toMatchObject({ ok: true, problems: [] })
      expect(drafts.map(({ content }) => content)).toEqual(['{"text":"angefangen"}'])
      expect(hashOf(`${folder.libraryPath}-replaced-1`)).toBe(sha256(bytes))
    },
  )

  it('does not hide damage to a table', async () => {
    await work()
    const bytes = readFileSync(folder.libraryPath)
    for (const name of ['claims_by_article', 'claims']) {
      const page = rootPage(name)
      bytes.fill(0xa5, (page - 1) * 4_096, page * 4_096)
    }
    writeFileSync(folder.libraryPath, bytes)

    expect(() => openWorkspace({ libraryPath: folder.libraryPath })).toThrowError(
      expect.objectContaining({ code: 'library_refused' }),
    )

    expect(existsSync(`${folder.libraryPath}-replaced-1`)).toBe(false)
  })
})

describe('a log of another time', () => {
  it('beside a restored file is not played into it', async () => {
    const headHash = await work()
    const stale = join(folder.path, 'stale-wal')
    const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
    await importText(call, SHORT_ARTICLE.replace('Elbe', 'Oder'))
    copyFileSync(`${folder.libraryPath}-wal`, stale)
    const later = await call('library.describe', {})
    close()
    copyFileSync(stale, `${folder.libraryPath}-wal`)

    const again = openWorkspace({ libraryPath: folder.libraryPath })
    const described = await again.call('library.describe', {})
    const { ok } = await again.call('library.verify', {})
    again.close()

    expect([described.headHash, ok]).toEqual([later.headHash, true])
    expect(described.headHash).not.toBe(headHash)
  })
})

describe('a clock that was set back', () => {
  it('is noted in the step, and the order stays that of the steps', async () => {
    const workspace = openWorkspace({ libraryPath: folder.libraryPath })
    await workspace.call('people.add', { name: 'Erste' })
    workspace.clock.at = new Date('2026-11-20T09:00:00.000Z')
    await workspace.call('people.add', { name: 'Zweite' })
    workspace.clock.at = new Date('2026-11-26T09:00:00.000Z')
    await workspace.call('people.add', { name: 'Dritte' })
    const { ok } = await workspace.call('library.verify', {})
    workspace.close()

    const db = new Database(folder.libraryPath, { readonly: true })
    const facts = db.prepare<[], string>('SELECT facts FROM events ORDER BY sequence').pluck().all()
    db.close()
    expect(ok).toBe(true)
    expect(facts.map((each) => (JSON.parse(each) as { clockBefore?: string }).clockBefore)).toEqual([
      undefined,
      undefined,
      '2026-11-25T09:00:00.000Z',
      undefined,
    ])
  })
})
