import { useI18n } from 'vue-i18n'

import type { Parsed } from '#shared/contract'
import type { Source } from '#shared/model'

import { useDates } from '../../i18n/dates'
import { useIssuedWords } from './issued-words'

/** A field that a record can be completed with. */
export type MergedField = Parsed<'sources.merge'>['takeOver'][number]

export interface ComparedField {
  label: string
  /** null: it is not taken over from another record. */
  field: MergedField | null
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
    const told: [string, (source: Source) => string | null, MergedField?][] = [
      [t('desk.source.type'), ({ type }) => t(`desk.sourceType.${type}`)],
      [t('desk.source.authors'), ({ authors }) => authors, 'names'],
      [t('desk.source.issuedOn'), (source) => source.issued && issued(source.issued), 'issued'],
      [t('sources.field.container'), ({ container }) => container, 'container'],
      [t('desk.source.publisher'), ({ publisher }) => publisher, 'publisher'],
      [t('sources.field.volume'), ({ volume }) => volume, 'volume'],
      [t('sources.field.issue'), ({ issue }) => issue, 'issue'],
      [t('sources.field.pages'), ({ pages }) => pages, 'pages'],
      [t('sources.field.edition'), ({ edition }) => edition, 'edition'],
      [t('sources.field.doi'), ({ doi }) => doi, 'doi'],
      [t('sources.field.isbn'), ({ isbn }) => isbn, 'isbn'],
      [t('desk.source.url'), ({ url }) => url, 'url'],
      [t('sources.archiveUrl'), ({ archiveUrl }) => archiveUrl, 'archiveUrl'],
      [t('desk.source.accessedOn'), ({ accessedOn }) => accessedOn && partial(accessedOn), 'accessedOn'],
      [t('desk.source.language'), ({ language }) => language, 'language'],
      [t('sources.kind'), ({ kind }) => kind && t(`sources.kinds.${kind}`), 'kind'],
      [t('sources.reliability'), ({ reliability }) => t(`sources.reliabilities.${reliability}`)],
      [t('sources.statusLabel'), ({ status }) => t(`sources.statuses.${status}`)],
      [t('sources.goodUntil'), ({ goodUntil }) => goodUntil && partial(goodUntil)],
      [t('sources.confidential'), ({ publicWording }) => publicWording],
      [t('sources.contact'), ({ contact }) => contact, 'contact'],
      [t('sources.conflicts'), ({ conflicts }) => conflicts, 'conflicts'],
      [t('sources.note'), ({ note }) => note, 'note'],
      [t('sources.merge.evidence'), ({ evidenceCount }) => n(evidenceCount)],
      [t('sources.merge.recorded'), ({ createdAt }) => day(new Date(createdAt))],
    ]
    return told
      .map(([label, tell, field = null]) => ({
        label,
        field,
        values: sources.map((source) => tell(source) ?? ''),
      }))
      .filter(({ values }) => values.some(Boolean))
      .map((row) => ({ ...row, differs: new Set(row.values).size > 1 }))
  }
}

/** What the kept record could take from those that are merged into it, by the place of what it would say. */
export function offeredFields(
  rows: readonly ComparedField[],
  sources: readonly Source[],
  keepId: Source['id'] | null,
  mergeIds: readonly Source['id'][],
): Map<MergedField, string> {
  const offered = new Map<MergedField, string>()
  const kept = sources.findIndex(({ id }) => id === keepId)
  // In the order in which they are merged.
  const others = mergeIds.map((id) => sources.findIndex((source) => source.id === id))
  for (const { field, values } of rows) {
    const value = others.map((at) => values[at]).find(Boolean)
    if (field && !values[kept] && value) offered.set(field, value)
  }
  return offered
}

/** The record to keep when nobody has said: the one most rests on, else the one that says most. */
export function fullestSource(sources: readonly Source[]): Source | undefined {
  const said = (source: Source): number =>
    Object.values(source).filter((value) => value !== null && value !== '').length
  return sources.toSorted((a, b) => b.evidenceCount - a.evidenceCount || said(b) - said(a))[0]
}
