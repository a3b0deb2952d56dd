import { FileText, Pencil, User } from '@lucide/vue'
import { useI18n } from 'vue-i18n'

import { registerAction } from '../../actions'
import { useCuttingStore } from '../../stores/cutting-store'
import { useDeskInspectorStore } from '../../stores/desk-inspector-store'
import { useDeskStore } from '../../stores/desk-store'
import { useDeskViewerStore } from '../../stores/desk-viewer-store'
import { useNoticeStore } from '../../stores/notice-store'
import { useRevisionStore } from '../../stores/revision-store'
import { useViewStore } from '../../stores/view-store'
import { all, type Enabled } from './enabled'

/** How the text is cut, what its blocks are taken for, and its words. */
export function useTextActions(atDesk: Enabled): void {
  const { t } = useI18n()
  const desk = useDeskStore()
  const inspector = useDeskInspectorStore()
  const notices = useNoticeStore()
  const cutting = useCuttingStore()
  const viewer = useDeskViewerStore()
  const revisions = useRevisionStore()
  const view = useViewStore()

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
      id: 'desk.rememberCut',
      title: () => t('review.cutting.remember'),
      group: () => t('groups.sentence'),
      keys: ['Alt+s'],
      enabled: all(atDesk, () => hasLastCut() || t('review.cutting.nothingToRemember')),
      run: async () => {
        const cut = await cutting.rememberLast().catch(notices.reportError)
        if (!cut) return
        const { before, after, isCut } = cut
        const what = t(isCut ? 'review.cutting.always' : 'review.cutting.never', { before, after })
        notices.tell(t('review.cutting.remembered', { what }), { undo: true })
      },
    },
    {
      id: 'desk.original',
      title: () => t('review.showOriginal'),
      group: () => t('groups.article'),
      icon: FileText,
      enabled: all(atDesk, () => desk.article?.original != null || t('review.noOriginal')),
      run: async () => {
        const hash = desk.article?.original?.hash
        const page = desk.focused?.page ?? null
        if (hash) await viewer.open(hash, { page }).catch(notices.reportError)
      },
    },
    {
      id: 'desk.editWords',
      title: () => t('revision.action.edit'),
      group: () => t('groups.sentence'),
      keys: ['t'],
      icon: Pencil,
      enabled: atDesk,
      run: () => {
        // The field takes the focus by itself.
        if (view.layout === 'one') view.pane = 'manuscript'
        revisions.editing = desk.focusedId
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

  function hasLastCut(): boolean {
    return cutting.last !== null && cutting.last.articleId === desk.article?.id
  }

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
