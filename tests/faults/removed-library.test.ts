import Database from 'better-sqlite3'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { rebuildLibrary } from '#main/core'
import { readHead } from '#main/database/head-file'
import { readJournal } from '#main/database/journal'
import { fileAt } from '#main/database/opened-files'

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
  type Workspace,
} from '../support/workspace'

const SAID = /„desk.belegt“ (?:liegt nicht mehr an ihrem Platz|liegt jetzt eine andere Datei)/

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

/** A library in a folder of its own, with a verdict, as it stands open. */
async function prepare() {
  const desk = join(folder.path, 'Redaktion')
  mkdirSync(desk, { recursive: true })
  const libraryPath = join(desk, 'desk.belegt')
  workspace = openWorkspace({ libraryPath, language: 'de' })
  const { call } = workspace
  const article = await importText(call, SHORT_ARTICLE)
  const claimId = await addClaim(call, { article, number: 2 })
  await addEvidence(call, claimId)
  await rate(call, claimId)
  return { desk, libraryPath, article, claimId }
}

const reopened = async (libraryPath: string) => {
  const { call, close } = openWorkspace({ libraryPath })
  const { ok, problems } = await call('library.verify', {})
  const { text } = await call('articles.list', {}).then(([first]) =>
    call('articles.read', { articleId: first?.id ?? ('' as never) }),
  )
  const { sequence } = await call('library.describe', {})
  close()
  return { ok, problems, text, sequence }
}

describe('a library that is open and', () => {
  it.each<[string, (path: string, desk: string) => void, (path: string, desk: string) => void]>([
    ['is renamed', (path) => renameSync(path, `${path}.bak`), (path) => renameSync(`${path}.bak`, path)],
    [
      'is replaced by another one',
      (path) => {
        renameSync(path, `${path}.bak`)
        copyFileSync(`${path}.bak`, path)
      },
      (path) => renameSync(`${path}.bak`, path),
    ],
    [
      'is moved with its whole folder',
      (_path, desk) => renameSync(desk, `${desk} alt`),
      (_path, desk) => renameSync(`${desk} alt`, desk),
    ],
  ])(
    '%s takes no more changes, makes no backup, goes on being read, and works on when it is back',
    async (_, takeAway, bringBack) => {
      const { desk, libraryPath, article, claimId } = await prepare()
      const { call } = workspace
      const before = await call('library.describe', {})

      takeAway(libraryPath, desk)
      const stranger = existsSync(libraryPath) ? readFileSync(libraryPath) : null
      const refusals = await Promise.allSettled([
        rate(call, claimId, { ratingId: 'wrong' }),
        call('drafts.keep', { place: 'claim', content: '{"text":"halb"}' }),
        call('settings.write', { theme: 'dark' }),
        call('backups.make', {}),
      ])
      const read = await call('articles.read', { articleId: article.id })
      const during = await call('library.describe', {})
      expect(existsSync(libraryPath) ? readFileSync(libraryPath) : null).toEqual(stranger)

      bringBack(libraryPath, desk)
      await rate(call, claimId, { ratingId: 'wrong' })
      workspace.close()

      const words = refusals.map((refusal) =>
        refusal.status === 'rejected' ? String(refusal.reason) : 'taken',
      )
      expect(words).toEqual(words.map(() => expect.stringMatching(SAID) as string))
      expect(read.text).toBe(article.text)
      expect(during.sequence).toBe(before.sequence)
      expect(await reopened(libraryPath)).toEqual({
        ...{ ok: true, problems: [], text: article.text },
        sequence: before.sequence + 1,
      })
    },
  )

  it('is deleted can be built again from the journal with everything that was acknowledged, and no empty one appears', async () => {
    const { libraryPath, article, claimId } = await prepare()
    const { sequence, headHash } = await workspace.call('library.describe', {})

    rmSync(libraryPath)
    await expect(rate(workspace.call, claimId, { ratingId: 'wrong' })).rejects.toMatchObject({
      code: 'not_saved',
    })
    workspace.close()

    expect(existsSync(libraryPath)).toBe(false)
    expect(() => openWorkspace({ libraryPath })).toThrowError(
      expect.objectContaining({ code: 'library_refused' }),
    )
    expect(existsSync(libraryPath)).toBe(false)
    rebuildLibrary(libraryPath)
    const again = openWorkspace({ libraryPath })
    expect(await again.call('library.describe', {})).toMatchObject({ sequence, headHash })
    again.close()
    expect(await reopened(libraryPath)).toMatchObject({ ok: true, text: article.text })
  })

  it.each(['-wal', '-shm', '-lock'])(
    'loses its %s file takes no more changes, and has everything acknowledged at the next start',
    async (end) => {
      const { libraryPath, claimId } = await prepare()
      const { sequence, headHash } = await workspace.call('library.describe', {})

      rmSync(`${libraryPath}${end}`)
      await expect(rate(workspace.call, claimId, { ratingId: 'wrong' })).rejects.toMatchObject({
        code: 'not_saved',
        message: expect.stringContaining(`„desk.belegt${end}“`) as string,
      })
      // As after SIGKILL: what lies on the disk now is all there is.
      const left = join(folder.path, 'left.belegt')
      copyFileSync(libraryPath, left)
      workspace.close()

      const db = new Database(left, { readonly: true })
      const head = db.prepare('SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1').get()
      db.close()
      expect(head).toEqual({ sequence, hash: headHash })
      expect(await reopened(libraryPath)).toMatchObject({ ok: true, sequence })
    },
  )

  it('is linked to is held under its own name, so that it is not opened twice', async () => {
    const { desk, libraryPath } = await prepare()
    const link = join(folder.path, 'Verknüpfung.belegt')
    symlinkSync(libraryPath, link)

    expect(() => openWorkspace({ libraryPath: link })).toThrowError(
      expect.objectContaining({ code: 'in_use' }),
    )
    workspace.close()
    const through = openWorkspace({ libraryPath: link })
    const { sequence } = await through.call('library.describe', {})
    expect(through.workstation.libraryName).toBe('desk.belegt')
    through.close()
    rmSync(libraryPath)
    expect(() => openWorkspace({ libraryPath: link })).toThrowError(
      expect.objectContaining({ code: 'library_refused' }),
    )
    renameSync(desk, `${desk} alt`)
    expect(() => openWorkspace({ libraryPath: link })).toThrowError(
      expect.objectContaining({ code: 'not_found' }),
    )

    expect(sequence).toBeGreaterThan(0)
    expect(existsSync(libraryPath)).toBe(false)
    expect(readdirSync(folder.path).filter((name) => name.startsWith('Verkn'))).toEqual([basename(link)])
  })
})

describe('beside an open library', () => {
  it('a journal that is taken away is written anew, whole, with the next change', async () => {
    const { libraryPath, claimId } = await prepare()
    const path = `${libraryPath}-events`

    rmSync(path)
    await rate(workspace.call, claimId, { ratingId: 'wrong' })
    const { sequence } = await workspace.call('library.describe', {})
    const lines = [...readJournal(path)].map((event) => event.sequence)
    workspace.close()

    expect(lines).toEqual(Array.from({ length: sequence }, (_, index) => index + 1))
    expect(await reopened(libraryPath)).toMatchObject({ ok: true, problems: [] })
  })

  it('a file in the place of the journal is put aside, not written into', async () => {
    const { libraryPath, claimId } = await prepare()
    const path = `${libraryPath}-events`

    renameSync(path, `${path}.moved`)
    copyFileSync(`${path}.moved`, path)
    const stranger = readFileSync(path)
    await rate(workspace.call, claimId, { ratingId: 'wrong' })
    workspace.close()

    expect(readFileSync(`${path}-other`)).toEqual(stranger)
    expect(await reopened(libraryPath)).toMatchObject({ ok: true, problems: [] })
  })

  it('a head that is taken away is written anew with the next change', async () => {
    const { libraryPath, claimId } = await prepare()

    rmSync(`${libraryPath}-head`)
    await rate(workspace.call, claimId, { ratingId: 'wrong' })
    const { sequence, headHash } = await workspace.call('library.describe', {})
    const head = readHead(libraryPath)
    workspace.close()

    expect(head).toEqual({ sequence, hash: headHash })
  })

  it('evidence that is taken away is named and comes back from a backup, and new evidence can be stored', async () => {
    const { libraryPath } = await prepare()
    const { call } = workspace
    const { hash } = await storeFile(call, Buffer.from('Die Brücke misst 240 m.'), 'akte.txt')
    await call('backups.make', {})

    rmSync(`${libraryPath}-evidence`, { recursive: true })
    const { problems } = await call('library.verify', {})
    const second = await storeFile(call, Buffer.from('Sie kostete 12 Mio.'), 'zwei.txt')
    await call('evidenceFiles.recover', { hash })
    const after = await call('library.verify', {})
    workspace.close()

    expect(problems.join()).toContain(hash)
    expect(second.hash).not.toBe(hash)
    expect(after.problems.filter((problem) => problem.includes(hash))).toEqual([])
  })
})

describe('the disk of an open library', () => {
  const small = smallDisk()
  afterEach(() => small?.unmount())

  it.skipIf(small === null)(
    'that is unmounted takes no more changes, and no new library appears',
    async () => {
      const desk = join(folder.path, 'Redaktion')
      mkdirSync(desk)
      small?.mount(desk)
      const { libraryPath, claimId, article } = await prepare()
      const opened = fileAt(libraryPath)

      small?.pullOut()
      await expect(rate(workspace.call, claimId)).rejects.toMatchObject({ code: 'not_saved' })
      const read = await workspace.call('articles.read', { articleId: article.id })
      workspace.close()

      expect(opened).not.toBeNull()
      expect(read.text).toBe(article.text)
      expect(readdirSync(desk)).toEqual([])
    },
  )
})
