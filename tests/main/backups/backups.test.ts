import Database from 'better-sqlite3'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { libraryBackups, START_AFTER_MS } from '#main/backups/library-backups'
import { inlineBackups } from '#main/backups/backup-runner'
import { backUpLibrary, backupsOf, restoreLibrary } from '#main/core'
import { sha256 } from '#main/database/canonical-json'
import { finishRestore } from '#main/database/pending-restore'

import { storeFile } from '../../support/evidence-files'
import {
  addEvidence,
  checkEverything,
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

const hashOf = (path: string) => sha256(readFileSync(path))
const reopen = () => (workspace = openWorkspace({ libraryPath: folder.libraryPath }))
const refusal = (work: () => unknown): { code?: string; message?: string } => {
  try {
    work()
  } catch (error) {
    return error as { code: string; message: string }
  }
  return {}
}

/** A library with a verdict and an evidence file. */
async function prepare() {
  const { call } = workspace
  const article = await importText(call, SHORT_ARTICLE)
  const claimId = await checkEverything(call, article)
  const bytes = Buffer.from('Die Brücke misst 240 m.')
  const { hash } = await storeFile(call, bytes, 'akte.txt')
  const path = join(`${folder.libraryPath}-evidence`, hash.slice(0, 2), hash)
  return { article, claimId, hash, evidenceFile: path }
}

describe('a backup', () => {
  it('says what it holds and lies whole beside the library', async () => {
    await prepare()
    const { sequence, headHash } = await workspace.call('library.describe', {})

    const backup = await workspace.call('backups.make', {})

    expect(backup).toMatchObject({
      name: 'desk-000001.belegt',
      reason: 'request',
      sequence,
      headHash,
      articles: 1,
      verdicts: 1,
      evidenceFiles: 2,
      missingEvidenceFiles: 0,
      sound: true,
      isPartOfLibrary: true,
    })
    expect(await workspace.call('backups.list', {})).toEqual({
      folder: `${folder.libraryPath}-backups`,
      backups: [backup],
      restorePending: false,
      failure: null,
      trial: null,
    })
    expect(readdirSync(`${folder.libraryPath}-backups`).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('goes into the folder that was chosen, and a folder that cannot be used is refused', async () => {
    const chosen = join(folder.path, 'safe place')
    await workspace.call('settings.write', { backupFolder: chosen })
    await workspace.call('backups.make', {})

    await expect(workspace.call('settings.write', { backupFolder: 'here' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    await expect(
      workspace.call('settings.write', { backupFolder: folder.libraryPath }),
    ).rejects.toMatchObject({ code: 'invalid_input' })

    expect(existsSync(join(chosen, 'desk.belegt-backups', 'desk-000001.belegt'))).toBe(true)
    expect(await workspace.call('settings.read', {})).toMatchObject({ backupFolder: chosen })
  })

  it('made while others write is a state that there was', async () => {
    const { claimId } = await prepare()
    let writing = true
    const writer = (async () => {
      while (writing) await rate(workspace.call, claimId)
    })()

    const backups = []
    for (let round = 0; round < 5; round += 1) backups.push(await workspace.call('backups.make', {}))
    writing = false
    await writer

    expect(backups.every(({ sound, isPartOfLibrary }) => sound && isPartOfLibrary)).toBe(true)
    const { sequence } = await workspace.call('library.describe', {})
    expect(backups.every((backup) => backup.sequence <= sequence)).toBe(true)
  })

  it('of a library whose rows were changed behind the back says so and pushes no good one out', async () => {
    const { claimId } = await prepare()
    const good = await workspace.call('backups.make', {})
    const tampering = new Database(folder.libraryPath)
    tampering.exec("UPDATE verdicts SET conclusion = 'Anders'")
    tampering.close()

    for (let round = 0; round < 12; round += 1) {
      await addEvidence(workspace.call, claimId, `Akte ${String(round)}`)
      expect(await workspace.call('backups.make', {})).toMatchObject({ sound: false })
    }

    const { backups } = await workspace.call('backups.list', {})
    expect(backups.filter(({ sound }) => sound)).toEqual([good])
    expect(backups).toHaveLength(11)
  })

  it('is made by itself at the start and every hour, but only when something changed', async () => {
    await prepare()
    const db = new Database(folder.libraryPath, { readonly: true })
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
    const { sequence, headHash } = await workspace.call('library.describe', {})
    const write = vi.fn(inlineBackups.write)
    const backups = libraryBackups({
      db,
      libraryPath: folder.libraryPath,
      evidenceFolder: `${folder.libraryPath}-evidence`,
      runner: { ...inlineBackups, write },
      head: () => ({ sequence, hash: headHash }),
      refusal: () => null,
      now: () => new Date('2026-11-25T09:00:00.000Z'),
      log: (message, error) => {
        throw new Error(message, { cause: error })
      },
    })

    backups.begin()
    vi.advanceTimersByTime(START_AFTER_MS)
    await vi.waitFor(() => expect(backups.list()).toHaveLength(1))
    vi.advanceTimersByTime(2 * 60 * 60 * 1_000)
    await backups.make('request')
    backups.close()
    vi.useRealTimers()
    db.close()

    expect(write.mock.calls.map(([{ reason }]) => reason)).toEqual(['start', 'request'])
  })

  it('is brought back for a trial each week, into a place of its own, and what that found is told', async () => {
    await prepare()
    const db = new Database(folder.libraryPath, { readonly: true })
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
    const { sequence, headHash } = await workspace.call('library.describe', {})
    let today = new Date('2026-11-25T09:00:00.000Z')
    const backups = libraryBackups({
      db,
      libraryPath: folder.libraryPath,
      evidenceFolder: `${folder.libraryPath}-evidence`,
      runner: inlineBackups,
      head: () => ({ sequence, hash: headHash }),
      refusal: () => null,
      now: () => today,
      log: () => undefined,
    })

    backups.begin()
    vi.advanceTimersByTime(START_AFTER_MS)
    await vi.waitFor(() => expect(backups.lastTrial()).not.toBeNull())
    const first = backups.lastTrial()
    today = new Date('2026-12-02T10:00:00.000Z')
    const [kept] = backups.list()
    const path = join(backups.folder(), kept?.backup.name ?? '')
    const bytes = readFileSync(path)
    bytes.fill(0xa5, 5_000, 5_100)
    writeFileSync(path, bytes)
    vi.advanceTimersByTime(60 * 60 * 1_000)
    await vi.waitFor(() => expect(backups.lastTrial()?.at).not.toBe(first?.at))
    const second = backups.lastTrial()
    const left = readdirSync(backups.folder())
    backups.close()
    vi.useRealTimers()
    db.close()

    expect(first).toEqual({ name: 'desk-000001.belegt', at: '2026-11-25T09:00:00.000Z', problem: null })
    expect(second?.problem?.en).toContain('is no longer as it was made')
    expect(left.filter((name) => name.startsWith('trial-'))).toEqual([])
  })
})

describe('a backup by itself comes before', () => {
  const reasons = async () => (await workspace.call('backups.list', {})).backups.map(({ reason }) => reason)
  const pasted = async (words: string) =>
    (await workspace.call('imports.read', { text: `${words} Die Brücke ist 240 Meter lang.` })).id

  it('a restore, so that what was done since the last one can be gone back to', async () => {
    await prepare()
    const { name } = await workspace.call('backups.make', {})
    await workspace.call('people.add', { name: 'Jana Krüger' })

    await workspace.call('backups.restore', { name })

    expect(await reasons()).toEqual(['restore', 'request'])
  })

  it('an import of sources, and only where something changed since the last one', async () => {
    await prepare()
    const bibtex = (title: string) => `@book{a, title = {${title}}, author = {Lenz, Karin}, year = {2022}}`

    await workspace.call('sources.import', { text: bibtex('Brücken') })
    await workspace.call('backups.make', {})
    await workspace.call('sources.import', { text: bibtex('Türme') })

    expect(await reasons()).toEqual(['request', 'import'])
  })

  it('several texts that are taken in together, once, and not before a single one', async () => {
    await prepare()
    await workspace.call('imports.store', { importId: await pasted('Eins.') })
    expect(await reasons()).toEqual([])
    const ids = [await pasted('Zwei.'), await pasted('Drei.'), await pasted('Vier.')]

    for (const importId of ids) await workspace.call('imports.store', { importId })

    expect(await reasons()).toEqual(['import'])
  })

  it('a merge with the article of another desk', async () => {
    const { article } = await prepare()
    const { content, encoding } = await workspace.call('reports.render', {
      articleId: article.id,
      format: 'json',
    })
    const bytes = Buffer.from(content, encoding === 'text' ? 'utf8' : 'base64').toString('base64')
    const other = openWorkspace({ libraryPath: join(folder.path, 'other.belegt') })
    await importText(other.call, 'Ein anderer Text. Er hat zwei Sätze.')
    const preview = await other.call('returns.preview', { bytes })
    if (preview?.kind !== 'record') throw new Error('It is the record of an article')

    await other.call('returns.apply', { bytes, previewHash: preview.previewHash })
    const { backups } = await other.call('backups.list', {})
    other.close()

    expect(backups.map(({ reason, articles }) => ({ reason, articles }))).toEqual([
      { reason: 'merge', articles: 1 },
    ])
  })

  it('much that comes in at once, unless the library was just created', async () => {
    expect(await workspace.call('backups.makeBefore', { reason: 'import' })).toEqual({ made: false })
    await prepare()
    expect(await workspace.call('backups.makeBefore', { reason: 'import' })).toEqual({ made: true })
    expect(await workspace.call('backups.makeBefore', { reason: 'import' })).toEqual({ made: false })
  })
})

describe('the weekly trial', () => {
  it('brings evidence that went bad among the backups back from the library, and says when it cannot', async () => {
    const { hash, evidenceFile } = await prepare()
    await workspace.call('backups.make', {})
    const copy = join(`${folder.libraryPath}-backups`, 'evidence', hash.slice(0, 2), hash)
    const spoil = (path: string) => {
      chmodSync(path, 0o600)
      writeFileSync(path, 'Etwas anderes')
    }

    spoil(copy)
    const mended = await triedOut('2026-11-25T09:00:00.000Z')
    const mendedHash = hashOf(copy)
    spoil(copy)
    spoil(evidenceFile)
    const lost = await triedOut('2026-12-05T09:00:00.000Z')

    expect(mended?.problem).toBeNull()
    expect(mendedHash).toBe(hash)
    expect(lost?.problem?.en).toContain('missing or no longer as they were backed up: 1.')
  })

  async function triedOut(today: string) {
    const db = new Database(folder.libraryPath, { readonly: true })
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
    const { sequence, headHash } = await workspace.call('library.describe', {})
    const backups = libraryBackups({
      ...{ db, libraryPath: folder.libraryPath, evidenceFolder: `${folder.libraryPath}-evidence` },
      ...{ runner: inlineBackups, head: () => ({ sequence, hash: headHash }), refusal: () => null },
      ...{ now: () => new Date(today), log: () => undefined },
    })
    backups.begin()
    vi.advanceTimersByTime(START_AFTER_MS)
    await vi.waitFor(() => expect(backups.lastTrial()?.at).toBe(today))
    const trial = backups.lastTrial()
    backups.close()
    vi.useRealTimers()
    db.close()
    return trial
  }
})

describe('restoring', () => {
  it('brings back an equal library with its evidence, and keeps the present one beside it', async () => {
    const { article, claimId, evidenceFile } = await prepare()
    const before = await workspace.call('articles.read', { articleId: article.id })
    const backup = await workspace.call('backups.make', {})
    await rate(workspace.call, claimId, { ratingId: 'wrong' })
    workspace.close()
    const after = hashOf(folder.libraryPath)
    rmSync(evidenceFile)

    const restored = restoreLibrary(folder.libraryPath, backup.name)

    expect(restored).toMatchObject({ kept: 'desk.belegt-replaced-1', missingEvidence: [] })
    expect(hashOf(`${folder.libraryPath}-replaced-1`)).toBe(after)
    const { call } = reopen()
    expect(await call('library.verify', {})).toMatchObject({ ok: true, problems: [] })
    expect(await call('library.describe', {})).toMatchObject({
      sequence: backup.sequence,
      headHash: backup.headHash,
    })
    expect(await call('articles.read', { articleId: article.id })).toEqual(before)
  })

  it('from the window waits for the next opening, and can be taken back until then', async () => {
    await prepare()
    const backup = await workspace.call('backups.make', {})
    await workspace.call('people.add', { name: 'Jana Krüger' })

    await workspace.call('backups.restore', { name: backup.name })
    expect(await workspace.call('backups.withdrawRestore', {})).toEqual({ withdrawn: true })
    workspace.close()
    reopen()
    expect((await workspace.call('people.list', {})).people).toHaveLength(2)

    await workspace.call('backups.restore', { name: backup.name })
    expect(await workspace.call('backups.list', {})).toMatchObject({ restorePending: true })
    workspace.close()
    reopen()
    expect((await workspace.call('people.list', {})).people).toHaveLength(1)
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
  })

  it('is finished by the next opening, wherever it was interrupted', async () => {
    await prepare()
    const backup = await workspace.call('backups.make', {})
    await workspace.call('people.add', { name: 'Jana Krüger' })
    await workspace.call('backups.restore', { name: backup.name })
    workspace.close()
    const restoring = readFileSync(`${folder.libraryPath}-restoring`)
    const present = hashOf(folder.libraryPath)
    finishRestore(folder.libraryPath)
    // As if it had ended just before the last step: everything is kept, the old file still has its name.
    renameSync(`${folder.libraryPath}-replaced-1`, folder.libraryPath)
    writeFileSync(`${folder.libraryPath}-restoring`, restoring)

    reopen()

    expect(await workspace.call('library.describe', {})).toMatchObject({ headHash: backup.headHash })
    expect(hashOf(`${folder.libraryPath}-replaced-1`)).toBe(present)
  })

  it.each([
    ['one byte of it', (bytes: Buffer) => bytes.writeUInt8(bytes.readUInt8(9_000) ^ 1, 9_000)],
    ['its end', (bytes: Buffer) => bytes.fill(0, bytes.length - 4_096)],
  ])('refuses a backup in which %s was changed', async (_, change) => {
    await prepare()
    const { name } = await workspace.call('backups.make', {})
    const path = join(`${folder.libraryPath}-backups`, name)
    const bytes = readFileSync(path)
    const whole = Buffer.from(bytes)
    change(bytes)
    writeFileSync(path, bytes)

    await expect(workspace.call('backups.restore', { name })).rejects.toMatchObject({
      code: 'library_refused',
    })
    workspace.close()
    const before = hashOf(folder.libraryPath)
    expect(refusal(() => restoreLibrary(folder.libraryPath, name))).toMatchObject({ code: 'library_refused' })
    // Without its record it is judged by its history alone.
    rmSync(`${path}.json`)
    writeFileSync(path, whole)
    const tampered = new Database(path)
    tampered.exec("UPDATE verdicts SET conclusion = 'Anders'")
    tampered.close()
    expect(refusal(() => restoreLibrary(folder.libraryPath, path))).toMatchObject({ code: 'library_refused' })
    expect(hashOf(folder.libraryPath)).toBe(before)
    expect(readdirSync(folder.path).filter((name) => /restoring|replaced/.test(name))).toEqual([])
    reopen()
  })

  it('refuses files that are no library, and those of a newer release', () => {
    workspace.close()
    const text = join(folder.path, 'text.belegt')
    writeFileSync(text, 'Kein SQLite.'.repeat(20))
    const newer = join(folder.path, 'newer.belegt')
    copyFileSync(folder.libraryPath, newer)
    const db = new Database(newer)
    db.pragma('user_version = 9999')
    db.close()

    for (const path of [text, newer]) {
      expect(refusal(() => restoreLibrary(folder.libraryPath, path))).toMatchObject({
        code: 'library_refused',
      })
    }
    expect(refusal(() => restoreLibrary(folder.libraryPath, 'nowhere'))).toMatchObject({ code: 'not_found' })
    reopen()
  })

  it('is refused while a workstation has the library', async () => {
    const { name } = await workspace.call('backups.make', {})

    expect(refusal(() => restoreLibrary(folder.libraryPath, name))).toMatchObject({ code: 'in_use' })
  })
})

describe('a backup in a file of one’s own', () => {
  it('is a library itself, with its evidence', async () => {
    const { article } = await prepare()
    const out = join(folder.path, 'copy', 'kept.belegt')

    const { problems, missingEvidence } = backUpLibrary(folder.libraryPath, out)

    expect({ problems, missingEvidence }).toEqual({ problems: [], missingEvidence: [] })
    const copy = openWorkspace({ libraryPath: out })
    expect(await copy.call('library.verify', {})).toMatchObject({ ok: true, checked: { evidenceFiles: 2 } })
    expect(await copy.call('articles.read', { articleId: article.id })).toEqual(
      await workspace.call('articles.read', { articleId: article.id }),
    )
    copy.close()
  })

  it('replaces an older one of the same library, and nothing else', async () => {
    const out = join(folder.path, 'kept.belegt')
    backUpLibrary(folder.libraryPath, out)
    await prepare()
    const { sequence } = backUpLibrary(folder.libraryPath, out)
    const other = join(folder.path, 'other.txt')
    writeFileSync(other, 'Meins')

    expect(refusal(() => backUpLibrary(folder.libraryPath, other))).toMatchObject({ code: 'rule_broken' })
    expect(refusal(() => backUpLibrary(folder.libraryPath, folder.libraryPath))).toMatchObject({
      code: 'rule_broken',
    })

    expect(readFileSync(other, 'utf8')).toBe('Meins')
    expect(sequence).toBe((await workspace.call('library.describe', {})).sequence)
  })
})

describe('opening', () => {
  it('a damaged library names the newest good backup, leaves the file as it is, and works again after restoring', async () => {
    await prepare()
    const backup = await workspace.call('backups.make', {})
    workspace.close()
    const bytes = readFileSync(folder.libraryPath)
    for (let at = 8_192; at < bytes.length; at += 4_096) bytes.fill(0xa5, at, at + 200)
    writeFileSync(folder.libraryPath, bytes)

    const refused = refusal(reopen)

    expect(refused.code).toBe('library_refused')
    expect(refused.message).toContain('2026-11-25 09:00 UTC (articles: 1, verdicts: 1')
    expect(refused.message).toContain('belegt restore --library desk.belegt')
    expect(hashOf(folder.libraryPath)).toBe(sha256(bytes))
    restoreLibrary(folder.libraryPath, undefined)
    reopen()
    expect(await workspace.call('library.describe', {})).toMatchObject({ headHash: backup.headHash })
    expect(hashOf(`${folder.libraryPath}-replaced-1`)).toBe(sha256(bytes))
  })

  it('a library whose last steps were cut off is refused, named by verify, and goes on when a person says so', async () => {
    await prepare()
    workspace.close()
    const older = readFileSync(folder.libraryPath)
    reopen()
    await workspace.call('people.add', { name: 'Jana Krüger' })
    await workspace.call('people.add', { name: 'Murat Özdemir' })
    workspace.close()
    writeFileSync(folder.libraryPath, older)

    const refused = refusal(reopen)

    expect(refused).toMatchObject({ code: 'library_refused' })
    expect(refused.message).toContain('missing at the end of the history: 2.')
    restoreLibrary(folder.libraryPath, folder.libraryPath)
    reopen()
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
    expect((await workspace.call('people.list', {})).people).toHaveLength(1)
  })

  it('a library that is gone makes no empty one in its place', async () => {
    await prepare()
    const { headHash } = await workspace.call('backups.make', {})
    workspace.close()
    rmSync(folder.libraryPath)

    expect(refusal(reopen)).toMatchObject({ code: 'library_refused' })

    expect(existsSync(folder.libraryPath)).toBe(false)
    expect(backupsOf(folder.libraryPath)).toHaveLength(1)
    restoreLibrary(folder.libraryPath, undefined)
    expect(await reopen().call('library.describe', {})).toMatchObject({ headHash })
  })

  it('a library of an older release begins with a backup', async () => {
    workspace.close()
    const old = join(folder.path, 'old')
    mkdirSync(old)
    const path = join(old, 'old.belegt')
    const { migrate, migrations } = await import('#main/database/migrations')
    const db = new Database(path)
    db.pragma(`application_id = ${String(0x42656c67)}`)
    migrate(db, { backUp: null, known: migrations.slice(0, 1) })
    db.close()

    openWorkspace({ libraryPath: path }).close()

    expect(backupsOf(path).map(({ backup }) => backup.reason)).toEqual(['upgrade'])
    reopen()
  })
})
