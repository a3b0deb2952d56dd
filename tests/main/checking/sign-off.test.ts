import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Article, ClaimId } from '#shared/model'

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
let article: Article
beforeEach(async () => {
  workspace = openWorkspace()
  article = await importText(workspace.call, SHORT_ARTICLE)
})
afterEach(() => workspace.close())

const read = () => workspace.call('articles.read', { articleId: article.id })
const signOff = () => workspace.call('articles.signOff', { articleId: article.id })

describe('a second reader', () => {
  let claimId: ClaimId
  beforeEach(async () => {
    claimId = await addClaim(workspace.call, { article, number: 2 })
    await addEvidence(workspace.call, claimId)
  })

  it('is never the person who decided', async () => {
    await rate(workspace.call, claimId)

    const agreeing = workspace.call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })

    await expect(agreeing).rejects.toMatchObject({ code: 'rule_broken' })
    expect((await read()).sentences[1]).toMatchObject({ mark: 'waiting', state: 'checked' })
  })

  it('signs a decided claim off by agreeing', async () => {
    await rate(workspace.call, claimId)
    await handOver(workspace.call)

    await workspace.call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })

    expect((await read()).sentences[1]).toMatchObject({ mark: 'signed off', state: 'signed off' })
  })

  it('cannot read what is not decided', async () => {
    await handOver(workspace.call)

    const agreeing = workspace.call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })

    await expect(agreeing).rejects.toMatchObject({ code: 'rule_broken' })
  })

  it('needs a reason to dispute', async () => {
    await rate(workspace.call, claimId)
    await handOver(workspace.call)
    const dispute = { claimIds: [claimId], outcome: 'disputed' as const }

    await expect(workspace.call('secondReads.record', dispute)).rejects.toMatchObject({ code: 'rule_broken' })
    await workspace.call('secondReads.record', { ...dispute, reason: 'Die Akte ist veraltet.' })

    expect((await read()).sentences[1]).toMatchObject({ mark: 'disputed', state: 'in work' })
  })

  it('has to read again when evidence was added after agreeing', async () => {
    const { call } = workspace
    await rate(call, claimId)
    const { handBack } = await handOver(call)
    await call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })
    await handBack()

    await addEvidence(call, claimId, 'Vermessungsprotokoll')

    expect(await call('claims.read', { claimId })).toMatchObject({
      state: 'reopened',
      reopenedBecause: 'evidence',
    })
  })

  it('has to read again when the source of the evidence was corrected', async () => {
    const { call } = workspace
    await rate(call, claimId)
    const { handBack } = await handOver(call)
    await call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })
    await handBack()
    const [source] = await call('sources.list', {})
    if (!source) throw new Error('The source is there')

    await call('sources.update', { sourceId: source.id, title: 'Bauakte 21/2022' })

    expect(await call('claims.read', { claimId })).toMatchObject({ state: 'reopened' })
  })
})

describe('the sign-off of an article', () => {
  it('is refused while a sentence is open', async () => {
    await handOver(workspace.call)

    await expect(signOff()).rejects.toMatchObject({
      code: 'rule_broken',
      message: expect.stringContaining('5 sentences are not fully checked') as string,
    })
  })

  it('is refused while a decided claim has no second reader', async () => {
    await checkEverything(workspace.call, article)
    await handOver(workspace.call)

    await expect(signOff()).rejects.toMatchObject({ code: 'rule_broken' })
  })

  it('is refused to the person who decided everything', async () => {
    const claimId = await checkEverything(workspace.call, article)
    const { handBack } = await handOver(workspace.call)
    await workspace.call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })
    await handBack()

    await expect(signOff()).rejects.toMatchObject({ code: 'rule_broken' })
  })

  it('is refused for an article in which every block was dropped', async () => {
    for (const block of article.blocks)
      await workspace.call('blocks.setKind', { blockId: block.id, kind: 'non-text' })
    await handOver(workspace.call)

    await expect(signOff()).rejects.toMatchObject({ code: 'rule_broken' })
  })

  it('by a second person signs every sentence off', async () => {
    const claimId = await checkEverything(workspace.call, article)
    const { personId } = await handOver(workspace.call)
    await workspace.call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })

    await signOff()

    const after = await read()
    expect(after.progress).toEqual({ open: 0, inWork: 0, checked: 0, signedOff: 5, total: 5 })
    expect(after.signOff).toMatchObject({ personId, revision: 1, current: true })
  })

  it.each([
    [
      'a sentence is split',
      async () => {
        const sentence = (await read()).sentences[1]
        if (!sentence) throw new Error('The sentence is there')
        await workspace.call('sentences.split', { sentenceId: sentence.id, at: article.text.indexOf('240') })
      },
    ],
    [
      'a verdict is replaced',
      async () => {
        const [claim] = (await read()).claims
        if (!claim) throw new Error('The claim is there')
        await rate(workspace.call, claim.id, { ratingId: 'wrong' })
      },
    ],
    [
      'a quote is given to another speaker',
      async () => {
        const quote = article.blocks.find(({ kind }) => kind === 'quote')
        if (!quote) throw new Error('The quote is there')
        await workspace.call('blocks.attribute', {
          blockId: quote.id,
          speaker: 'Jan Roth',
          role: null,
          saidOn: null,
        })
      },
    ],
    [
      'a block is dropped',
      async () => {
        const byEnd = article.blocks.at(-1)
        if (!byEnd) throw new Error('The block is there')
        await workspace.call('blocks.setKind', { blockId: byEnd.id, kind: 'non-text' })
      },
    ],
  ])('no longer counts once %s', async (_, change) => {
    const claimId = await checkEverything(workspace.call, article)
    await handOver(workspace.call)
    await workspace.call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })
    await signOff()

    await change()

    expect((await read()).signOff).toMatchObject({ current: false })
  })

  it('counts again when the change is undone', async () => {
    const claimId = await checkEverything(workspace.call, article)
    await handOver(workspace.call)
    await workspace.call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })
    await signOff()
    await workspace.call('sentences.split', {
      sentenceId:
        article.sentences[1]?.id ??
        article.sentences[0]?.id ??
        (() => {
          throw new Error('none')
        })(),
      at: article.text.indexOf('240'),
    })

    await workspace.call('history.undo', {})

    expect((await read()).signOff).toMatchObject({ current: true })
  })
})
