import { useI18n } from 'vue-i18n'

import type { PersonId } from '#shared/model'

import { useHistoryStore } from '../../stores/history-store'
import { useNoticeStore } from '../../stores/notice-store'
import { useSessionStore } from '../../stores/session-store'

/** Another person takes the desk: every later change is theirs, and so is undo. */
export function useActAs() {
  const { t } = useI18n()
  const session = useSessionStore()
  const history = useHistoryStore()
  const notices = useNoticeStore()

  async function actAs(personId: PersonId): Promise<void> {
    if (personId === session.currentId) return
    try {
      await session.actAs(personId)
      await history.refresh()
      notices.tell(t('people.actingNow', { name: session.nameOf(personId) }))
    } catch (error) {
      notices.reportError(error)
    }
  }

  return { actAs }
}
