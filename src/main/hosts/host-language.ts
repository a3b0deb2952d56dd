import type { UiLanguage } from '#shared/errors'

/** Language of the terminal: the usual variables, else what the operating system is set to. */
export function hostLanguage(env: NodeJS.ProcessEnv = process.env): UiLanguage {
  const named = env.LC_ALL || env.LC_MESSAGES || env.LANG || Intl.DateTimeFormat().resolvedOptions().locale
  return /^de\b|^de_/i.test(named) ? 'de' : 'en'
}
