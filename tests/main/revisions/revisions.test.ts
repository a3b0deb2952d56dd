import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Output } from '#shared/contract'
import { BlockId, type Article, type ArticleId, type ClaimId, type SentenceId } from '#shared/model'

import {
  addClaim,
  addEvidence,
  checkEverything,
  handOver,
  importText,
  openWorkspace,
  rate,
  readSentences,
  SHORT_ARTICLE,
  type Workspace,
} from '../../support/workspace'

let workspace: Workspace
beforeEach(() => {
  workspace = openWorkspace()
})
afterEach(() => workspace.close())

/** Previews a text and applies what was shown. */
async function revise(articleId: ArticleId, text: string): Promise<Output<'revisions.preview'>> {
  const { call } = workspace
  const preview = await call('revisions.preview', { articleId, text })
  await call('revisions.apply', { articleId, text, previewHash: preview.previewHash })
  return preview
}

/** A checked article that a second person agreed with, sentence by sentence. */
async function signedOff(): Promise<{ article: Article; claimId: ClaimId }> {
  const { call } = workspace
  const article = await importText(call, SHORT_ARTICLE)
  const claimId = await checkEverything(call, article)
  const { handBack } = await handOver(call)
  const noClaims = article.sentences.filter(({ number }) => number !== 2).map(({ id }) => id)
  await call('secondReads.record', { claimIds: [claimId], sentenceIds: noClaims, outcome: 'agreed' })
  await call('articles.signOff', { articleId: article.id })
  await handBack()
  return { article, claimId }
}

/** A sentence of an article, counted from 1. */
function sentenceOf({ sentences }: Pick<Article, 'sentences'>, number: number): SentenceId {
  const sentence = sentences[number - 1]
  if (!sentence) throw new Error(`The article has no sentence ${String(number)}`)
  return sentence.id
}

async function read(articleId: ArticleId): Promise<Article> {
  return workspace.call('articles.read', { articleId })
}

async function marks(articleId: ArticleId): Promise<string[]> {
  return (await readSentences(workspace.call, articleId)).map(({ mark }) => mark)
}

async function verify(): Promise<void> {
  expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true, problems: [] })
}

describe('a new revision', () => {
  it('keeps the check of every sentence that is the same, and reopens the one that changed', async () => {
    const { article } = await signedOff()
    const text = SHORT_ARTICLE.replace('240 Meter', '24 Meter').replace('Sie kostete', 'Sie \u00a0kostete')

    const preview = await revise(article.id, text)

    expect(preview.counts).toEqual({ kept: 4, moved: 0, changed: 1, split: 0, joined: 0, new: 0, gone: 0 })
    expect(preview.claims).toEqual({ carried: 0, reopened: 1, orphaned: 0 })
    expect(await marks(article.id)).toEqual([
      'signed off',
      'reopened',
      'signed off',
      'signed off',
      'signed off',
    ])
    await verify()
  })

  it('carries a claim on words of a sentence with verdict and second reading when the sentence moved', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const start = article.text.indexOf('12 Mio.')
    const { claimId } = await call('claims.add', {
      anchors: [{ sentenceId: sentenceOf(article, 3), start, end: start + 7 }],
    })
    await addEvidence(call, claimId)
    await rate(call, claimId)
    await handOver(call)
    await call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })

    await revise(
      article.id,
      SHORT_ARTICLE.replace(
        'Die Brücke ist 240 Meter lang. Sie kostete am 8. März 2022 noch 12 Mio. Euro.',
        'Sie kostete am 8. März 2022  noch\u00a012 Mio. Euro. Die Brücke ist 240 Meter lang.',
      ),
    )

    const { claims, text, sentences } = await read(article.id)
    const [anchor] = claims[0]?.anchors ?? []
    expect(claims).toMatchObject([{ id: claimId, state: 'agreed' }])
    expect(text.slice(anchor?.start, anchor?.end)).toBe('12 Mio.')
    expect(sentences[1]?.id).toBe(anchor?.sentenceId)
    await verify()
  })

  it('never counts an article as signed off that has other words than were signed', async () => {
    const { article } = await signedOff()

    await revise(article.id, SHORT_ARTICLE.replace('Meter lang.', 'Meter lang!'))

    const summary = await workspace.call('articles.list', {})
    expect(summary).toMatchObject([{ revision: 2, signOff: { revision: 1, current: false } }])
    expect(await workspace.call('revisions.list', { articleId: article.id })).toMatchObject([
      {
        ...{ number: 2, isCurrent: true, signOff: null },
        counts: { kept: 4, moved: 0, changed: 1, split: 0, joined: 0, new: 0, gone: 0 },
      },
      {
        number: 1,
        isCurrent: false,
        counts: null,
        signOff: { contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      },
    ])
  })

  it('reopens a quote that somebody else is said to have spoken', async () => {
    const { article } = await signedOff()

    const { steps } = await revise(article.id, SHORT_ARTICLE.replace('Karin Lenz', 'Karla Roth'))

    expect(steps.find(({ before }) => before[0]?.text.includes('Ende Mai'))).toMatchObject({
      kind: 'changed',
      because: ['speaker'],
      diff: null,
    })
    expect(await marks(article.id)).toEqual([
      'signed off',
      'signed off',
      'signed off',
      'reopened',
      'reopened',
    ])
  })

  it('shows beside a reopened sentence what was found out about its earlier wording', async () => {
    const { article, claimId } = await signedOff()
    await revise(article.id, SHORT_ARTICLE.replace('240 Meter', '24 Meter'))
    const sentenceId = sentenceOf(await read(article.id), 2)

    const earlier = await workspace.call('revisions.earlier', { sentenceId })

    expect(earlier).toMatchObject([
      {
        revision: 1,
        number: 2,
        text: 'Die Brücke ist 240 Meter lang.',
        relation: 'changed',
        because: ['words'],
        diff: { callouts: [{ code: 'number', from: '240', to: '24', words: { en: 'Number: 240 → 24' } }] },
        claims: [
          {
            id: claimId,
            state: 'reopened',
            reopenedBecause: 'sentence text',
            evidence: [{ passage: '240 m' }],
          },
        ],
      },
    ])
    expect((await read(article.id)).claims).toEqual([])
  })

  it('still shows it after another revision that keeps the changed sentence', async () => {
    const { article, claimId } = await signedOff()
    const second = SHORT_ARTICLE.replace('240 Meter', '24 Meter')
    await revise(article.id, second)
    await revise(article.id, second.replace('Neue Brücke', 'Die Brücke'))
    const sentenceId = sentenceOf(await read(article.id), 2)

    const earlier = await workspace.call('revisions.earlier', { sentenceId })

    expect(earlier).toMatchObject([{ revision: 1, claims: [{ id: claimId }] }])
    expect((await marks(article.id))[1]).toBe('reopened')
    await verify()
  })

  it('lists claims of sentences that are gone, and a person attaches them again without their verdicts', async () => {
    const { call } = workspace
    const { article, claimId } = await signedOff()
    await revise(article.id, SHORT_ARTICLE.replace('Die Brücke ist 240 Meter lang. ', ''))
    const orphans = await call('revisions.orphans', { articleId: article.id })
    await revise(article.id, SHORT_ARTICLE)
    const back = sentenceOf(await read(article.id), 2)

    await call('claims.reattach', { claimId, anchors: [{ sentenceId: back }] })

    expect(orphans).toMatchObject([
      { claim: { id: claimId, state: 'reopened' }, revision: 1, texts: ['Die Brücke ist 240 Meter lang.'] },
    ])
    expect(await call('revisions.orphans', { articleId: article.id })).toEqual([])
    // The words are those it was decided on, but somebody took them out in between.
    expect(await call('claims.read', { claimId })).toMatchObject({
      state: 'reopened',
      evidence: [{ passage: '240 m' }],
    })
    await rate(call, claimId)
    expect(await call('claims.read', { claimId })).toMatchObject({ state: 'decided' })
    await verify()
  })

  it('reopens a claim over two sentences when one of them changed', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const anchors = article.sentences.slice(1, 3).map(({ id }) => ({ sentenceId: id }))
    const { claimId } = await call('claims.add', { anchors })
    await addEvidence(call, claimId)
    await rate(call, claimId)

    const { claims } = await revise(article.id, SHORT_ARTICLE.replace('12 Mio.', '1,2 Mio.'))

    expect(claims).toEqual({ carried: 0, reopened: 1, orphaned: 0 })
    expect(await call('claims.read', { claimId })).toMatchObject({ state: 'reopened', anchors: [{}] })
    await verify()
  })

  it('refuses work on a claim that was left with an earlier wording', async () => {
    const { article, claimId } = await signedOff()
    await revise(article.id, SHORT_ARTICLE.replace('240 Meter', '24 Meter'))

    await expect(rate(workspace.call, claimId)).rejects.toMatchObject({ code: 'rule_broken' })
    await expect(addEvidence(workspace.call, claimId)).rejects.toMatchObject({ code: 'rule_broken' })
  })

  it('takes comments along to where the sentence went', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await call('comments.add', { sentenceId: sentenceOf(article, 2), text: 'Zahl prüfen' })

    await revise(article.id, SHORT_ARTICLE.replace('240 Meter', '24 Meter'))

    expect((await readSentences(call, article.id)).map(({ comments }) => comments)).toEqual([0, 1, 0, 0, 0])
  })

  it('follows a new headline in the title, unless a person has corrected the title', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await revise(article.id, SHORT_ARTICLE.replace('Neue Brücke', 'Alte Brücke'))
    const followed = (await read(article.id)).title
    await call('articles.update', { articleId: article.id, title: 'Unser Titel' })
    await revise(article.id, SHORT_ARTICLE)

    expect(followed).toBe('Alte Brücke über die Elbe')
    expect((await read(article.id)).title).toBe('Unser Titel')
  })

  it('keeps what was corrected by hand in blocks that are the same', async () => {
    const { call } = workspace
    const text = `${SHORT_ARTICLE}\nDas sieht der Rat ganz genauso.\n\nEin letzter Absatz steht am Ende.\n`
    const article = await importText(call, text)
    const blockId = article.blocks.at(-2)?.id ?? BlockId.parse('')
    await call('blocks.setKind', { blockId, kind: 'caption' })
    await call('sentences.markNoClaim', { sentenceIds: article.sentences.map(({ id }) => id) })

    const { counts } = await revise(article.id, text.replace('240 Meter', '24 Meter'))

    expect(counts).toMatchObject({ kept: 6, changed: 1 })
    expect((await read(article.id)).blocks.at(-2)?.kind).toBe('caption')
  })
})

describe('a speaker given by hand', () => {
  const text = `Neue Brücke

Die Brücke wird teuer, sagte Lenz dem Rat.

„Wir bauen sie bis Ende Mai fertig.“

Der Rat stimmt im Herbst ab.
`

  it.each([
    [
      'stays while the paragraphs around the quote are the same',
      'stimmt im Herbst ab.\n',
      'stimmt im Herbst ab.\n\nDas war es.\n',
      'Lenz',
    ],
    ['goes when the paragraph before it names somebody else', 'sagte Lenz', 'sagte Roth', null],
  ])('%s', async (_, from, to, speaker) => {
    const { call } = workspace
    const article = await importText(call, text)
    const isQuote = ({ kind }: { kind: string }) => kind === 'quote'
    const blockId = article.blocks.find(isQuote)?.id ?? BlockId.parse('')
    await call('blocks.attribute', { blockId, speaker: 'Lenz', role: null, saidOn: null })

    await revise(article.id, text.replace(from, to))

    expect((await read(article.id)).blocks.find(isQuote)?.speaker).toBe(speaker)
  })
})

describe('applying', () => {
  it('is one step: undo brings everything back, redo does it again', async () => {
    const { call } = workspace
    const { article } = await signedOff()
    const before = await read(article.id)
    await revise(article.id, SHORT_ARTICLE.replace('240 Meter', '24 Meter'))
    const after = await read(article.id)

    const next = await call('history.next', {})
    await call('history.undo', {})
    const undone = await read(article.id)
    await call('history.redo', {})
    const redone = await read(article.id)

    expect(next.undo).toBe('applying revision 2 of “Neue Brücke über die Elbe”')
    expect({ ...undone, changedAt: '' }).toEqual({ ...before, changedAt: '' })
    expect(undone.signOff?.current).toBe(true)
    expect({ ...redone, changedAt: '' }).toEqual({ ...after, changedAt: '' })
    await verify()
  })

  it('is refused when something was recorded since the preview', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const text = SHORT_ARTICLE.replace('240 Meter', '24 Meter')
    const { previewHash } = await call('revisions.preview', { articleId: article.id, text })
    await addClaim(call, { article, number: 2 })

    const applying = call('revisions.apply', { articleId: article.id, text, previewHash })

    await expect(applying).rejects.toMatchObject({ code: 'conflict' })
    expect(await call('revisions.list', { articleId: article.id })).toHaveLength(1)
  })

  it('goes to one of two that come at once; the other is told', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const sentenceId = sentenceOf(article, 2)

    const ends = await Promise.allSettled([
      call('sentences.edit', { sentenceId, text: 'Die Brücke ist 24 Meter lang.' }),
      call('sentences.edit', { sentenceId, text: 'Die Brücke ist 2,4 Meter lang.' }),
    ])

    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(ends).toContainEqual({
      status: 'rejected',
      reason: expect.objectContaining({ code: 'conflict' }) as Error,
    })
    expect((await read(article.id)).revision).toBe(2)
    await verify()
  })

  it.each([
    ['the text it has', SHORT_ARTICLE, 'rule_broken'],
    ['an empty text', '  \n ', 'unreadable'],
  ])('is refused for %s', async (_, text, code) => {
    const article = await importText(workspace.call, SHORT_ARTICLE)

    await expect(revise(article.id, text)).rejects.toMatchObject({ code })
  })

  it('leaves an article that can be removed with all its revisions, and brought back', async () => {
    const { call } = workspace
    const { article } = await signedOff()
    await revise(article.id, SHORT_ARTICLE.replace('240 Meter', '24 Meter'))
    const before = await read(article.id)

    await call('articles.remove', { articleId: article.id })
    await verify()
    await call('history.undo', {})

    expect({ ...(await read(article.id)), changedAt: '' }).toEqual({
      ...before,
      changedAt: '',
    })
    await verify()
  })

  it('leaves sentences that can be split and joined, with their earlier wording', async () => {
    const { call } = workspace
    const { article, claimId } = await signedOff()
    await revise(article.id, SHORT_ARTICLE.replace('240 Meter', '24 Meter'))
    const revised = await read(article.id)
    const left = sentenceOf(revised, 2)
    await call('sentences.split', { sentenceId: left, at: revised.text.indexOf('24 Meter') })
    const right = sentenceOf(await read(article.id), 3)
    const ofRight = await call('revisions.earlier', { sentenceId: right })
    await call('sentences.join', { sentenceId: left })
    const ofJoined = await call('revisions.earlier', { sentenceId: left })

    expect(ofRight).toMatchObject([{ claims: [{ id: claimId }] }])
    expect(ofJoined).toMatchObject([{ claims: [{ id: claimId }] }])
    await verify()
  })
})

describe('editing a sentence in place', () => {
  it('is a new revision by the same rules', async () => {
    const { call } = workspace
    const { article } = await signedOff()

    await call('sentences.edit', {
      sentenceId: sentenceOf(article, 2),
      text: 'Die Brücke ist 24 Meter lang.',
    })

    expect(await marks(article.id)).toEqual([
      'signed off',
      'reopened',
      'signed off',
      'signed off',
      'signed off',
    ])
    expect((await read(article.id)).revision).toBe(2)
  })

  it('of an attribution reopens the quote', async () => {
    const { call } = workspace
    const { article } = await signedOff()

    await call('sentences.edit', {
      sentenceId: sentenceOf(article, 5),
      text: 'Karla Roth, Bauamtsleiterin',
    })

    expect((await marks(article.id)).slice(3)).toEqual(['reopened', 'reopened'])
  })

  it('with an empty text takes the sentence out', async () => {
    const { call } = workspace
    const { article, claimId } = await signedOff()

    await call('sentences.edit', { sentenceId: sentenceOf(article, 2), text: '' })

    expect(await readSentences(call, article.id)).toHaveLength(4)
    expect(await call('revisions.orphans', { articleId: article.id })).toMatchObject([
      { claim: { id: claimId } },
    ])
  })

  it('shows beforehand what it would cost, and is refused when that is no longer so', async () => {
    const { call } = workspace
    const { article, claimId } = await signedOff()
    const edit = { sentenceId: sentenceOf(article, 2), text: 'Die Brücke ist 24 Meter lang.' }

    const preview = await call('sentences.previewEdit', edit)
    await call('claims.remove', { claimId })
    const editing = call('sentences.edit', { ...edit, previewHash: preview.previewHash })

    expect(preview).toMatchObject({
      ...{ revision: 2, isSameText: false, counts: { kept: 4, changed: 1 } },
      claims: { carried: 0, reopened: 1, orphaned: 0 },
    })
    await expect(editing).rejects.toMatchObject({ code: 'conflict' })
    expect(await call('revisions.list', { articleId: article.id })).toHaveLength(1)
  })

  it('says of the words that are there already that there is nothing to apply', async () => {
    const { article } = await signedOff()
    const text = article.text.slice(article.sentences[1]?.start, article.sentences[1]?.end)

    const preview = await workspace.call('sentences.previewEdit', {
      sentenceId: sentenceOf(article, 2),
      text,
    })

    expect(preview).toMatchObject({ isSameText: true, counts: { kept: 5, changed: 0 } })
  })

  it('is refused for a sentence of an earlier revision', async () => {
    const { call } = workspace
    const { article } = await signedOff()
    await revise(article.id, SHORT_ARTICLE.replace('240 Meter', '24 Meter'))

    const editing = call('sentences.edit', { sentenceId: sentenceOf(article, 2), text: 'Anders.' })

    await expect(editing).rejects.toMatchObject({ code: 'not_found' })
  })
})

it('offers an imported text as a new version of the article of which it is nearly the text', async () => {
  const { call } = workspace
  const article = await importText(call, SHORT_ARTICLE)

  const nearly = await call('articles.import', { text: SHORT_ARTICLE.replace('240 Meter', '24 Meter') })
  const other = await call('articles.import', {
    text: 'Etwas anderes.\n\nHier steht ein ganz anderer Text als dort.',
  })

  expect(nearly.nearlyLike).toMatchObject({ articleId: article.id, title: 'Neue Brücke über die Elbe' })
  expect(other.nearlyLike).toBeNull()
})

it('tells the history of a sentence through all revisions', async () => {
  const { call } = workspace
  const { article } = await signedOff()
  await revise(article.id, SHORT_ARTICLE.replace('240 Meter', '24 Meter'))

  const history = await call('history.list', { sentenceId: sentenceOf(await read(article.id), 2) })

  expect(history.map(({ action }) => action)).toContain('verdict.recorded')
})

it('compares any two revisions side by side', async () => {
  const { call } = workspace
  const article = await importText(call, SHORT_ARTICLE)
  await revise(article.id, SHORT_ARTICLE.replace('240 Meter', '24 Meter'))
  await revise(article.id, SHORT_ARTICLE.replace('240 Meter', '2,4 Meter'))

  const { counts, steps } = await call('revisions.compare', { articleId: article.id, from: 1, to: 3 })
  const missing = call('revisions.compare', { articleId: article.id, from: 1, to: 4 })

  expect(counts).toMatchObject({ kept: 4, changed: 1 })
  expect(steps[1]).toMatchObject({
    before: [{ number: 2, text: 'Die Brücke ist 240 Meter lang.' }],
    after: [{ number: 2, text: 'Die Brücke ist 2,4 Meter lang.' }],
    diff: { callouts: [{ code: 'number', from: '240', to: '2,4' }] },
  })
  await expect(missing).rejects.toMatchObject({ code: 'not_found' })
})
