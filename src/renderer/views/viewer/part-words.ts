import { useI18n } from 'vue-i18n'

const MAX_LABEL = 120
/** What numbered parts are, by the type of the file. */
const NUMBERED: readonly (readonly [RegExp, 'page' | 'slide' | 'sheet'])[] = [
  [/^application\/pdf$/, 'page'],
  [/presentationml/, 'slide'],
  [/spreadsheetml/, 'sheet'],
]
const NAMED = ['footnotes', 'endnotes', 'headers'] as const

/** What people call a part of a file: "Seite 3", "00:02:14", an address; empty where it is the whole text. */
export function usePartWords() {
  const { t } = useI18n()

  function partWords(mediaType: string, from: string, to = from): string {
    if (from === 'text') return ''
    const numbered = NUMBERED.find(([type]) => type.test(mediaType))?.[1]
    if (numbered) {
      return from === to
        ? t(`viewer.part.${numbered}`, { number: from })
        : t(`viewer.parts.${numbered}`, { from, to })
    }
    const named = NAMED.find((name) => name === from)
    return named ? t(`viewer.part.${named}`) : from.slice(0, MAX_LABEL)
  }

  return partWords
}
