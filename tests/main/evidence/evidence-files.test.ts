import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

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

const DAY = 24 * 60 * 60 * 1_000
const pathOf = (hash: string) => join(`${folder.libraryPath}-evidence`, hash.slice(0, 2), hash)
const later = (days: number) => {
  workspace.clock.at = new Date(workspace.clock.at.getTime() + days * DAY)
}

function overwrite(hash: string, content: string): void {
  chmodSync(pathOf(hash), 0o600)
  writeFileSync(pathOf(hash), content)
}

describe('the custody record', () => {
  it('says who brought the bytes, when, how and where from', async () => {
    const { currentId } = await workspace.call('people.list', {})

    const { hash } = await storeFile(workspace.call, pdfOf(['Akte']), 'akte.pdf', {
      sourceUrl: 'https://example.org/akte.pdf',
      archiveUrl: 'https://web.archive.org/web/2026/https://example.org/akte.pdf',
      method: 'dropped',
      note: 'vom Bauamt verlinkt',
    })

    const { captures, ...file } = await workspace.call('evidenceFiles.describe', { hash })
    expect(captures).toEqual([
      {
        name: 'akte.pdf',
        sourceUrl: 'https://example.org/akte.pdf',
        archiveUrl: 'https://web.archive.org/web/2026/https://example.org/akte.pdf',
        method: 'dropped',
        note: 'vom Bauamt verlinkt',
        tool: expect.stringMatching(/^Belegt \d/) as string,
        timeZone: expect.any(String) as string,
        capturedBy: currentId,
        capturedAt: '2026-11-25T09:00:00.000Z',
      },
    ])
    expect(file).toMatchObject({
      name: 'akte.pdf',
      mediaType: 'application/pdf',
      nameFitsType: true,
      lastCheck: null,
      evidenceCount: 0,
    })
  })

  it('gets another line when the same bytes come from somewhere else, none when they come again', async () => {
    const bytes = pdfOf(['Akte'])
    const { hash } = await storeFile(workspace.call, bytes, 'akte.pdf')
    await storeFile(workspace.call, bytes, 'akte.pdf')
    await storeFile(workspace.call, bytes, 'akte.pdf', { sourceUrl: 'https://example.org/akte.pdf' })

    const { captures } = await workspace.call('evidenceFiles.describe', { hash })

    expect(captures.map(({ sourceUrl }) => sourceUrl)).toEqual([null, 'https://example.org/akte.pdf'])
    const history = await workspace.call('history.list', {})
    expect(history.map(({ action }) => action)).toEqual([
      'evidenceFile.broughtAgain',
      'evidenceFile.stored',
      'library.created',
    ])
    expect(history[0]?.text).toContain('recorded another origin of the evidence file “akte.pdf”.')
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
  })

  it('is found by name, type and address', async () => {
    await storeFile(workspace.call, pdfOf(['A']), 'Bauakte.pdf')
    await storeFile(workspace.call, Buffer.from('Text'), 'notiz.txt', {
      sourceUrl: 'https://Example.org/Notiz',
    })
    const named = async (query?: string) =>
      (await workspace.call('evidenceFiles.list', query === undefined ? {} : { query }))
        .map(({ name }) => name)
        .sort()

    expect(await named()).toEqual(['Bauakte.pdf', 'notiz.txt'])
    expect(await named('bauAKTE')).toEqual(['Bauakte.pdf'])
    expect(await named('example.org/notiz')).toEqual(['notiz.txt'])
    expect(await named('application/pdf')).toEqual(['Bauakte.pdf'])
    expect(await named('%')).toEqual([])
  })
})

describe('a check of the stored bytes', () => {
  it('is recorded, and made again only after 30 days', async () => {
    const { hash } = await storeFile(workspace.call, pdfOf(['Akte']), 'akte.pdf')

    expect(await workspace.call('evidenceFiles.check', { task: 'pruefung' })).toEqual({
      checked: 1,
      damaged: [],
    })
    later(29)
    expect(await workspace.call('evidenceFiles.check', {})).toEqual({ checked: 0, damaged: [] })
    later(2)
    expect(await workspace.call('evidenceFiles.check', {})).toEqual({ checked: 1, damaged: [] })

    expect((await workspace.call('evidenceFiles.describe', { hash })).lastCheck).toMatchObject({
      intact: true,
      foundHash: hash,
      at: '2026-12-26T09:00:00.000Z',
    })
    expect(workspace.messages).toContainEqual({
      name: 'progress',
      value: { task: 'pruefung', stage: 'reading', done: 1, total: 1 },
    })
  })

  it('names a file that was changed or is gone, survives a restart and reopens the claim that rests on it', async () => {
    const article = await importText(workspace.call, SHORT_ARTICLE)
    const claimId = await addClaim(workspace.call, { article, number: 2 })
    const changed = await storeFile(workspace.call, pdfOf(['A']), 'a.pdf')
    const gone = await storeFile(workspace.call, pdfOf(['B']), 'b.pdf')
    await workspace.call('evidence.add', {
      claimId,
      source: { title: 'Akte' },
      stance: 'supports',
      fileHash: changed.hash,
    })
    await rate(workspace.call, claimId)
    overwrite(changed.hash, 'anderes')
    rmSync(pathOf(gone.hash), { force: true })

    const { damaged } = await workspace.call('evidenceFiles.check', {})

    expect(damaged.map(({ name }) => name).sort()).toEqual(['a.pdf', 'b.pdf'])
    expect(damaged.find(({ name }) => name === 'b.pdf')?.foundHash).toBeNull()
    expect((await workspace.call('history.list', {}))[0]?.text).toMatch(
      /checked evidence files: 3 read, 2 damaged\.$/,
    )
    workspace.close()
    workspace = openWorkspace({ libraryPath: folder.libraryPath })
    const { lastCheck } = await workspace.call('evidenceFiles.describe', { hash: changed.hash })
    expect(lastCheck?.intact).toBe(false)
    expect(await workspace.call('claims.read', { claimId })).toMatchObject({
      state: 'reopened',
      reopenedBecause: 'file',
    })
  })

  it('counts a file as gone whose place a folder has taken, and goes on with the others', async () => {
    const gone = await storeFile(workspace.call, pdfOf(['A']), 'a.pdf')
    await storeFile(workspace.call, pdfOf(['B']), 'b.pdf')
    rmSync(pathOf(gone.hash), { force: true })
    mkdirSync(pathOf(gone.hash))

    const { checked, damaged } = await workspace.call('evidenceFiles.check', {})

    expect({ checked, damaged }).toEqual({
      checked: 2,
      damaged: [{ hash: gone.hash, name: 'a.pdf', foundHash: null }],
    })
    const { problems } = await workspace.call('library.verify', {})
    expect(problems).toEqual([`evidence file ${gone.hash} (a.pdf): missing`])
  })

  it('is not undone with Ctrl+Z, nor is the storing', async () => {
    await storeFile(workspace.call, pdfOf(['Akte']), 'akte.pdf')
    await workspace.call('evidenceFiles.check', {})

    expect(await workspace.call('history.next', {})).toEqual({ undo: null, redo: null, other: null })
  })
})

describe('the workstation', () => {
  it('closes while a text is being read, and reads it when it is asked for next time', async () => {
    const { hash } = await storeFile(workspace.call, pdfOf(['Akte']), 'akte.pdf')
    workspace.close()
    workspace = openWorkspace({ libraryPath: folder.libraryPath })

    expect((await workspace.call('evidenceFiles.describe', { hash })).textState).toBe('none')
    expect((await workspace.call('evidenceFiles.text', { hash })).parts).toHaveLength(1)
  })
})
