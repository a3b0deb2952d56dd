import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Article } from '#shared/model'
import { CallError } from '#shared/rpc'

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
  workspace = openWorkspace()
})
afterEach(() => workspace.close())

describe('undo and redo', () => {
  it('go back and forth through a whole check', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const read = () => call('articles.read', { articleId: article.id })
    const claimId = await addClaim(call, { article, number: 2 })
    await addEvidence(call, claimId)
    await rate(call, claimId)
    const done = await read()

    await call('history.undo', {})
    await call('history.undo', {})
    await call('history.undo', {})
    const undone = await read()
    await call('history.redo', {})
    await call('history.redo', {})
    await call('history.redo', {})
    const redone = await read()

    expect({ ...undone, changedAt: '' }).toEqual({ ...article, changedAt: '' })
    expect({ ...redone, changedAt: '' }).toEqual({ ...done, changedAt: '' })
  })

  it('name the step they are about', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    await rate(call, claimId, { ratingId: 'opinion' })

    const before = await call('history.next', {})
    await call('history.undo', {})

    expect(before).toEqual({ undo: 'verdict “Meinung” on sentence 2', redo: null, other: null })
    expect(await call('history.next', {})).toEqual({
      undo: 'claim in sentence 2',
      redo: 'verdict “Meinung” on sentence 2',
      other: null,
    })
  })

  it('bring back an article that was removed with its whole check', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await checkEverything(call, article)
    const before = await call('articles.read', { articleId: article.id })

    await call('articles.remove', { articleId: article.id })
    await expect(call('articles.read', { articleId: article.id })).rejects.toMatchObject({
      code: 'not_found',
    })
    await call('history.undo', {})

    expect({ ...(await call('articles.read', { articleId: article.id })), changedAt: '' }).toEqual({
      ...before,
      changedAt: '',
    })
  })

  it('reach only what the acting person did, and not what others have built on', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    const { handBack } = await handOver(call)
    await addEvidence(call, claimId)
    await handBack()

    await expect(call('history.undo', {})).rejects.toMatchObject({ code: 'conflict' })

    expect((await call('claims.read', { claimId })).evidence).toHaveLength(1)
  })

  it('name the step of somebody else that stands in the way, and take it back only when it is named', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    const { handBack } = await handOver(call)
    await addEvidence(call, claimId)
    await handBack()

    const { undo, other } = await call('history.next', {})
    if (!other) throw new Error('Nothing of somebody else was named')
    await call('history.undo', { eventId: other.eventId })
    const again = call('history.undo', { eventId: other.eventId })

    expect([undo, other.step, other.personName]).toEqual([
      'claim in sentence 2',
      'evidence “Bauakte 12/2022” for sentence 2',
      'Murat Özdemir',
    ])
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
    expect((await call('claims.read', { claimId })).evidence).toEqual([])
    await call('history.undo', {})
    await expect(call('claims.read', { claimId })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('never leave a verdict without its evidence', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    await addEvidence(call, claimId)
    const { handBack } = await handOver(call)
    await rate(call, claimId)
    await handBack()

    await expect(call('history.undo', {})).rejects.toMatchObject({ code: 'conflict' })
  })

  it('end a redo as soon as something new was done', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await addClaim(call, { article, number: 2 })
    await call('history.undo', {})
    await addClaim(call, { article, number: 3 })

    await expect(call('history.redo', {})).rejects.toMatchObject({ code: 'rule_broken' })
  })
})

describe('the history', () => {
  it('of a claim reads as sentences, with author and reason', async () => {
    const workspace = openWorkspace({ language: 'de' })
    const { call } = workspace
    const { currentId } = await call('people.list', {})
    await call('people.rename', { personId: currentId, name: 'Jana Krüger' })
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    await addEvidence(call, claimId)
    await rate(call, claimId, { ratingId: 'wrong' })
    await handOver(call)
    await call('secondReads.record', {
      claimIds: [claimId],
      outcome: 'disputed',
      reason: 'Die Akte ist alt.',
    })

    const told = (await call('history.list', { claimId })).map(({ text }) => text)
    workspace.close()

    expect(told).toEqual([
      'Murat Özdemir hat als zweite Person Satz 2 widersprochen: „Die Akte ist alt.“.',
      'Jana Krüger hat zu Satz 2 geurteilt: Stimmt es? „Falsch“.',
      'Jana Krüger hat zu Satz 2 den Beleg „Bauakte 12/2022“ hinzugefügt (stützend).',
      'Jana Krüger hat in Satz 2 die Behauptung „Die Brücke ist 240 Meter lang.“ angelegt.',
    ])
  })

  it('keeps its order when the clock is set back', async () => {
    const { call, clock } = workspace
    await call('people.add', { name: 'A' })
    clock.at = new Date('2020-01-01T00:00:00.000Z')
    await call('people.add', { name: 'B' })

    const [latest, earlier] = await call('history.list', {})
    const { people } = await call('people.list', {})

    expect([latest?.text, earlier?.text].join()).toMatch(/B as a person.*A as a person/)
    expect(people.map(({ name }) => name).slice(-2)).toEqual(['A', 'B'])
  })
})

/** One step of a check, drawn at random. Refused steps are part of it. */
type Step =
  | { kind: 'claim' | 'noClaim' | 'clear' | 'split' | 'join' | 'drop' | 'restore'; at: number }
  | { kind: 'evidence' | 'rate' | 'reword' | 'removeClaim' | 'agree'; at: number }
  | { kind: 'undo' | 'redo' | 'switch'; at: number }

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    ...(['claim', 'noClaim', 'clear', 'split', 'join', 'drop', 'restore'] as const),
    ...(['evidence', 'rate', 'reword', 'removeClaim', 'agree', 'undo', 'undo', 'redo', 'switch'] as const),
  ),
  at: fc.nat(30),
})

async function take(workspace: Workspace, articleId: Article['id'], { kind, at }: Step): Promise<void> {
  const { call } = workspace
  const { sentences, claims, blocks } = await call('articles.read', { articleId })
  const sentence = sentences[at % Math.max(sentences.length, 1)]
  const claim = claims[at % Math.max(claims.length, 1)]
  const block = blocks[at % blocks.length]
  if (kind === 'undo') await call('history.undo', {})
  else if (kind === 'redo') await call('history.redo', {})
  else if (kind === 'switch') {
    const { people } = await call('people.list', {})
    const person = people[at % people.length]
    if (person) await call('people.actAs', { personId: person.id })
  } else if (kind === 'drop' && block) await call('blocks.setKind', { blockId: block.id, kind: 'non-text' })
  else if (kind === 'restore' && block) await call('blocks.setKind', { blockId: block.id, kind: 'paragraph' })
  else if (claim && kind === 'evidence') await addEvidence(call, claim.id)
  else if (claim && kind === 'rate')
    await rate(call, claim.id, { ratingId: at % 2 ? 'confirmed' : 'opinion' })
  else if (claim && kind === 'reword')
    await call('claims.update', { claimId: claim.id, wording: `Wort ${String(at)}` })
  else if (claim && kind === 'removeClaim') await call('claims.remove', { claimId: claim.id })
  else if (claim && kind === 'agree')
    await call('secondReads.record', { claimIds: [claim.id], outcome: 'agreed' })
  else if (sentence && kind === 'claim') await call('claims.add', { anchors: [{ sentenceId: sentence.id }] })
  else if (sentence && kind === 'noClaim') await call('sentences.markNoClaim', { sentenceIds: [sentence.id] })
  else if (sentence && kind === 'clear') await call('sentences.clearNoClaim', { sentenceIds: [sentence.id] })
  else if (sentence && kind === 'join') await call('sentences.join', { sentenceId: sentence.id })
  else if (sentence && kind === 'split') {
    await call('sentences.split', {
      sentenceId: sentence.id,
      at: sentence.start + 1 + (at % (sentence.end - sentence.start)),
    })
  }
}

describe('after any steps', () => {
  it('the tables are what the history adds up to, every character is covered, and no rule is broken', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const workspace = openWorkspace()
        try {
          await workspace.call('people.add', { name: 'Zweite' })
          const { id } = await importText(workspace.call, SHORT_ARTICLE)
          for (const each of steps) {
            await take(workspace, id, each).catch((error: unknown) => {
              if (!(error instanceof CallError) || error.code === 'internal') throw error
            })
          }

          expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true, problems: [] })
          // An undo may have reached the import.
          const articles = await workspace.call('articles.list', {})
          const claims =
            articles.length === 0 ? [] : (await workspace.call('articles.read', { articleId: id })).claims
          for (const { content, evidence, secondRead, state } of claims) {
            if (content?.label === 'Bestätigt') expect(evidence.length).toBeGreaterThan(0)
            if (state === 'agreed') expect(secondRead?.personId).not.toBe(content?.personId)
          }
        } finally {
          workspace.close()
        }
      }),
      { numRuns: 60 },
    )
  })
})
