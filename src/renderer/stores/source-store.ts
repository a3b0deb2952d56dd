import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Input, Output } from '#shared/contract'
import type { Source, SourceId } from '#shared/model'

import { useCall } from '../api'
import { useRecord } from './saved-store'

const SHOWN = 500

/** The sources of the library, and the claims that rest on the one that is open. */
export const useSourceStore = defineStore('sources', () => {
  const call = useCall()
  const record = useRecord()

  const sources = shallowRef<Source[]>([])
  const loaded = ref(false)
  const query = ref('')
  const openId = ref<SourceId | null>(null)
  const uses = shallowRef<Output<'sources.uses'>>([])

  const open = computed(() => sources.value.find(({ id }) => id === openId.value) ?? null)
  /** There may be more than are listed: the search finds those too. */
  const isCut = computed(() => sources.value.length === SHOWN)

  const asked = (words: string): { query?: string } =>
    words.trim() ? { query: words.trim().slice(0, 500) } : {}

  async function load(): Promise<void> {
    const words = query.value
    const read = await call('sources.list', { ...asked(words), limit: SHOWN })
    if (words !== query.value) return
    sources.value = read
    loaded.value = true
  }

  /** The first few that a search finds, without changing what is listed. */
  function find(words: string, limit: number): Promise<Source[]> {
    return call('sources.list', { ...asked(words), limit })
  }

  async function readUses(sourceId: SourceId): Promise<void> {
    const read = await call('sources.uses', { sourceId })
    if (openId.value === sourceId) uses.value = read
  }

  async function update(input: Input<'sources.update'>): Promise<void> {
    const updated = await record('sources.update', input)
    sources.value = sources.value.map((source) => (source.id === updated.id ? updated : source))
  }

  async function add(input: Input<'sources.add'>): Promise<Source> {
    const added = await record('sources.add', input)
    query.value = ''
    await load()
    return added
  }

  /** Verdicts that rest on a source which no longer stands are reopened, in all articles. */
  async function mark(input: Input<'sources.mark'>): Promise<void> {
    const marked = await record('sources.mark', input)
    sources.value = sources.value.map((source) => (source.id === marked.id ? marked : source))
  }

  async function remove(sourceId: SourceId): Promise<void> {
    await record('sources.remove', { sourceId })
    if (openId.value === sourceId) openId.value = null
    sources.value = sources.value.filter(({ id }) => id !== sourceId)
  }

  return {
    sources,
    loaded,
    query,
    openId,
    open,
    uses,
    isCut,
    load,
    find,
    readUses,
    update,
    add,
    mark,
    remove,
  }
})
