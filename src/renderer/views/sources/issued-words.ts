import { useI18n } from 'vue-i18n'

import { useDates } from '../../i18n/dates'
import { issuedOf, type IssuedPoint } from './issued-date'

const SEASONS = ['spring', 'summer', 'autumn', 'winter'] as const

/** Tells when a source was published, in words that can be typed again. */
export function useIssuedWords(): (issued: string) => string {
  const { t } = useI18n()
  const { partial } = useDates()

  function point({ on, season, about, unsure }: IssuedPoint): string {
    const name = season === null ? undefined : SEASONS[season - 1]
    const plain = name ? t(`sources.issued.${name}`, { year: on }) : partial(on)
    const near = about ? t('sources.issued.about', { date: plain }) : plain
    return unsure ? t('sources.issued.unsure', { date: near }) : near
  }

  return (text) => {
    const issued = issuedOf(text)
    if (!issued) return text
    const { from, to, isRange } = issued
    if (from && to) return t('sources.issued.between', { from: point(from), to: point(to) })
    if (from) return isRange ? t('sources.issued.since', { from: point(from) }) : point(from)
    return to ? t('sources.issued.until', { to: point(to) }) : text
  }
}
