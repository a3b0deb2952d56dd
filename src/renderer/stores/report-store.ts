import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Input, Output } from '#shared/contract'
import type { UiLanguage } from '#shared/errors'
import type { ArticleId } from '#shared/model'

import { useCall } from '../api'

export type ReportFormat = Input<'reports.render'>['format']

/** How the report is wanted, and the document itself. */
export const useReportStore = defineStore('report', () => {
  const call = useCall()
  /** null: the language of the interface. */
  const language = ref<UiLanguage | null>(null)
  const format = ref<ReportFormat>('html')

  function render(articleId: ArticleId, shown: UiLanguage): Promise<Output<'reports.render'>> {
    return call('reports.render', { articleId, format: format.value, language: shown })
  }

  return { language, format, render }
})
