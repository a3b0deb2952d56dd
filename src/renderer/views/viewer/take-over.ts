import type { Claim, DescribedEvidenceFile, EvidenceFile } from '#shared/model'

import { useDeskDraftStore } from '../../stores/desk-draft-store'
import { useDeskInspectorStore } from '../../stores/desk-inspector-store'
import { useDeskStore } from '../../stores/desk-store'
import { useDeskViewerStore } from '../../stores/desk-viewer-store'
import { useViewStore } from '../../stores/view-store'
import { evidenceDraftName, newEvidenceDraft } from '../desk/evidence-draft'

/** Takes what was chosen in the viewer over into the evidence form of the claim. Nothing is recorded before it is saved. */
export function useTakeOver() {
  const desk = useDeskStore()
  const drafts = useDeskDraftStore()
  const inspector = useDeskInspectorStore()
  const viewer = useDeskViewerStore()
  const view = useViewStore()

  /** The claim the file was opened for, else the one at work. */
  function claimToServe(): Claim | null {
    const { claimId } = viewer.viewedFor
    return desk.article?.claims.find(({ id }) => id === claimId) ?? desk.activeClaim
  }

  function takeOver({ words, locator }: { words: string; locator: string }): void {
    const claim = claimToServe()
    const { file, viewedFor } = viewer
    if (!claim || !file) return
    const viewed = claim.evidence.find(({ id }) => id === viewedFor.evidence?.id) ?? null
    const open = inspector.forms.get(claim.id)
    const editedId = open?.kind === 'evidence' ? open.evidenceId : viewed?.passage === null ? viewed.id : null
    const edited = claim.evidence.find(({ id }) => id === editedId) ?? null
    const draft = drafts.take(evidenceDraftName(claim.id, edited), () => newEvidenceDraft(claim, edited))
    if (words) draft.passage = words
    if (locator) draft.locator = locator
    draft.file ??= plainFile(file)
    if (!draft.source && !draft.newSource && viewed) {
      draft.source = viewed.source
      draft.passageLanguage ||= viewed.passageLanguage ?? ''
    }
    viewer.close()
    if (view.view !== 'desk') view.show('desk')
    if (view.layout === 'one') view.pane = 'inspector'
    const here = desk.focusedClaims.some(({ id }) => id === claim.id)
    if (!here) desk.focus(claim.anchors[0]?.sentenceId, { reveal: true })
    inspector.openForm(claim.id, { kind: 'evidence', evidenceId: edited?.id ?? null })
  }

  return { claimToServe, takeOver }
}

function plainFile(file: DescribedEvidenceFile): EvidenceFile {
  const { hash, name, sizeInBytes, mediaType, capturedAt, capturedBy } = file
  return { hash, name, sizeInBytes, mediaType, capturedAt, capturedBy }
}
