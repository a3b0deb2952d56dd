import Database from 'better-sqlite3'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Output } from '#shared/contract'

import { docxOf, pdfOf, storeFile } from '../../support/evidence-files'
import { openWorkspace, temporaryFolder, type Workspace } from '../../support/workspace'

let workspace: Workspace
beforeEach(() => {
  workspace = openWorkspace()
})
afterEach(() => {
  workspace.close()
})

/** Asks until all files can be searched. */
async function searched(query: string, limit?: number): Promise<Output<'evidenceFiles.search'>> {
  for (let turn = 0; turn < 500; turn += 1) {
    const found = await workspace.call('evidenceFiles.search', { query, ...(limit && { limit }) })
    if (found.pending === 0) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('The files are never read')
}

const places = ({ hits }: Output<'evidenceFiles.search'>) =>
  hits.map(({ name, label }) => `${name} ${label}`).sort()

describe('searching the words of evidence files', () => {
  it('names the page, and shows the words with what stands around them', async () => {
    const { hash } = await storeFile(
      workspace.call,
      pdfOf(['Deckblatt', 'Am 8. März hiess es,\nes gebe keine Mobil-\nmachung von Reservisten.']),
      'rede.pdf',
    )

    const { hits, isCut } = await searched('mobilmachung')

    expect(isCut).toBe(false)
    expect(hits).toEqual([
      {
        ...{ hash, name: 'rede.pdf', mediaType: 'application/pdf', part: 2, label: '2', start: 35, end: 49 },
        before: 'Am 8. März hiess es, es gebe keine ',
        words: 'Mobilmachung',
        after: ' von Reservisten.',
      },
    ])
  })

  it('finds a page only by all its words, parts of words and words in quotation marks too', async () => {
    await storeFile(workspace.call, pdfOf(['Die Baugenehmigung fehlt', 'Die neue Brücke']), 'akte.pdf')
    await storeFile(
      workspace.call,
      docxOf('<w:p><w:t>Eine Brücke, neue Genehmigung</w:t></w:p>'),
      'brief.docx',
    )

    expect(places(await searched('genehmigung'))).toEqual(['akte.pdf 1', 'brief.docx text'])
    expect(places(await searched('brucke neue'))).toEqual(['akte.pdf 2', 'brief.docx text'])
    expect(places(await searched('"neue brücke"'))).toEqual(['akte.pdf 2'])
    expect(places(await searched('genehmigung brücke'))).toEqual(['brief.docx text'])
    expect(places(await searched('di'))).toEqual(['akte.pdf 1', 'akte.pdf 2'])
    expect(places(await searched('tunnel'))).toEqual([])
    expect(places(await searched('" *'))).toEqual([])
  })

  it('does not let one long file hide the others', async () => {
    await storeFile(workspace.call, pdfOf(Array.from({ length: 12 }, () => 'Haushalt Haushalt')), 'lang.pdf')
    await storeFile(workspace.call, pdfOf(['Haushalt und vieles andere mehr']), 'kurz.pdf')

    const found = await searched('haushalt')

    expect(found.isCut).toBe(true)
    expect(places(found)).toContain('kurz.pdf 1')
    expect(places(found).filter((place) => place.startsWith('lang'))).toHaveLength(5)
  })

  it('finds what stands far behind in one long text', async () => {
    const text = `${'Vorne steht viel. '.repeat(20_000)}Hinten steht die Nadel.${' Und mehr.'.repeat(3_000)}`
    await storeFile(workspace.call, Buffer.from(text), 'protokoll.txt')

    const { hits } = await searched('nadel')

    expect(hits).toHaveLength(1)
    expect(text.slice(hits[0]?.start, hits[0]?.end)).toBe('Nadel')
    expect(hits[0]?.before).toMatch(/^… .*Hinten steht die $/)
  })

  it('follows when a file is read again, and finds each page once', async () => {
    const { hash } = await storeFile(workspace.call, pdfOf(['Haushalt']), 'plan.pdf')
    await searched('haushalt')
    workspace.clock.at = new Date('2026-11-26T09:00:00.000Z')
    await workspace.call('evidenceFiles.text', { hash, again: true })

    expect(places(await searched('haushalt'))).toEqual(['plan.pdf 1'])
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
  })
})

describe('finding words in one file', () => {
  it('gives every place, over ends of lines and in order', async () => {
    const { hash } = await storeFile(
      workspace.call,
      pdfOf(['Reservisten nicht', 'nur\nReservisten, Reser-\nvisten']),
      'a.pdf',
    )
    await searched('reservisten')

    const found = await workspace.call('evidenceFiles.places', { hash, query: 'RESERVISTEN' })

    expect(found).toEqual({
      places: [
        { part: 1, start: 0, end: 11 },
        { part: 2, start: 4, end: 15 },
        { part: 2, start: 17, end: 30 },
      ],
      isCut: false,
    })
  })

  it('says that there are more than were asked for', async () => {
    const { hash } = await storeFile(workspace.call, Buffer.from('ja '.repeat(50)), 'ja.txt')
    await searched('ja')

    const { places: found, isCut } = await workspace.call('evidenceFiles.places', {
      hash,
      query: 'ja',
      limit: 10,
    })

    expect(found).toHaveLength(10)
    expect(isCut).toBe(true)
  })

  it('does so before the file was put into the index', async () => {
    const { hash } = await storeFile(workspace.call, pdfOf(['eins', 'zwei Nadeln']), 'a.pdf')
    await workspace.call('evidenceFiles.text', { hash })

    const found = await workspace.call('evidenceFiles.places', { hash, query: 'nadel' })

    expect(found.places).toEqual([{ part: 2, start: 5, end: 10 }])
  })
})

describe('the search index', () => {
  let folder: ReturnType<typeof temporaryFolder>
  beforeEach(async () => {
    folder = temporaryFolder()
    workspace.close()
    workspace = openWorkspace({ libraryPath: folder.libraryPath })
    await storeFile(workspace.call, pdfOf(['Haushalt 2022', 'Haushalt 2023']), 'plan.pdf')
    await storeFile(workspace.call, Buffer.from('Haushalt ohne Seiten'), 'notiz.txt')
    await searched('haushalt')
  })
  afterEach(() => {
    rmSync(folder.path, { recursive: true })
  })
  const path = () => `${folder.libraryPath}-search`
  const ALL = ['notiz.txt text', 'plan.pdf 1', 'plan.pdf 2']

  function reopened(betweenTimes: () => void): void {
    workspace.close()
    betweenTimes()
    workspace = openWorkspace({ libraryPath: folder.libraryPath })
  }

  it('is made again where it is missing', async () => {
    reopened(() => rmSync(path()))

    expect(places(await searched('haushalt'))).toEqual(ALL)
    expect(existsSync(path())).toBe(true)
  })

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['no database at all', () => Buffer.from('kaputt'.repeat(2_000))],
    ['cut off', (bytes) => bytes.subarray(0, bytes.length / 2)],
    [
      'overwritten with zeros behind its first page',
      (bytes) => Buffer.concat([bytes.subarray(0, 4_096), Buffer.alloc(bytes.length - 4_096)]),
    ],
    ['empty', () => Buffer.alloc(0)],
  ])('is made again where it is %s', async (_, damage) => {
    reopened(() => writeFileSync(path(), damage(readFileSync(path()))))

    expect(places(await searched('haushalt'))).toEqual(ALL)
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
  })

  it('goes on where it was broken off', async () => {
    reopened(() => {
      const db = new Database(path())
      db.exec(
        "DELETE FROM indexed_files; DELETE FROM pieces WHERE part = 2; DELETE FROM words WHERE text LIKE '%2023%'",
      )
      db.close()
    })

    expect(places(await searched('haushalt'))).toEqual(ALL)
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
  })

  it.each([
    ['a piece that says something else', "UPDATE words SET text = 'nichts' WHERE rowid = 1"],
    ['a piece that is gone', 'DELETE FROM words WHERE rowid = 1; DELETE FROM pieces WHERE id = 1'],
    ['a word that the index lost', 'DELETE FROM words_data WHERE id > 100'],
  ])('is compared with the tables by verify: %s', async (_, harm) => {
    reopened(() => {
      const db = new Database(path())
      db.unsafeMode(true)
      db.exec(harm)
      db.close()
    })

    const { ok, problems } = await workspace.call('library.verify', {})

    expect(ok).toBe(false)
    expect(problems[0]).toMatch(/^search index: /)
  })

  it('lies beside the library, which opens whatever became of it', async () => {
    reopened(() => writeFileSync(path(), 'kaputt'))

    expect(await workspace.call('articles.list', {})).toEqual([])
    expect(await workspace.call('library.verify', {})).toMatchObject({
      ok: false,
      problems: ['search index: damaged'],
    })
  })
})
