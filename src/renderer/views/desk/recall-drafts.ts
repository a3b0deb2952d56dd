import { nextTick } from 'vue'
import { useI18n } from 'vue-i18n'

import { useDeskDraftStore, type DraftPlace } from '../../stores/desk-draft-store'
import { useDeskInspectorStore } from '../../stores/desk-inspector-store'
import { useLibraryStore } from '../../stores/library-store'
import { useNoticeStore } from '../../stores/notice-store'
import { useJump } from '../shell/jump'

/** Brings what was typed before the window began back to where it was typed, the latest with its cursor. */
export function useRecalledDrafts(): () => Promise<void> {
  const { t } = useI18n()
  const drafts = useDeskDraftStore()
  const inspector = useDeskInspectorStore()
  const library = useLibraryStore()
  const notices = useNoticeStore()
  const jump = useJump()

  return async function recall(): Promise<void> {
    const places = (await drafts.recall()).filter(({ articleId }) => library.find(articleId))
    const [latest] = places
    if (!latest) return
    for (const { claimId, form } of places) if (claimId && form) inspector.forms.set(claimId, form)
    if (latest.claimId) await jump.toClaim(latest.articleId, latest.claimId)
    else if (latest.sentenceId) await jump.toSentence(latest.articleId, latest.sentenceId)
    inspector.tab = latest.tab
    if (latest.claimId && latest.form) inspector.openForm(latest.claimId, latest.form)
    else inspector.wantsComment = latest.tab === 'comments'
    notices.tell(t('saved.draftsBack', { count: places.length }, places.length))
    await nextTick()
    // The form puts the focus where it begins, one turn later.
    setTimeout(() => setCursor(latest.cursor), 50)
  }
}

function setCursor(cursor: DraftPlace['cursor']): void {
  const active = document.activeElement
  const form = active?.closest('form')
  const field = cursor && form?.elements[cursor.field]
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return
  field.focus()
  // Dates and choices have no cursor.
  if (field.selectionStart !== null) field.setSelectionRange(cursor?.at ?? 0, cursor?.at ?? 0)
}
