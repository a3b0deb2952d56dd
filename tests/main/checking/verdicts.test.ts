import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Article } from '#shared/model'

import {
  addClaim,
  addEvidence,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  type Workspace,
} from '../../support/workspace'

let workspace: Workspace
let article: Article
beforeEach(async () => {
  workspace = openWorkspace()
  article = await importText(workspace.call, SHORT_ARTICLE)
})
afterEach(() => workspace.close())

/** Number of the sentence that begins with these words. */
const numberOf = (words: string) =>
  article.sentences.find(({ start }) => article.text.startsWith(words, start))?.number ?? 0

describe('a claim', () => {
  it('covers the whole sentence unless words of it were chosen', async () => {
    const { call } = workspace
    const sentence = article.sentences[numberOf('Die Brücke') - 1]
    const start = article.text.indexOf('240 Meter')
    if (!sentence) throw new Error('The sentence is there')

    const whole = await call('claims.add', { anchors: [{ sentenceId: sentence.id }] })
    const chosen = await call('claims.add', { anchors: [{ sentenceId: sentence.id, start, end: start + 9 }] })

    const wording = async (claimId: typeof whole.claimId) => (await call('claims.read', { claimId })).wording
    expect(await wording(whole.claimId)).toBe('Die Brücke ist 240 Meter lang.')
    expect(await wording(chosen.claimId)).toBe('240 Meter')
  })

  it('takes claimant, role and date from the attribution of its quote', async () => {
    const claimId = await addClaim(workspace.call, { article, number: numberOf('„Wir bauen') })

    expect(await workspace.call('claims.read', { claimId })).toMatchObject({
      kind: 'quote',
      claimant: 'Karin Lenz',
      claimantRole: 'Bauamtsleiterin',
      claimedOn: null,
    })
  })

  it('cannot stand on words outside its sentence', async () => {
    const [first, second] = article.sentences
    if (!first || !second) throw new Error('The sentences are there')

    const adding = workspace.call('claims.add', {
      anchors: [{ sentenceId: first.id, start: second.start, end: second.end }],
    })

    await expect(adding).rejects.toMatchObject({ code: 'rule_broken' })
  })

  it('reopens its verdict when its wording changes', async () => {
    const { call } = workspace
    const claimId = await addClaim(call, { article, number: 2 })
    await addEvidence(call, claimId)
    await rate(call, claimId)

    await call('claims.update', { claimId, wording: 'Die Brücke ist 24 Meter lang.' })

    expect(await call('claims.read', { claimId })).toMatchObject({
      state: 'reopened',
      reopenedBecause: 'claim',
    })
    const read = await call('articles.read', { articleId: article.id })
    expect(read.sentences[1]).toMatchObject({ mark: 'reopened', state: 'in work' })
  })
})

describe('a verdict', () => {
  it.each(['confirmed', 'partly', 'wrong'])(
    '“%s” is refused while the claim has no evidence',
    async (ratingId) => {
      const claimId = await addClaim(workspace.call, { article, number: 2 })

      const recording = rate(workspace.call, claimId, { ratingId })

      await expect(recording).rejects.toMatchObject({
        code: 'rule_broken',
        message: expect.stringContaining('Attach evidence first') as string,
      })
      expect(await workspace.call('claims.read', { claimId })).toMatchObject({ content: null, state: 'open' })
    },
  )

  it.each(['unsettled', 'opinion'])('“%s” needs no evidence', async (ratingId) => {
    const claimId = await addClaim(workspace.call, { article, number: 2 })

    await rate(workspace.call, claimId, { ratingId })

    expect(await workspace.call('claims.read', { claimId })).toMatchObject({ state: 'decided' })
  })

  it('on a quote is complete only with both answers, which stay apart', async () => {
    const { call } = workspace
    const claimId = await addClaim(call, { article, number: numberOf('„Wir bauen') })
    await addEvidence(call, claimId)

    await rate(call, claimId, { ratingId: 'wrong' })
    const half = await call('claims.read', { claimId })
    await rate(call, claimId, { question: 'attribution', ratingId: 'said' })
    const whole = await call('claims.read', { claimId })

    expect(half).toMatchObject({ state: 'in work', attribution: null, content: { label: 'Falsch' } })
    expect(whole).toMatchObject({
      state: 'decided',
      attribution: { label: 'So gesagt' },
      content: { label: 'Falsch' },
    })
  })

  it('replaces the earlier one, which stays in the history', async () => {
    const { call } = workspace
    const claimId = await addClaim(call, { article, number: 2 })
    await addEvidence(call, claimId)
    await rate(call, claimId, { ratingId: 'confirmed' })
    await rate(call, claimId, { ratingId: 'wrong' })

    const { content } = await call('claims.read', { claimId })
    const told = (await call('history.list', { claimId })).map(({ text }) => text)

    expect(content?.label).toBe('Falsch')
    expect(told.slice(0, 2)).toEqual([
      expect.stringMatching(/gave a verdict on sentence 2: Is it true\? “Falsch”\.$/),
      expect.stringMatching(/gave a verdict on sentence 2: Is it true\? “Bestätigt”\.$/),
    ])
  })

  it('cannot lose its last evidence', async () => {
    const { call } = workspace
    const claimId = await addClaim(call, { article, number: 2 })
    await addEvidence(call, claimId)
    await rate(call, claimId)
    const { evidence } = await call('claims.read', { claimId })
    const evidenceId = evidence[0]?.id
    if (!evidenceId) throw new Error('The evidence is there')

    await expect(call('evidence.remove', { evidenceId })).rejects.toMatchObject({ code: 'rule_broken' })

    await call('verdicts.withdraw', { claimId, question: 'content' })
    await call('evidence.remove', { evidenceId })
    expect((await call('claims.read', { claimId })).evidence).toEqual([])
  })

  it('takes a correction beside “Falsch”, none beside “Bestätigt”', async () => {
    const { call } = workspace
    const claimId = await addClaim(call, { article, number: 2 })
    await addEvidence(call, claimId)
    const verdict = {
      claimId,
      question: 'content',
      scaleId: 'belegt-content-de-1',
      correction: '24 Meter',
    } as const

    await expect(call('verdicts.record', { ...verdict, ratingId: 'confirmed' })).rejects.toMatchObject({
      code: 'rule_broken',
    })
    await call('verdicts.record', { ...verdict, ratingId: 'wrong' })

    expect((await call('claims.read', { claimId })).content?.correction).toBe('24 Meter')
  })

  it('without labels asks for a conclusion in words, and for evidence', async () => {
    const { call } = workspace
    const claimId = await addClaim(call, { article, number: 2 })
    const verdict = {
      claimId,
      question: 'content',
      scaleId: 'without-labels-content-de-1',
      ratingId: null,
    } as const

    await expect(call('verdicts.record', { ...verdict, conclusion: 'Stimmt.' })).rejects.toMatchObject({
      code: 'rule_broken',
    })
    await addEvidence(call, claimId)
    await expect(call('verdicts.record', verdict)).rejects.toMatchObject({ code: 'rule_broken' })
    await call('verdicts.record', { ...verdict, conclusion: 'Stimmt.' })

    expect((await call('claims.read', { claimId })).content).toMatchObject({
      label: null,
      conclusion: 'Stimmt.',
    })
  })
})

describe('rating scales', () => {
  it('carry the exact labels of their publishers, numbers only for points on the truth line', async () => {
    const scales = await workspace.call('scales.list', {})
    const labels = Object.fromEntries(
      scales.map(({ id, ratings }) => [
        id,
        ratings.map(({ label, value }) => (value === null ? `(${label})` : label)),
      ]),
    )

    expect(labels).toEqual({
      'belegt-content-de-1': ['Bestätigt', 'Teils richtig', 'Falsch', '(Nicht zu klären)', '(Meinung)'],
      'belegt-content-en-1': ['Confirmed', 'Partly right', 'Wrong', '(Cannot be settled)', '(Opinion)'],
      'belegt-attribution-de-1': ['So gesagt', 'Anders gesagt', 'Nicht gesagt', '(Nicht zu klären)'],
      'belegt-attribution-en-1': ['Said so', 'Said differently', 'Not said', '(Cannot be settled)'],
      'correctiv-content-de-1': [
        'Richtig',
        'Größtenteils richtig',
        '(Unbelegt)',
        'Teilweise falsch',
        '(Fehlender Kontext)',
        '(Manipuliert)',
        'Größtenteils falsch',
        'Falsch',
      ],
      'politifact-content-en-1': [
        'True',
        'Mostly True',
        'Half True',
        'Mostly False',
        'False',
        'Pants on Fire',
      ],
      'without-labels-content-de-1': [],
      'without-labels-content-en-1': [],
    })
  })

  it('say whose they are when they are borrowed', async () => {
    const scales = await workspace.call('scales.list', {})

    const borrowed = scales.filter(({ publisher }) => publisher !== null)
    expect(borrowed.map(({ publisher, source }) => [publisher, source !== null])).toEqual([
      ['CORRECTIV', true],
      ['PolitiFact', true],
    ])
  })
})
