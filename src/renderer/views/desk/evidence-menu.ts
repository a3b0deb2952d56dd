import { useI18n } from 'vue-i18n'

import type { Evidence } from '#shared/model'

import type { MenuEntry } from '../../components/menu-groups'
import { useDeskFileStore } from '../../stores/desk-file-store'
import { useDeskInspectorStore } from '../../stores/desk-inspector-store'
import { useDeskStore } from '../../stores/desk-store'
import { useNoticeStore } from '../../stores/notice-store'
import { useOpenFile } from './open-file'

/** What can be done with a piece of evidence. */
export function useEvidenceMenu(): (evidence: Evidence) => MenuEntry[][] {
  const { t } = useI18n()
  const desk = useDeskStore()
  const files = useDeskFileStore()
  const inspector = useDeskInspectorStore()
  const notices = useNoticeStore()
  const openFile = useOpenFile()

  async function copyLink(url: string): Promise<void> {
    await navigator.clipboard.writeText(url)
    notices.tell(t('desk.source.linkCopied'))
  }

  return (evidence) => {
    const { id, claimId, file } = evidence
    const { url } = evidence.source
    const own: MenuEntry[] = [
      {
        label: t('desk.evidence.edit'),
        run: () => inspector.openForm(claimId, { kind: 'evidence', evidenceId: id }),
      },
    ]
    if (file) {
      own.push(
        { label: t('desk.file.showFile'), run: () => openFile(evidence) },
        { label: t('desk.file.save'), run: () => files.save(file).catch(notices.reportError) },
      )
    }
    if (url) {
      own.push({ label: t('desk.source.copyLink'), run: () => copyLink(url).catch(notices.reportError) })
    }
    const remove: MenuEntry = {
      label: t('desk.evidence.remove'),
      destructive: true,
      run: () => desk.removeEvidence(evidence).catch(notices.reportError),
    }
    return [own, [remove]]
  }
}
