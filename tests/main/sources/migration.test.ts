import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { migrate, migrations } from '#main/database/migrations'
import { namesOfText, readableNames } from '#main/database/source-names'

import { makeOldLibrary, oldLibrary } from '../../support/old-libraries'
import { openWorkspace, temporaryFolder } from '../../support/workspace'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

const before = oldLibrary(1).tables

describe('migration 2', () => {
  it('makes names of authors and leaves every other row and value as it was', () => {
    const db = makeOldLibrary(1, folder.libraryPath)

    migrate(db, { backUp: null, known: migrations.slice(0, 2) })

    const after = Object.fromEntries(
      Object.keys(before).map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all()]),
    )
    db.close()
    const literal = (...names: string[]) => JSON.stringify(names.map((name) => ({ literal: name })))
    const namesOf: Record<string, string> = {
      'Karin Lenz; Müller, Jörg; Stadt Wien': literal('Karin Lenz', 'Müller, Jörg', 'Stadt Wien'),
      'Bundesamt für Statistik': literal('Bundesamt für Statistik'),
      'A;B': literal('A;B'),
      'X;  Y': literal('X;  Y'),
      '"Quote" \\ Tab\tZeile': literal('"Quote" \\ Tab\tZeile'),
      'Ende;': literal('Ende;'),
      'Eins; Zwei': literal('Eins', 'Zwei'),
    }
    const unsaid = {
      ...{ volume: null, issue: null, pages: null, edition: null, doi: null, isbn: null, event: null },
      ...{ medium: null, csl_type: null, further: '{}', reliability: 'unknown', reliability_reason: null },
      ...{ conflicts: null, contact: null, confidential: 0, public_wording: null, status: 'current' },
      ...{ status_reason: null, status_at: null, status_mark: null, good_until: null, good_until_mark: null },
    }
    expect(after).toEqual({
      ...before,
      sources: before.sources?.map(({ authors, ...row }) => ({
        ...row,
        ...unsaid,
        names: authors === null ? '[]' : namesOf[String(authors)],
      })),
    })
  })

  it('leaves a library that adds up from its old events, with its sign-off in force', async () => {
    makeOldLibrary(1, folder.libraryPath).close()

    const workspace = openWorkspace({ libraryPath: folder.libraryPath })
    const { call } = workspace
    const verified = await call('library.verify', {})
    const articles = await call('articles.list', {})
    const sources = await call('sources.list', {})
    workspace.close()

    expect(verified).toMatchObject({ ok: true, problems: [] })
    expect(articles.map(({ signOff }) => signOff?.current ?? null)).toEqual([null, true])
    expect(new Set(sources.map(({ authors }) => authors))).toEqual(
      new Set(before.sources?.map(({ authors }) => authors)),
    )
  })

  it('lets steps from before be taken back and made again', async () => {
    makeOldLibrary(1, folder.libraryPath).close()
    const workspace = openWorkspace({ libraryPath: folder.libraryPath })
    const { call } = workspace
    const [latest] = await call('sources.list', {})
    await call('people.actAs', { personId: (await call('people.list', {})).people[1]?.id ?? '' })

    const undone = await call('history.undo', {})
    const without = await call('sources.list', {})
    await call('history.redo', {})
    const [again] = await call('sources.list', {})
    const verified = await call('library.verify', {})
    workspace.close()

    expect(undone.text).toContain('Letzte')
    expect(without.map(({ title }) => title)).not.toContain('Letzte')
    expect(again).toEqual(latest)
    expect(verified).toMatchObject({ ok: true })
  })
})

describe('names of text', () => {
  it.each([
    ['Karin Lenz', ['Karin Lenz']],
    ['Karin Lenz; Stadt Wien', ['Karin Lenz', 'Stadt Wien']],
    ['A;B', ['A;B']],
    ['A; ; B', ['A; ; B']],
    ['A;  B', ['A;  B']],
    ['; A', ['; A']],
  ])('of “%s” read as the text that went in', (text, literals) => {
    const names = namesOfText(text)

    expect(names).toEqual(literals.map((literal) => ({ literal })))
    expect(readableNames(names)).toBe(text)
  })
})
