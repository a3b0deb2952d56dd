import { ref } from 'vue'

import type { Claim, EvidenceId } from '#shared/model'

import { useDeskInspectorStore } from '../../stores/desk-inspector-store'
import { holdsFiles, leavesPlace } from '../file-drop'

/** A file dropped on a claim becomes evidence: of the piece it is dropped on, or of a new one. */
export function useEvidenceDrop(claim: () => Claim) {
  const inspector = useDeskInspectorStore()
  /** Over what a file is held: a piece of evidence, or 'new'. */
  const heldOver = ref<EvidenceId | 'new' | null>(null)

  const hasForm = (): boolean => inspector.forms.get(claim().id)?.kind === 'evidence'

  function evidenceAt({ target }: DragEvent): EvidenceId | 'new' {
    const card = target instanceof Element ? target.closest<HTMLElement>('[data-evidence]') : null
    return claim().evidence.find(({ id }) => id === card?.dataset['evidence'])?.id ?? 'new'
  }

  function dragover(event: DragEvent): void {
    if (!holdsFiles(event)) return
    event.preventDefault()
    heldOver.value = hasForm() ? 'new' : evidenceAt(event)
  }

  function dragleave(event: DragEvent): void {
    if (leavesPlace(event)) heldOver.value = null
  }

  function drop(event: DragEvent): void {
    heldOver.value = null
    const file = event.dataTransfer?.files[0]
    if (!file) return
    event.preventDefault()
    const at = evidenceAt(event)
    if (!hasForm()) inspector.openForm(claim().id, { kind: 'evidence', evidenceId: at === 'new' ? null : at })
    inspector.droppedFile = { claimId: claim().id, file }
  }

  return { heldOver, listeners: { dragenter: dragover, dragover, dragleave, drop } }
}
