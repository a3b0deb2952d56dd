import { describe, expect, it } from 'vitest'

import type {
  Article,
  ArticleChange,
  Block,
  Claim,
  Evidence,
  PersonId,
  RatingSign,
  RatingTone,
  Sentence,
  SentenceId,
  Verdict,
} from '#shared/model'

import { spaceBefore } from '../../src/renderer/components/desk/block-rhythm'
import {
  lacksEvidence,
  marginVerdict,
  openQuestion,
  summaryOf,
  underlinesOf,
  worst,
} from '../../src/renderer/components/desk/verdict-summary'
import { decidersOf, isIn, needsChecking } from '../../src/renderer/stores/desk-filters'
import {
  charactersOutside,
  claimsBySentence,
  mergeChange,
  sentenceAtOffset,
} from '../../src/renderer/stores/desk-merge'

// Ids are only compared here, so short ones do.
const me = 'me' as PersonId
const other = 'other' as PersonId
const AT = '2026-11-24T12:00:00.000Z'

function verdict(sign: RatingSign, tone: RatingTone, personId = me): Verdict {
  return {
    id: `${sign}-${tone}`,
    question: 'content',
    scaleId: 'house',
    scaleName: 'Haus',
    scaleVersion: 1,
    ratingId: sign,
    label: sign,
    definition: null,
    sign,
    tone,
    conclusion: '',
    reasoning: '',
    against: null,
    notFound: null,
    asOf: null,
    correction: null,
    personId,
    at: AT,
  }
}

const evidence = { id: 'e1' } as Evidence

function claim(over: Partial<Omit<Claim, 'id'>> & { id?: string } = {}): Claim {
  const sentenceId = 's1' as SentenceId
  return {
    state: 'in work',
    reopenedBecause: null,
    givenWay: [],
    wording: 'w',
    kind: 'statement',
    claimant: null,
    claimantRole: null,
    claimedOn: null,
    place: null,
    anchors: [{ sentenceId, start: 0, end: 5 }],
    attribution: null,
    content: null,
    answers: [],
    evidence: [],
    secondRead: null,
    createdBy: me,
    createdAt: AT,
    ...over,
    id: (over.id ?? 'c1') as Claim['id'],
  }
}

function sentence(over: Partial<Omit<Sentence, 'id' | 'blockId'>> & { id?: string } = {}): Sentence {
  return {
    number: 1,
    start: 0,
    end: 5,
    page: null,
    state: 'open',
    mark: 'open',
    noClaim: null,
    comments: 0,
    ...over,
    id: (over.id ?? 's1') as SentenceId,
    blockId: 'b1' as Block['id'],
  }
}

const ok = verdict('tick', 'ok')
const wrong = verdict('cross', 'wrong')
const partly = verdict('slash', 'unsure')
const unsettled = verdict('question', 'unsure')
const opinion = verdict('wave', 'opinion')

describe('the worst rating', () => {
  it.each<[string, (Verdict | null)[], RatingSign | null]>([
    ['is wrong before everything', [ok, partly, wrong, null], 'cross'],
    ['is partly before cannot be settled', [unsettled, partly, ok], 'slash'],
    ['is cannot be settled before undecided', [null, unsettled, ok], 'question'],
    ['is undecided before confirmed', [ok, null], null],
    ['is confirmed before opinion', [opinion, ok], 'tick'],
    ['knows scales with more steps', [verdict('double-cross', 'wrong'), wrong], 'double-cross'],
  ])('%s', (_, verdicts, sign) => {
    expect(worst(verdicts.map((each) => marginVerdict(each, false)))?.sign).toBe(sign)
  })
})

describe('the right margin', () => {
  it('keeps attribution and content apart and counts evidence and further claims', () => {
    const quote = claim({ kind: 'quote', attribution: ok, content: wrong, evidence: [evidence, evidence] })
    const statement = claim({ id: 'c2', content: ok, evidence: [evidence] })

    expect(summaryOf([quote, statement])).toEqual({
      attribution: { sign: 'tick', tone: 'ok', label: 'tick', atRest: false },
      content: { sign: 'cross', tone: 'wrong', label: 'cross', atRest: false },
      evidence: { count: 3, lacking: false },
      more: 1,
    })
  })

  it('shows a missing piece of evidence, but not for an opinion', () => {
    expect([summaryOf([claim()]).evidence, summaryOf([claim({ content: opinion })]).evidence]).toEqual([
      { count: 0, lacking: true },
      null,
    ])
  })

  it('takes the colour from a verdict that no longer counts', () => {
    expect(summaryOf([claim({ state: 'reopened', content: wrong })]).content?.atRest).toBe(true)
  })

  it('is empty without a claim', () => {
    expect(summaryOf([])).toEqual({ attribution: null, content: null, evidence: null, more: 0 })
  })
})

it('underlines a claim by its worst answer, undecided ones dotted', () => {
  const styles = [
    claim({ content: ok }),
    claim({ content: partly }),
    claim({ content: wrong, kind: 'quote', attribution: ok }),
    claim({ content: opinion }),
    claim({ kind: 'quote', attribution: ok }),
    claim(),
  ].map((each) => underlinesOf([each], 's1' as SentenceId)[0]?.style)

  expect(styles).toEqual(['solid', 'dashed', 'double', 'wavy', 'dotted', 'dotted'])
})

it('asks whether it was said before it asks whether it is true', () => {
  expect([
    openQuestion(claim({ kind: 'quote' })),
    openQuestion(claim({ kind: 'quote', attribution: ok })),
    openQuestion(claim()),
    openQuestion(claim({ content: ok })),
  ]).toEqual(['attribution', 'content', 'content', null])
})

describe('filters', () => {
  it.each<[Parameters<typeof isIn>[0], Sentence, Claim[], boolean]>([
    ['open', sentence(), [], true],
    ['open', sentence({ mark: 'in work', state: 'in work' }), [claim()], false],
    ['mine', sentence(), [], false],
    ['mine', sentence({ noClaim: { personId: me, at: AT } }), [], true],
    ['mine', sentence(), [claim({ createdBy: other })], false],
    ['mine', sentence(), [claim({ createdBy: other, content: ok })], true],
    ['without evidence', sentence(), [claim()], true],
    ['without evidence', sentence(), [claim({ evidence: [evidence] })], false],
    ['without evidence', sentence(), [claim({ content: opinion })], false],
    ['second reading', sentence({ mark: 'waiting' }), [], true],
    ['second reading', sentence({ mark: 'no claim' }), [], true],
    ['second reading', sentence({ mark: 'signed off' }), [], false],
    ['reopened', sentence({ mark: 'reopened' }), [], true],
    ['reopened', sentence({ mark: 'disputed' }), [], false],
    ['disputed', sentence({ mark: 'disputed' }), [], true],
  ])('%s holds what it says', (filter, each, claims, expected) => {
    expect(isIn(filter, each, claims, me)).toBe(expected)
  })

  it('leave work to be done for open, started, reopened and disputed sentences', () => {
    const marks = ['open', 'in work', 'reopened', 'disputed', 'waiting', 'no claim', 'signed off'] as const

    expect(marks.filter(needsChecking)).toEqual(['open', 'in work', 'reopened', 'disputed'])
  })

  it('know who decided a claim', () => {
    expect(decidersOf(claim({ attribution: verdict('tick', 'ok', other), content: ok }))).toEqual([other, me])
  })

  it('do not count an opinion as lacking evidence', () => {
    expect([lacksEvidence(claim()), lacksEvidence(claim({ content: opinion }))]).toEqual([true, false])
  })
})

describe('a change', () => {
  const first = sentence()
  const second = sentence({ id: 's2', number: 2, start: 6, end: 10 })
  // Only the parts that a change touches.
  const article = {
    text: 'Eins. Zwei',
    sentences: [first, second],
    claims: [claim({ id: 'gone' }), claim({ id: 'kept' })],
    progress: { open: 2, inWork: 0, checked: 0, signedOff: 0, total: 2 },
    signOff: null,
  } as unknown as Article

  it('replaces what it names, adds new claims, takes removed ones out and leaves the rest alone', () => {
    const changed = { ...second, mark: 'in work' as const, state: 'in work' as const }
    const added = claim({ id: 'new' })
    const progress = { open: 1, inWork: 1, checked: 0, signedOff: 0, total: 2 }

    const merged = mergeChange(article, {
      sentences: [changed],
      claims: [added],
      removedClaimIds: ['gone' as Claim['id']],
      progress,
      signOff: null,
      at: AT,
    } as unknown as ArticleChange)

    expect(merged).toEqual({
      ...article,
      sentences: [first, changed],
      claims: [claim({ id: 'kept' }), added],
      progress,
      changedAt: AT,
    })
    expect(merged.sentences[0]).toBe(first)
  })

  it('keeps the focus at its place in the text when sentences were cut anew', () => {
    expect([0, 5, 6, 99].map((offset) => sentenceAtOffset(article.sentences, offset)?.id)).toEqual([
      's1',
      's1',
      's2',
      's2',
    ])
  })

  it('lists the claims of a sentence in the order of their words', () => {
    const at = (id: string, start: number, ...ids: string[]) =>
      claim({
        id,
        anchors: ids.map((sentenceId) => ({ sentenceId: sentenceId as SentenceId, start, end: start + 2 })),
      })

    const listed = claimsBySentence([at('late', 3, 's1'), at('early', 0, 's1', 's2')])

    expect([...listed].map(([id, claims]) => [id, claims.map((each) => each.id)])).toEqual([
      ['s1', ['early', 'late']],
      ['s2', ['early']],
    ])
  })

  it('counts characters that stand in no sentence', () => {
    const blocks = [{ kind: 'non-text', start: 6, end: 8 }] as Block[]

    expect(charactersOutside({ text: 'Eins. Zwei', blocks, sentences: [first] })).toBe(2)
  })
})

it('sets more space before a subhead and around a quote with its attribution', () => {
  expect([
    spaceBefore(null, 'kicker'),
    spaceBefore('kicker', 'headline'),
    spaceBefore('paragraph', 'paragraph'),
    spaceBefore('paragraph', 'subhead'),
    spaceBefore('paragraph', 'quote'),
    spaceBefore('quote', 'attribution'),
    spaceBefore('attribution', 'paragraph'),
  ]).toEqual([0, 0, 14, 22, 20, 0, 20])
})
