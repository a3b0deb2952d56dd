import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Comment, HistoryEntry, SentenceId } from '#shared/model'

import { useCall } from '../api'

const PAGE = 50

/** What people said about a sentence and did with it. Read when a tab shows it. */
export const useDeskSentenceStore = defineStore('desk-sentence', () => {
  const call = useCall()

  const sentenceId = ref<SentenceId | null>(null)
  const comments = shallowRef<readonly Comment[]>([])
  const history = shallowRef<readonly HistoryEntry[]>([])
  /** Older entries may be there. */
  const hasOlder = ref(false)

  /** What the second reader wrote last when disputing "no claim". */
  const disputeReason = computed(
    () =>
      history.value.find(({ action, undone }) => action === 'secondRead.disputed' && !undone)?.reason ?? null,
  )

  function turnTo(id: SentenceId): void {
    if (sentenceId.value === id) return
    sentenceId.value = id
    comments.value = []
    history.value = []
    hasOlder.value = false
  }

  async function readComments(id: SentenceId): Promise<void> {
    turnTo(id)
    const read = await call('comments.list', { sentenceId: id })
    if (sentenceId.value === id) comments.value = read
  }

  async function readHistory(id: SentenceId): Promise<void> {
    turnTo(id)
    const read = await call('history.list', { sentenceId: id, limit: Math.max(PAGE, history.value.length) })
    if (sentenceId.value !== id) return
    hasOlder.value = read.length === Math.max(PAGE, history.value.length)
    history.value = read
  }

  async function readOlder(): Promise<void> {
    const id = sentenceId.value
    const oldest = history.value.at(-1)
    if (!id || !oldest) return
    const read = await call('history.list', { sentenceId: id, before: oldest.sequence, limit: PAGE })
    if (sentenceId.value !== id) return
    hasOlder.value = read.length === PAGE
    history.value = [...history.value, ...read]
  }

  return { comments, history, hasOlder, disputeReason, readComments, readHistory, readOlder }
})
