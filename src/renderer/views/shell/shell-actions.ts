import {
  Archive,
  ArrowLeft,
  ArrowRight,
  BookOpen,
  CircleQuestionMark,
  Database,
  FileText,
  Landmark,
  PanelLeftOpen,
  RotateCcw,
  Search,
  Undo2,
  User,
} from '@lucide/vue'
import type { Component } from 'vue'
import { useI18n } from 'vue-i18n'

import { registerAction, type Action } from '../../actions'
import { useDialogStore } from '../../stores/dialog-store'
import { useHistoryStore } from '../../stores/history-store'
import { useLibraryStore } from '../../stores/library-store'
import { useNoticeStore } from '../../stores/notice-store'
import { useSavedStore } from '../../stores/saved-store'
import { useViewStore, type ViewName } from '../../stores/view-store'
import { useUndo } from './use-undo'
import { walkPanes } from './walk-panes'

/** What can be done wherever one is in the window. */
export function useShellActions(): void {
  const { t } = useI18n()
  const view = useViewStore()
  const dialogs = useDialogStore()
  const history = useHistoryStore()
  const library = useLibraryStore()
  const notices = useNoticeStore()
  const saved = useSavedStore()
  const { undo, redo } = useUndo()

  const ofWindow = (): string => t('groups.window')
  const ofView = (): string => t('groups.view')
  const ofEditing = (): string => t('groups.editing')

  const showing = (
    name: Exclude<ViewName, 'report' | 'revisions'>,
    keys: string,
    icon: Component,
  ): Action => ({
    id: `view.${name}`,
    title: () => t('view.show', { view: t(`view.${name}`) }),
    group: ofView,
    keys: [keys],
    icon,
    run: () => view.show(name),
  })

  registerAction(
    {
      id: 'window.palette',
      title: () => t('topBar.search'),
      group: ofWindow,
      keys: ['$mod+k'],
      icon: Search,
      hidden: true,
      run: () => void (dialogs.open = 'palette'),
    },
    {
      id: 'window.shortcuts',
      title: () => t('shortcuts.title'),
      group: ofWindow,
      keys: ['[Shift]+?'],
      icon: CircleQuestionMark,
      run: () => void (dialogs.open = 'shortcuts'),
    },
    {
      id: 'window.nextPane',
      title: () => t('pane.next'),
      group: ofWindow,
      keys: ['F6'],
      hidden: true,
      run: () => walkPanes(view, 1),
    },
    {
      id: 'window.previousPane',
      title: () => t('pane.previous'),
      group: ofWindow,
      keys: ['Shift+F6'],
      hidden: true,
      run: () => walkPanes(view, -1),
    },
    {
      id: 'window.back',
      title: () => t('topBar.back'),
      group: ofWindow,
      keys: ['Alt+ArrowLeft'],
      icon: ArrowLeft,
      enabled: () => view.canGoBack || t('reason.noWayBack'),
      run: view.back,
    },
    {
      id: 'window.forward',
      title: () => t('topBar.forward'),
      group: ofWindow,
      keys: ['Alt+ArrowRight'],
      icon: ArrowRight,
      enabled: () => view.canGoForward || t('reason.noWayForward'),
      run: view.forward,
    },
    {
      id: 'window.library',
      title: () => t('topBar.showLibrary'),
      group: ofWindow,
      icon: PanelLeftOpen,
      hidden: true,
      run: () => {
        if (view.libraryOpen) view.showPane('manuscript')
        else {
          view.show('desk')
          view.showPane('library')
        }
      },
    },
    {
      id: 'window.closeLibrary',
      title: () => t('topBar.hideLibrary'),
      group: ofWindow,
      keys: ['Escape'],
      reach: 'fields',
      hidden: true,
      enabled: () => (view.layout === 'two' && view.libraryOpen) || t('reason.libraryClosed'),
      run: () => view.showPane('manuscript'),
    },
    showing('desk', '$mod+Shift+Digit1', FileText),
    showing('sources', '$mod+Shift+Digit2', Landmark),
    showing('archive', '$mod+Shift+Digit3', Archive),
    showing('history', '$mod+Shift+Digit4', RotateCcw),
    showing('settings', '$mod+,', Database),
    {
      id: 'report.show',
      title: () => t('report.show'),
      group: () => t('groups.report'),
      keys: ['$mod+Shift+e'],
      icon: FileText,
      enabled: () => view.articleId !== null || t('desk.reason.noArticle'),
      run: () => view.show('report'),
    },
    {
      id: 'history.undo',
      title: () =>
        history.next.undo
          ? t('history.undoStep', { step: history.next.undo })
          : history.next.other
            ? t('history.undoStepOf', { step: history.next.other.step, name: history.next.other.personName })
            : t('common.undo'),
      group: ofEditing,
      keys: ['$mod+z'],
      icon: Undo2,
      reach: 'page',
      enabled: () => (history.next.undo ?? history.next.other) !== null || t('reason.nothingToUndo'),
      run: undo,
    },
    {
      id: 'history.redo',
      title: () =>
        history.next.redo ? t('history.redoStep', { step: history.next.redo }) : t('common.redo'),
      group: ofEditing,
      keys: ['$mod+Shift+z', '$mod+y'],
      icon: RotateCcw,
      reach: 'page',
      enabled: () => history.next.redo !== null || t('reason.nothingToRedo'),
      run: redo,
    },
    {
      id: 'saved.retry',
      title: () => t('saved.retry'),
      group: ofEditing,
      keys: ['$mod+s'],
      icon: Database,
      reach: 'everywhere',
      run: async () => {
        if (saved.state === 'saved') notices.tell(t('saved.already'))
        else await saved.retry()
      },
    },
    {
      id: 'people.manage',
      title: () => t('people.manage'),
      group: () => t('groups.people'),
      icon: User,
      run: () => void (dialogs.open = 'people'),
    },
    {
      id: 'library.addSample',
      title: () => t('library.addSample'),
      group: () => t('groups.library'),
      icon: BookOpen,
      enabled: () => library.sample === null || t('reason.sampleIsThere'),
      run: async () => {
        try {
          const { id, title } = await library.addSample()
          view.openArticle(id)
          notices.tell(t('library.sampleAdded', { title }), { undo: true })
        } catch (error) {
          notices.reportError(error)
        }
      },
    },
  )
}
