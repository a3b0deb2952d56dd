import { defineStore } from 'pinia'
import { effectScope, onScopeDispose, reactive, shallowReactive, watch, type WatchHandle } from 'vue'

import type { ArticleId, ClaimId, Draft, SentenceId } from '#shared/model'

import { useCall } from '../api'
import { useDeskInspectorStore, type ClaimForm, type InspectorTab } from './desk-inspector-store'
import { useDeskStore } from './desk-store'

/** What is typed is in the library at the latest this long after the last key. */
const KEEP_AFTER_MS = 500
const TRY_AGAIN_MS = 5_000

/** Where a draft was typed, so that whoever comes back finds it open. */
export interface DraftPlace {
  articleId: ArticleId
  sentenceId: SentenceId | null
  tab: InspectorTab
  claimId: ClaimId | null
  form: ClaimForm | null
  /** Field of the form, counted from 0, and how many characters stand before the cursor. */
  cursor: { field: number; at: number } | null
}

interface KeptDraft {
  values: object
  place: DraftPlace | null
}

/**
 * What was typed in the forms of the desk and is not recorded yet. It outlives its form, and the program: whoever comes
 * back to the claim finds it again.
 */
export const useDeskDraftStore = defineStore('desk-drafts', () => {
  const call = useCall()
  const scope = effectScope(true)
  const drafts = shallowReactive(new Map<string, object>())
  /** From before the window began, until its form takes it. */
  const kept = new Map<string, object>()
  const stored = new Set<string>()
  const changed = new Set<string>()
  const watches = new Map<string, WatchHandle>()
  let timer: ReturnType<typeof setTimeout> | undefined

  /** The draft of that name, or a new one that begins as `initial` says. */
  function take<T extends object>(name: string, initial: () => T): T {
    const known = drafts.get(name)
    // A name always stands for the same form, and so for the same shape.
    if (known) return known as T
    const begun = reactive({ ...initial(), ...kept.get(name) }) as T
    kept.delete(name)
    drafts.set(name, begun)
    scope.run(() =>
      watches.set(
        name,
        watch(begun, () => keepSoon(name), { deep: true }),
      ),
    )
    return begun
  }

  function has(name: string): boolean {
    return drafts.has(name) || kept.has(name)
  }

  /** What is kept under the name, without beginning anything. Only whoever takes it knows its shape. */
  function peek(name: string): object | undefined {
    return drafts.get(name) ?? kept.get(name)
  }

  function discard(name: string): void {
    watches.get(name)?.stop()
    watches.delete(name)
    changed.delete(name)
    drafts.delete(name)
    if (!stored.delete(name)) return
    // One that stays by mistake is offered once more, and that is all.
    call('drafts.discard', { place: name }).catch(() => undefined)
  }

  function keepSoon(name: string, delay = KEEP_AFTER_MS): void {
    changed.add(name)
    timer ??= setTimeout(() => void keepChanged(), delay)
  }

  async function keepChanged(): Promise<void> {
    timer = undefined
    for (const name of [...changed]) {
      const values = drafts.get(name)
      changed.delete(name)
      if (!values) continue
      try {
        await call('drafts.keep', { place: name, content: JSON.stringify({ values, place: placeOf(name) }) })
        stored.add(name)
        if (!drafts.has(name)) discard(name)
      } catch {
        // What was typed stands in its form; the library may have room for it later.
        keepSoon(name, TRY_AGAIN_MS)
        return
      }
    }
  }

  function placeOf(name: string): DraftPlace | null {
    const desk = useDeskStore()
    const inspector = useDeskInspectorStore()
    if (!desk.article || !isOfDesk(name)) return null
    const claim = desk.article.claims.find(({ id }) => name.includes(id))
    return {
      articleId: desk.article.id,
      sentenceId: claim?.anchors[0]?.sentenceId ?? desk.focusedId,
      tab: inspector.tab,
      claimId: claim?.id ?? null,
      form: (claim && inspector.forms.get(claim.id)) ?? null,
      cursor: cursorNow(),
    }
  }

  /** Reads what was typed before the window began. Gives where, latest first. */
  async function recall(): Promise<DraftPlace[]> {
    const places: DraftPlace[] = []
    for (const draft of await call('drafts.list', {})) {
      const read = readDraft(draft)
      if (!read) continue
      stored.add(draft.place)
      if (!drafts.has(draft.place)) kept.set(draft.place, read.values)
      if (read.place) places.push(read.place)
    }
    return places
  }

  return { take, has, peek, discard, recall }
})

/** Drafts of sources belong to no article. */
function isOfDesk(name: string): boolean {
  return !/^(?:new )?source\b/.test(name)
}

/** What another release of the window wrote may be of any shape. */
function readDraft({ content }: Draft): KeptDraft | null {
  const read: unknown = JSON.parse(content)
  if (typeof read !== 'object' || read === null || !('values' in read) || !('place' in read)) return null
  return typeof read.values === 'object' && read.values !== null ? (read as KeptDraft) : null
}

function cursorNow(): DraftPlace['cursor'] {
  const active = document.activeElement
  if (!(active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement) || !active.form)
    return null
  const field = [...active.form.elements].indexOf(active)
  return { field, at: active.selectionStart ?? active.value.length }
}

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
