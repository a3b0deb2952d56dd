import { Ban, FileSearch, MessageSquare, MessageSquareReply, Paperclip, PenLine, Plus } from '@lucide/vue'
import { useI18n } from 'vue-i18n'

import type { Evidence, Question } from '#shared/model'

import { registerAction, type Action } from '../../actions'
import { openQuestion } from '../../components/desk/verdict-summary'
import { useDeskInspectorStore } from '../../stores/desk-inspector-store'
import { useDeskStore } from '../../stores/desk-store'
import { useNoticeStore } from '../../stores/notice-store'
import { useViewStore } from '../../stores/view-store'
import { all, type Enabled } from './enabled'
import { useOpenFile } from './open-file'

/** Checking a sentence: no claim, claims, verdicts, evidence, comments. */
export function useClaimActions(atDesk: Enabled): void {
  const { t } = useI18n()
  const desk = useDeskStore()
  const inspector = useDeskInspectorStore()
  const notices = useNoticeStore()
  const view = useViewStore()
  const openFile = useOpenFile()

  const hasClaim: Enabled = all(atDesk, () => desk.activeClaim !== null || t('desk.reason.noClaimYet'))
  const showInspector = (): void => {
    if (view.layout === 'one') view.pane = 'inspector'
  }
  const ofClaim = (action: Omit<Action, 'group' | 'title'>): Action => ({
    ...action,
    title: () => t(`desk.action.${action.id.replace('desk.', '')}`),
    group: () => t('groups.claim'),
  })

  const digits = Array.from({ length: 9 }, (_, index): Action => {
    const digit = index + 1
    return {
      id: `desk.rating.${String(digit)}`,
      title: () => t('desk.action.rating', { digit }),
      group: () => t('groups.claim'),
      keys: [String(digit)],
      hidden: true,
      enabled: all(hasClaim, () => !inspector.isReading || t('desk.reason.reading')),
      run: () => {
        const claim = desk.activeClaim
        if (!claim) return
        if (inspector.activeForm?.kind !== 'verdict') {
          inspector.openForm(claim.id, { kind: 'verdict', question: openQuestion(claim) ?? 'content' })
        }
        showInspector()
        inspector.press(digit)
      },
    }
  })

  const tabs = (['check', 'comments', 'history'] as const).map((tab, index): Action => ({
    id: `desk.tab.${tab}`,
    title: () => t(`desk.action.tab.${tab}`),
    group: () => t('groups.view'),
    keys: [`Alt+Shift+${String(index + 1)}`],
    enabled: atDesk,
    run: () => {
      showInspector()
      inspector.leftReading = desk.focusedId
      inspector.tab = tab
      inspector.enter()
    },
  }))

  registerAction(
    {
      id: 'desk.noClaim',
      title: () => t(clears() ? 'desk.action.clearNoClaim' : 'desk.action.noClaim'),
      group: () => t('groups.sentence'),
      keys: ['n'],
      icon: Ban,
      enabled: all(atDesk, () => clears() || desk.chosenUndecided.length > 0 || t('desk.reason.hasClaims')),
      run: async () => {
        if (!desk.focused) return
        const change = clears() ? desk.clearNoClaim(desk.focused) : desk.markNoClaim(desk.chosenUndecided)
        await change.catch(notices.reportError)
      },
    },
    ofClaim({
      id: 'desk.addClaim',
      keys: ['c'],
      icon: Plus,
      enabled: atDesk,
      run: async () => {
        inspector.tab = 'check'
        if (desk.focused) await desk.addClaim(desk.focused).catch(notices.reportError)
      },
    }),
    ofClaim({
      id: 'desk.editClaim',
      keys: ['F2'],
      enabled: hasClaim,
      run: () => {
        showInspector()
        if (desk.activeClaim) inspector.openForm(desk.activeClaim.id, { kind: 'claim' })
      },
    }),
    ofClaim({
      id: 'desk.addEvidence',
      keys: ['e'],
      icon: Paperclip,
      enabled: hasClaim,
      run: () => {
        showInspector()
        if (desk.activeClaim) inspector.openForm(desk.activeClaim.id, { kind: 'evidence', evidenceId: null })
      },
    }),
    ofClaim({
      id: 'desk.addContact',
      keys: ['q'],
      icon: MessageSquareReply,
      enabled: hasClaim,
      run: () => {
        showInspector()
        if (desk.activeClaim) inspector.openForm(desk.activeClaim.id, { kind: 'contact', contactId: null })
      },
    }),
    ofClaim({
      id: 'desk.answerCorrection',
      keys: ['r'],
      icon: PenLine,
      enabled: all(hasClaim, () => proposing() !== null || t('desk.reason.noCorrection')),
      run: () => {
        const claim = desk.activeClaim
        const question = proposing()
        if (!claim || !question) return
        showInspector()
        inspector.openForm(claim.id, { kind: 'correction', question })
      },
    }),
    ofClaim({
      id: 'desk.showFile',
      keys: ['v'],
      icon: FileSearch,
      enabled: all(hasClaim, () => fileToShow() !== undefined || t('desk.reason.noFile')),
      run: () => {
        const evidence = fileToShow()
        if (evidence) openFile(evidence)
      },
    }),
    {
      id: 'desk.judge',
      title: () => t(isJudged() ? 'desk.verdict.again' : 'desk.action.judge'),
      group: () => t('groups.claim'),
      keys: ['u'],
      enabled: hasClaim,
      run: () => {
        const claim = desk.activeClaim
        if (!claim) return
        showInspector()
        inspector.openForm(claim.id, { kind: 'verdict', question: openQuestion(claim) ?? 'content' })
      },
    },
    ofClaim({
      id: 'desk.removeClaim',
      keys: ['Shift+Delete'],
      enabled: hasClaim,
      run: async () => {
        if (desk.activeClaim) await desk.removeClaim(desk.activeClaim).catch(notices.reportError)
      },
    }),
    ofClaim({
      id: 'desk.withdraw',
      keys: ['Shift+w'],
      enabled: all(hasClaim, () => canWithdraw() || t('desk.reason.noVerdict')),
      run: async () => {
        const claim = desk.activeClaim
        if (!claim) return
        const question = claim.content ? 'content' : 'attribution'
        const verdictId = claim[question]?.id
        const expected = verdictId === undefined ? {} : { verdictId }
        await desk.withdrawVerdict({ claimId: claim.id, question, expected }).catch(notices.reportError)
      },
    }),
    {
      id: 'desk.enterInspector',
      title: () => t('desk.action.enterInspector'),
      group: () => t('groups.sentence'),
      keys: ['Enter'],
      hidden: true,
      enabled: all(atDesk, () =>
        document.activeElement?.closest('[data-sentence]') ? true : t('desk.reason.notInManuscript'),
      ),
      run: () => {
        showInspector()
        inspector.enter()
      },
    },
    {
      id: 'desk.comment',
      title: () => t('desk.action.comment'),
      group: () => t('groups.sentence'),
      keys: ['m'],
      icon: MessageSquare,
      enabled: atDesk,
      run: () => {
        showInspector()
        inspector.leftReading = desk.focusedId
        inspector.tab = 'comments'
        inspector.wantsComment = true
      },
    },
    ...tabs,
    ...digits,
  )

  /** The verdict of the claim that proposes other words. */
  function proposing(): Question | null {
    const claim = desk.activeClaim
    if (claim?.content?.correction) return 'content'
    return claim?.attribution?.correction ? 'attribution' : null
  }

  /** The evidence that has the focus, else the first with a file. */
  function fileToShow(): Evidence | undefined {
    const evidence = desk.activeClaim?.evidence.filter(({ file }) => file !== null) ?? []
    const here = document.activeElement?.closest<HTMLElement>('[data-evidence]')?.dataset['evidence']
    return evidence.find(({ id }) => id === here) ?? evidence[0]
  }

  /** Pressed again, the decision about a single sentence is taken back. */
  function clears(): boolean {
    const sentence = desk.focused
    return desk.chosen.length === 1 && Boolean(sentence?.noClaim) && sentence?.mark !== 'reopened'
  }

  function isJudged(): boolean {
    return desk.activeClaim !== null && openQuestion(desk.activeClaim) === null
  }

  function canWithdraw(): boolean {
    return desk.activeClaim !== null && (desk.activeClaim.content ?? desk.activeClaim.attribution) !== null
  }
}
