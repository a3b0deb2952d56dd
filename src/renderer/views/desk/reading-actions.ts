import { Check, CheckCheck, X } from '@lucide/vue'
import { useI18n } from 'vue-i18n'

import type { Claim } from '#shared/model'

import { registerAction } from '../../actions'
import { readingDraftName, useDeskDraftStore } from '../../stores/desk-draft-store'
import { inSight } from '../../stores/desk-evidence-words'
import { useDeskInspectorStore } from '../../stores/desk-inspector-store'
import { useDeskStore } from '../../stores/desk-store'
import { useNoticeStore } from '../../stores/notice-store'

/** Second reading: agree once all evidence is read, or dispute with a reason. */
export function useReadingActions(atDesk: () => true | string): void {
  const { t } = useI18n()
  const desk = useDeskStore()
  const inspector = useDeskInspectorStore()
  const drafts = useDeskDraftStore()
  const notices = useNoticeStore()

  const isReading = (): true | string => {
    const here = atDesk()
    return here === true ? inspector.isReading || t('desk.reason.notReading') : here
  }
  const unread = (): number =>
    inspector.claimToRead?.evidence.filter((evidence) => !inspector.hasRead(evidence)).length ?? 0

  async function record(outcome: 'agreed' | 'disputed', reason: string | null): Promise<void> {
    const claim = inspector.claimToRead
    const target = claim ? { claimIds: [claim.id] } : desk.focused && { sentenceIds: [desk.focused.id] }
    if (!target) return
    const { text } = await desk.readSecond({
      ...target,
      outcome,
      reason,
      seen: claim ? [claimInSight(claim)] : [],
    })
    notices.tell(text, { undo: true })
  }

  function draftName(): string | null {
    const about = inspector.claimToRead?.id ?? desk.focusedId
    return about && readingDraftName(about)
  }

  registerAction(
    {
      id: 'desk.agree',
      title: () => t('desk.action.agree'),
      group: () => t('groups.claim'),
      keys: ['z'],
      icon: Check,
      enabled: () => {
        const reading = isReading()
        if (reading !== true) return reading
        const left = unread()
        return left === 0 || t('desk.reason.unread', { count: left }, left)
      },
      run: () => record('agreed', null).catch(notices.reportError),
    },
    {
      id: 'desk.dispute',
      title: () => t('desk.action.dispute'),
      group: () => t('groups.claim'),
      keys: ['w'],
      icon: X,
      enabled: isReading,
      run: async () => {
        const name = draftName()
        if (!name) return
        const { reason } = drafts.take(name, () => ({ reason: '' }))
        if (reason.trim() === '') {
          inspector.askedForReason += 1
          return
        }
        try {
          await record('disputed', reason)
          drafts.discard(name)
        } catch (error) {
          notices.reportError(error)
        }
      },
    },
    {
      id: 'desk.agreeAllNoClaims',
      keys: ['Shift+z'],
      icon: CheckCheck,
      title: () =>
        t(
          'desk.action.agreeAllNoClaims',
          { count: desk.readableNoClaims.length },
          desk.readableNoClaims.length,
        ),
      group: () => t('groups.article'),
      enabled: () => {
        const here = atDesk()
        if (here !== true) return here
        return desk.readableNoClaims.length > 0 || t('desk.reason.noNoClaims')
      },
      run: async () => {
        const sentenceIds = desk.readableNoClaims.slice(0, 1_000).map(({ id }) => id)
        try {
          const { text } = await desk.readSecond({ sentenceIds, outcome: 'agreed' })
          notices.tell(text, { undo: true })
        } catch (error) {
          notices.reportError(error)
        }
      },
    },
  )
}

/** A reader agrees with this, and with nothing that comes after it. */
function claimInSight({ id, wording, attribution, content, evidence }: Claim) {
  return {
    claimId: id,
    wording,
    verdictIds: [attribution, content].flatMap((verdict) => verdict?.id ?? []),
    evidenceIds: evidence.map((each) => each.id),
    evidence: evidence.map(inSight),
  }
}
