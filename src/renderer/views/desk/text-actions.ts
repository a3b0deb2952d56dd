import { FileText, User } from '@lucide/vue'
import { useI18n } from 'vue-i18n'

import { registerAction } from '../../actions'
import { useDeskInspectorStore } from '../../stores/desk-inspector-store'
import { useDeskStore } from '../../stores/desk-store'
import { useNoticeStore } from '../../stores/notice-store'
import { all, type Enabled } from './enabled'

/** How the text is cut and what its blocks are taken for. Its words are never changed. */
export function useTextActions(atDesk: Enabled): void {
  const { t } = useI18n()
  const desk = useDeskStore()
  const inspector = useDeskInspectorStore()
  const notices = useNoticeStore()

  registerAction(
    {
      id: 'desk.split',
      title: () => t('desk.action.split'),
      group: () => t('groups.sentence'),
      keys: ['s'],
      enabled: all(atDesk, () => splitPlace() !== null || t('desk.reason.noSplitPlace')),
      run: async () => {
        const at = splitPlace()
        if (desk.focused && at !== null) await desk.split(desk.focused.id, at).catch(notices.reportError)
      },
    },
    {
      id: 'desk.join',
      title: () => t('desk.action.join'),
      group: () => t('groups.sentence'),
      keys: ['Shift+s'],
      enabled: all(atDesk, () => hasNextInBlock() || t('desk.reason.lastInBlock')),
      run: async () => {
        if (desk.focused) await desk.join(desk.focused.id).catch(notices.reportError)
      },
    },
    {
      id: 'desk.blockKind',
      title: () => t('desk.action.blockKind'),
      group: () => t('groups.sentence'),
      keys: ['a'],
      icon: FileText,
      enabled: atDesk,
      run: () => void (inspector.dialog = 'block kind'),
    },
    {
      id: 'desk.attribute',
      title: () => t('desk.action.attribute'),
      group: () => t('groups.sentence'),
      keys: ['Shift+a'],
      icon: User,
      enabled: all(atDesk, () => desk.focusedBlock?.kind === 'quote' || t('desk.reason.noQuote')),
      run: () => void (inspector.dialog = 'attribution'),
    },
  )

  /** Before the chosen words, or where the text cursor stands. */
  function splitPlace(): number | null {
    const sentence = desk.focused
    if (!sentence) return null
    const caret = desk.caret?.sentenceId === sentence.id ? desk.caret.at : null
    const at = desk.selectionInFocused?.start ?? caret
    return at !== null && at > sentence.start && at < sentence.end ? at : null
  }

  function hasNextInBlock(): boolean {
    const sentence = desk.focused
    return sentence !== null && desk.sentencesByBlock.get(sentence.blockId)?.at(-1)?.id !== sentence.id
  }
}
