import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, watch } from 'vue'

import type { ClaimId, ContactId, Evidence, EvidenceId, Question, SentenceId } from '#shared/model'

import { inSight } from './desk-evidence-words'
import { useDeskStore } from './desk-store'

/** The form that is open in a claim. It stays open while the focus is elsewhere, with what was typed in it. */
export type ClaimForm =
  | { kind: 'claim' }
  | { kind: 'verdict'; question: Question }
  | { kind: 'evidence'; evidenceId: EvidenceId | null }
  | { kind: 'contact'; contactId: ContactId | null }
  | { kind: 'correction'; question: Question }

export type InspectorTab = 'check' | 'comments' | 'history'
export type InspectorDialog = 'block kind' | 'attribution'

/** What is open in the inspector, and what a second reader has read. None of it is recorded. */
export const useDeskInspectorStore = defineStore('desk-inspector', () => {
  const desk = useDeskStore()

  const tab = ref<InspectorTab>('check')
  const dialog = ref<InspectorDialog | null>(null)
  const forms = reactive(new Map<ClaimId, ClaimForm>())
  /** What was read of each piece: a tick falls with the words it was given to. */
  const readEvidence = reactive(new Map<EvidenceId, string>())
  /** A second reader who wants to see or change the check instead. */
  const leftReading = ref<SentenceId | null>(null)
  /** Digit pressed for the verdict form: which rating of its scale, from 1. Counts as a new press each time. */
  const pressed = ref<{ digit: number; press: number }>({ digit: 0, press: 0 })
  /** Counts up when the first control of the open form, or of the inspector, should get the focus. */
  const entered = ref(0)
  const enteredForm = ref(0)
  /** A file dropped on a claim, for the form to take. */
  const droppedFile = shallowRef<{ claimId: ClaimId; file: File } | null>(null)
  /** A comment is to be written; taken by the field for it. */
  const wantsComment = ref(false)
  /** A reading is being disputed: the reason is asked for. */
  const askedForReason = ref(0)

  const activeForm = computed(() => (desk.activeClaim ? (forms.get(desk.activeClaim.id) ?? null) : null))
  /** The claim a second reader reads now; null where only "no claim" is to be read. */
  const claimToRead = computed(
    () => desk.readableClaims.find(({ id }) => id === desk.chosenClaimId) ?? desk.readableClaims[0] ?? null,
  )
  const isReading = computed(() => desk.isSecondReader && leftReading.value !== desk.focusedId)

  // Whoever comes back to a sentence reads it again.
  watch(
    () => desk.focusedId,
    () => (leftReading.value = null),
    { flush: 'sync' },
  )

  const hasRead = (evidence: Evidence): boolean => readEvidence.get(evidence.id) === readWords(evidence)

  function tickRead(evidence: Evidence, isRead: boolean): void {
    if (isRead) readEvidence.set(evidence.id, readWords(evidence))
    else readEvidence.delete(evidence.id)
  }

  function openForm(claimId: ClaimId, form: ClaimForm): void {
    tab.value = 'check'
    leftReading.value = desk.focusedId
    desk.chosenClaimId = claimId
    forms.set(claimId, form)
    enteredForm.value += 1
  }

  function closeForm(claimId: ClaimId): void {
    forms.delete(claimId)
  }

  function enter(): void {
    entered.value += 1
  }

  function press(digit: number): void {
    pressed.value = { digit, press: pressed.value.press + 1 }
  }

  return {
    tab,
    dialog,
    forms,
    hasRead,
    tickRead,
    leftReading,
    pressed,
    entered,
    enteredForm,
    askedForReason,
    wantsComment,
    droppedFile,
    activeForm,
    claimToRead,
    isReading,
    openForm,
    closeForm,
    enter,
    press,
  }
})

/** All that a second reading of the evidence rests on. */
function readWords(evidence: Evidence): string {
  return JSON.stringify([inSight(evidence), evidence.source])
}
