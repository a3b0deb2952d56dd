import type { Evidence } from '#shared/model'

import { useDeskViewerStore } from '../../stores/desk-viewer-store'
import { useNoticeStore } from '../../stores/notice-store'

/** Opens the file of a piece of evidence at its passage. */
export function useOpenFile(): (evidence: Evidence) => void {
  const viewer = useDeskViewerStore()
  const notices = useNoticeStore()

  return (evidence) => {
    const { file, claimId } = evidence
    if (file) viewer.open(file.hash, { claimId, evidence }).catch(notices.reportError)
  }
}
