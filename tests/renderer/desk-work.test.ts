import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { useDeskFileStore } from '../../src/renderer/stores/desk-file-store'
import type { DeskFilter } from '../../src/renderer/stores/desk-filters'
import { addClaim, addEvidence, checkEverything, handOver, rate } from '../support/workspace'
import { openDesk, settle, type Desk } from './desk-support'

let at: Desk
beforeEach(async () => {
  at = await openDesk()
})
afterEach(() => at.close())

const focusNumber = (number: number): void =>
  at.desk.focus(at.desk.sentences.find((sentence) => sentence.number === number)?.id)

describe('the desk', () => {
  it('opens an article at the first sentence that is to be checked', async () => {
    const [first] = at.article.sentences
    if (!first) throw new Error('The article has no sentence.')
    await at.workspace.call('sentences.markNoClaim', { sentenceIds: [first.id] })
    at.desk.close()

    await at.desk.open(at.article.id)

    expect(at.desk.focused?.number).toBe(2)
  })

  it('shows what a claim, its evidence and its verdict make of the sentence', async () => {
    focusNumber(2)
    const sentence = at.desk.focused
    if (!sentence) throw new Error('No sentence has the focus.')
    const marks = [at.desk.focused?.mark]

    const claimId = await at.desk.addClaim(sentence)
    marks.push(at.desk.focused?.mark)
    await at.desk.addEvidence({ claimId, source: { title: 'Bauakte' }, stance: 'supports' })
    await at.desk.recordVerdict({
      claimId,
      question: 'content',
      scaleId: 'belegt-content-de-1',
      ratingId: 'confirmed',
    })
    marks.push(at.desk.focused?.mark)

    expect(marks).toEqual(['open', 'in work', 'waiting'])
    expect(at.desk.activeClaim).toMatchObject({ state: 'decided', content: { label: 'Bestätigt' } })
    expect(at.desk.article?.progress).toEqual({ open: 4, inWork: 0, checked: 1, signedOff: 0, total: 5 })
  })

  it('follows what another window records', async () => {
    await addClaim(at.workspace.call, { article: at.article, number: 3 })
    await settle()

    expect(at.desk.sentences.map(({ mark }) => mark)).toEqual(['open', 'open', 'in work', 'open', 'open'])
  })

  it('makes a claim of the chosen words only', async () => {
    focusNumber(2)
    const sentence = at.desk.focused
    if (!sentence) throw new Error('No sentence has the focus.')
    const start = at.article.text.indexOf('240 Meter lang')
    at.desk.selection = { sentenceId: sentence.id, start, end: start + '240 Meter lang'.length }

    await at.desk.addClaim(sentence)

    expect([at.desk.activeClaim?.wording, at.desk.selection]).toEqual(['240 Meter lang', null])
  })

  it('takes several sentences for one claim, or for “no claim”, at once', async () => {
    focusNumber(2)
    at.desk.chooseMore(1)
    const sentence = at.desk.focused
    if (!sentence) throw new Error('No sentence has the focus.')
    await at.desk.addClaim(sentence)
    focusNumber(5)
    at.desk.chooseMore(-1)
    at.desk.chooseMore(-1)
    await at.desk.markNoClaim(at.desk.chosenUndecided)

    expect(at.desk.article?.claims.map(({ anchors }) => anchors.length)).toEqual([2])
    expect(at.desk.sentences.map(({ mark }) => mark)).toEqual([
      'open',
      'in work',
      'in work',
      'no claim',
      'no claim',
    ])
  })

  it('keeps the focus at its place in the text when a sentence is split', async () => {
    focusNumber(3)
    const sentence = at.desk.focused
    if (!sentence) throw new Error('No sentence has the focus.')

    await at.desk.split(sentence.id, at.article.text.indexOf('am 8. März'))

    expect(at.desk.sentences.map((each) => at.desk.textOf(each)).slice(2, 4)).toEqual([
      'Sie kostete',
      'am 8. März 2022 noch 12 Mio. Euro.',
    ])
    expect(at.desk.focused?.number).toBe(3)
  })

  it('goes to the next open sentence and begins again at the top', () => {
    const visited = [1, 2, 3, 4, 5].map(() => {
      at.desk.goToNextToDo()
      return at.desk.focused?.number
    })

    expect(visited).toEqual([2, 3, 4, 5, 1])
  })

  it('moves within the filter, and past it when every sentence is asked for', async () => {
    await addClaim(at.workspace.call, { article: at.article, number: 4 })
    await settle()
    at.desk.toggleFilter('without evidence')
    focusNumber(1)

    at.desk.move(1)
    const within = at.desk.focused?.number
    at.desk.move(1, { everySentence: true })

    expect([within, at.desk.focused?.number]).toEqual([4, 5])
  })

  it('turns first to the claim of a sentence that still needs an answer', async () => {
    const decided = await addClaim(at.workspace.call, { article: at.article, number: 2 })
    await addEvidence(at.workspace.call, decided)
    await rate(at.workspace.call, decided)
    const open = await addClaim(at.workspace.call, { article: at.article, number: 2 })
    await settle()

    focusNumber(2)

    expect(at.desk.activeClaim?.id).toBe(open)
  })
})

describe('second reading', () => {
  beforeEach(async () => {
    await checkEverything(at.workspace.call, at.article)
    await settle()
  })

  it('is never asked of the person who decided', () => {
    focusNumber(2)

    expect([at.desk.isSecondReader, at.desk.readableClaims, at.desk.readableNoClaims]).toEqual([
      false,
      [],
      [],
    ])
  })

  it('counts what is read of what was waiting', async () => {
    await handOver(at.workspace.call)
    await at.session.refreshPeople()
    const filter: DeskFilter = 'second reading'
    at.desk.toggleFilter(filter)
    focusNumber(2)

    const claimIds = at.desk.readableClaims.map(({ id }) => id)
    await at.desk.readSecond({ claimIds, outcome: 'agreed' })

    expect(at.desk.readingProgress).toEqual({ done: 1, total: 5 })
    expect(at.desk.nextToDo?.number).toBe(3)
  })

  it('leaves nothing in the way of the sign-off once every verdict is read', async () => {
    const before = at.desk.missingForSignOff
    await handOver(at.workspace.call)
    await at.session.refreshPeople()
    focusNumber(2)

    await at.desk.readSecond({ claimIds: at.desk.readableClaims.map(({ id }) => id), outcome: 'agreed' })
    const after = at.desk.missingForSignOff
    await at.desk.signOff()

    expect([before, after, at.desk.article?.signOff?.current]).toEqual([1, 0, true])
    expect(at.desk.article?.progress.signedOff).toBe(5)
  })
})

it('stores an evidence file piece by piece and finds it unchanged', async () => {
  const files = useDeskFileStore()
  const sent: number[] = []
  const file = new File([new Uint8Array(3 * 1024 * 1024).fill(65)], 'akte.pdf')

  const stored = await files.store(file, {
    onProgress: (bytes) => sent.push(bytes),
    signal: new AbortController().signal,
  })
  await files.check([stored])

  expect([stored.name, stored.sizeInBytes, sent]).toEqual([
    'akte.pdf',
    3 * 1024 * 1024,
    [2 * 1024 * 1024, 3 * 1024 * 1024],
  ])
  expect(files.integrityOf(stored)).toBe('unchanged')
  files.remember({ hash: stored.hash, foundHash: null })
  expect(files.integrityOf(stored)).toBe('missing')
})

it('gives a file up when the person cancels it', async () => {
  const abort = new AbortController()
  const file = new File([new Uint8Array(5 * 1024 * 1024)], 'video.mp4')

  const storing = useDeskFileStore().store(file, { onProgress: () => abort.abort(), signal: abort.signal })

  await expect(storing).rejects.toMatchObject({ code: 'cancelled' })
})

it('goes to a sentence that was asked for before its article was open', async () => {
  const third = at.article.sentences[2]
  at.desk.close()

  at.desk.focus(third?.id)
  await at.desk.open(at.article.id)

  expect(at.desk.focused?.number).toBe(3)
})
