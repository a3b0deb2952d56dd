import fc from 'fast-check'
import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Output } from '#shared/contract'
import type { Article, ClaimId, SourceId } from '#shared/model'

import {
  addClaim,
  addEvidence,
  checkEverything,
  handOver,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  temporaryFolder,
  type Workspace,
} from '../../support/workspace'

let workspace: Workspace
beforeEach(() => {
  workspace = openWorkspace()
})
afterEach(() => workspace.close())

/** An article with a decided claim on its second sentence, resting on the source. */
async function decide(sourceId: SourceId): Promise<{ article: Article; claimId: ClaimId }> {
  const { call } = workspace
  const article = await importText(call, SHORT_ARTICLE)
  const claimId = await addClaim(call, { article, number: 2 })
  await call('evidence.add', { claimId, sourceId, stance: 'supports' })
  await rate(call, claimId)
  return { article, claimId }
}

const withdraw = (sourceId: SourceId, reason = 'Die Behörde hat den Bericht zurückgezogen') =>
  workspace.call('sources.mark', { sourceId, status: 'withdrawn', reason })
const stateOf = async (claimId: ClaimId) => {
  const { state, reopenedBecause, givenWay } = await workspace.call('claims.read', { claimId })
  return { state, reopenedBecause, words: givenWay.map(({ words }) => words.de) }
}
const DECIDED = { state: 'decided', reopenedBecause: null, words: [] }

describe('a source that is marked', () => {
  it('reopens what rests on it in all articles, with the reason, and nothing else', async () => {
    const { call } = workspace
    const { id: sourceId } = await call('sources.add', { title: 'Jahresbericht' })
    const one = await decide(sourceId)
    const two = await decide(sourceId)
    const other = await decide((await call('sources.add', { title: 'Bauakte' })).id)

    await withdraw(sourceId)

    const reopened = {
      state: 'reopened',
      reopenedBecause: 'source',
      words: ['Die Quelle „Jahresbericht“ wurde zurückgezogen: Die Behörde hat den Bericht zurückgezogen.'],
    }
    expect(await stateOf(one.claimId)).toEqual(reopened)
    expect(await stateOf(two.claimId)).toEqual(reopened)
    expect(await stateOf(other.claimId)).toEqual(DECIDED)
    const { sentences, progress } = await call('articles.read', { articleId: one.article.id })
    expect(sentences[1]).toMatchObject({ mark: 'reopened', state: 'in work' })
    expect(progress).toMatchObject({ inWork: 1 })
  })

  it('does not reopen a verdict that was given knowing it', async () => {
    const { call } = workspace
    const { id: sourceId } = await call('sources.add', { title: 'Jahresbericht' })
    const { claimId } = await decide(sourceId)
    await withdraw(sourceId)

    await rate(call, claimId, { ratingId: 'wrong' })

    expect(await stateOf(claimId)).toEqual(DECIDED)
  })

  it('lets the claim rest again when the mark is taken back, by status or by undo', async () => {
    const { call } = workspace
    const { id: sourceId } = await call('sources.add', { title: 'Jahresbericht' })
    const { claimId } = await decide(sourceId)

    await withdraw(sourceId)
    await call('sources.mark', { sourceId, status: 'current' })
    const current = await stateOf(claimId)
    await withdraw(sourceId)
    await call('history.undo', {})

    expect(current).toEqual(DECIDED)
    expect(await stateOf(claimId)).toEqual(DECIDED)
  })

  it('tells windows which articles to read again, also when it is undone', async () => {
    const { call, messages } = workspace
    const { id: sourceId } = await call('sources.add', { title: 'Jahresbericht' })
    const one = await decide(sourceId)
    const two = await decide(sourceId)
    await decide((await call('sources.add', { title: 'Bauakte' })).id)
    const told = () =>
      messages.splice(0).flatMap(({ name, value }) => (name === 'changed' ? [value.articleId] : []))
    told()

    await withdraw(sourceId)
    const marked = told()
    await call('history.undo', {})
    const undone = told()

    const both = [null, one.article.id, two.article.id].sort()
    expect(marked.sort()).toEqual(both)
    expect(undone.sort()).toEqual(both)
  })

  it('needs a reason, and undoing its clock does not hide the mark', async () => {
    const { call, clock } = workspace
    const { id: sourceId } = await call('sources.add', { title: 'Jahresbericht' })
    const { claimId } = await decide(sourceId)

    await expect(call('sources.mark', { sourceId, status: 'outdated' })).rejects.toMatchObject({
      code: 'rule_broken',
    })
    clock.at = new Date('2020-01-01T00:00:00.000Z')
    await withdraw(sourceId)

    expect(await stateOf(claimId)).toMatchObject({ state: 'reopened' })
  })

  it('ends a sign-off, and a note is drafted for the article', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await checkEverything(call, article)
    await handOver(call)
    await call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })
    await call('articles.signOff', { articleId: article.id })
    const [source] = await call('sources.list', {})
    if (!source) throw new Error('The claim rests on a source')
    const open = await decide(source.id)
    const before = await call('sources.affected', { sourceId: source.id })

    await withdraw(source.id, 'Messfehler')

    const affected = await call('sources.affected', { sourceId: source.id })
    expect(before.claims.map(({ reopened }) => reopened)).toEqual([false, false])
    expect(before.articles).toEqual([])
    expect(affected.claims.map((each) => [each.claimId, each.reopened])).toEqual([
      [open.claimId, true],
      [claimId, true],
    ])
    expect(affected.articles).toMatchObject([
      {
        articleId: article.id,
        note: {
          de: 'Hinweis zu „Neue Brücke über die Elbe“: Die folgende Angabe stützt sich auf eine Quelle, die inzwischen zurückgezogen wurde: Bauakte 12/2022 (Grund: Messfehler).\n– „Die Brücke ist 240 Meter lang.“\nWir prüfen diese Angabe erneut und berichtigen den Artikel, wo es nötig ist.',
        },
      },
    ])
    expect((await call('articles.read', { articleId: article.id })).signOff).toMatchObject({ current: false })
  })
})

describe('a source that is good until a day', () => {
  it('reopens what rests on it when the day is over, while the window stays open', async () => {
    const { call, clock } = workspace
    const { id: sourceId } = await call('sources.add', { title: 'Preisliste', goodUntil: '2026-11-30' })
    const { article, claimId } = await decide(sourceId)
    const markOf = async () => {
      const [listed] = await call('articles.list', {})
      const { sentences } = await call('articles.read', { articleId: article.id })
      return [sentences[1]?.mark, listed?.progress.checked]
    }

    clock.at = new Date('2026-11-30T23:59:59.999Z')
    const before = await markOf()
    clock.at = new Date('2026-12-01T00:00:00.000Z')
    const after = await markOf()

    expect([before, after]).toEqual([
      ['waiting', 1],
      ['reopened', 0],
    ])
    expect(await stateOf(claimId)).toMatchObject({
      reopenedBecause: 'source',
      words: ['Die Quelle „Preisliste“ galt nur bis 2026-11-30.'],
    })
    expect(await call('sources.read', { sourceId })).toMatchObject({ expired: true, status: 'current' })
    await rate(call, claimId)
    expect(await stateOf(claimId)).toEqual(DECIDED)
  })

  it('reopens also when the day is set after it is over', async () => {
    const { call } = workspace
    const { id: sourceId } = await call('sources.add', { title: 'Preisliste' })
    const { claimId } = await decide(sourceId)

    await call('sources.update', { sourceId, goodUntil: '2026-10' })

    expect(await stateOf(claimId)).toMatchObject({ state: 'reopened' })
  })
})

describe('an evidence file whose bytes are no longer those that were stored', () => {
  it.each([
    ['changed', 'ist nicht mehr die, die gesichert wurde'],
    ['missing', 'fehlt'],
  ] as const)(
    '(%s) reopens the claims whose verdict rests on it until it is whole again',
    async (how, words) => {
      const folder = temporaryFolder()
      const desk = openWorkspace({ libraryPath: folder.libraryPath })
      const { call } = desk
      const article = await importText(call, SHORT_ARTICLE)
      const { uploadId } = await call('evidenceFiles.begin', { name: 'akte.txt', sizeInBytes: 3 })
      await call('evidenceFiles.append', { uploadId, bytes: Buffer.from('abc').toString('base64') })
      const { hash } = await call('evidenceFiles.finish', { uploadId })
      const claimIds: ClaimId[] = []
      for (const fileHash of [hash, null]) {
        const claimId = await addClaim(call, { article, number: 2 })
        await call('evidence.add', { claimId, source: { title: 'Akte' }, stance: 'supports', fileHash })
        await rate(call, claimId)
        claimIds.push(claimId)
      }
      const states = async () => {
        const read = []
        for (const claimId of claimIds) read.push(await call('claims.read', { claimId }))
        return read.map(({ state, reopenedBecause, givenWay }) => [
          state,
          reopenedBecause,
          givenWay.map((way) => [way.how, way.words.de.includes(words)]),
        ])
      }
      const path = findFile(`${folder.libraryPath}-evidence`, hash)

      chmodSync(path, 0o600)
      if (how === 'changed') writeFileSync(path, 'xyz')
      else rmSync(path)
      await call('evidenceFiles.check', { hash })
      await call('evidenceFiles.check', { hash })
      const damaged = await states()
      await rate(call, claimIds[0] as ClaimId)
      const known = await states()
      await call('history.undo', {})
      writeFileSync(path, 'abc')
      await call('evidenceFiles.check', { hash })
      const whole = await states()
      const verified = await call('library.verify', {})
      desk.close()
      folder.remove()

      const rests = ['decided', null, []]
      expect(damaged).toEqual([['reopened', 'file', [[how, true]]], rests])
      expect(known).toEqual([rests, rests])
      expect(whole).toEqual([rests, rests])
      expect(verified).toMatchObject({ ok: true })
    },
  )
})

function findFile(folder: string, hash: string): string {
  const name = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((each) => each.endsWith(hash))
  if (name === undefined) throw new Error(`No file ${hash}`)
  return join(folder, name)
}

const SOURCES = 4
const CLAIMS = 5
const pick = (below: number) => fc.integer({ min: 0, max: below - 1 })
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('rate' as const), claim: pick(CLAIMS), source: pick(SOURCES) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('cite' as const), claim: pick(CLAIMS), source: pick(SOURCES) }),
  },
  ...(['mark', 'clear', 'limit', 'unlimit', 'day'] as const).map((does) => ({
    weight: 1,
    arbitrary: fc.record({ does: fc.constant(does), claim: pick(CLAIMS), source: pick(SOURCES) }),
  })),
)

interface Reference {
  cites: Set<string>
  rated: Map<number, { step: number; day: number }>
  marked: Map<number, number>
  limited: Map<number, { step: number; lastDay: number }>
}

/** Straight from the words of the rule, over all pairs. */
function reopenedClaims({ cites, rated, marked, limited }: Reference, today: number): number[] {
  return Array.from({ length: CLAIMS }, (_, claim) => claim).filter((claim) => {
    const verdict = rated.get(claim)
    if (!verdict) return false
    return Array.from({ length: SOURCES }, (_, source) => source).some((source) => {
      if (!cites.has(`${String(claim)} ${String(source)}`)) return false
      const mark = marked.get(source)
      if (mark !== undefined && verdict.step < mark) return true
      const limit = limited.get(source)
      if (!limit || today <= limit.lastDay) return false
      return verdict.day <= limit.lastDay || verdict.step < limit.step
    })
  })
}

describe('on any graph of claims and sources', () => {
  it('exactly those are reopened that a brute-force search finds, also after a restart', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 30 }), async (actions) => {
        const folder = temporaryFolder()
        let desk = openWorkspace({ libraryPath: folder.libraryPath })
        const start = desk.clock.at.getTime()
        const dayAt = (day: number) => new Date(start + day * 86_400_000)
        const claims: ClaimId[] = []
        const sources: SourceId[] = []
        for (let claim = 0; claim < CLAIMS; claim += 1) {
          const article = await importText(desk.call, 'Ein Titel\n\nDie Stadt hat zwölf Brücken.')
          claims.push(await addClaim(desk.call, { article, number: 2 }))
        }
        for (let source = 0; source < SOURCES; source += 1) {
          sources.push((await desk.call('sources.add', { title: `Quelle ${String(source)}` })).id)
        }
        const reference: Reference = {
          cites: new Set(),
          rated: new Map(),
          marked: new Map(),
          limited: new Map(),
        }
        let today = 0

        for (const [step, { does, claim, source }] of actions.entries()) {
          const claimId = claims[claim] as ClaimId
          const sourceId = sources[source] as SourceId
          const { call } = desk
          if (does === 'cite') {
            await call('evidence.add', { claimId, sourceId, stance: 'context' })
            reference.cites.add(`${String(claim)} ${String(source)}`)
          } else if (does === 'rate') {
            await rate(call, claimId, { ratingId: 'opinion' })
            reference.rated.set(claim, { step, day: today })
          } else if (does === 'mark') {
            await call('sources.mark', { sourceId, status: 'outdated', reason: 'alt' })
            reference.marked.set(source, step)
          } else if (does === 'clear') {
            await call('sources.mark', { sourceId, status: 'current' })
            reference.marked.delete(source)
          } else if (does === 'limit') {
            const goodUntil = dayAt(today + 1)
              .toISOString()
              .slice(0, 10)
            const isSame = reference.limited.get(source)?.lastDay === today + 1
            await call('sources.update', { sourceId, goodUntil })
            if (!isSame) reference.limited.set(source, { step, lastDay: today + 1 })
          } else if (does === 'unlimit') {
            await call('sources.update', { sourceId, goodUntil: null })
            reference.limited.delete(source)
          } else {
            today += 1
            desk.clock.at = dayAt(today)
          }
        }

        const found = async (call: Workspace['call']) => {
          const states: Output<'claims.read'>['state'][] = []
          for (const claimId of claims) states.push((await call('claims.read', { claimId })).state)
          return states.flatMap((state, index) => (state === 'reopened' ? [index] : []))
        }
        const listed = async (call: Workspace['call']) =>
          (await call('articles.list', {})).reduce((sum, { progress }) => sum + progress.inWork, 0)
        const before = [await found(desk.call), await listed(desk.call)]
        desk.close()
        desk = openWorkspace({ libraryPath: folder.libraryPath })
        desk.clock.at = dayAt(today)
        const after = [await found(desk.call), await listed(desk.call)]
        desk.close()
        folder.remove()

        expect(before[0]).toEqual(reopenedClaims(reference, today))
        expect(after).toEqual(before)
      }),
      { numRuns: 25 },
    )
  })
})

describe('a source that changes', () => {
  it('has to be read again by the second reader, but not when only its contact details change', async () => {
    const { call } = workspace
    const { id: sourceId } = await call('sources.add', { title: 'Jahresbericht' })
    const { claimId } = await decide(sourceId)
    const { handBack } = await handOver(call)
    await call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })
    await handBack()

    await call('sources.update', { sourceId, contact: 'Tel. 0123' })
    const contact = await stateOf(claimId)
    await call('sources.update', { sourceId, reliability: 'low', reliabilityReason: 'Partei im Streit' })
    const reliability = await stateOf(claimId)

    expect(contact).toMatchObject({ state: 'agreed' })
    expect(reliability).toMatchObject({ state: 'reopened', reopenedBecause: 'evidence' })
  })

  it('is not taken back under a verdict: a removed source is one that nothing rests on', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    await addEvidence(call, claimId)
    const [used] = await call('sources.list', {})
    const unused = await call('sources.add', { title: 'Unbenutzt' })
    if (!used) throw new Error('The claim rests on a source')

    await expect(call('sources.remove', { sourceId: used.id })).rejects.toMatchObject({ code: 'rule_broken' })
    await call('sources.remove', { sourceId: unused.id })

    expect((await call('sources.list', {})).map(({ id }) => id)).toEqual([used.id])
  })
})
