import { AppError } from '#shared/errors'

import { notFound } from '#main/database/article-desk'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { cuttingQueries } from './cutting-queries'
import { wordsAround } from './segmenter-corrections'

type CuttingHandlers = Pick<
  Handlers,
  | 'abbreviations.list'
  | 'abbreviations.add'
  | 'abbreviations.remove'
  | 'cuts.list'
  | 'cuts.remember'
  | 'cuts.forget'
>

/** What later imports are to know: words that end no sentence, and places that were cut wrongly before. */
export function cuttingService({ db, now, newId, personId, desk, change }: ServiceContext): CuttingHandlers {
  const queries = cuttingQueries(db)
  const made = () => ({ created_by: personId(), created_at: now().toISOString() })
  const bare = (text: string) => text.replace(/\.$/, '').toLowerCase()

  return {
    'abbreviations.list': () => queries.abbreviations(),

    'abbreviations.add': ({ text }) => {
      if (!/\p{L}/u.test(text) || /\s/.test(text)) throw noAbbreviation()
      const known = queries.abbreviations().find((each) => bare(each.text) === bare(text))
      if (!known) {
        const id = newId()
        change({ action: 'abbreviation.added', facts: { text } }, (rows) => {
          rows.insert('abbreviations', { id, text, ...made() })
        })
      }
      return queries.abbreviations()
    },

    'abbreviations.remove': ({ abbreviationId }) => {
      const known = queries.abbreviations().find(({ id }) => id === abbreviationId)
      if (!known) throw notFound('Diese Abkürzung', 'This abbreviation')
      change({ action: 'abbreviation.removed', facts: { text: known.text } }, (rows) => {
        rows.remove('abbreviations', abbreviationId)
      })
      return queries.abbreviations()
    },

    'cuts.list': () => queries.cuts(),

    'cuts.remember': ({ articleId, at, isCut }) => {
      const words = wordsAround(desk.outline(articleId).text, at)
      if (!words) throw noWords()
      const { before, after } = words
      const known = queries.cuts().find((cut) => cut.before === before && cut.after === after)
      if (known?.isCut !== isCut) {
        const id = newId()
        change({ action: 'cut.remembered', facts: { before, after, isCut: isCut ? 1 : 0 } }, (rows) => {
          if (known) rows.update('remembered_cuts', known.id, { is_cut: isCut ? 1 : 0 })
          else rows.insert('remembered_cuts', { id, before, after, is_cut: isCut ? 1 : 0, ...made() })
        })
      }
      return queries.cuts()
    },

    'cuts.forget': ({ cutId }) => {
      const known = queries.cuts().find(({ id }) => id === cutId)
      if (!known) throw notFound('Diese Stelle', 'This place')
      const { before, after } = known
      change({ action: 'cut.forgotten', facts: { before, after } }, (rows) => {
        rows.remove('remembered_cuts', cutId)
      })
      return queries.cuts()
    },
  }
}

function noAbbreviation(): AppError {
  return new AppError('invalid_input', {
    de: 'Eine Abkürzung ist ein Wort ohne Leerzeichen, etwa „Bhf.“. Tragen Sie jede einzeln ein.',
    en: 'An abbreviation is one word without spaces, such as “Bhf.”. Enter each of them by itself.',
  })
}

function noWords(): AppError {
  return new AppError('rule_broken', {
    de: 'An dieser Stelle stehen nicht auf beiden Seiten Wörter. Wählen Sie eine Stelle zwischen zwei Wörtern.',
    en: 'There are no words on both sides of this place. Choose a place between two words.',
  })
}
