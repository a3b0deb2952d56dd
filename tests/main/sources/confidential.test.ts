import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { hiding } from '#main/database/public-source'
import type { Output } from '#shared/contract'
import { REPORT_FORMATS, REPORT_KINDS, type Article, type ClaimId, type SourceId } from '#shared/model'

import {
  addClaim,
  handOver,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  type Workspace,
} from '../../support/workspace'
import { zipParts } from '../../support/zip-parts'

let workspace: Workspace
beforeEach(() => {
  workspace = openWorkspace({ language: 'de' })
})
afterEach(() => workspace.close())

const WORDING = 'eine Person aus dem Bauamt'
const SECRETS = [
  'Petra Vogelsang',
  'Vogelsang',
  'petra.vogelsang@example.org',
  '0171 5550123',
  'Hintergrundgespräch am Hafen',
  'geheim.example.org',
  'Vertrauensperson',
]

/** An article with a claim that rests on a confidential source, whose name stands wherever a person can write. */
async function checkInConfidence(): Promise<{ article: Article; claimId: ClaimId; sourceId: SourceId }> {
  const { call } = workspace
  const { currentId } = await call('people.list', {})
  await call('people.rename', { personId: currentId, name: 'Jana Krüger' })
  const article = await importText(call, SHORT_ARTICLE)
  const claimId = await addClaim(call, { article, number: 2 })
  const { id: sourceId } = await call('sources.add', {
    title: 'Hintergrundgespräch am Hafen',
    type: 'interview',
    kind: 'eyewitness',
    names: [{ given: 'Petra', family: 'Vogelsang' }],
    container: 'Notizbuch Vogelsang',
    url: 'https://geheim.example.org/gespraech',
    note: 'Treffen mit Petra Vogelsang',
    reliability: 'high',
    reliabilityReason: 'Petra Vogelsang hat die Akte gesehen',
    conflicts: 'Vogelsang war früher im Gemeinderat',
    contact: 'Petra Vogelsang, petra.vogelsang@example.org, 0171 5550123',
    further: { editor: 'Vogelsang, Petra', abstract: 'Was Petra Vogelsang sagt' },
    confidential: true,
    publicWording: WORDING,
  })
  const { uploadId } = await call('evidenceFiles.begin', { name: 'petra-vogelsang.txt', sizeInBytes: 3 })
  await call('evidenceFiles.append', { uploadId, bytes: Buffer.from('abc').toString('base64') })
  const { hash } = await call('evidenceFiles.finish', { uploadId })
  await call('evidence.add', {
    claimId,
    sourceId,
    stance: 'supports',
    locator: 'Petra Vogelsang, Minute 3',
    passage: 'VOGELSANG: „Es sind 240 Meter.“',
    note: 'laut Petra\nVogelsang',
    fileHash: hash,
  })
  await call('contacts.add', {
    claimId,
    name: 'Ute Vertrauensperson',
    role: 'Referentin',
    way: 'phone',
    askedAt: '2026-11-24T09:00:00.000Z',
    question: 'Stimmt, was Frau Vogelsang sagt?',
    outcome: 'answered',
    answer: 'Ja, sagt Ute Vertrauensperson.',
    confidential: true,
    publicWording: 'eine weitere Person',
  })
  await call('verdicts.record', {
    claimId,
    question: 'content',
    scaleId: 'belegt-content-de-1',
    ratingId: 'confirmed',
    conclusion: 'Petra Vogelsang bestätigt es.',
    reasoning: 'Vogelsang, Petra, nennt die Zahl im Hintergrundgespräch am Hafen.',
  })
  return { article, claimId, sourceId }
}

async function everyExport(article: Article, sourceId: SourceId): Promise<[string, string][]> {
  const { call } = workspace
  const made: [string, string][] = []
  for (const format of ['html', 'json'] as const) {
    for (const language of ['de', 'en'] as const) {
      const report = await call('reports.render', { articleId: article.id, format, language })
      made.push([`report ${format} ${language}`, `${report.fileName}\n${report.content}`])
    }
  }
  for (const format of ['bibtex', 'ris', 'csl-json'] as const) {
    made.push([`sources ${format}`, (await call('sources.export', { format })).content])
    made.push([`source ${format}`, (await call('sources.export', { format, sourceIds: [sourceId] })).content])
  }
  const { articles } = await call('sources.affected', { sourceId })
  for (const { note } of articles) made.push(['note', `${note.de}\n${note.en}`])
  return made
}

async function wordsOf({ encoding, content }: Output<'reports.render'>): Promise<string> {
  if (encoding === 'text') return content
  return [...(await zipParts(Buffer.from(content, 'base64'))).values()].join('\n')
}

describe('a confidential source', () => {
  it('is named in no export, where the wording chosen for it stands', async () => {
    const { call } = workspace
    const { article, claimId, sourceId } = await checkInConfidence()
    await handOver(call)
    await call('secondReads.record', {
      claimIds: [claimId],
      outcome: 'disputed',
      reason: 'Petra Vogelsang irrt.',
    })
    const before = await everyExport(article, sourceId)
    await call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })
    const { sentences } = await call('articles.read', { articleId: article.id })
    await call('sentences.markNoClaim', {
      sentenceIds: sentences.filter(({ number }) => number !== 2).map(({ id }) => id),
    })
    await handOver(call, 'Dritte Person')
    await call('articles.signOff', { articleId: article.id })
    await call('sources.mark', { sourceId, status: 'withdrawn', reason: 'Petra Vogelsang zieht zurück.' })
    const after = await everyExport(article, sourceId)

    expect(after.map(([name]) => name)).toContain('note')
    for (const [name, content] of [...before, ...after]) {
      const found = SECRETS.filter((secret) => content.toLowerCase().includes(secret.toLowerCase()))
      expect([name, found]).toEqual([name, []])
      expect([name, content.includes(WORDING)]).toEqual([name, true])
    }
    expect(await call('claims.read', { claimId })).toMatchObject({
      evidence: [{ source: { authors: 'Vogelsang, Petra' } }],
    })
  })

  it('is named in no review of a picture that came with the claim', async () => {
    const { call } = workspace
    const { article, claimId } = await checkInConfidence()
    await call('claims.update', { claimId, claimant: 'Olaf Stark' })
    await call('verdicts.record', {
      ...{ claimId, question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'confirmed' },
      ...{ conclusion: 'Es stimmt.', reasoning: 'So steht es da.' },
    })

    const { files } = await call('reports.claimReviews', {
      ...{ articleId: article.id, url: 'https://morgenblatt.example/fakten/1', publisher: 'Morgenblatt' },
      media: [
        {
          ...{
            claimId,
            kind: 'image',
            url: 'https://social.example/p/1',
            category: 'EditedOrCroppedContent',
          },
          context: 'Ein Foto von Petra Vogelsang.',
        },
      ],
    })

    expect(files).toHaveLength(2)
    const words = files.map(({ content }) => content).join('\n')
    expect(SECRETS.filter((secret) => words.includes(secret))).toEqual([])
    expect(words).toContain(`Ein Foto von ${WORDING}.`)
  })

  it('is named in no format of any report', async () => {
    const { call } = workspace
    const { article } = await checkInConfidence()

    for (const format of REPORT_FORMATS.filter((each) => each !== 'pdf')) {
      for (const kind of REPORT_KINDS) {
        const report = await call('reports.render', {
          ...{ articleId: article.id, format, kind, options: { withHands: true } },
        })
        const words = `${report.fileName}\n${await wordsOf(report)}`.toLowerCase()
        const found = SECRETS.filter((secret) => words.includes(secret.toLowerCase()))
        expect([kind, format, found]).toEqual([kind, format, []])
      }
    }
  })

  it('that is open again is named again, but never how to reach it', async () => {
    const { call } = workspace
    const { article, sourceId } = await checkInConfidence()

    await call('sources.update', { sourceId, confidential: false })

    for (const [name, content] of await everyExport(article, sourceId)) {
      expect([name, content.includes('0171 5550123')]).toEqual([name, false])
      expect([name, content.includes('Hintergrundgespräch am Hafen')]).toEqual([name, true])
    }
  })

  it('leaves the text of the article as it was published', async () => {
    const { call } = workspace
    const article = await importText(call, 'Titel\n\nDie Brücke ist lang, sagt Petra Vogelsang.')
    const claimId = await addClaim(call, { article, number: 2 })
    const source = {
      title: 'Gespräch',
      authors: 'Petra Vogelsang',
      confidential: true,
      publicWording: WORDING,
    }
    await call('evidence.add', { claimId, source, stance: 'supports' })
    await rate(call, claimId)

    const { content } = await call('reports.render', { articleId: article.id, format: 'json' })

    const model = JSON.parse(content) as { article: { text: string }; sources: { title: string }[] }
    expect(model.article.text).toBe(article.text)
    expect(model.sources.map(({ title }) => title)).toEqual([WORDING])
  })
})

describe('hiding', () => {
  const hide = hiding([{ names: ['Vogelsang', 'Petra Vogelsang', 'A.B. (C)'], wording: 'X' }])

  it.each([
    ['Petra Vogelsang sagt', 'X sagt'],
    ['VOGELSANG, Petra\nVogelsang', 'X, X'],
    ['Vogelsanger Straße', 'Vogelsanger Straße'],
    ['Vogelsangs Akte', 'Xs Akte'],
    ['A.B. (C)!', 'X!'],
    ['nichts', 'nichts'],
  ])('%s becomes %s', (text, told) => expect(hide(text)).toBe(told))
})
