import { appendFileSync, copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { rebuildLibrary, restoreLibrary } from '#main/core'
import { journalPath, readJournal } from '#main/database/journal'

import { storeFile } from '../../support/evidence-files'
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

/** A checked article with an evidence file. Gives what the library says of itself at the end. */
async function work(libraryPath = folder.libraryPath) {
  const { call, close } = openWorkspace({ libraryPath })
  const article = await importText(call, SHORT_ARTICLE)
  const claimId = await checkEverything(call, article)
  await storeFile(call, Buffer.from('Die Brücke misst 240 m.'), 'akte.txt')
  const described = await call('library.describe', {})
  const read = await call('articles.read', { articleId: article.id })
  close()
  return { described, read, claimId }
}

async function reopened(libraryPath = folder.libraryPath) {
  const { call, close } = openWorkspace({ libraryPath })
  const { ok, problems } = await call('library.verify', {})
  const described = await call('library.describe', {})
  const [listed] = await call('articles.list', {})
  const read = listed && (await call('articles.read', { articleId: listed.id }))
  close()
  return { ok, problems, described, read }
}

const refusal = () => {
  try {
    openWorkspace({ libraryPath: folder.libraryPath }).close()
  } catch (error) {
    return error as { code: string; message: string }
  }
  return null
}

describe('the journal beside a library', () => {
  it('holds every event of the history, in order', async () => {
    const { described } = await work()

    const events = [...readJournal(journalPath(folder.libraryPath))]

    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
    expect(events.at(-1)?.hash).toBe(described.headHash)
  })

  it('brings a deleted library back whole', async () => {
    const before = await work()
    for (const rest of ['', '-wal', '-shm', '-head']) rmSync(`${folder.libraryPath}${rest}`, { force: true })

    const refused = refusal()
    const { salvaged } = rebuildLibrary(folder.libraryPath)
    const after = await reopened()

    expect(refused).toMatchObject({
      code: 'library_refused',
      message: expect.stringContaining('restore --from-journal') as string,
    })
    expect(existsSync(folder.libraryPath)).toBe(true)
    expect(salvaged.rows).toEqual([])
    expect(after).toEqual({ ok: true, problems: [], described: before.described, read: before.read })
  })

  it('has the steps of a log that was lost', async () => {
    const { claimId } = await work()
    const crashed = join(folder.path, 'crashed.belegt')
    const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
    for (let round = 0; round < 3; round += 1) await rate(call, claimId, { ratingId: 'wrong' })
    const described = await call('library.describe', {})
    for (const rest of ['', '-head', '-events'])
      copyFileSync(`${folder.libraryPath}${rest}`, `${crashed}${rest}`)
    close()

    expect(() => openWorkspace({ libraryPath: crashed })).toThrowError(
      expect.objectContaining({
        code: 'library_refused',
        message: expect.stringContaining('missing at the end of the history: 3') as string,
      }),
    )
    rebuildLibrary(crashed)
    const after = await reopened(crashed)

    expect(after.described.headHash).toBe(described.headHash)
    expect(after.problems.filter((problem) => !problem.startsWith('evidence file'))).toEqual([])
  })

  it('that is one step ahead, since the process ended between the two, gives the library that step', async () => {
    const { claimId } = await work()
    const earlier = join(folder.path, 'earlier.belegt')
    for (const rest of ['', '-head']) copyFileSync(`${folder.libraryPath}${rest}`, `${earlier}${rest}`)
    const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
    await rate(call, claimId, { ratingId: 'wrong' })
    const described = await call('library.describe', {})
    close()
    copyFileSync(`${folder.libraryPath}-events`, `${earlier}-events`)

    const after = await reopened(earlier)

    expect(after.described.headHash).toBe(described.headHash)
    expect(after.read?.claims[0]?.content?.label).toBe('Falsch')
  })

  it('is cut where a line was torn off, and written on', async () => {
    const { claimId } = await work()
    const path = journalPath(folder.libraryPath)
    const whole = readFileSync(path)
    appendFileSync(path, whole.subarray(0, 300))

    const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
    await rate(call, claimId, { ratingId: 'wrong' })
    const { sequence } = await call('library.describe', {})
    close()

    expect(readFileSync(path).subarray(0, whole.length).equals(whole)).toBe(true)
    expect([...readJournal(path)].at(-1)?.sequence).toBe(sequence)
  })

  it('is made anew where a library has none', async () => {
    const { described } = await work()
    rmSync(journalPath(folder.libraryPath))

    openWorkspace({ libraryPath: folder.libraryPath }).close()

    const events = [...readJournal(journalPath(folder.libraryPath))]
    expect([events.length, events.at(-1)?.hash]).toEqual([described.sequence, described.headHash])
  })

  it('goes aside with the library that an older backup replaces', async () => {
    const workspace = openWorkspace({ libraryPath: folder.libraryPath })
    const claimId = await checkEverything(workspace.call, await importText(workspace.call, SHORT_ARTICLE))
    const backup = await workspace.call('backups.make', {})
    await rate(workspace.call, claimId, { ratingId: 'wrong' })
    const { headHash } = await workspace.call('library.describe', {})
    workspace.close()

    const { kept } = restoreLibrary(folder.libraryPath, undefined)
    const after = await reopened()

    expect(after).toMatchObject({ ok: true, described: { headHash: backup.headHash } })
    const aside = [...readJournal(journalPath(join(folder.path, kept ?? '')))]
    expect(aside.at(-1)?.hash).toBe(headHash)
    expect([...readJournal(journalPath(folder.libraryPath))].at(-1)?.hash).toBe(backup.headHash)
  })
})
