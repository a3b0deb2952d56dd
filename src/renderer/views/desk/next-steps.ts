import type { Claim, PersonId, Sentence } from '#shared/model'

import { openQuestion } from '../../components/desk/verdict-summary'
import { decidersOf } from '../../stores/desk-filters'

/** Actions at the foot of the inspector: the next step, and what can be done instead. */
export interface Steps {
  main: string
  instead: string | null
}

/** What the person at the desk is to do next for the sentence in focus. */
export function nextSteps(
  { noClaim, mark }: Pick<Sentence, 'noClaim' | 'mark'>,
  claim: Claim | null,
  { isReading, personId }: { isReading: boolean; personId: PersonId | null },
): Steps {
  if (isReading) return { main: 'desk.agree', instead: 'desk.dispute' }
  if (!claim) {
    if (noClaim === null || mark === 'reopened' || mark === 'disputed') {
      return { main: 'desk.addClaim', instead: 'desk.noClaim' }
    }
    return { main: 'desk.nextToDo', instead: noClaim.personId === personId ? 'desk.noClaim' : null }
  }
  if (openQuestion(claim) !== null) {
    return claim.evidence.length > 0
      ? { main: 'desk.judge', instead: 'desk.addEvidence' }
      : { main: 'desk.addEvidence', instead: 'desk.judge' }
  }
  const isOwn = decidersOf(claim).some((decider) => decider === personId)
  // Who disputed a verdict leaves the answer to the one who gave it.
  const again = claim.state === 'reopened' || (claim.state === 'disputed' && isOwn)
  return { main: again ? 'desk.judge' : 'desk.nextToDo', instead: isOwn ? 'desk.withdraw' : null }
}
