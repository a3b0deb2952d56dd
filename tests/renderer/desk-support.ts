import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { createApp, h, nextTick, type Component } from 'vue'

import type { Output } from '#shared/contract'
import { CallError, type Call } from '#shared/rpc'

import { ActionsKey, createActionRegistry, type ActionRegistry } from '../../src/renderer/actions'
import { ApiKey, type Api } from '../../src/renderer/api'
import { i18n, setLanguage } from '../../src/renderer/i18n'
import { useDeskStore } from '../../src/renderer/stores/desk-store'
import { useLibraryStore } from '../../src/renderer/stores/library-store'
import { useSessionStore } from '../../src/renderer/stores/session-store'
import { useDeskActions } from '../../src/renderer/views/desk/desk-actions'
import InspectorPane from '../../src/renderer/views/desk/InspectorPane.vue'
import ViewerHost from '../../src/renderer/views/viewer/ViewerHost.vue'
import { importText, openWorkspace, SHORT_ARTICLE, type Workspace } from '../support/workspace'

export interface Desk {
  workspace: Workspace
  article: Output<'articles.read'>
  desk: ReturnType<typeof useDeskStore>
  session: ReturnType<typeof useSessionStore>
  actions: ActionRegistry
  /** The disk: while it is full, nothing is saved. */
  disk: { full: boolean }
  /** The inspector with the actions of the desk around it, and the viewer above it. */
  showInspector: () => VueWrapper
  close: () => void
}

/** The stores of the desk over the real core, with an article open. */
export async function openDesk(text = SHORT_ARTICLE): Promise<Desk> {
  const workspace = openWorkspace({ language: 'de' })
  const article = await importText(workspace.call, text)
  const disk = { full: false }
  const call: Call = (name, input) =>
    disk.full && name !== 'articles.read'
      ? Promise.reject(new CallError('not_saved', 'Der Datenträger ist voll.'))
      : workspace.call(name, input)
  const api: Api = {
    call,
    listen: (listener) => workspace.workstation.listen(listener),
    onConnection: () => undefined,
  }
  const actions = createActionRegistry()
  const pinia = createPinia()
  createApp({}).provide(ApiKey, api).provide(ActionsKey, actions).use(pinia)
  setActivePinia(pinia)
  setLanguage('de')

  const session = useSessionStore()
  await session.start()
  await session.loadScales()
  const stopFollowing = useLibraryStore().follow()
  const desk = useDeskStore()
  const stopCatchingUp = desk.follow()
  await desk.open(article.id)

  const mounted: VueWrapper[] = []
  function showInspector(): VueWrapper {
    const Around: Component = {
      setup() {
        useDeskActions({ focusSentence: () => undefined, chooseWord: () => undefined })
        return () => h(TooltipProvider, null, { default: () => [h(InspectorPane), h(ViewerHost)] })
      },
    }
    const wrapper = mount(Around, {
      attachTo: document.body,
      global: { plugins: [pinia, i18n], provide: { [ApiKey]: api, [ActionsKey]: actions } },
    })
    mounted.push(wrapper)
    return wrapper
  }

  return {
    workspace,
    article,
    desk,
    session,
    actions,
    disk,
    showInspector,
    close() {
      mounted.forEach((wrapper) => wrapper.unmount())
      stopCatchingUp()
      stopFollowing()
      workspace.close()
    },
  }
}

/** Until what was asked for is shown. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve))
    await nextTick()
  }
}
