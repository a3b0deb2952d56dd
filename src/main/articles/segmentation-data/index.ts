import { german } from './de'
import { english } from './en'
import { spanish } from './es'
import { french } from './fr'
import type { LanguageRules } from './language-rules'
import { russian } from './ru'
import { ukrainian } from './uk'

const byLanguage = new Map<string, LanguageRules>([
  ['de', german],
  ['en', english],
  ['es', spanish],
  ['fr', french],
  ['ru', russian],
  ['uk', ukrainian],
])

/** The rules for a BCP 47 tag, by its language alone. */
export function languageRules(language: string): LanguageRules | undefined {
  return byLanguage.get(language.slice(0, /[-_]/.exec(language)?.index).toLowerCase())
}
