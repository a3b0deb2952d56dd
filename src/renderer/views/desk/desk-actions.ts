import { ArrowRight, CheckCheck, ListFilter } from '@lucide/vue'
import { useI18n } from 'vue-i18n'

import { registerAction, type Action } from '../../actions'
import { useDeskStore } from '../../stores/desk-store'
import { useNoticeStore } from '../../stores/notice-store'
import { useViewStore } from '../../stores/view-store'
import { useClaimActions } from './claim-actions'
import { useReadingActions } from './reading-actions'
import { useTextActions } from './text-actions'

interface Manuscript {
  focusSentence: () => void
  chooseWord: (step: 1 | -1, extend: boolean) => void
}

/** Everything that can be done at the desk, by key, palette, menu or button. */
export function useDeskActions({ focusSentence, chooseWord }: Manuscript): void {
  const { t } = useI18n()
  const desk = useDeskStore()
  const view = useViewStore()
  const notices = useNoticeStore()

  const group = (): string => t('groups.sentence')
  const atDesk = (): true | string =>
    (view.view === 'desk' && desk.focused !== null) || t('desk.reason.noArticle')
  const inManuscript = (): true | string => {
    const here = document.activeElement?.closest('[data-sentence]')
    return here ? atDesk() : t('desk.reason.notInManuscript')
  }

  const moving = (
    id: string,
    keys: readonly string[],
    run: () => void,
    enabled: Action['enabled'] = atDesk,
  ): Action => ({
    id: `desk.${id}`,
    title: () => t(`desk.action.${id}`),
    group,
    keys,
    enabled,
    hidden: true,
    run,
  })

  const filters = (['open', 'mine', 'without evidence', 'second reading', 'reopened'] as const).map(
    (name, index): Action => ({
      id: `desk.filter.${name}`,
      title: () => t('desk.action.filter', { name: t(`desk.filter.${name}`) }),
      group: () => t('groups.view'),
      keys: [`Alt+${String(index + 1)}`],
      icon: ListFilter,
      enabled: atDesk,
      run: () => desk.toggleFilter(name),
    }),
  )

  registerAction(
    moving('nextSentence', ['j'], () => desk.move(1)),
    moving('previousSentence', ['k'], () => desk.move(-1)),
    moving('nextOfAll', ['ArrowDown'], () => desk.move(1, { everySentence: true }), inManuscript),
    moving('previousOfAll', ['ArrowUp'], () => desk.move(-1, { everySentence: true }), inManuscript),
    moving('moreSentences', ['Shift+ArrowDown'], () => desk.chooseMore(1), inManuscript),
    moving('fewerSentences', ['Shift+ArrowUp'], () => desk.chooseMore(-1), inManuscript),
    moving('firstSentence', ['Home'], () => desk.moveToEnd('first'), inManuscript),
    moving('lastSentence', ['End'], () => desk.moveToEnd('last'), inManuscript),
    moving('nextWord', ['ArrowRight'], () => chooseWord(1, false), inManuscript),
    moving('previousWord', ['ArrowLeft'], () => chooseWord(-1, false), inManuscript),
    moving('moreWords', ['Shift+ArrowRight'], () => chooseWord(1, true), inManuscript),
    moving('fewerWords', ['Shift+ArrowLeft'], () => chooseWord(-1, true), inManuscript),
    {
      id: 'desk.nextToDo',
      title: () => t(desk.filter === 'second reading' ? 'desk.action.nextToRead' : 'desk.action.nextOpen'),
      group,
      keys: ['Shift+j'],
      icon: ArrowRight,
      enabled: () => {
        const here = atDesk()
        if (here !== true) return here
        return (
          desk.nextToDo !== null ||
          t(desk.filter === 'second reading' ? 'desk.reason.noneToRead' : 'desk.reason.noneOpen')
        )
      },
      run: desk.goToNextToDo,
    },
    {
      id: 'desk.backToManuscript',
      title: () => t('desk.action.backToManuscript'),
      group,
      keys: ['Escape'],
      reach: 'fields',
      hidden: true,
      enabled: () => {
        const here = document.activeElement?.closest('[data-pane="inspector"]')
        return here ? atDesk() : t('desk.reason.notInInspector')
      },
      run: () => {
        if (view.layout === 'one') view.showPane('manuscript')
        focusSentence()
      },
    },
    {
      id: 'desk.signOff',
      title: () => t('desk.action.signOff'),
      group: () => t('groups.article'),
      keys: ['$mod+Shift+f'],
      icon: CheckCheck,
      enabled: () => {
        const here = atDesk()
        if (here !== true) return here
        if (desk.article?.signOff?.current) return t('desk.reason.signedOffAlready')
        const missing = desk.missingForSignOff
        return missing === 0 || t('desk.reason.missingForSignOff', { count: missing }, missing)
      },
      run: () => desk.signOff().catch(notices.reportError),
    },
    ...filters,
  )
  useClaimActions(atDesk)
  useTextActions(atDesk)
  useReadingActions(atDesk)
}
