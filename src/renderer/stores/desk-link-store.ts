import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

import type { SentenceId, SentenceMark } from '#shared/model'

/** A sentence of the open article, as the command palette lists it. */
export interface PaletteSentence {
  id: SentenceId
  number: number
  mark: SentenceMark
  text: string
  language: string
}

/** What the desk lends to the window around it. Registered by the desk, read by status bar, palette and pane switch. */
export interface DeskLink {
  sentences: () => PaletteSentence[]
  /** Focuses the sentence in the manuscript. */
  goToSentence: (id: SentenceId) => void
  /** Right part of the status bar: "26 Sätze, 0 Zeichen ohne Satz". */
  figures: () => string | null
  /** "Satz 12 von 26", shown instead where room is short; also names the inspector in the pane switch ("Satz 12"). */
  position: () => { short: string; long: string } | null
}

export const useDeskLinkStore = defineStore('desk-link', () => {
  const link = shallowRef<DeskLink | null>(null)

  const figures = computed(() => link.value?.figures() ?? null)
  const position = computed(() => link.value?.position() ?? null)
  const sentences = computed(() => link.value?.sentences() ?? [])

  /** Asked for while no article was open. */
  let wantedId: SentenceId | null = null

  /** Returns the function that takes it back. */
  function provide(lent: DeskLink): () => void {
    link.value = lent
    if (wantedId) lent.goToSentence(wantedId)
    wantedId = null
    return () => {
      if (link.value === lent) link.value = null
    }
  }

  /** Also before the article with this sentence is open: it is focused once it is. */
  function goToSentence(id: SentenceId): void {
    if (link.value) link.value.goToSentence(id)
    else wantedId = id
  }

  return { figures, position, sentences, provide, goToSentence }
})
