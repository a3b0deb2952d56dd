import type { Claim, Sentence } from '#shared/model'

import { openQuestion } from '../../components/desk/verdict-summary'

/** Actions at the foot of the inspector: the next step, and what can be done instead. */
export interface Steps {
  main: string
  instead: string | null
}

/** What is to be done next for the sentence in focus. */
export function nextSteps(
  { noClaim, mark }: Pick<Sentence, 'noClaim' | 'mark'>,
  claim: Claim | null,
  isReading: boolean,
): Steps {
  if (isReading) return { main: 'desk.agree', instead: 'desk.dispute' }
  if (!claim) {
    const settled = noClaim !== null && mark !== 'reopened' && mark !== 'disputed'
    return { main: settled ? 'desk.nextToDo' : 'desk.addClaim', instead: 'desk.noClaim' }
  }
  if (openQuestion(claim) !== null) {
    return claim.evidence.length > 0
      ? { main: 'desk.judge', instead: 'desk.addEvidence' }
      : { main: 'desk.addEvidence', instead: 'desk.judge' }
  }
  const again = claim.state === 'reopened' || claim.state === 'disputed'
  return { main: again ? 'desk.judge' : 'desk.nextToDo', instead: 'desk.withdraw' }
}
