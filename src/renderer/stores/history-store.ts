import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Output } from '#shared/contract'
import type { ArticleId, EventId, HistoryEntry } from '#shared/model'

import { useApi } from '../api'
import { useRecord } from './saved-store'

const PAGE = 100

/** What happened, latest first, and what undo and redo would do now. */
export const useHistoryStore = defineStore('history', () => {
  const { call, listen } = useApi()
  const record = useRecord()

  const next = shallowRef<Output<'history.next'>>({ undo: null, redo: null, other: null })
  /** A step of somebody else that is in the way: whether to take it back is asked. */
  const asked = shallowRef<Output<'history.next'>['other']>(null)
  const entries = shallowRef<HistoryEntry[]>([])
  const articleId = ref<ArticleId | null>(null)
  const hasOlder = ref(false)
  let asking: Promise<void> | undefined
  let askAgain = false

  const about = (): { articleId?: ArticleId } => (articleId.value ? { articleId: articleId.value } : {})

  /** Several changes in a row lead to one more question, not to one each. */
  function refresh(): Promise<void> {
    if (asking) {
      askAgain = true
      return asking
    }
    asking = ask()
    return asking
  }

  async function ask(): Promise<void> {
    try {
      do {
        askAgain = false
        next.value = await call('history.next', {})
      } while (askAgain)
    } finally {
      // At once: whoever asks after the last look must not be told to wait for it.
      asking = undefined
    }
  }

  /** Follows what is recorded, by this window or another. Returns the function that stops it. */
  function follow(): () => void {
    return listen((message) => {
      if (message.name === 'changed') void refresh().catch(() => undefined)
    })
  }

  /** The latest own step, or a named one of somebody else. */
  async function undo(eventId?: EventId): Promise<HistoryEntry> {
    const entry = await record('history.undo', eventId === undefined ? {} : { eventId })
    await refresh()
    return entry
  }

  async function redo(): Promise<HistoryEntry> {
    const entry = await record('history.redo', {})
    await refresh()
    return entry
  }

  async function read(): Promise<void> {
    const asked = articleId.value
    // What is already shown stays as long as it was.
    const limit = Math.min(500, Math.max(PAGE, entries.value.length))
    const read = await call('history.list', { ...about(), limit })
    if (asked !== articleId.value) return
    entries.value = read
    hasOlder.value = read.length === limit
  }

  async function readOlder(): Promise<void> {
    const last = entries.value.at(-1)
    if (!last) return
    const older = await call('history.list', { ...about(), before: last.sequence, limit: PAGE })
    if (entries.value.at(-1) !== last) return
    entries.value = [...entries.value, ...older]
    hasOlder.value = older.length === PAGE
  }

  return { next, asked, entries, articleId, hasOlder, refresh, follow, undo, redo, read, readOlder }
})
