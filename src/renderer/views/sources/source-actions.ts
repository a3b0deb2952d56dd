import { ArrowLeftRight, FileDown, FileText, Plus, SquareCheck } from '@lucide/vue'
import { useI18n } from 'vue-i18n'

import { registerAction } from '../../actions'
import { useSourceDuplicateStore } from '../../stores/source-duplicate-store'
import { useSourceFileStore } from '../../stores/source-file-store'
import { useSourceStore } from '../../stores/source-store'

interface Openers {
  add: () => void
  openExport: () => void
  openMerge: () => void
}

/** What can be done with the stock of sources while it is in sight. */
export function useSourceActions({ add, openExport, openMerge }: Openers): void {
  const { t } = useI18n()
  const sources = useSourceStore()
  const files = useSourceFileStore()
  const duplicates = useSourceDuplicateStore()
  const group = (): string => t('view.sources')
  const hasSources = (): true | string => sources.sources.length > 0 || t('sources.none')

  registerAction(
    { id: 'sources.add', title: () => t('sources.add'), group, icon: Plus, run: add },
    {
      id: 'sources.import',
      title: () => t('sources.import.short'),
      group,
      keys: ['$mod+o'],
      icon: FileDown,
      enabled: () => !files.running || t('reason.importing'),
      run: () => void (files.dialogOpen = true),
    },
    {
      id: 'sources.export',
      title: () => t('sources.export.short'),
      group,
      keys: ['$mod+e'],
      icon: FileText,
      enabled: () => sources.query !== '' || hasSources(),
      run: openExport,
    },
    {
      id: 'sources.choose',
      title: () => t(sources.chosen ? 'sources.choose.end' : 'sources.choose.start'),
      group,
      icon: SquareCheck,
      enabled: hasSources,
      run: () => void (sources.chosen = sources.chosen ? null : []),
    },
    {
      id: 'sources.merge',
      title: () => t('sources.merge.compareAll'),
      group,
      icon: ArrowLeftRight,
      enabled: () => duplicates.groups.length > 0 || t('sources.merge.none'),
      run: openMerge,
    },
  )
}
