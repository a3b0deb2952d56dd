import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { FoundPage } from '#shared/model'

import { useCall } from '../api'

const SHOWN = 40
/** Files that are still being read are looked into again. */
const AGAIN_AFTER_MS = 1_500

/** Pages of evidence files on which the words searched for stand. */
export const useFileSearchStore = defineStore('fileSearch', () => {
  const call = useCall()

  /** The words that `pages` are for. */
  const words = ref('')
  const pages = shallowRef<FoundPage[]>([])
  const isCut = ref(false)
  /** Files that could not be looked into yet. */
  const pending = ref(0)
  let asked = ''
  let waiting: ReturnType<typeof setTimeout> | undefined

  async function search(query: string): Promise<void> {
    clearTimeout(waiting)
    asked = query.trim().slice(0, 500)
    if (asked === '') {
      words.value = ''
      pages.value = []
      pending.value = 0
      return
    }
    const mine = asked
    const found = await call('evidenceFiles.search', { query: mine, limit: SHOWN })
    if (mine !== asked) return
    words.value = mine
    pages.value = found.hits
    isCut.value = found.isCut
    pending.value = found.pending
    if (found.pending > 0)
      waiting = setTimeout(() => void search(mine).catch(() => undefined), AGAIN_AFTER_MS)
  }

  /** The first few that a search finds, without changing what is listed. */
  async function find(query: string, limit: number): Promise<FoundPage[]> {
    return (await call('evidenceFiles.search', { query: query.slice(0, 500), limit })).hits
  }

  return { words, pages, isCut, pending, search, find }
})
