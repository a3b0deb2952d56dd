import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Input, Output } from '#shared/contract'
import type { Source, SourceId } from '#shared/model'
import { CallError } from '#shared/rpc'

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
  /** Those picked from the list, whatever is searched for meanwhile; null while nobody picks. */
  const chosen = ref<SourceId[] | null>(null)

  /** The open one where the list, cut or narrowed down, does not show it. */
  const unlisted = shallowRef<Source | null>(null)
  const open = computed(
    () =>
      sources.value.find(({ id }) => id === openId.value) ??
      (unlisted.value?.id === openId.value ? unlisted.value : null),
  )
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
    if (openId.value) await show(openId.value)
  }

  /** Opens one, whether or not it is listed. One that has been removed meanwhile is closed. */
  async function show(sourceId: SourceId | null): Promise<void> {
    openId.value = sourceId
    if (!sourceId || sources.value.some(({ id }) => id === sourceId)) return
    try {
      unlisted.value = await call('sources.read', { sourceId })
    } catch (error) {
      if (!(error instanceof CallError) || error.code !== 'not_found') throw error
      if (openId.value === sourceId) openId.value = null
    }
  }

  /** The first few that a search finds, without changing what is listed. */
  function find(words: string, limit: number): Promise<Source[]> {
    return call('sources.list', { ...asked(words), limit })
  }

  /** What an address tells about the source behind it; nothing is asked of the network. */
  function readLink(url: string): Promise<Output<'sources.fromUrl'>> {
    return call('sources.fromUrl', { url })
  }

  async function readUses(sourceId: SourceId): Promise<void> {
    const read = await call('sources.uses', { sourceId })
    if (openId.value === sourceId) uses.value = read
  }

  async function update(input: Input<'sources.update'>): Promise<void> {
    replace(await record('sources.update', input))
  }

  /** Reads one again that another hand has changed. */
  async function refresh(sourceId: SourceId): Promise<void> {
    replace(await call('sources.read', { sourceId }))
  }

  function replace(changed: Source): void {
    sources.value = sources.value.map((source) => (source.id === changed.id ? changed : source))
    if (unlisted.value?.id === changed.id) unlisted.value = changed
  }

  async function add(input: Input<'sources.add'>): Promise<Source> {
    const added = await record('sources.add', input)
    query.value = ''
    await load()
    return added
  }

  /** What marking a source reopens or has reopened, and the notes drafted for articles that were signed off. */
  function readAffected(sourceId: SourceId): Promise<Output<'sources.affected'>> {
    return call('sources.affected', { sourceId })
  }

  /** Verdicts that rest on a source which no longer stands are reopened, in all articles. */
  async function mark(input: Input<'sources.mark'>): Promise<void> {
    replace(await record('sources.mark', input))
  }

  async function remove(sourceId: SourceId): Promise<void> {
    await record('sources.remove', { sourceId })
    if (openId.value === sourceId) openId.value = null
    chosen.value = chosen.value?.filter((id) => id !== sourceId) ?? null
    sources.value = sources.value.filter(({ id }) => id !== sourceId)
  }

  return {
    sources,
    loaded,
    query,
    openId,
    open,
    uses,
    chosen,
    isCut,
    load,
    show,
    find,
    readLink,
    readUses,
    readAffected,
    update,
    refresh,
    add,
    mark,
    remove,
  }
})
