import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { ListedClaim } from '#shared/model'

import { useCall } from '../api'

const SHOWN = 500

/** The claims of all articles. */
export const useArchiveStore = defineStore('archive', () => {
  const call = useCall()

  const claims = shallowRef<ListedClaim[]>([])
  const loaded = ref(false)
  const query = ref('')

  /** There may be more than are listed: the search finds those too. */
  const isCut = computed(() => claims.value.length === SHOWN)

  async function load(): Promise<void> {
    const words = query.value
    const asked = words.trim() ? { query: words.trim().slice(0, 500) } : {}
    const read = await call('claims.list', { ...asked, limit: SHOWN })
    if (words !== query.value) return
    claims.value = read
    loaded.value = true
  }

  return { claims, loaded, query, isCut, load }
})
