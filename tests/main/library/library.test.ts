import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import {
  checkEverything,
  handOver,
  importText,
  openWorkspace,
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

describe('verify', () => {
  it('finds nothing in a library that was worked in', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await checkEverything(call, article)
    await handOver(call)
    await call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })
    await call('articles.signOff', { articleId: article.id })
    await call('articles.addSample', {})

    expect(await call('library.verify', {})).toMatchObject({
      ok: true,
      problems: [],
      checked: { revisions: 2 },
    })
  })

  it.each([
    ['a verdict that was changed behind the back', "UPDATE verdicts SET rating_id = 'wrong'", 'verdicts'],
    ['a sentence that was cut short', 'UPDATE sentences SET end = end - 1', 'belongs to no sentence'],
    [
      'a row that no event made',
      "INSERT INTO people (id, name, created_at) VALUES ('x', 'X', '')",
      'people x',
    ],
    [
      'an event that was rewritten',
      "DROP TRIGGER events_are_never_changed; UPDATE events SET at = '2000-01-01T00:00:00.000Z' WHERE sequence = 2",
      'event 2',
    ],
    [
      'an event that was cut out',
      'DROP TRIGGER events_are_never_deleted; DELETE FROM events WHERE sequence = 2',
      'event 3',
    ],
  ])('names %s', async (_, sql, named) => {
    await checkEverything(workspace.call, await importText(workspace.call, SHORT_ARTICLE))
    const tampering = new Database(folder.libraryPath)
    tampering.pragma('foreign_keys = OFF')
    tampering.exec(sql)
    tampering.close()

    const { ok, problems } = await workspace.call('library.verify', {})

    expect(ok).toBe(false)
    expect(problems.join('\n')).toContain(named)
  })

  it('the history can be neither changed nor deleted with plain SQL', async () => {
    await importText(workspace.call, SHORT_ARTICLE)
    const tampering = new Database(folder.libraryPath)

    expect(() => tampering.exec("UPDATE events SET at = ''")).toThrowError(/append-only/)
    expect(() => tampering.exec('DELETE FROM events')).toThrowError(/append-only/)
    expect(() => tampering.exec("UPDATE revisions SET text = ''")).toThrowError(/never changes/)
    tampering.close()
  })
})

describe('the sample', () => {
  it('comes half checked, with one claim decided on both questions', async () => {
    const { id } = await workspace.call('articles.addSample', {})

    const article = await workspace.call('articles.read', { articleId: id })

    expect(article.isSample).toBe(true)
    expect(article.title).toBe('Warum junge Russen in Almaty neu anfangen')
    const decided = article.claims.filter(({ kind, state }) => kind === 'quote' && state === 'decided')
    expect(decided).toMatchObject([
      {
        claimant: 'Wladimir Putin',
        claimedOn: '2022-03-08',
        attribution: { label: 'So gesagt', asOf: '2022-03-08' },
        content: { label: 'Falsch', asOf: '2022-09-21' },
      },
    ])
    expect(new Set(article.sentences.map(({ state }) => state))).toEqual(
      new Set(['open', 'in work', 'checked']),
    )
  })

  it('goes in one step, with the sources only it used, and comes back by undo', async () => {
    const { call } = workspace
    const { id } = await call('articles.addSample', {})
    expect(await call('sources.list', {})).not.toEqual([])

    await call('articles.remove', { articleId: id })

    expect(await call('articles.list', {})).toEqual([])
    expect(await call('sources.list', {})).toEqual([])
    await call('history.undo', {})
    expect(await call('articles.list', {})).toHaveLength(1)
    expect(await call('library.verify', {})).toMatchObject({ ok: true })
  })
})

describe('people', () => {
  it('have names that tell them apart', async () => {
    await workspace.call('people.add', { name: 'Jana Krüger' })

    await expect(workspace.call('people.add', { name: ' Jana Krüger ' })).rejects.toMatchObject({
      code: 'rule_broken',
    })
  })

  it('stay at the desk over a restart', async () => {
    const { personId } = await handOver(workspace.call)
    workspace.close()

    workspace = openWorkspace({ libraryPath: folder.libraryPath })

    expect(await workspace.call('people.list', {})).toMatchObject({ currentId: personId })
  })
})

describe('settings', () => {
  it('keep what is not named', async () => {
    await workspace.call('settings.write', { theme: 'dark' })

    const settings = await workspace.call('settings.write', { textSize: 150 })

    expect(settings).toMatchObject({ theme: 'dark', textSize: 150, language: null })
  })
})

describe('the window is told', () => {
  it('of every change with its sequence and the progress of the article', async () => {
    const article = await importText(workspace.call, SHORT_ARTICLE)
    workspace.messages.length = 0

    await checkEverything(workspace.call, article)

    expect(workspace.messages.at(-1)).toEqual({
      name: 'changed',
      value: {
        sequence: 6,
        articleId: article.id,
        progress: { open: 0, inWork: 0, checked: 5, signedOff: 0, total: 5 },
      },
    })
  })
})
