import { useI18n } from 'vue-i18n'

const MAX_LABEL = 120

/** What people call a part of a file: "Seite 3", "00:02:14", an address; empty where it is the whole text. */
export function usePartWords() {
  const { t } = useI18n()

  function partWords(mediaType: string, from: string, to = from): string {
    if (from === 'text') return ''
    if (mediaType !== 'application/pdf') return from.slice(0, MAX_LABEL)
    return from === to ? t('viewer.page', { number: from }) : t('viewer.pages', { from, to })
  }

  return partWords
}
