import { eld } from 'eld/extrasmall'

import { languageRules } from './segmentation-data'

const SAMPLE_LENGTH = 4_000

/** The language a text is most likely in. A preset for a person to correct, so it never fails. */
export function detectLanguage(text: string): string {
  const sample = text.slice(0, SAMPLE_LENGTH).toWellFormed()
  const result = eld.detect(sample)
  if (result.language !== '' && result.isReliable()) return result.language
  // A few words resemble many languages; then one of those we know by heart is likelier than the others.
  const [likely] = Object.entries(result.getScores())
    .filter(([language]) => languageRules(language))
    .sort(([, one], [, other]) => other - one)
  return likely?.[0] ?? (/[äöüß]/i.test(sample) ? 'de' : 'en')
}

const MIN_FOREIGN_LETTERS = 12
const MIN_FOREIGN_WORDS = 8
const MAX_FOREIGN_LETTERS = 600

/**
 * The language of a block, where it surely is another one than that of its article and one that we have rules for; null
 * otherwise. Another script tells it in a few words, the same script only in a sentence or two.
 */
export function blockLanguage(text: string, language: string): string | null {
  const sample = text.slice(0, MAX_FOREIGN_LETTERS).toWellFormed()
  const cyrillic = sample.match(/[\u0400-\u04ff]/g)?.length ?? 0
  const latin = sample.match(/[a-z\u00c0-\u024f]/gi)?.length ?? 0
  const isCyrillic = cyrillic > latin * 2
  if (isCyrillic === CYRILLIC.has(languageOnly(language)) && (isCyrillic || latin > cyrillic)) {
    return isCyrillic ? otherCyrillic(sample, languageOnly(language)) : sameScript(sample, language)
  }
  if (isCyrillic && cyrillic >= MIN_FOREIGN_LETTERS) return cyrillicLanguage(sample)
  return latin > cyrillic * 2 && latin >= MIN_FOREIGN_LETTERS * 3 ? sameScript(sample, language) : null
}

const CYRILLIC = new Set(['ru', 'uk', 'be', 'bg', 'sr', 'mk', 'kk'])

function languageOnly(tag: string): string {
  return tag.slice(0, /[-_]/.exec(tag)?.index).toLowerCase()
}

/** Russian and Ukrainian each have letters that the other lacks. */
function otherCyrillic(sample: string, language: string): string | null {
  const ukrainian = sample.match(/[іїєґ]/gi)?.length ?? 0
  const russian = sample.match(/[ыэъё]/gi)?.length ?? 0
  if (language === 'ru' && ukrainian > 2 && russian === 0) return 'uk'
  return language === 'uk' && russian > 2 && ukrainian === 0 ? 'ru' : null
}

function cyrillicLanguage(sample: string): string {
  if (/[іїєґ]/i.test(sample)) return 'uk'
  if (/[ыэъё]/i.test(sample)) return 'ru'
  return eld.detect(sample).language === 'uk' ? 'uk' : 'ru'
}

/** Names and titles of films in a sentence resemble anything; so it has to be the better part of its small words. */
function sameScript(sample: string, language: string): string | null {
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? []
  if (words.length < MIN_FOREIGN_WORDS) return null
  const own = languageRules(language)
  if (!own || smallWords(words, own.starters) > words.length * 0.2) return null
  const { language: likely } = eld.detect(sample)
  const other = likely === languageOnly(language) ? undefined : languageRules(likely)
  if (!other) return null
  const theirs = smallWords(words, other.starters)
  return theirs >= words.length * 0.2 && theirs > smallWords(words, own.starters) * 2 ? likely : null
}

function smallWords(words: readonly string[], known: ReadonlySet<string>): number {
  return words.filter((word) => known.has(word)).length
}
