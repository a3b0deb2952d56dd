import { createKeybindingsHandler } from 'tinykeys'
import {
  computed,
  inject,
  onScopeDispose,
  shallowReactive,
  watch,
  type Component,
  type ComputedRef,
  type InjectionKey,
} from 'vue'

/** Something a person can do, however they reach it: key, palette, menu or button. */
export interface Action {
  /** Unique while registered, `place.verb`. A later one with the same id takes its place. */
  id: string
  /** Read at each use, so that it follows the language. */
  title: () => string
  /** Heading in the cheat sheet, in the language of the interface. */
  group: () => string
  /**
   * Shortcuts in tinykeys' notation ("$mod+Shift+z", "j", "[Shift]+?"). The first is the one that is shown. Several
   * actions may share a key: the first that is enabled, latest registered first, gets it.
   */
  keys?: readonly string[]
  /** A shortcut that is shown but listened for elsewhere, such as pasting. */
  hint?: string
  /** One of our Lucide icons, for palette and menus. */
  icon?: Component
  /** True, or the reason why not, in words for the person at the screen. */
  enabled?: () => true | string
  /** Left out of the palette: moving by sentence and the like. */
  hidden?: boolean
  /**
   * Where the keys work. By default those with Strg, Alt or a function key also work while typing, and none while a
   * dialog or menu is open. 'page': never while typing. 'everywhere': even in a dialog.
   */
  reach?: 'page' | 'fields' | 'everywhere'
  run: () => void | Promise<void>
}

export interface ActionRegistry {
  /** In the order of registration. */
  all: ComputedRef<Action[]>
  find: (id: string) => Action | undefined
  /** Returns the function that removes it. */
  register: (action: Action) => () => void
  /** Runs it when it is enabled; says whether it did. */
  run: (id: string) => boolean
  /** The one place that listens to the keyboard. Returns the function that stops it. */
  listen: (target: Window) => () => void
}

export const ActionsKey: InjectionKey<ActionRegistry> = Symbol('actions')

export function useActions(): ActionRegistry {
  const actions = inject(ActionsKey)
  if (!actions) throw new Error('No action registry was provided.')
  return actions
}

/** Offers actions as long as the component (or effect scope) that calls it lives. Call it in setup. */
export function registerAction(...offered: Action[]): void {
  const actions = useActions()
  const removals = offered.map((action) => actions.register(action))
  onScopeDispose(() => removals.forEach((remove) => remove()))
}

export function isEnabled(action: Action): boolean {
  return !action.enabled || action.enabled() === true
}

/** Why an action can't be taken now, in words; undefined when it can. */
export function reasonAgainst(action: Action): string | undefined {
  const answer = action.enabled?.() ?? true
  return answer === true ? undefined : answer
}

/** The shortcut that is shown with an action; empty when there is none. */
export function shownKeys({ keys, hint }: Pick<Action, 'keys' | 'hint'>): string {
  return keys?.[0] ?? hint ?? ''
}

export function createActionRegistry(): ActionRegistry {
  const registered = shallowReactive<Action[]>([])

  function register(action: Action): () => void {
    registered.push(action)
    return () => {
      const index = registered.indexOf(action)
      if (index >= 0) registered.splice(index, 1)
    }
  }

  const all = computed(() => [...new Map(registered.map((action) => [action.id, action])).values()])
  const find = (id: string): Action | undefined => all.value.find((action) => action.id === id)

  function run(id: string): boolean {
    const action = find(id)
    if (!action || !isEnabled(action)) return false
    void action.run()
    return true
  }

  function listen(target: Window): () => void {
    let handler: EventListener = () => undefined
    const stopWatching = watch(
      all,
      (actions) => {
        const keys = new Set(actions.flatMap(({ keys }) => keys ?? []))
        const bindings = [...keys].map((key) => [key, (event: KeyboardEvent) => press(key, event)] as const)
        handler = createKeybindingsHandler(Object.fromEntries(bindings), { ignore: () => false })
      },
      { immediate: true, flush: 'sync' },
    )
    const onKeyDown = (event: Event): void => handler(event)
    target.addEventListener('keydown', onKeyDown)
    return () => {
      stopWatching()
      target.removeEventListener('keydown', onKeyDown)
    }
  }

  function press(key: string, event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return
    const reached = all.value.filter((action) => action.keys?.includes(key) && reaches(action, key, event))
    const action = reached.reverse().find(isEnabled)
    if (!action) return
    event.preventDefault()
    void action.run()
  }

  return { all, find, register, run, listen }
}

const FLOATING = '[role="dialog"], [role="alertdialog"], [role="menu"]'
const FIELDS =
  'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"]'
const WIDGETS =
  'button, a[href], summary, input, iframe, [role="tab"], [role="option"], [role="separator"], [role="slider"], [role="treeitem"]'

/** Whether a key pressed here is meant for this action, and not for the field, widget or dialog that has the focus. */
function reaches(action: Action, key: string, event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : document.body
  const plain = !/\$mod|Control|Alt|Meta|F\d/.test(key)
  const reach = action.reach ?? (plain ? 'page' : 'fields')
  if (reach === 'everywhere') return true
  if (document.querySelector(FLOATING)) return false
  if (reach === 'page' && target.closest(FIELDS)) return false
  // What moves or presses the focused widget belongs to it, unless its surroundings say otherwise.
  const moves = plain && /Enter|Space|Arrow|Home|End|Page/.test(key)
  return !moves || !target.closest(WIDGETS) || target.closest('[data-keys="pass"]') !== null
}
