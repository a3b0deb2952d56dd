import { useI18n } from 'vue-i18n'

import { useHistoryStore } from '../../stores/history-store'
import { useNoticeStore } from '../../stores/notice-store'

/** Takes the latest step back, or back again, and says which one it was. */
export function useUndo() {
  const { t } = useI18n()
  const history = useHistoryStore()
  const notices = useNoticeStore()

  async function undo(): Promise<void> {
    const step = history.next.undo
    try {
      await history.undo()
      notices.tell(step ? t('history.undone', { step }) : t('common.undo'))
    } catch (error) {
      notices.reportError(error)
    }
  }

  async function redo(): Promise<void> {
    const step = history.next.redo
    try {
      await history.redo()
      notices.tell(step ? t('history.redone', { step }) : t('common.redo'))
    } catch (error) {
      notices.reportError(error)
    }
  }

  return { undo, redo }
}
