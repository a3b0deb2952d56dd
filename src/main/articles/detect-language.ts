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
