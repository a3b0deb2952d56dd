import { ArrowLeft, ArrowRight, Check, ListFilter, MessageSquare, X } from '@lucide/vue'
import { useI18n } from 'vue-i18n'

import type { SentenceId } from '#shared/model'

import { registerAction, type Action } from '../../actions'
import { useDeskInspectorStore } from '../../stores/desk-inspector-store'
import { useDeskStore } from '../../stores/desk-store'
import { useNoticeStore } from '../../stores/notice-store'
import { useRevisionStore, type StepFilter } from '../../stores/revision-store'
import { useViewStore } from '../../stores/view-store'

const FILTERS = ['changed', 'new', 'gone', 'moved', 'kept'] as const

/** What can be done with a preview and with revisions, by key, palette or button. */
export function useRevisionActions(): void {
  const { t } = useI18n()
  const desk = useDeskStore()
  const inspector = useDeskInspectorStore()
  const notices = useNoticeStore()
  const revisions = useRevisionStore()
  const view = useViewStore()

  const group = (): string => t('view.revisions')
  const isComing = (): boolean => revisions.shown?.kind === 'coming'
  const hasSteps = (): true | string => revisions.part === 'steps' || t('revision.noneOfKind')

  /** The sentence of today to which the step in focus leads. */
  function sentenceOfToday(): SentenceId | null {
    const side = isComing() ? revisions.step?.before : revisions.step?.after
    const found = side?.find(({ sentenceId }) => sentenceId && desk.sentencesById.has(sentenceId))
    return found?.sentenceId ?? null
  }
  const hasSentence = (): true | string => sentenceOfToday() !== null || t('revision.reason.noSentence')

  function goTo(): SentenceId | null {
    const sentenceId = sentenceOfToday()
    view.show('desk')
    desk.focus(sentenceId, { reveal: true })
    return sentenceId
  }

  const moving = (id: string, keys: readonly string[], by: 1 | -1): Action => ({
    id: `revisions.${id}`,
    title: () => t(`revision.action.${id}`),
    group,
    keys,
    hidden: true,
    enabled: hasSteps,
    run: () => revisions.move(by),
  })

  const filters = FILTERS.map((kind, index): Action => ({
    id: `revisions.filter.${kind}`,
    title: () => t('revision.action.filter', { name: t(`revision.filter.${kind}`) }),
    group: () => t('groups.view'),
    keys: [`Alt+${String(index + 1)}`],
    icon: ListFilter,
    run: () => {
      const next: StepFilter = revisions.filter === kind ? null : kind
      revisions.part = 'steps'
      revisions.show(next)
    },
  }))

  registerAction(
    moving('next', ['j', 'ArrowDown'], 1),
    moving('previous', ['k', 'ArrowUp'], -1),
    {
      id: 'revisions.goTo',
      title: () => {
        const kind = revisions.step?.kind
        return t(
          kind === 'kept' || kind === 'moved' ? 'revision.action.toSentence' : 'revision.action.recheck',
        )
      },
      group,
      keys: ['Enter'],
      icon: ArrowRight,
      enabled: () => (isComing() ? t('revision.reason.notHere') : hasSentence()),
      run: () => {
        goTo()
      },
    },
    {
      id: 'revisions.comment',
      title: () => t('revision.action.tell'),
      group,
      keys: ['m'],
      icon: MessageSquare,
      enabled: hasSentence,
      run: () => {
        inspector.leftReading = goTo()
        inspector.tab = 'comments'
        inspector.wantsComment = true
      },
    },
    {
      id: 'revisions.apply',
      title: () => t('revision.action.apply', { number: revisions.shown?.to ?? 0 }),
      group,
      keys: ['$mod+Enter'],
      icon: Check,
      enabled: () => {
        if (!isComing()) return t('revision.reason.noPreview')
        return revisions.coming?.preview.isSameText ? t('revision.reason.sameText') : true
      },
      run: async () => {
        try {
          const change = await revisions.apply()
          if (change) notices.tell(change.text, { undo: true })
        } catch (error) {
          notices.reportError(error)
        }
      },
    },
    {
      id: 'revisions.giveUp',
      title: () => t('revision.action.giveUp'),
      group,
      keys: ['Escape'],
      reach: 'fields',
      icon: X,
      enabled: () => isComing() || t('revision.reason.noPreview'),
      run: () => {
        revisions.giveUp()
        view.show('desk')
      },
    },
    {
      id: 'revisions.back',
      title: () => t('revision.action.back'),
      group,
      keys: ['Escape'],
      reach: 'fields',
      icon: ArrowLeft,
      enabled: () => !isComing() || t('revision.action.giveUp'),
      run: () => view.show('desk'),
    },
    ...filters,
  )
}
