import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { ClaimId } from '#shared/model'

import { pdfOf, storeFile } from '../../support/evidence-files'
import {
  addClaim,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  temporaryFolder,
  type Workspace,
} from '../../support/workspace'

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace
beforeEach(() => {
  folder = temporaryFolder()
  workspace = openWorkspace({ libraryPath: folder.libraryPath })
})
afterEach(() => {
  workspace.close()
  folder.remove()
})

const pathOf = (hash: string) => `${folder.libraryPath}-evidence/${hash.slice(0, 2)}/${hash}`
function overwrite(hash: string, text = 'anderes'): void {
  chmodSync(pathOf(hash), 0o600)
  writeFileSync(pathOf(hash), text)
}
const reopened = (everyMs = 1_000_000) => {
  workspace.close()
  const { at } = workspace.clock
  workspace = openWorkspace({
    libraryPath: folder.libraryPath,
    checksByItself: { afterMs: 0, everyMs, pauseMs: 0 },
  })
  workspace.clock.at = at
}
const until = (isSo: () => unknown) => vi.waitFor(isSo, { timeout: 20_000, interval: 10 })
const later = (days: number) => {
  workspace.clock.at = new Date(workspace.clock.at.getTime() + days * 24 * 60 * 60 * 1_000)
}
const actions = async () => (await workspace.call('history.list', {})).map(({ action }) => action)
const checks = async () => (await actions()).filter((action) => action === 'evidenceFile.checkedByItself')

/** A claim with a verdict that rests on a file of its own. */
async function ratedClaim(): Promise<{ claimId: ClaimId; hash: string }> {
  const article = await importText(workspace.call, SHORT_ARTICLE)
  const claimId = await addClaim(workspace.call, { article, number: 2 })
  const { hash } = await storeFile(workspace.call, pdfOf(['Akte']), 'akte.pdf')
  await workspace.call('evidence.add', {
    claimId,
    source: { title: 'Bauakte' },
    stance: 'supports',
    fileHash: hash,
  })
  await rate(workspace.call, claimId)
  return { claimId, hash }
}

describe('files that nobody has read for 30 days', () => {
  it('are read by themselves; a damaged one is told and reopens its claim', async () => {
    const { claimId, hash } = await ratedClaim()
    await storeFile(workspace.call, pdfOf(['B']), 'b.pdf')
    overwrite(hash)
    later(31)
    reopened()

    await until(async () => {
      const files = await workspace.call('evidenceFiles.list', {})
      const found = files.map(({ name, lastCheck }) => [name, lastCheck?.intact])
      expect(Object.fromEntries(found)).toMatchObject({ 'akte.pdf': false, 'b.pdf': true })
    })

    expect(workspace.messages).toContainEqual({
      name: 'filesDamaged',
      value: {
        files: [{ hash, name: 'akte.pdf', foundHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string }],
      },
    })
    expect(await workspace.call('claims.read', { claimId })).toMatchObject({
      state: 'reopened',
      reopenedBecause: 'file',
    })
    expect((await workspace.call('history.next', {})).undo).not.toMatch(/evidence files/)
    expect((await workspace.call('library.verify', {})).problems).toHaveLength(1)
  })

  it('are read again and again, in the order of days', async () => {
    await storeFile(workspace.call, pdfOf(['A']), 'a.pdf')
    later(31)
    reopened(5)
    await until(async () => expect(await checks()).toHaveLength(1))
    later(29)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(await checks()).toHaveLength(1)
    later(2)

    await until(async () => expect(await checks()).toHaveLength(2))
  })

  it('are not read while they are younger: they were hashed when they were stored', async () => {
    await storeFile(workspace.call, pdfOf(['A']), 'a.pdf')
    later(29)
    reopened(5)
    await new Promise((resolve) => setTimeout(resolve, 60))

    expect(await checks()).toEqual([])
  })

  it('leave what was read by then in the history when the library is closed in between', async () => {
    for (const page of ['A', 'B', 'C', 'D']) await storeFile(workspace.call, pdfOf([page]), `${page}.pdf`)
    later(31)
    workspace.close()
    const { at } = workspace.clock
    workspace = openWorkspace({
      libraryPath: folder.libraryPath,
      checksByItself: { afterMs: 0, everyMs: 1_000_000, pauseMs: 200 },
    })
    workspace.clock.at = at
    const { messages } = workspace
    await until(() => {
      expect(messages.some(({ name, value }) => name === 'progress' && value.done > 0)).toBe(true)
    })
    workspace.close()
    workspace = openWorkspace({ libraryPath: folder.libraryPath })

    const due = (await workspace.call('evidenceFiles.list', {})).filter(({ lastCheck }) => lastCheck === null)
    expect(due.length).toBeLessThan(4)
    expect(due.length).toBeGreaterThan(0)
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
  })
})

describe('a check that a person asks for', () => {
  it('can be cancelled, and keeps what was read by then', async () => {
    for (const page of ['A', 'B', 'C']) await storeFile(workspace.call, pdfOf([page]), `${page}.pdf`)
    workspace.workstation.listen((message) => {
      if (message.name === 'progress' && message.value.task === 'alle')
        void workspace.call('tasks.cancel', { task: 'alle' })
    })

    const { checked } = await workspace.call('evidenceFiles.check', { task: 'alle' })

    expect(checked).toBe(1)
    expect((await workspace.call('evidenceFiles.check', {})).checked).toBe(2)
  })
})

describe('a report', () => {
  const articleId = async () => {
    const [article] = await workspace.call('articles.list', {})
    if (!article) throw new Error('There is an article')
    return article.id
  }
  const exported = async () =>
    workspace.call('reports.export', { articleId: await articleId(), format: 'json', language: 'en' })
  const previewed = async () => {
    const asked = { articleId: await articleId(), format: 'json', language: 'en' } as const
    const { content } = await workspace.call('reports.render', asked)
    return /"condition": ?"(\w+)"/.exec(content)?.[1]
  }

  it('reads the bytes again when it is exported; what it finds damaged goes the way of every check', async () => {
    const { claimId, hash } = await ratedClaim()
    overwrite(hash)

    await exported()

    expect(await workspace.call('claims.read', { claimId })).toMatchObject({ state: 'reopened' })
    expect(workspace.messages.map(({ name }) => name)).toContain('filesDamaged')

    await exported()

    expect(await checks()).toHaveLength(1)
  })

  it('changes nothing in the history while all is as it was', async () => {
    await ratedClaim()
    const before = await actions()

    await exported()

    expect(await actions()).toEqual(before)
  })

  it('reads no bytes for a preview, and takes what the last check found', async () => {
    const { hash } = await ratedClaim()
    overwrite(hash)

    expect(await previewed()).toBe('unchanged')
    await workspace.call('evidenceFiles.check', { hash })
    expect(await previewed()).toBe('changed')
  })
})

describe('a damaged file', () => {
  it('comes back from a backup by its hash, and verdicts count again', async () => {
    const { claimId, hash } = await ratedClaim()
    const bytes = readFileSync(pathOf(hash))
    await workspace.call('backups.make', {})
    overwrite(hash)
    await workspace.call('evidenceFiles.check', { hash })
    expect((await workspace.call('claims.read', { claimId })).state).toBe('reopened')

    await workspace.call('evidenceFiles.recover', { hash })

    expect(readFileSync(pathOf(hash))).toEqual(bytes)
    expect(readFileSync(`${pathOf(hash)}.changed`, 'utf8')).toBe('anderes')
    expect((await workspace.call('claims.read', { claimId })).state).not.toBe('reopened')
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
  })

  it('is left as it is when no backup has it', async () => {
    const { hash } = await ratedClaim()
    overwrite(hash)

    await expect(workspace.call('evidenceFiles.recover', { hash })).rejects.toMatchObject({
      code: 'not_found',
    })

    expect(readFileSync(pathOf(hash), 'utf8')).toBe('anderes')
  })

  it.each([
    ['changed', (hash: string) => overwrite(hash)],
    ['gone', (hash: string) => rmSync(pathOf(hash), { force: true })],
    [
      'a folder',
      (hash: string) => {
        rmSync(pathOf(hash), { force: true })
        mkdirSync(pathOf(hash))
      },
    ],
  ])('is mended by storing the same bytes again: %s', async (_, damage) => {
    const { claimId, hash } = await ratedClaim()
    damage(hash)
    await workspace.call('evidenceFiles.check', { hash })

    await storeFile(workspace.call, pdfOf(['Akte']), 'akte.pdf')

    expect(readFileSync(pathOf(hash))).toEqual(pdfOf(['Akte']))
    expect((await workspace.call('claims.read', { claimId })).state).not.toBe('reopened')
    expect(existsSync(dirname(pathOf(hash)))).toBe(true)
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
  })
})

describe('comparing files for a window', () => {
  it('tells what each is now, and records nothing', async () => {
    const good = await storeFile(workspace.call, pdfOf(['A']), 'a.pdf')
    const bad = await storeFile(workspace.call, pdfOf(['B']), 'b.pdf')
    const gone = await storeFile(workspace.call, pdfOf(['C']), 'c.pdf')
    overwrite(bad.hash)
    rmSync(pathOf(gone.hash), { force: true })
    const before = await actions()

    const hashes = [good.hash, bad.hash, gone.hash]
    const compared = await workspace.call('evidenceFiles.compare', { hashes })

    expect(new Map(compared.map(({ hash, foundHash, readNow }) => [hash, [foundHash, readNow]]))).toEqual(
      new Map([
        [good.hash, [good.hash, true]],
        [bad.hash, [expect.stringMatching(/^[0-9a-f]{64}$/), true]],
        [gone.hash, [null, true]],
      ]),
    )
    expect(await actions()).toEqual(before)
  })

  it('tells of a large one what the last check found', async () => {
    const { hash } = await storeFile(workspace.call, Buffer.alloc(33 * 1024 * 1024, 'x'), 'gross.bin')

    expect(await workspace.call('evidenceFiles.compare', { hashes: [hash] })).toEqual([
      { hash, foundHash: hash, readNow: false },
    ])
  })
})

describe('a file on which nothing rests any more', () => {
  const removed = async (text = 'Akte') => {
    const { hash } = await storeFile(workspace.call, Buffer.from(text), 'akte.txt')
    await workspace.call('evidenceFiles.remove', { hash, reason: 'Nicht die richtige Akte' })
    return hash
  }

  const workedOnTwoDays = async () => {
    const [file] = await workspace.call('evidenceFiles.list', {})
    for (const _ of [1, 2]) {
      later(1)
      await workspace.call('evidenceFiles.check', { hash: file?.hash ?? '' })
    }
  }

  it('is removed with a reason, and its hash and custody record stay in the history', async () => {
    const hash = await removed()

    const [entry] = await workspace.call('history.list', {})
    expect(entry).toMatchObject({
      action: 'evidenceFile.removed',
      reason: 'Nicht die richtige Akte',
      text: expect.stringContaining(
        `removed the evidence file “akte.txt” (SHA-256 ${hash.slice(0, 8)})`,
      ) as string,
    })
    await expect(workspace.call('evidenceFiles.read', { hash })).rejects.toMatchObject({ code: 'not_found' })
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true, problems: [] })
  })

  it('comes back by undo for 30 days, with who brought it and when', async () => {
    const hash = await removed()
    later(29)
    reopened()
    await until(() => existsSync(pathOf(hash)))

    await workspace.call('history.undo', {})

    expect(await workspace.call('evidenceFiles.describe', { hash })).toMatchObject({
      captures: [{ name: 'akte.txt', tool: expect.stringContaining('Belegt') as string }],
    })
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true, problems: [] })
  })

  it('is gone for good after that, and undo says so', async () => {
    await storeFile(workspace.call, Buffer.from('Bleibt'), 'bleibt.txt')
    const hash = await removed()
    later(31)
    await workedOnTwoDays()
    reopened()

    await until(() => expect(existsSync(pathOf(hash))).toBe(false))
    await expect(workspace.call('history.undo', {})).rejects.toMatchObject({
      message: expect.stringContaining('removed more than 30 days ago') as string,
    })
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true, problems: [] })
  })

  it('stays while only the clock says that 30 days are over', async () => {
    await storeFile(workspace.call, Buffer.from('Bleibt'), 'bleibt.txt')
    const hash = await removed()
    later(1_500)
    reopened()
    await until(async () => expect(await checks()).toHaveLength(1))
    later(-1_490)

    await workspace.call('history.undo', {})

    expect(existsSync(pathOf(hash))).toBe(true)
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true, problems: [] })
  })

  it('stays when it was stored again, and for 30 days more when it was removed again', async () => {
    const { call } = workspace
    const [gone, again, back] = [await removed('A'), await removed('B'), await removed('C')]
    later(20)
    for (const text of ['B', 'C']) await storeFile(call, Buffer.from(text), 'akte.txt')
    await call('evidenceFiles.remove', { hash: again, reason: 'Doch nicht' })
    later(11)
    await workedOnTwoDays()

    reopened()

    await until(() => expect(existsSync(pathOf(gone))).toBe(false))
    expect([again, back].map((hash) => existsSync(pathOf(hash)))).toEqual([true, true])
  })

  it('is only that when no evidence, time stamp or text rests on it', async () => {
    const { hash } = await ratedClaim()
    const [{ id: articleId } = { id: '' as never }] = await workspace.call('articles.list', {})
    const { original } = await workspace.call('articles.read', { articleId })

    for (const used of [hash, original?.hash ?? '']) {
      await expect(
        workspace.call('evidenceFiles.remove', { hash: used, reason: 'Weg damit' }),
      ).rejects.toMatchObject({ code: 'rule_broken' })
    }
  })
})
