import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { normalDoi, normalIsbn, normalLink } from '#main/sources/duplicates'
import { sourceOfLink } from '#main/sources/source-of-link'

import {
  addClaim,
  handOver,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  type Workspace,
} from '../../support/workspace'

let workspace: Workspace
beforeEach(() => {
  workspace = openWorkspace()
})
afterEach(() => workspace.close())

const titles = async (query: string) =>
  (await workspace.call('sources.list', { query })).map(({ title }) => title)

describe('the record of a source', () => {
  it('keeps names taken apart and an uncertain date when a form sends them back as text', async () => {
    const { call } = workspace
    const made = await call('sources.add', {
      title: 'Briefe',
      names: [{ family: 'Neumann', given: 'John', nonDroppingParticle: 'von' }, { literal: 'Stadt Wien' }],
      issued: '1907~',
    })

    const { authors, issuedOn } = made
    const updated = await call('sources.update', { sourceId: made.id, authors, issuedOn, note: 'neu' })

    expect(authors).toBe('von Neumann, John; Stadt Wien')
    expect(updated).toEqual({ ...made, note: 'neu' })
    expect(
      await call('sources.update', { sourceId: made.id, authors: 'A; B', issuedOn: '2020' }),
    ).toMatchObject({
      names: [{ literal: 'A' }, { literal: 'B' }],
      issued: '2020',
      issuedOn: '2020',
    })
  })

  it('asks for a public wording as long as it is confidential', async () => {
    const { call } = workspace
    const adding = call('sources.add', { title: 'Gespräch', confidential: true })
    await expect(adding).rejects.toMatchObject({ code: 'rule_broken' })
    const { id: sourceId } = await call('sources.add', {
      title: 'Gespräch',
      confidential: true,
      publicWording: 'eine Person aus dem Amt',
    })

    const clearing = call('sources.update', { sourceId, publicWording: null })

    await expect(clearing).rejects.toMatchObject({ code: 'rule_broken' })
    expect(
      await call('sources.update', { sourceId, publicWording: null, confidential: false }),
    ).toMatchObject({
      confidential: false,
      publicWording: null,
    })
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    const source = { title: 'X', confidential: true }
    await expect(call('evidence.add', { claimId, source, stance: 'context' })).rejects.toMatchObject({
      code: 'rule_broken',
    })
  })
})

describe('the search', () => {
  it('finds parts of words in any case, with and without accents, in every field that names a source', async () => {
    const { call } = workspace
    await call('sources.add', {
      title: 'Baugenehmigungen in der Müllerstraße',
      names: [{ family: 'Dvořák', given: 'Jana' }],
      container: 'Süddeutsche',
      doi: '10.1000/ABC',
      isbn: '978-3-16-148410-0',
    })
    await call('sources.add', { title: 'Andere' })

    const queries = [
      'genehmigung',
      'MÜLLER',
      'mullerstrasse',
      'jana dvorak',
      'suddeutsche',
      '10.1000/abc',
      '148410',
    ]
    for (const query of queries) {
      expect([query, await titles(query)]).toEqual([query, ['Baugenehmigungen in der Müllerstraße']])
    }
    expect(await titles('genehmigung andere')).toEqual([])
    expect(await titles('family')).toEqual([])
    expect(await titles('%')).toEqual([])
  })

  it('follows every change: update, undo, redo, merge, removal', async () => {
    const { call } = workspace
    const { id: sourceId } = await call('sources.add', { title: 'Erste' })
    await call('sources.add', { title: 'Zweite' })
    expect(await titles('e')).toEqual(['Zweite', 'Erste'])

    await call('sources.update', { sourceId, title: 'Dritte' })
    const updated = [await titles('erste'), await titles('dritte')]
    await call('history.undo', {})
    const undone = [await titles('erste'), await titles('dritte')]
    await call('sources.remove', { sourceId })
    const removed = await titles('erste')
    await call('history.undo', {})

    expect([updated, undone, removed]).toEqual([[[], ['Dritte']], [['Erste'], []], []])
    expect(await titles('e')).toEqual(['Zweite', 'Erste'])
  })
})

describe('duplicates', () => {
  it('are offered for the same DOI, ISBN and link, whatever their form, and merged by a person only', async () => {
    const { call } = workspace
    const add = async (source: { title: string; doi?: string; isbn?: string; url?: string }) =>
      (await call('sources.add', source)).id
    const a = await add({ title: 'A', doi: '10.1000/XYZ' })
    const b = await add({ title: 'B', url: 'https://doi.org/10.1000/xyz' })
    const c = await add({ title: 'C', isbn: '3-16-148410-X' })
    const d = await add({ title: 'D', isbn: 'ISBN 978-3-16-148410-0' })
    const e = await add({ title: 'E', url: 'http://www.example.org/a/?b=2&utm_source=x&a=1#teil' })
    const f = await add({ title: 'F', url: 'https://example.org/a?a=1&b=2' })
    await add({ title: 'G', url: 'https://example.org/a?a=1', isbn: '978-3-16-148410-1' })

    const found = await call('sources.duplicates', {})

    expect(found.map(({ because, sourceIds }) => [because, sourceIds])).toEqual([
      ['DOI', [a, b]],
      ['ISBN', [c, d]],
      ['link', [e, f]],
    ])
    expect(await call('sources.list', {})).toHaveLength(7)
  })

  it('give their evidence to the one that is kept, in one step, and the second reader reads again', async () => {
    const { call } = workspace
    const kept = await call('sources.add', { title: 'Behalten' })
    const other = await call('sources.add', { title: 'Doppelt' })
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    await call('evidence.add', { claimId, sourceId: other.id, stance: 'supports' })
    await rate(call, claimId)
    const { handBack } = await handOver(call)
    await call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })
    await handBack()
    const before = await call('claims.read', { claimId })

    const merged = await call('sources.merge', { keepId: kept.id, mergeIds: [other.id, kept.id] })
    const after = await call('claims.read', { claimId })
    await call('history.undo', {})

    expect(merged).toMatchObject({ movedEvidence: 1, source: { id: kept.id, evidenceCount: 1 } })
    expect(after).toMatchObject({ state: 'reopened', evidence: [{ source: { title: 'Behalten' } }] })
    expect(await call('claims.read', { claimId })).toEqual(before)
    expect((await call('sources.list', {})).map(({ title }) => title)).toEqual(['Doppelt', 'Behalten'])
  })

  it('complete the kept record where it says nothing, with what is asked for, in one step', async () => {
    const { call } = workspace
    const kept = await call('sources.add', { title: 'Bauakte', publisher: 'Bauamt' })
    const other = await call('sources.add', {
      ...{ title: 'Bauakte 12', publisher: 'Stadt', doi: '10.1000/7', note: 'Kopie im Archiv' },
      names: [{ literal: 'Bauamt Magdeburg' }],
    })
    const third = await call('sources.add', { title: 'Akte', doi: '10.1000/8', isbn: '978-3-16-148410-0' })

    const { source } = await call('sources.merge', {
      keepId: kept.id,
      mergeIds: [other.id, third.id],
      takeOver: ['publisher', 'doi', 'isbn', 'names'],
    })

    expect(source).toMatchObject({
      ...{ title: 'Bauakte', publisher: 'Bauamt', doi: '10.1000/7', isbn: '978-3-16-148410-0', note: null },
      authors: 'Bauamt Magdeburg',
    })
    await call('history.undo', {})
    expect(await call('sources.read', { sourceId: kept.id })).toEqual(kept)
    expect(await call('library.verify', {})).toMatchObject({ ok: true })
  })

  it('are not merged while one is marked or confidential and the other is not', async () => {
    const { call } = workspace
    const kept = await call('sources.add', { title: 'Behalten' })
    const other = await call('sources.add', { title: 'Doppelt' })
    await call('sources.mark', { sourceId: other.id, status: 'withdrawn', reason: 'falsch' })

    const merging = call('sources.merge', { keepId: kept.id, mergeIds: [other.id] })

    await expect(merging).rejects.toMatchObject({ code: 'rule_broken' })
  })

  it.each([
    ['doi:10.1000/Abc.', '10.1000/abc'],
    ['https://doi.org/10.1000%2Fabc', '10.1000/abc'],
    ['keine', null],
  ])('the DOI in %s is %s', (text, doi) => expect(normalDoi(text)).toBe(doi))

  it.each([
    ['3-16-148410-X', '9783161484100'],
    ['978-3-16-148410-0', '9783161484100'],
    ['978-3-16-148410-1', null],
    ['12', null],
  ])('the ISBN of %s is %s', (text, isbn) => expect(normalIsbn(text)).toBe(isbn))

  it('a link keeps what tells pages apart', () => {
    expect(normalLink('https://example.org/?id=1')).not.toBe(normalLink('https://example.org/?id=2'))
    expect(normalLink('https://example.org/A')).not.toBe(normalLink('https://example.org/a'))
  })
})

describe('an address tells', () => {
  const known = (url: string) => sourceOfLink(url, '2026-11-25')

  it.each([
    [
      'https://www.spiegel.de/politik/die-neue-bruecke-ueber-die-elbe-a-1234567.html',
      { type: 'web page', container: 'spiegel.de', title: 'die neue bruecke ueber die elbe a' },
    ],
    [
      'https://web.archive.org/web/20220308120000/https://example.org/seite',
      {
        url: 'https://example.org/seite',
        archiveUrl: 'https://web.archive.org/web/20220308120000/https://example.org/seite',
        container: 'example.org',
      },
    ],
    [
      'https://archive.ph/20220308120000/http://example.org/',
      { url: 'http://example.org/', archiveUrl: 'https://archive.ph/20220308120000/http://example.org/' },
    ],
    ['https://archive.ph/AbCdE', { url: 'https://archive.ph/AbCdE', archiveUrl: null }],
    ['https://doi.org/10.1000/xyz', { type: 'article', doi: '10.1000/xyz', container: null }],
    ['https://www.youtube.com/watch?v=abc', { type: 'video', container: 'YouTube' }],
    ['https://example.org/bericht.pdf', { type: 'document' }],
    ['https://example.org/', { type: 'web page', title: '', accessedOn: '2026-11-25' }],
  ])('%s', (url, told) => expect(known(url)).toMatchObject(told))

  it('nothing of what it cannot know, and stores nothing', async () => {
    const { call } = workspace

    await expect(call('sources.fromUrl', { url: 'file:///etc/passwd' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    await call('sources.fromUrl', { url: 'https://example.org/%E0%A4%A' })

    expect(await call('sources.list', {})).toEqual([])
  })
})

describe('the contact log', () => {
  it('says who was asked, when and how, and what came of it', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })

    const { contactId, change } = await call('contacts.add', {
      claimId,
      name: 'Karin Lenz',
      role: 'Bauamtsleiterin',
      way: 'e-mail',
      askedAt: '2026-11-24T09:00:00.000Z',
      deadline: '2026-11-25T12:00:00.000Z',
      question: 'Wie lang ist die Brücke?',
    })
    await call('contacts.update', { contactId, outcome: 'answered', answer: '240 Meter.' })

    expect(change.text).toBe('enquiry to Karin Lenz on sentence 2')
    expect(await call('contacts.list', { claimId })).toMatchObject([
      { name: 'Karin Lenz', way: 'e-mail', outcome: 'answered', answer: '240 Meter.', confidential: false },
    ])
    await expect(call('contacts.update', { contactId, confidential: true })).rejects.toMatchObject({
      code: 'rule_broken',
    })
    await call('contacts.remove', { contactId })
    expect(await call('contacts.list', { claimId })).toEqual([])
    await call('history.undo', {})
    await call('articles.remove', { articleId: article.id })
    await call('history.undo', {})
    expect(await call('contacts.list', { claimId })).toHaveLength(1)
    expect(await call('library.verify', {})).toMatchObject({ ok: true })
  })

  it('stands in the report as right of reply, and what became of a source beside it', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    const { id: sourceId } = await call('sources.add', { title: 'Akte', issued: '1907~', reliability: 'low' })
    await call('evidence.add', { claimId, sourceId, stance: 'supports' })
    await rate(call, claimId)
    await call('sources.mark', { sourceId, status: 'corrected', reason: 'Zahl vertauscht' })
    await call('contacts.add', {
      claimId,
      name: 'Baufirma AG',
      way: 'letter',
      askedAt: '2026-11-24T09:00:00.000Z',
      question: 'Wie lang?',
      outcome: 'no answer',
    })

    const { content } = await call('reports.render', {
      articleId: article.id,
      format: 'html',
      language: 'de',
    })

    for (const words of [
      'Stellungnahmen',
      'Baufirma AG',
      'per Brief',
      'Keine Antwort',
      'Die Quelle „Akte“ wurde berichtigt: Zahl vertauscht.',
      'erschienen etwa 1907',
      'Geringe Verlässlichkeit',
    ]) {
      expect(content).toContain(words)
    }
  })
})
