import { readFileSync, statSync } from 'node:fs'

import { AppError } from '#shared/errors'

import { checkClaimReviews, type CheckedReview } from '#main/reports/formats/check-claim-review'

import { jsonOption, type Command } from './command'

const MAX_FILE_BYTES = 256 * 1024 * 1024

export const checkClaimReviewCommand: Command = {
  name: 'check-claimreview',
  usage: 'FILE… [--json]',
  summary: {
    de: 'ClaimReview-Dateien gegen die veröffentlichten Regeln prüfen, ohne Netz.',
    en: 'Check ClaimReview files against the published rules, without a network.',
  },
  options: jsonOption,
  names: { min: 1, max: 10_000 },

  async run(given, { language, print }) {
    let isClean = true
    for (const path of given.names) {
      const reviews = checkClaimReviews(readJson(path))
      if (reviews.length === 0) throw nothingFound(path)
      isClean &&= reviews.every(({ breaches }) => breaches.length === 0)
      await print(
        given.isSet('json')
          ? `${JSON.stringify({ file: path, reviews: reviews.map((review) => told(review)) })}\n`
          : `${lines(path, reviews)}\n`,
      )
    }
    return isClean ? 0 : 1

    function told({ place, breaches, advice }: CheckedReview) {
      const inWords = (found: CheckedReview['breaches']) =>
        found.map(({ field, rule, words }) => ({ field, rule, text: words[language] }))
      return { place, breaches: inWords(breaches), advice: inWords(advice) }
    }

    function lines(path: string, reviews: CheckedReview[]): string {
      const wrong = reviews.filter(({ breaches }) => breaches.length > 0)
      const sum =
        language === 'de'
          ? `${path}: ${String(reviews.length - wrong.length)} von ${String(reviews.length)} ohne Verstoß`
          : `${path}: ${String(reviews.length - wrong.length)} of ${String(reviews.length)} without a breach`
      const named = reviews.flatMap(({ place, breaches, advice }) =>
        [...breaches, ...advice].map(
          ({ field, words }) => `  ${place === '' ? '' : `${place} `}${field}: ${words[language]}`,
        ),
      )
      return [sum, ...named].join('\n')
    }
  },
}

function readJson(path: string): unknown {
  const size = statSync(path, { throwIfNoEntry: false })?.size
  if (size === undefined) {
    throw new AppError('not_found', {
      de: `Die Datei „${path}“ gibt es nicht.`,
      en: `There is no file "${path}".`,
    })
  }
  if (size > MAX_FILE_BYTES) {
    throw new AppError('unreadable', {
      de: `„${path}“ ist größer als 256 MB.`,
      en: `"${path}" is larger than 256 MB.`,
    })
  }
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
    return value
  } catch (cause) {
    throw new AppError(
      'unreadable',
      { de: `„${path}“ ist kein lesbares JSON.`, en: `"${path}" is no readable JSON.` },
      { cause },
    )
  }
}

function nothingFound(path: string): AppError {
  return new AppError('unreadable', {
    de: `In „${path}“ steht kein ClaimReview.`,
    en: `There is no ClaimReview in "${path}".`,
  })
}
