import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import type { Input, Output } from '#shared/contract'
import type { UiLanguage } from '#shared/errors'
import type { ArticleId, ReportKind } from '#shared/model'

import { useCall } from '../api'

type ReportOptions = NonNullable<Input<'reports.render'>['options']>
/** ClaimReview makes a file for each claim, so it is asked for apart. */
export type ReportFormat = Input<'reports.render'>['format'] | 'claimreview'

/** How the report is wanted, and the document itself. */
export const useReportStore = defineStore('report', () => {
  const call = useCall()
  /** null: the language of the interface. */
  const language = ref<UiLanguage | null>(null)
  const kind = ref<ReportKind>('file')
  const format = ref<ReportFormat>('html')
  const house = ref('')
  /** Where the fact check is public. */
  const url = ref('')
  const withEvidence = ref(true)
  const withUnsettled = ref(true)
  /** null: as is usual for the kind. */
  const namesHands = ref<boolean | null>(null)

  const withHands = computed<boolean>({
    get: () => namesHands.value ?? kind.value !== 'public',
    set: (value) => (namesHands.value = value),
  })
  const options = computed<ReportOptions>(() => ({
    ...(house.value.trim() === '' ? {} : { house: house.value.trim() }),
    withEvidence: withEvidence.value,
    withUnsettled: withUnsettled.value,
    withHands: withHands.value,
  }))

  function render(
    articleId: ArticleId,
    shown: UiLanguage,
    wanted: Input<'reports.render'>['format'],
  ): Promise<Output<'reports.render'>> {
    return call('reports.render', {
      ...{ articleId, format: wanted, kind: kind.value, language: shown, options: options.value },
    })
  }

  function claimReviews(articleId: ArticleId, shown: UiLanguage): Promise<Output<'reports.claimReviews'>> {
    return call('reports.claimReviews', {
      ...{ articleId, language: shown },
      ...(url.value.trim() === '' ? {} : { url: url.value.trim() }),
      ...(house.value.trim() === '' ? {} : { publisher: house.value.trim() }),
    })
  }

  return {
    ...{ language, kind, format, house, url, withEvidence, withUnsettled, withHands, options },
    ...{ render, claimReviews },
  }
})
