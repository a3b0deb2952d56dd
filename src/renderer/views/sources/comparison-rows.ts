import { useI18n } from 'vue-i18n'

import type { Source } from '#shared/model'

import { useDates } from '../../i18n/dates'
import { useIssuedWords } from './issued-words'

interface ComparedField {
  label: string
  /** One for each source, empty where it says nothing. */
  values: string[]
  differs: boolean
}

/** What sources say, field by field; fields about which all are silent are left out. */
export function useComparison(): (sources: readonly Source[]) => ComparedField[] {
  const { t, n } = useI18n()
  const { partial, day } = useDates()
  const issued = useIssuedWords()

  return (sources) => {
    const told: [string, (source: Source) => string | null][] = [
      [t('desk.source.type'), ({ type }) => t(`desk.sourceType.${type}`)],
      [t('desk.source.authors'), ({ authors }) => authors],
      [t('desk.source.issuedOn'), (source) => source.issued && issued(source.issued)],
      [t('sources.field.container'), ({ container }) => container],
      [t('desk.source.publisher'), ({ publisher }) => publisher],
      [t('sources.field.volume'), ({ volume }) => volume],
      [t('sources.field.issue'), ({ issue }) => issue],
      [t('sources.field.pages'), ({ pages }) => pages],
      [t('sources.field.edition'), ({ edition }) => edition],
      [t('sources.field.doi'), ({ doi }) => doi],
      [t('sources.field.isbn'), ({ isbn }) => isbn],
      [t('desk.source.url'), ({ url }) => url],
      [t('sources.archiveUrl'), ({ archiveUrl }) => archiveUrl],
      [t('desk.source.accessedOn'), ({ accessedOn }) => accessedOn && partial(accessedOn)],
      [t('desk.source.language'), ({ language }) => language],
      [t('sources.kind'), ({ kind }) => kind && t(`sources.kinds.${kind}`)],
      [t('sources.reliability'), ({ reliability }) => t(`sources.reliabilities.${reliability}`)],
      [t('sources.statusLabel'), ({ status }) => t(`sources.statuses.${status}`)],
      [t('sources.goodUntil'), ({ goodUntil }) => goodUntil && partial(goodUntil)],
      [t('sources.confidential'), ({ publicWording }) => publicWording],
      [t('sources.contact'), ({ contact }) => contact],
      [t('sources.conflicts'), ({ conflicts }) => conflicts],
      [t('sources.note'), ({ note }) => note],
      [t('sources.merge.evidence'), ({ evidenceCount }) => n(evidenceCount)],
      [t('sources.merge.recorded'), ({ createdAt }) => day(new Date(createdAt))],
    ]
    return told
      .map(([label, tell]) => ({ label, values: sources.map((source) => tell(source) ?? '') }))
      .filter(({ values }) => values.some(Boolean))
      .map(({ label, values }) => ({ label, values, differs: new Set(values).size > 1 }))
  }
}

/** The record to keep when nobody has said: the one most rests on, else the one that says most. */
export function fullestSource(sources: readonly Source[]): Source | undefined {
  const said = (source: Source): number =>
    Object.values(source).filter((value) => value !== null && value !== '').length
  return sources.toSorted((a, b) => b.evidenceCount - a.evidenceCount || said(b) - said(a))[0]
}
