import type { Words } from '#shared/errors'
import type { Callout, CalloutCode } from '#shared/model'

import { invisibleNames, looksOf, named, posingLetters, withoutInvisible } from './odd-characters'
import {
  isComparative,
  isDate,
  isFunctionWord,
  isModal,
  isNegation,
  isNumber,
  isOpposite,
  isQuantifier,
  isUnit,
} from './telling-words'

/** A word of a sentence with the white space behind it. */
export interface Token {
  word: string
  text: string
  /** The first word of the sentence, which is capitalised whatever it is. */
  isFirst: boolean
}

const LABELS: Record<CalloutCode, Words> = {
  invisible: { de: 'Unsichtbares Zeichen', en: 'Invisible character' },
  'look-alike': {
    de: 'Sieht gleich aus, ist aber ein anderes Zeichen',
    en: 'Looks the same, is another character',
  },
  negation: { de: 'Verneinung', en: 'Negation' },
  number: { de: 'Zahl', en: 'Number' },
  unit: { de: 'Einheit', en: 'Unit' },
  date: { de: 'Datum oder Zeit', en: 'Date or time' },
  quantifier: { de: 'Mengenangabe', en: 'Quantifier' },
  modal: { de: 'Wie sicher, ob gewollt oder erlaubt', en: 'How certain, wanted or allowed' },
  comparative: { de: 'Vergleich', en: 'Comparison' },
  'quotation mark': { de: 'Anführungszeichen', en: 'Quotation mark' },
  name: { de: 'Name oder Hauptwort', en: 'Name' },
  capital: { de: 'Groß- oder Kleinschreibung', en: 'Capital letters' },
  punctuation: { de: 'Satzzeichen', en: 'Punctuation' },
}

/** Pairs of words that are compared for one turning the other round. */
const MAX_OPPOSITES = 400

type Lookup = (token: Token) => boolean

const QUOTATION_MARK = /^[„“”‟"«»‚‘‹›]$/u

const LOOKUPS: [CalloutCode, Lookup][] = [
  ['number', ({ word }) => isNumber(lower(word))],
  ['unit', ({ word }) => isUnit(lower(word))],
  // Written small, they are verbs.
  ['date', ({ word }) => isDate(lower(word)) && word !== 'may' && word !== 'march'],
  ['quantifier', ({ word }) => isQuantifier(lower(word))],
  ['modal', ({ word }) => isModal(lower(word))],
  ['comparative', ({ word }) => isComparative(lower(word))],
  ['quotation mark', ({ word }) => QUOTATION_MARK.test(word)],
  ['name', isName],
  ['punctuation', ({ word }) => /^\p{P}$/u.test(word) && !QUOTATION_MARK.test(word) && !isUnit(word)],
]

/** What of one change, from some words to others, is dangerous. The most treacherous first. */
export function callouts(from: readonly Token[], to: readonly Token[]): Callout[] {
  const found: Callout[] = []
  const add = (code: CalloutCode, before: readonly string[], after: readonly string[]) => {
    const [a, b] = [before.join(' '), after.join(' ')]
    if (a !== b) found.push({ code, from: a, to: b, words: wordsOf(code, a, b) })
  }
  const [before, after] = [wordsIn(from), wordsIn(to)]
  add('invisible', invisibleNames(before), invisibleNames(after))
  const poses = [posingLetters(before), posingLetters(after)] as const
  const isLookAlike = looksOf(before) === looksOf(after)
  add('look-alike', poses[0].map(named), poses[1].map(named))
  if (isLookAlike && (found.length > 0 || withoutInvisible(before) === withoutInvisible(after))) return found

  const isShort = from.length * to.length <= MAX_OPPOSITES
  const opposites = (isShort ? from : []).flatMap((a) =>
    to.filter((b) => isOpposite(lower(a.word), lower(b.word))).map((b) => [a.word, b.word] as const),
  )
  const negations = (tokens: readonly Token[]) =>
    tokens.filter(({ word }) => isNegation(lower(word))).map(({ word }) => word)
  add(
    'negation',
    [...negations(from), ...opposites.map(([a]) => a)],
    [...negations(to), ...opposites.map(([, b]) => b)],
  )
  if (before.toLowerCase() === after.toLowerCase()) {
    add('capital', [before], [after])
    return found
  }
  for (const [code, isMeant] of LOOKUPS) {
    const meant = (tokens: readonly Token[]) => tokens.filter(isMeant).map(({ word }) => word)
    add(code, meant(from), meant(to))
  }
  return found
}

function wordsIn(tokens: readonly Token[]): string {
  return tokens.map(({ word }) => word).join(' ')
}

function lower(word: string): string {
  return withoutInvisible(word).toLowerCase()
}

/** German nouns are capitalised like names; a wrong alarm costs a glance. */
function isName({ word, isFirst }: Token): boolean {
  if (!/^\p{Lu}/u.test(word)) return false
  const known = lower(word)
  if (isNumber(known) || isUnit(known) || isDate(known)) return false
  return !isFirst || !isFunctionWord(known)
}

function wordsOf(code: CalloutCode, from: string, to: string): Words {
  const { de, en } = LABELS[code]
  if (from === '') return { de: `${de}, neu: ${to}`, en: `${en}, new: ${to}` }
  if (to === '') return { de: `${de}, weg: ${from}`, en: `${en}, gone: ${from}` }
  return { de: `${de}: ${from} → ${to}`, en: `${en}: ${from} → ${to}` }
}
