import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { Output, Parsed } from '#shared/contract'
import type { Source, SourceId } from '#shared/model'

import { useCall } from '../api'
import { useRecord } from './saved-store'

export type DuplicateGroup = Output<'sources.duplicates'>[number]

/** Sources that name the same work. They are offered; a person merges. */
export const useSourceDuplicateStore = defineStore('sourceDuplicates', () => {
  const call = useCall()
  const record = useRecord()

  const groups = shallowRef<DuplicateGroup[]>([])

  async function load(): Promise<void> {
    const read = await call('sources.duplicates', {})
    // The same records can share a DOI and a link: they are looked at once.
    const seen = new Map(read.map((group) => [group.sourceIds.toSorted().join(), group]))
    groups.value = [...seen.values()]
  }

  function read(sourceIds: readonly SourceId[]): Promise<Source[]> {
    return Promise.all(sourceIds.map((sourceId) => call('sources.read', { sourceId })))
  }

  async function merge(
    keepId: SourceId,
    mergeIds: SourceId[],
    takeOver: Parsed<'sources.merge'>['takeOver'],
    compared: readonly Source[],
  ): Promise<Output<'sources.merge'>> {
    // More evidence taken from them is no reason to compare them again.
    const seen = compared.map(({ evidenceCount: _, ...fields }) => fields)
    const merged = await record('sources.merge', { keepId, mergeIds, takeOver, seen })
    await load()
    return merged
  }

  return { groups, load, read, merge }
})
