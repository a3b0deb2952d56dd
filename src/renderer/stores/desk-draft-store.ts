import { defineStore } from 'pinia'
import { onScopeDispose, reactive, shallowReactive } from 'vue'

import type { ClaimId, SentenceId } from '#shared/model'

/**
 * What was typed in the forms of the desk and is not recorded yet. It outlives its form: whoever comes back to the claim
 * finds it again.
 */
export const useDeskDraftStore = defineStore('desk-drafts', () => {
  const drafts = shallowReactive(new Map<string, object>())

  /** The draft of that name, or a new one that begins as `initial` says. */
  function take<T extends object>(name: string, initial: () => T): T {
    const known = drafts.get(name)
    // A name always stands for the same form, and so for the same shape.
    if (known) return known as T
    const begun = reactive(initial()) as T
    drafts.set(name, begun)
    return begun
  }

  function has(name: string): boolean {
    return drafts.has(name)
  }

  function discard(name: string): void {
    drafts.delete(name)
  }

  return { take, has, discard }
})

/** Why a second reader disputes a claim, or "no claim" about a sentence. */
export function readingDraftName(about: ClaimId | SentenceId): string {
  return `second reading ${about}`
}

/** The draft behind a form. It goes with the form as long as nothing was typed. */
export function useDraft<T extends object>(
  name: string,
  initial: () => T,
): { draft: T; discard: () => void } {
  const drafts = useDeskDraftStore()
  const draft = drafts.take(name, initial)
  const untouched = JSON.stringify(initial())
  onScopeDispose(() => {
    if (JSON.stringify(draft) === untouched) drafts.discard(name)
  })
  return { draft, discard: () => drafts.discard(name) }
}
