import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Abbreviation, ArticleId, RememberedCut } from '#shared/model'

import { useCall } from '../api'
import { useRecord } from './saved-store'

/** What later imports are to know of where sentences end: abbreviations, and places that a person corrected. */
export const useCuttingStore = defineStore('cutting', () => {
  const call = useCall()
  const record = useRecord()

  const abbreviations = shallowRef<readonly Abbreviation[]>([])
  const cuts = shallowRef<readonly RememberedCut[]>([])
  /** The place that was split or joined last, as long as nobody remembered it. */
  const last = ref<{ articleId: ArticleId; at: number; isCut: boolean } | null>(null)

  async function load(): Promise<void> {
    abbreviations.value = await call('abbreviations.list', {})
    cuts.value = await call('cuts.list', {})
  }

  async function addAbbreviation(text: string): Promise<void> {
    abbreviations.value = await record('abbreviations.add', { text })
  }

  async function removeAbbreviation({ id }: Abbreviation): Promise<void> {
    abbreviations.value = await record('abbreviations.remove', { abbreviationId: id })
  }

  /** Later texts are cut, or not cut, as the last correction says. */
  async function rememberLast(): Promise<RememberedCut | null> {
    if (!last.value) return null
    const known = new Set(cuts.value.map(({ id, isCut }) => `${id} ${String(isCut)}`))
    cuts.value = await record('cuts.remember', last.value)
    last.value = null
    return cuts.value.find(({ id, isCut }) => !known.has(`${id} ${String(isCut)}`)) ?? null
  }

  async function forget({ id }: RememberedCut): Promise<void> {
    cuts.value = await record('cuts.forget', { cutId: id })
  }

  return { abbreviations, cuts, last, load, addAbbreviation, removeAbbreviation, rememberLast, forget }
})
