import { useI18n } from 'vue-i18n'

import type { HistoryEntry } from '#shared/model'
import { CallError } from '#shared/rpc'

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

  /** A step of somebody else is never taken back unasked. */
  async function undo(): Promise<void> {
    const { undo: step, other } = history.next
    if (step === null) {
      history.asked = other
      return
    }
    try {
      await open(await history.undo())
      notices.tell(t('history.undone', { step }))
    } catch (error) {
      if (other && error instanceof CallError && error.code === 'conflict') history.asked = other
      else notices.reportError(error)
    }
  }

  /** The step of somebody else that was asked about. */
  async function undoOther(): Promise<void> {
    const { asked } = history
    history.asked = null
    if (!asked) return
    try {
      await open(await history.undo(asked.eventId))
      notices.tell(t('history.undoneOf', { step: asked.step, name: asked.personName }))
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

  return { undo, undoOther, redo }
}
