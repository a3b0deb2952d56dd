const LANGUAGES = ['de', 'en', 'ru', 'uk', 'fr', 'es', 'it', 'pl', 'tr', 'ar', 'fa', 'zh', 'kk'] as const

/** Languages to choose from, named in the language of the interface; one that is already set is always among them. */
export function languageOptions(
  locale: string,
  none: string,
  current = '',
): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([locale], { type: 'language' })
  const tags = current && !LANGUAGES.some((tag) => tag === current) ? [...LANGUAGES, current] : LANGUAGES
  const named = tags.map((tag) => ({ value: tag as string, label: names.of(tag) ?? tag }))
  return [{ value: '', label: none }, ...named.sort((a, b) => a.label.localeCompare(b.label, locale))]
}
