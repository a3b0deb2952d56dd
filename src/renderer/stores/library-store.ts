import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { EventValue, Input } from '#shared/contract'
import type { ArticleId, ArticleSummary } from '#shared/model'

import { useApi } from '../api'
import { useRecord } from './saved-store'
import { useSessionStore } from './session-store'

export const ARTICLE_ORDERS = ['changed', 'deadline', 'title'] as const
export type ArticleOrder = (typeof ARTICLE_ORDERS)[number]
export const ARTICLE_SCOPES = ['all', 'unfinished', 'mine'] as const
export type ArticleScope = (typeof ARTICLE_SCOPES)[number]

type ChangeListener = (articleId: ArticleId, sequence: number) => void

/** The articles of the library, as the main process last described them. */
export const useLibraryStore = defineStore('library', () => {
  const { call, listen } = useApi()
  const record = useRecord()
  const session = useSessionStore()

  const articles = shallowRef<ArticleSummary[]>([])
  const loaded = ref(false)
  const filter = ref('')
  const order = ref<ArticleOrder>('changed')
  const scope = ref<ArticleScope>('all')
  const changeListeners = new Set<ChangeListener>()
  let loading: Promise<void> | undefined
  let loadAgain = false

  const shown = computed(() => {
    const words = filter.value.toLocaleLowerCase().split(/\s+/).filter(Boolean)
    const found = articles.value.filter((article) => {
      const text = [article.title, article.kicker, article.byline, article.outlet]
        .join(' ')
        .toLocaleLowerCase()
      return isInScope(article) && words.every((word) => text.includes(word))
    })
    // The main process lists the latest change first.
    if (order.value === 'title') return found.sort((a, b) => a.title.localeCompare(b.title))
    if (order.value === 'deadline') return found.sort((a, b) => compareDeadlines(a, b))
    return found
  })
  const sample = computed(() => articles.value.find(({ isSample }) => isSample) ?? null)

  function isInScope({ signOff, assigneeId }: ArticleSummary): boolean {
    if (scope.value === 'unfinished') return signOff?.current !== true
    return scope.value === 'all' || assigneeId === session.currentId
  }

  /** Several changes in a row lead to one more reading, not to one each. */
  function load(): Promise<void> {
    if (loading) {
      loadAgain = true
      return loading
    }
    loading = read()
    return loading
  }

  async function read(): Promise<void> {
    try {
      do {
        loadAgain = false
        articles.value = await call('articles.list', {})
        loaded.value = true
      } while (loadAgain)
    } finally {
      // At once: whoever asks after the last look must not be told to wait for it.
      loading = undefined
    }
  }

  /** Follows what is recorded, by this window or another. Returns the function that stops it. */
  function follow(): () => void {
    return listen((message) => {
      if (message.name === 'changed') onChanged(message.value)
    })
  }

  function onChanged({ articleId, progress, sequence }: EventValue<'changed'>): void {
    if (articleId && progress) {
      articles.value = articles.value.map((article) =>
        article.id === articleId ? { ...article, progress } : article,
      )
    }
    void load()
      .catch(() => undefined)
      .then(() => {
        // One that was removed has nobody left who could read it.
        if (articleId && find(articleId)) changeListeners.forEach((listener) => listener(articleId, sequence))
      })
  }

  /** Calls back when something about an article was recorded. Returns the function that stops it. */
  function onArticleChanged(listener: ChangeListener): () => void {
    changeListeners.add(listener)
    return () => void changeListeners.delete(listener)
  }

  function find(articleId: ArticleId | null): ArticleSummary | null {
    return articles.value.find(({ id }) => id === articleId) ?? null
  }

  async function update(input: Input<'articles.update'>): Promise<void> {
    await record('articles.update', input)
    await load()
  }

  async function remove(articleId: ArticleId): Promise<void> {
    await record('articles.remove', { articleId })
    articles.value = articles.value.filter(({ id }) => id !== articleId)
  }

  async function addSample(): Promise<ArticleSummary> {
    const added = await record('articles.addSample', {})
    await load()
    return added
  }

  return {
    articles,
    loaded,
    filter,
    order,
    scope,
    shown,
    sample,
    load,
    follow,
    onArticleChanged,
    find,
    update,
    remove,
    addSample,
  }
})

/** The nearest deadline first, those without one last. */
function compareDeadlines(a: ArticleSummary, b: ArticleSummary): number {
  if (a.deadline === b.deadline) return 0
  if (a.deadline === null) return 1
  if (b.deadline === null) return -1
  return a.deadline < b.deadline ? -1 : 1
}
