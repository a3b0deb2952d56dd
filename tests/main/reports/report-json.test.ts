import { readFileSync } from 'node:fs'

import Ajv from 'ajv'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { changesSincePublication, changesSinceSignOff } from '#main/reports/report-changes'
import type { ReportModel } from '#main/reports/report-model'
import { reportSchema } from '#main/reports/report-schema'
import type { Input } from '#shared/contract'
import { REPORT_KINDS, type Article, type ArticleId } from '#shared/model'
import type { Call } from '#shared/rpc'

import {
  addClaim,
  addEvidence,
  checkEverything,
  handOver,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  type Workspace,
} from '../../support/workspace'

let workspace: Workspace
beforeEach(() => {
  workspace = openWorkspace({ language: 'de' })
})
afterEach(() => workspace.close())

async function json(
  { id: articleId }: Pick<Article, 'id'>,
  asked: Omit<Input<'reports.render'>, 'articleId' | 'format'> = {},
): Promise<unknown> {
  const { content } = await workspace.call('reports.render', { articleId, format: 'json', ...asked })
  return JSON.parse(content)
}

async function newVersion(call: Call, articleId: ArticleId, text: string): Promise<void> {
  const { previewHash } = await call('revisions.preview', { articleId, text })
  await call('revisions.apply', { articleId, text, previewHash })
}

/** Claims of each kind with verdicts, evidence, a contact, a comment and a second reading, in two revisions. */
async function busyArticle(call: Call): Promise<Article> {
  const article = await importText(call, SHORT_ARTICLE)
  const [, sentence] = article.sentences
  if (!sentence) throw new Error('The article has a second sentence')
  const wrong = await addClaim(call, { article, number: 3 })
  await addEvidence(call, wrong)
  await call('verdicts.record', {
    ...{ claimId: wrong, question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'wrong' },
    ...{ conclusion: 'Es waren 14.', reasoning: 'Zeile 12.', against: 'Der Minister nannte 12.' },
    ...{ notFound: 'Der Vertrag.', asOf: '2026-11', correction: 'Sie kostete 14 Mio. Euro.' },
  })
  await call('contacts.add', {
    ...{ claimId: wrong, name: 'Karin Lenz', way: 'phone', askedAt: '2026-11-24T10:00:00.000Z' },
    ...{ question: 'Wie viel?', outcome: 'declined' },
  })
  await call('comments.add', { sentenceId: sentence.id, text: 'Bitte nachmessen.' })
  const quote = await addClaim(call, { article, number: 4 })
  await call('claims.update', { claimId: quote, kind: 'quote', claimant: 'Karin Lenz' })
  await call('evidence.add', {
    ...{ claimId: quote, stance: 'supports', question: 'attribution', passage: 'Мы построим её.' },
    ...{ passageLanguage: 'ru', source: { title: 'Mitschnitt', type: 'audio', language: 'ru' } },
  })
  await rate(call, quote, { question: 'attribution', ratingId: 'said' })
  const { handBack } = await handOver(call)
  await call('secondReads.record', { claimIds: [wrong], outcome: 'agreed' })
  await handBack()
  await newVersion(call, article.id, `${SHORT_ARTICLE}\nDas Geld kommt vom Land.\n`)
  return call('articles.read', { articleId: article.id })
}

describe('the JSON Schema', () => {
  it('is the published one', () => {
    const published = readFileSync(new URL('../../../docs/report.schema.json', import.meta.url), 'utf8')

    // To renew it: npm run --silent belegt -- report --schema > docs/report.schema.json
    expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(reportSchema())))
  })

  it.each(REPORT_KINDS)('fits a report of the kind %s, with and without hands and evidence', async (kind) => {
    const article = await busyArticle(workspace.call)
    const fits = new Ajv({ allErrors: true }).compile(reportSchema())

    for (const withHands of [true, false]) {
      for (const withEvidence of [true, false]) {
        const report = await json(article, { kind, options: { withHands, withEvidence } })

        expect(fits(report), JSON.stringify(fits.errors, null, 1)).toBe(true)
      }
    }
  })

  it('fits nothing that says more or less', async () => {
    const article = await busyArticle(workspace.call)
    const fits = new Ajv().compile(reportSchema())
    const report = (await json(article)) as ReportModel

    expect(fits({ ...report, further: 1 })).toBe(false)
    expect(fits({ ...report, coverage: { ...report.coverage, claims: -1 } })).toBe(false)
    expect(fits({ ...report, article: { ...report.article, textHash: 'x' } })).toBe(false)
    expect(fits({ ...report, integrity: undefined })).toBe(false)
  })
})

describe('the record', () => {
  it('holds what speaks against a verdict, what was not found, who was asked, and what colleagues said', async () => {
    const article = await busyArticle(workspace.call)

    const { blocks } = (await json(article)) as ReportModel

    const sentences = blocks.flatMap((block) => block.sentences)
    const [wrong, quote] = sentences.flatMap(({ claims }) => claims)
    expect(wrong?.content).toMatchObject({
      against: 'Der Minister nannte 12.',
      notFound: 'Der Vertrag.',
      asOf: '2026-11',
    })
    expect(wrong?.contacts).toMatchObject([{ name: 'Karin Lenz', outcome: 'declined', answer: null }])
    expect(quote?.original).toEqual({ text: 'Мы построим её.', language: 'ru', evidence: 2 })
    expect(sentences[1]?.comments).toMatchObject([{ text: 'Bitte nachmessen.', resolvedAt: null }])
  })

  it('names nobody, and no deadline, where it leaves the newsroom', async () => {
    const { call } = workspace
    const article = await busyArticle(call)
    const { currentId } = await call('people.list', {})
    await call('articles.update', { articleId: article.id, assigneeId: currentId })

    const report = await json(article, { kind: 'public' })

    expect(JSON.stringify(report)).not.toContain('"assignee"')
    expect(JSON.stringify(report)).not.toContain('"by"')
  })
})

describe('what changed', () => {
  const SIGNED = `Neue Brücke

Sie ist 240 Meter lang. Der Anstrich kommt aus Bremen. Sie steht in Pirna.

Die Stadt zahlt den Bau allein und das Land gibt zwölf Millionen Euro dazu.
`
  const LATER = `Neue Brücke

Sie ist 250 Meter lang. Sie steht in Pirna. Viele fahren morgens hin.

Die Stadt zahlt den Bau allein. Das Land gibt zwölf Millionen Euro dazu.
`

  async function signedOffThenChanged(call: Call): Promise<Article> {
    const article = await importText(call, SIGNED)
    await call('articles.update', { articleId: article.id, publishedOn: '2026-11-25' })
    await checkEverything(call, await call('articles.read', { articleId: article.id }))
    await handOver(call)
    const { claims, sentences } = await call('articles.read', { articleId: article.id })
    await call('secondReads.record', {
      outcome: 'agreed',
      claimIds: claims.map(({ id }) => id),
      sentenceIds: sentences.filter(({ noClaim }) => noClaim).map(({ id }) => id),
    })
    await call('articles.signOff', { articleId: article.id })
    workspace.clock.at = new Date('2026-11-27T09:00:00.000Z')
    await newVersion(call, article.id, LATER)
    return article
  }

  it('is told since the sign-off and since publication, sentence by sentence', async () => {
    const { call } = workspace
    const article = await signedOffThenChanged(call)

    const model = (await json(article)) as ReportModel

    expect(model.revisions.map(({ number, signOff }) => [number, signOff !== null])).toEqual([
      [1, true],
      [2, false],
    ])
    const changes = changesSinceSignOff(model)
    expect(changes.map(({ kind, before, after }) => [kind, before, after])).toEqual([
      ['changed', ['Sie ist 240 Meter lang.'], ['Sie ist 250 Meter lang.']],
      ['gone', ['Der Anstrich kommt aus Bremen.'], []],
      ['new', [], ['Viele fahren morgens hin.']],
      [
        'split',
        ['Die Stadt zahlt den Bau allein und das Land gibt zwölf Millionen Euro dazu.'],
        ['Die Stadt zahlt den Bau allein.', 'Das Land gibt zwölf Millionen Euro dazu.'],
      ],
    ])
    expect(changesSincePublication(model)).toEqual(changes)
    expect(await json(article, { kind: 'public' })).toMatchObject({ changes })
  })
})
