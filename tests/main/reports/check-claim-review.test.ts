import { describe, expect, it } from 'vitest'

import { checkClaimReviews } from '#main/reports/formats/check-claim-review'

const GOOD = {
  '@context': 'https://schema.org',
  '@type': 'ClaimReview',
  url: 'https://morgenblatt.example/fakten/12',
  datePublished: '2026-11-25',
  claimReviewed: 'Die Brücke ist 240 Meter lang.',
  author: { '@type': 'Organization', name: 'Morgenblatt', url: 'https://morgenblatt.example/' },
  itemReviewed: {
    '@type': 'Claim',
    author: { '@type': 'Person', name: 'Karin Lenz' },
    datePublished: '2026-11-01',
    appearance: [{ '@type': 'CreativeWork', url: 'https://stadt.example/bruecke' }],
  },
  reviewRating: {
    '@type': 'Rating',
    ratingValue: 1,
    bestRating: 5,
    worstRating: 1,
    alternateName: 'Falsch',
  },
}

const rating = (change: object) => ({ ...GOOD, reviewRating: { ...GOOD.reviewRating, ...change } })
const item = (change: object) => ({ ...GOOD, itemReviewed: { ...GOOD.itemReviewed, ...change } })
const breaches = (review: unknown) =>
  checkClaimReviews(review).flatMap((each) => each.breaches.map(({ field, rule }) => `${field}: ${rule}`))

/** What Google's documentation of ClaimReview calls required. */
const { claimReviewed, reviewRating, url } = GOOD
const REQUIRED = {
  ...{ '@context': 'https://schema.org', '@type': 'ClaimReview' },
  ...{ claimReviewed, reviewRating, url },
}

describe('a ClaimReview', () => {
  it('is told what is recommended and missing, apart from breaches', () => {
    const [bare] = checkClaimReviews(REQUIRED)
    const [good] = checkClaimReviews(GOOD)

    expect(bare).toMatchObject({
      breaches: [],
      advice: [{ field: 'author' }, { field: 'datePublished' }, { field: 'itemReviewed' }],
    })
    expect(good?.advice).toEqual([])
  })

  it.each([
    ['a complete one', GOOD],
    ['numbers as text', rating({ ratingValue: '1', bestRating: '5', worstRating: '1' })],
    ['a label without numbers', { ...GOOD, reviewRating: { '@type': 'Rating', alternateName: 'Unbelegt' } }],
    ['an anchor on the page', { ...GOOD, url: 'https://morgenblatt.example/fakten/12#c3' }],
    [
      'the word of the rating inside the claim',
      { ...GOOD, claimReviewed: 'Wer falsch parkt, zahlt 55 Euro.' },
    ],
    [
      'a claim that begins with the word',
      { ...rating({ alternateName: 'True' }), claimReviewed: 'True love costs 5 euros.' },
    ],
    ['a month as date of the claim', item({ datePublished: '2026-11' })],
    ['one with what is required only', REQUIRED],
  ])('passes: %s', (_, review) => expect(breaches(review)).toEqual([]))

  it.each([
    ['without @context', { ...GOOD, '@context': undefined }, '@context: context'],
    ['without a claim', { ...GOOD, claimReviewed: ' ' }, 'claimReviewed: no claim'],
    ['without an address', { ...GOOD, url: undefined }, 'url: no url'],
    ['with a script for an address', { ...GOOD, url: 'javascript:alert(1)' }, 'url: not an address'],
    ['with a home page', { ...GOOD, url: 'https://morgenblatt.example' }, 'url: home page'],
    ['with a home page and anchor', { ...GOOD, url: 'https://morgenblatt.example/#x' }, 'url: home page'],
    ['with no date', { ...GOOD, datePublished: '8. März' }, 'datePublished: no date'],
    ['with a day that is none', { ...GOOD, datePublished: '2026-02-30' }, 'datePublished: no date'],
    ['with a publisher that is a text', { ...GOOD, author: 'Morgenblatt' }, 'author: not a party'],
    ['without a rating', { ...GOOD, reviewRating: undefined }, 'reviewRating: no rating'],
    ['without a label', rating({ alternateName: undefined }), 'reviewRating.alternateName: no label'],
    [
      'with a number that is a word',
      rating({ ratingValue: 'one' }),
      'reviewRating.ratingValue: not a number',
    ],
    [
      'with a number that is a fraction',
      rating({ bestRating: '4/5' }),
      'reviewRating.bestRating: not a number',
    ],
    ['with one number only', rating({ bestRating: undefined }), 'reviewRating.bestRating: number missing'],
    ['with a worst value of 0', rating({ worstRating: 0 }), 'reviewRating.worstRating: worst below one'],
    [
      'with a value below the worst',
      rating({ ratingValue: 1, worstRating: 2 }),
      'reviewRating.ratingValue: below worst',
    ],
    ['with a value above the best', rating({ ratingValue: 6 }), 'reviewRating.ratingValue: above best'],
    ['with best and worst alike', rating({ bestRating: 1 }), 'reviewRating.bestRating: best not above worst'],
    [
      'with the label before the claim',
      { ...GOOD, claimReviewed: 'Falsch: Die Brücke ist lang.' },
      'claimReviewed: rating in claim',
    ],
    [
      'with the label behind it',
      { ...GOOD, claimReviewed: 'Die Brücke ist lang – falsch!' },
      'claimReviewed: rating in claim',
    ],
    [
      'with the label in brackets',
      { ...GOOD, claimReviewed: 'Die Brücke (falsch) ist lang.' },
      'claimReviewed: rating in claim',
    ],
    [
      'with a headline for a claim',
      { ...GOOD, claimReviewed: 'Faktencheck: Die Brücke ist lang.' },
      'claimReviewed: rating in claim',
    ],
    [
      'of the publisher’s own claim',
      item({ author: { '@type': 'Organization', name: ' MORGENBLATT ' } }),
      'itemReviewed.author: own claim',
    ],
    [
      'of a claim on its own page',
      item({ appearance: { '@type': 'CreativeWork', url: GOOD.url } }),
      'itemReviewed.appearance: own page',
    ],
    [
      'of a claim after the review',
      item({ datePublished: '2026-12-01' }),
      'itemReviewed.datePublished: after the review',
    ],
    ['of a claim by a text', item({ author: 'Karin Lenz' }), 'itemReviewed.author: not a party'],
    ['of nothing in particular', item({ '@type': 'Thing' }), 'itemReviewed: not a claim'],
  ])('is refused %s', (_, review, breach) => expect(breaches(review)).toEqual([breach]))

  it('is found wherever it stands in a file', () => {
    const feed = {
      '@context': 'http://schema.org',
      '@type': 'DataFeed',
      dataFeedElement: [{ item: null }, { item: [{ ...GOOD, '@context': undefined }] }],
    }

    expect(checkClaimReviews(feed)).toEqual([
      { place: 'dataFeedElement[1].item[0]', breaches: [], advice: [] },
    ])
  })

  it('is found however deep, and names of methods are fields like others', () => {
    let deep: unknown = { __proto__: null, constructor: GOOD }
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep]

    expect(checkClaimReviews(deep)).toHaveLength(1)
  })
})
