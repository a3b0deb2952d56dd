import { useI18n } from 'vue-i18n'

import type { HistoryEntry } from '#shared/model'

import { useHistoryStore } from '../../stores/history-store'
import { useLibraryStore } from '../../stores/library-store'
import { useNoticeStore } from '../../stores/notice-store'
import { useViewStore } from '../../stores/view-store'

/** Takes the latest step back, or back again, and says which one it was. */
export function useUndo() {
  const { t } = useI18n()
  const history = useHistoryStore()
  const library = useLibraryStore()
  const notices = useNoticeStore()
  const view = useViewStore()

  async function undo(): Promise<void> {
    const step = history.next.undo
    try {
      await open(await history.undo())
      notices.tell(step ? t('history.undone', { step }) : t('common.undo'))
    } catch (error) {
      notices.reportError(error)
    }
  }

  async function redo(): Promise<void> {
    const step = history.next.redo
    try {
      await open(await history.redo())
      notices.tell(step ? t('history.redone', { step }) : t('common.redo'))
    } catch (error) {
      notices.reportError(error)
    }
  }

  /** An article that has come back is opened when nothing else is. */
  async function open({ articleId }: HistoryEntry): Promise<void> {
    await library.load()
    if (view.view === 'desk' && !view.articleId && articleId && library.find(articleId))
      view.openArticle(articleId)
  }

  return { undo, redo }
}
