import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Output } from '#shared/contract'
import { recordHash, type ArticleRecord } from '#main/database/article-record'
import { sha256 } from '#main/database/canonical-json'
import type { ArticleId } from '#shared/model'

import { storeFile, zipOf } from '../../support/evidence-files'
import {
  addClaim,
  checkEverything,
  handOver,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  type Workspace,
} from '../../support/workspace'

let workspace: Workspace
let other: Workspace
let article: Output<'articles.read'>

beforeEach(async () => {
  workspace = openWorkspace()
  other = openWorkspace()
  article = await importText(workspace.call, SHORT_ARTICLE)
})
afterEach(() => {
  workspace.close()
  other.close()
})

/** Everything a check can hold: two revisions, answers, comments, enquiries, files, second readings, a sign-off, a withdrawn source. */
async function fullCheck(): Promise<void> {
  const { call, clock } = workspace
  const claimId = await checkEverything(call, article)
  const third = await addClaim(call, { article, number: 3 })
  const { hash } = await storeFile(call, Buffer.from('Die Brücke kostete 14 Mio. Euro.'), 'akte.txt')
  await call('evidence.add', {
    ...{ claimId: third, stance: 'contradicts', fileHash: hash, locator: 'Zeile 1' },
    source: { title: 'Haushalt 2022', authors: 'Lenz, Karin', contact: '+49 30 1234', type: 'document' },
  })
  await rate(call, third, { ratingId: 'wrong' })
  await call('verdicts.record', {
    ...{ claimId: third, question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'wrong' },
    ...{ correction: 'Sie kostete am 8. März 2022 noch 14 Mio. Euro.', reasoning: 'Der Haushalt.' },
  })
  await call('corrections.answer', {
    ...{ claimId: third, question: 'content', voice: 'writer', outcome: 'refused', reason: 'Nein.' },
  })
  await call('contacts.add', {
    ...{ claimId: third, name: 'Bauamt', way: 'phone', question: 'Was kostete sie?' },
    askedAt: '2026-11-24T10:00:00.000Z',
  })
  await call('comments.add', { sentenceId: article.sentences[3]?.id ?? '', text: 'Bitte noch prüfen.' })
  const { handBack } = await handOver(call)
  await call('secondReads.record', {
    claimIds: [claimId, third],
    sentenceIds: article.sentences.filter(({ number }) => ![2, 3].includes(number)).map(({ id }) => id),
    outcome: 'agreed',
  })
  await call('articles.signOff', { articleId: article.id })
  await handBack()
  clock.at = new Date('2026-11-25T10:00:00.000Z')
  await call('sentences.edit', {
    sentenceId: article.sentences[3]?.id ?? '',
    text: '„Wir bauen sie bis Ende Juni fertig.“',
  })
  const [source] = await call('sources.list', { query: 'Haushalt' })
  await call('sources.mark', { sourceId: source?.id ?? '', status: 'withdrawn', reason: 'Falsche Zahlen.' })
}

async function file(of: Workspace, articleId: ArticleId = article.id): Promise<string> {
  return (await of.call('reports.render', { articleId, format: 'json', language: 'de' })).content
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

async function preview(into: Workspace, json: string) {
  const found = await into.call('returns.preview', { bytes: base64(json) })
  if (found?.kind !== 'record') throw new Error('Not known as a record')
  return found
}

async function takeIn(into: Workspace, json: string) {
  const { previewHash } = await preview(into, json)
  return into.call('returns.apply', { bytes: base64(json), previewHash })
}

/** Without what tells of the library it was exported from: its history, its name, the bytes it has. */
function content(json: string): Record<string, unknown> {
  const { integrity: _, article: about, ...rest } = JSON.parse(json) as Record<string, object>
  const { changedAt: __, ...stays } = about as Record<string, unknown>
  return { ...rest, article: stays }
}

function withRecord(json: string, edit: (record: EditedRecord) => void): string {
  const whole = JSON.parse(json) as { record: EditedRecord }
  edit(whole.record)
  return JSON.stringify(whole)
}
interface EditedRecord {
  version: number
  migration: number
  tables: Record<string, Record<string, string | number | null>[]>
  hash: string
}

/** Changed by somebody who knows how the hash is made. */
function forged(json: string, edit: (tables: EditedRecord['tables']) => void): string {
  return withRecord(json, (record) => {
    edit(record.tables)
    record.hash = recordHash(record as unknown as ArticleRecord)
  })
}

describe('a checking file in JSON', () => {
  it('brings an equal article into an empty library, with the same ids', async () => {
    await fullCheck()
    const json = await file(workspace)
    const read = await workspace.call('articles.read', { articleId: article.id })

    const seen = await preview(other, json)
    const { articleId, text } = await takeIn(other, json)
    const again = await other.call('articles.read', { articleId })
    const fetched = await file(other)

    expect(seen).toMatchObject({
      ...{ isKnown: false, kept: [], differences: [], revisions: 2, sentences: 5, claims: 2, evidence: 2 },
      ...{
        files: 2,
        missingFiles: expect.arrayContaining(['akte.txt', 'Pasted.txt']),
        library: ':memory:',
        confidentialSources: 0,
      },
    })
    expect(text).toBe('taking in “Neue Brücke über die Elbe” with its check')
    expect({ ...again, changedAt: read.changedAt, claims: withoutContact(again.claims) }).toEqual({
      ...read,
      claims: withoutContact(read.claims),
    })
    const missing = (found: string) =>
      found
        .replaceAll('"condition": "missing"', '"condition": "unchanged"')
        .replaceAll(/"foundHash": .*/g, '')
    const damaged = ({ openItems: _, ...rest }: ReturnType<typeof content>) => rest
    expect(JSON.parse(fetched).record).toEqual(JSON.parse(json).record)
    expect(missing(JSON.stringify(damaged(content(fetched)), null, 2))).toEqual(
      missing(JSON.stringify(damaged(content(json)), null, 2)),
    )
    expect(await other.call('library.verify', {})).toMatchObject({
      problems: [expect.stringContaining('evidence file'), expect.stringContaining('evidence file')],
    })
  })

  it('is one step that can be undone, and taken in again', async () => {
    await fullCheck()
    const json = await file(workspace)
    await takeIn(other, json)

    await other.call('history.undo', {})
    const gone = await other.call('articles.list', {})
    await other.call('history.redo', {})
    await other.call('history.undo', {})
    await takeIn(other, json)

    expect(gone).toEqual([])
    expect(await other.call('articles.list', {})).toHaveLength(1)
    expect(
      (await other.call('library.verify', {})).problems.filter((each) => !each.includes('file')),
    ).toEqual([])
  })

  it('doubles nothing in the library it comes from, and says where the two differ', async () => {
    const { call } = workspace
    await fullCheck()
    const json = await file(workspace)
    const same = await preview(workspace, json)
    await call('comments.add', { sentenceId: article.sentences[0]?.id ?? '', text: 'Neu.' }).catch(() => null)
    const { sentences } = await call('articles.read', { articleId: article.id })
    await call('comments.add', { sentenceId: sentences[0]?.id ?? '', text: 'Neu.' })
    await call('articles.update', { articleId: article.id, outlet: 'Elbe-Bote' })

    const seen = await preview(workspace, json)

    expect(same).toMatchObject({ isKnown: true, differences: [] })
    expect(seen.differences).toEqual([
      { part: 'article', onlyInFile: 0, onlyInLibrary: 0, different: 1 },
      { part: 'comments', onlyInFile: 0, onlyInLibrary: 1, different: 0 },
    ])
    await expect(takeIn(workspace, json)).rejects.toMatchObject({ code: 'rule_broken' })
  })

  it('overwrites no source, person or file that the library knows otherwise, and says so', async () => {
    await fullCheck()
    const first = await file(workspace)
    await takeIn(other, first)
    await other.call('articles.remove', { articleId: article.id })
    const [source] = await other.call('sources.list', { query: 'Haushalt' })
    await other.call('sources.update', { sourceId: source?.id ?? '', title: 'Haushalt 2022, Band 1' })

    const seen = await preview(other, first)
    await takeIn(other, first)

    expect(seen.kept).toEqual([{ part: 'sources', name: 'Haushalt 2022, Band 1' }])
    expect((await other.call('sources.read', { sourceId: source?.id ?? '' })).title).toBe(
      'Haushalt 2022, Band 1',
    )
  })

  it('is refused where an id means something else in the library', async () => {
    await fullCheck()
    const json = await file(workspace)
    const mine = await importText(other.call, SHORT_ARTICLE)
    const claimId = await addClaim(other.call, { article: mine, number: 2 })
    const id = JSON.parse(json).record.tables.claims[0].id as string

    const taking = preview(
      other,
      forged(json.replaceAll(id, claimId), () => undefined),
    )

    await expect(taking).rejects.toMatchObject({ code: 'conflict' })
    expect(await other.call('claims.read', { claimId })).toMatchObject({
      wording: 'Die Brücke ist 240 Meter lang.',
    })
  })

  it('takes confidential names out, and says that their second reading does not come along', async () => {
    const { call } = workspace
    const claimId = await addClaim(call, { article, number: 2 })
    await call('evidence.add', {
      ...{ claimId, stance: 'supports', note: 'Laut Frau Geheim stimmt es.' },
      source: {
        ...{
          title: 'Gespräch mit Anna Geheim',
          names: [{ family: 'Geheim', given: 'Anna' }],
          contact: 'anna@example.org',
        },
        ...{ confidential: true, publicWording: 'eine Mitarbeiterin', type: 'interview' },
      },
    })
    await rate(call, claimId)
    await handOver(call)
    await call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })

    const json = await file(workspace)
    await takeIn(other, json)

    expect(/Geheim|anna@/.exec(json)).toBeNull()
    expect((await preview(other, json)).confidentialSources).toBe(1)
    const [taken] = (await other.call('articles.read', { articleId: article.id })).claims
    expect(taken).toMatchObject({
      state: 'reopened',
      evidence: [{ source: { title: 'eine Mitarbeiterin' } }],
    })
  })
})

describe('with its evidence files in a zip', () => {
  const text = Buffer.from('Die Brücke kostete 14 Mio. Euro.')
  const hash = sha256(text)
  const packed = (json: string, bytes: Buffer) =>
    zipOf([
      { name: 'pruefbericht.json', content: json },
      { name: `evidence/001-${hash}.txt`, content: bytes },
      { name: 'evidence/SHA256SUMS', content: `${hash}  001-${hash}.txt\n` },
    ]).toString('base64')

  it('brings the bytes along', async () => {
    await fullCheck()
    const bytes = packed(await file(workspace), text)

    const found = await other.call('returns.preview', { bytes })
    await other.call('returns.apply', { bytes, previewHash: found?.previewHash ?? '' })

    expect(found).toMatchObject({ kind: 'record', files: 2, missingFiles: ['Pasted.txt'] })
    expect((await other.call('library.verify', {})).problems).toHaveLength(1)
    const stored = await other.call('evidenceFiles.read', { hash })
    expect(Buffer.from(stored.bytes, 'base64').toString()).toBe('Die Brücke kostete 14 Mio. Euro.')
  })

  it('is refused whole where a file is not the one its name says', async () => {
    await fullCheck()
    const bytes = packed(await file(workspace), Buffer.from('Die Brücke kostete 15 Mio. Euro.'))
    const found = await other.call('returns.preview', { bytes })

    const taking = other.call('returns.apply', { bytes, previewHash: found?.previewHash ?? '' })

    await expect(taking).rejects.toMatchObject({ code: 'unreadable' })
    expect(await other.call('articles.list', {})).toEqual([])
  })
})

describe('a damaged or forged checking file', () => {
  const refusal = (into: Workspace, text: string) =>
    into.call('returns.preview', { bytes: base64(text) }).then(
      (found) => JSON.stringify(found),
      (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
    )

  it('is refused with words, and nothing is stored', async () => {
    await fullCheck()
    const json = await file(workspace)
    const rows = (edit: (tables: EditedRecord['tables']) => void) => refusal(other, forged(json, edit))
    const first = (tables: EditedRecord['tables'], table: string) => tables[table]?.[0] ?? {}

    expect(await refusal(other, json.slice(0, -200))).toMatch(/^unreadable: .*cut off/)
    expect(await refusal(other, `${json}x`)).toMatch(/^unreadable: .*cut off/)
    expect(
      await refusal(
        other,
        json.replace('Der Haushalt.', 'Die Akte.').replace('"reasoning":"Der Haushalt."', '"reasoning":"X"'),
      ),
    ).toMatch(/^unreadable: .*hash/)
    expect(
      await refusal(
        other,
        withRecord(json, (record) => (record.version = 2)),
      ),
    ).toMatch(/newer version/)
    expect(
      await refusal(
        other,
        withRecord(json, (record) => (record.migration = 9_999)),
      ),
    ).toMatch(/newer version/)
    expect(await refusal(other, JSON.stringify({ ...JSON.parse(json), record: undefined }))).toMatch(
      /only what people read/,
    )
    expect(await rows((tables) => (first(tables, 'claims').created_at = 'gestern'))).toContain(
      'claims 1: created_at',
    )
    expect(await rows((tables) => (first(tables, 'sources').url = 'javascript:alert(1)'))).toContain(
      'sources 1: url',
    )
    expect(await rows((tables) => (first(tables, 'claims').id = 'x'))).toContain('claims 1: id')
    expect(await rows((tables) => (first(tables, 'claims').colour = 'red'))).toContain('claims 1: colour')
    expect(await rows((tables) => (tables.events = []))).toMatch(/newer version/)
    expect(await rows((tables) => (tables.articles = []))).toContain('articles')
    expect(await rows((tables) => (first(tables, 'revisions').text = 'anders'))).toContain('revisions')
    expect(await rows((tables) => (first(tables, 'sentences').end = 3))).toContain('revisions')
    expect(await rows((tables) => (first(tables, 'anchors').end = 9_000))).toContain('anchors')
    expect(await rows((tables) => tables.claims?.push(first(tables, 'claims')))).toContain('claims')
    expect(await rows((tables) => (first(tables, 'verdicts').scale_id = 'erfunden'))).toContain('scales')
    expect(await other.call('articles.list', {})).toEqual([])
  })

  it('is refused whole where only the library can tell', async () => {
    await fullCheck()
    const json = await file(workspace)
    const taking = (edit: (tables: EditedRecord['tables']) => void) => takeIn(other, forged(json, edit))

    await expect(
      taking((tables) => Object.assign(tables.blocks?.[0] ?? {}, { kind: 'script' })),
    ).rejects.toMatchObject({ code: 'unreadable' })
    await expect(taking((tables) => (tables.people = []))).rejects.toMatchObject({ code: 'unreadable' })
    await expect(
      taking((tables) => Object.assign(tables.verdicts?.[0] ?? {}, { conclusion: 5 })),
    ).rejects.toMatchObject({ code: 'unreadable' })
    expect(await other.call('articles.list', {})).toEqual([])
    expect(await other.call('library.verify', {})).toMatchObject({ ok: true })
  })

  it('does nothing to the program: keys of prototypes, depth, another file', async () => {
    await fullCheck()
    const json = await file(workspace)
    const proto = json.replace('"tables":{', '"tables":{"__proto__":[{"polluted":1}],"constructor":[],')
    const deep = `{"format": "belegt-report", "record": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`

    expect(await refusal(other, proto)).toMatch(/^unreadable/)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(await refusal(other, deep)).toMatch(/^unreadable/)
    expect(await refusal(other, '{"a": 1}')).toBe('null')
    expect(await refusal(other, `\ufeff${json}`)).toContain('"kind":"record"')
  })
})

function withoutContact(claims: Output<'articles.read'>['claims']) {
  return claims.map((claim) => ({
    ...claim,
    evidence: claim.evidence.map((each) => ({ ...each, source: { ...each.source, contact: null } })),
  }))
}
