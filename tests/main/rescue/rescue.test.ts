import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { openOrRescue } from '#main/core-rescue'
import { sha256 } from '#main/database/canonical-json'
import { journalPath } from '#main/database/journal'
import { caller } from '#shared/rpc'

import {
  checkEverything,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  temporaryFolder,
} from '../../support/workspace'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

/** A checked article, with a backup before its last verdict. */
async function work() {
  const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
  const claimId = await checkEverything(call, await importText(call, SHORT_ARTICLE))
  const backup = await call('backups.make', {})
  await rate(call, claimId, { ratingId: 'wrong' })
  const { headHash, sequence } = await call('library.describe', {})
  close()
  return { backup, headHash, sequence }
}

function strike(): string {
  const bytes = readFileSync(folder.libraryPath)
  for (let at = 4_096; at < bytes.length; at += 8_192) bytes.fill(0xa5, at, at + 300)
  writeFileSync(folder.libraryPath, bytes)
  return sha256(bytes)
}

function openDamaged() {
  const workstation = openOrRescue({ libraryPath: folder.libraryPath, access: 'write' })
  const call = caller({ send: (request) => workstation.call(request) }, () => 'en')
  return { workstation, call }
}

describe('a workstation over a damaged library', () => {
  it('says what is wrong and what there is, and refuses everything else', async () => {
    const { backup, sequence } = await work()
    const struck = strike()

    const { workstation, call } = openDamaged()
    const described = await call('rescue.describe', {})

    expect(described).toMatchObject({
      name: 'desk.belegt',
      damage: 'The library file is damaged and is not opened for writing. It was not changed.',
      journalSteps: sequence,
      newestBackup: { name: backup.name, sequence: backup.sequence },
    })
    await expect(call('articles.list', {})).rejects.toMatchObject({ code: 'library_refused' })
    await expect(call('people.add', { name: 'X' })).rejects.toMatchObject({ code: 'library_refused' })
    workstation.close()
    expect(sha256(readFileSync(folder.libraryPath))).toBe(struck)
  })

  it('puts together everything there was, keeps the damaged file, and then is the open library', async () => {
    const { headHash } = await work()
    const struck = strike()
    const { workstation, call } = openDamaged()

    const salvaged = await call('rescue.salvage', {})
    await call('rescue.open', {})
    const described = await call('library.describe', {})
    const verified = await call('library.verify', {})
    await importText(call, SHORT_ARTICLE.replace('Elbe', 'Oder'))
    workstation.close()

    expect(salvaged).toMatchObject({ lostSteps: 0, kept: 'desk.belegt-replaced-1', articles: [] })
    expect(described.headHash).toBe(headHash)
    expect(verified).toMatchObject({ ok: true, problems: [] })
    expect(sha256(readFileSync(`${folder.libraryPath}-replaced-1`))).toBe(struck)
  })

  it('brings the newest good backup back, and the damaged file with its journal stays beside it', async () => {
    const { backup } = await work()
    strike()
    const { workstation, call } = openDamaged()

    const restored = await call('rescue.restore', {})
    await call('rescue.open', {})
    const { headHash } = await call('library.describe', {})
    workstation.close()

    expect(restored).toMatchObject({ sequence: backup.sequence, kept: 'desk.belegt-replaced-1' })
    expect(headHash).toBe(backup.headHash)
    expect(existsSync(journalPath(`${folder.libraryPath}-replaced-1`))).toBe(true)
  })

  it('says with nothing but the damaged file what could not be saved, by kind and by article', async () => {
    await work()
    for (const name of readdirSync(folder.path)) {
      if (!/belegt(?:-evidence)?$/.test(name)) rmSync(`${folder.path}/${name}`, { recursive: true })
    }
    const bytes = readFileSync(folder.libraryPath)
    // The page of the history that tells of the last verdict.
    const at = bytes.lastIndexOf('verdict.recorded')
    bytes.fill(0, Math.floor(at / 4_096) * 4_096, Math.ceil(at / 4_096) * 4_096)
    writeFileSync(folder.libraryPath, bytes)
    const { workstation, call } = openDamaged()

    const salvaged = await call('rescue.salvage', {})
    await call('rescue.open', {})
    const { problems } = await call('library.verify', {})
    const [article] = await call('articles.list', {})
    workstation.close()

    const unconfirmed = salvaged.tables.reduce((sum, table) => sum + table.unconfirmed, 0)
    expect(unconfirmed).toBeGreaterThan(0)
    expect(salvaged.articles).toEqual([
      { title: 'Neue Brücke über die Elbe', entries: expect.any(Number) as number },
    ])
    expect(problems).toEqual([])
    // The verdict is there, but nobody may rely on it.
    expect(article?.progress.checked).toBeLessThan(5)
  })

  it('has nothing to do while the library is whole', async () => {
    await work()
    const { workstation, call } = openDamaged()

    expect(await call('rescue.describe', {})).toMatchObject({ damage: null })
    await expect(call('rescue.salvage', {})).rejects.toMatchObject({ code: 'rule_broken' })
    workstation.close()
  })
})
