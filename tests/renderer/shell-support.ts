import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { vi } from 'vitest'
import { createApp, h, type Component } from 'vue'

import { CallError, type Call } from '#shared/rpc'

import { ActionsKey, createActionRegistry, type ActionRegistry } from '../../src/renderer/actions'
import { ApiKey, type Api } from '../../src/renderer/api'
import { i18n, setLanguage } from '../../src/renderer/i18n'
import { useHistoryStore } from '../../src/renderer/stores/history-store'
import { useImportStore } from '../../src/renderer/stores/import-store'
import { useLibraryStore } from '../../src/renderer/stores/library-store'
import { useSessionStore } from '../../src/renderer/stores/session-store'
import { useShellActions } from '../../src/renderer/views/shell/shell-actions'
import { openWorkspace, type Workspace } from '../support/workspace'

export interface Shell {
  workspace: Workspace
  actions: ActionRegistry
  /** The disk: while it is full, nothing is saved. */
  disk: { full: boolean }
  /** One part of the window, with the actions of the window around it. */
  show: (part: Component) => VueWrapper
  close: () => void
}

/** The stores of the window over the real core, in German, with an empty library, in memory unless a path is given. */
export async function openShell(libraryPath = ':memory:'): Promise<Shell> {
  const workspace = openWorkspace({ language: 'de', libraryPath })
  const disk = { full: false }
  const call: Call = (name, input) =>
    disk.full && !/\.(list|read|next|describe)$/.test(name)
      ? Promise.reject(new CallError('not_saved', 'Der Datenträger ist voll. Geben Sie Platz frei.'))
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

  await useSessionStore().start()
  const library = useLibraryStore()
  await library.load()
  const history = useHistoryStore()
  await history.refresh()
  const stops = [library.follow(), history.follow()]

  const mounted: VueWrapper[] = []
  function show(part: Component): VueWrapper {
    const Around: Component = {
      setup() {
        useShellActions()
        return () => h(TooltipProvider, null, { default: () => h(part) })
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
    actions,
    disk,
    show,
    close() {
      mounted.forEach((wrapper) => wrapper.unmount())
      stops.forEach((stop) => stop())
      workspace.close()
    },
  }
}

/** What was read is looked through, and taken as it is. */
export async function takeReviewed(): Promise<void> {
  const imports = useImportStore()
  await vi.waitFor(() => {
    if (!imports.reviewed || !document.querySelector('[role="dialog"]'))
      throw new Error('Nothing is read yet')
  }, 10_000)
  const dialog = document.querySelector('[role="dialog"]')
  if (dialog) press(dialog, 'Enter', { ctrlKey: true })
}

export function press(target: EventTarget, key: string, more: KeyboardEventInit = {}): void {
  const event = new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true, ...more })
  target.dispatchEvent(event)
}
