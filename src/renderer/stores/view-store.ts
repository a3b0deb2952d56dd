import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { ArticleId, SourceId } from '#shared/model'

export type ViewName = 'desk' | 'sources' | 'archive' | 'history' | 'report' | 'revisions' | 'settings'
export type PaneName = 'library' | 'manuscript' | 'inspector'
/** three panes; library behind a button; one pane at a time. */
export type Layout = 'three' | 'two' | 'one'

export interface Place {
  view: ViewName
  /** The open article stays open behind the other views. */
  articleId: ArticleId | null
  sourceId?: SourceId
}

/** Where the window is: view, open article, panes; with a way back and forward. */
export const useViewStore = defineStore('view', () => {
  const places = shallowRef<Place[]>([{ view: 'desk', articleId: null }])
  const position = ref(0)
  const layout = ref<Layout>('three')
  const pane = ref<PaneName>('manuscript')
  const libraryOpen = ref(false)

  const place = computed<Place>(() => places.value[position.value] ?? { view: 'desk', articleId: null })
  const view = computed(() => place.value.view)
  const articleId = computed(() => place.value.articleId)
  /** The article itself, or what belongs to it. */
  const isOfArticle = computed(() => ['desk', 'report', 'revisions'].includes(view.value))
  const canGoBack = computed(() => position.value > 0)
  const canGoForward = computed(() => position.value < places.value.length - 1)

  function go(next: Partial<Place>): void {
    const target: Place = { view: next.view ?? view.value, articleId: articleId.value, ...next }
    libraryOpen.value = false
    if (JSON.stringify(target) === JSON.stringify(place.value)) return
    places.value = [...places.value.slice(0, position.value + 1), target]
    position.value = places.value.length - 1
  }

  /** Where the article was left, in whichever view. */
  function show(next: ViewName): void {
    go({ view: next })
  }

  function openArticle(id: ArticleId): void {
    pane.value = 'manuscript'
    go({ view: 'desk', articleId: id })
  }

  /** For an article that is no longer there: no way back or forward leads to it. */
  function forget(id: ArticleId): void {
    places.value = places.value.map((other) =>
      other.articleId === id ? { ...other, articleId: null } : other,
    )
  }

  function back(): void {
    if (canGoBack.value) position.value -= 1
  }

  function forward(): void {
    if (canGoForward.value) position.value += 1
  }

  /** Brings a pane into sight where panes share the room, and moves the focus into it. */
  function showPane(name: PaneName): void {
    pane.value = name
    libraryOpen.value = name === 'library' && layout.value === 'two'
    requestAnimationFrame(() => focusPane(name))
  }

  return {
    place,
    view,
    articleId,
    isOfArticle,
    layout,
    pane,
    libraryOpen,
    canGoBack,
    canGoForward,
    go,
    show,
    openArticle,
    forget,
    back,
    forward,
    showPane,
  }
})

/** Panes carry `data-pane`; what should get the focus in them carries `data-pane-focus`, else the pane itself does. */
export function focusPane(name: string): boolean {
  const pane = document.querySelector<HTMLElement>(`[data-pane="${name}"]`)
  if (!pane?.checkVisibility({ visibilityProperty: true })) return false
  const target =
    pane.querySelector<HTMLElement>('[data-pane-focus][tabindex="0"], [data-pane-focus]:not([tabindex])') ??
    pane
  target.focus()
  return true
}
