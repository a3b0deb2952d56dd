import type { Claim, PersonId, Sentence } from '#shared/model'

import { lacksEvidence } from '../components/desk/verdict-summary'

export const DESK_FILTERS = [
  'open',
  'mine',
  'without evidence',
  'second reading',
  'reopened',
  'disputed',
] as const
export type DeskFilter = (typeof DESK_FILTERS)[number]

const MEMBERSHIP: Record<
  DeskFilter,
  (sentence: Sentence, claims: readonly Claim[], me: PersonId | null) => boolean
> = {
  open: ({ mark }) => mark === 'open',
  mine: ({ noClaim }, claims, me) =>
    noClaim?.personId === me || claims.some((claim) => hasWorkedOn(claim, me)),
  'without evidence': (_, claims) => claims.some(lacksEvidence),
  'second reading': ({ mark }) => needsSecondReading(mark),
  reopened: ({ mark }) => mark === 'reopened',
  disputed: ({ mark }) => mark === 'disputed',
}

export function isIn(
  filter: DeskFilter,
  sentence: Sentence,
  claims: readonly Claim[],
  me: PersonId | null,
): boolean {
  return MEMBERSHIP[filter](sentence, claims, me)
}

/** Decided by one person, not yet read by another. */
export function needsSecondReading(mark: Sentence['mark']): boolean {
  return mark === 'waiting' || mark === 'no claim' || mark === 'checked'
}

/** What a checker has left to do. */
export function needsChecking(mark: Sentence['mark']): boolean {
  return mark === 'open' || mark === 'in work' || mark === 'reopened' || mark === 'disputed'
}

/** Who decided a claim: the authors of the verdicts in force. They can't be its second reader. */
export function decidersOf(claim: Claim): PersonId[] {
  return [claim.attribution, claim.content].flatMap((verdict) => (verdict ? [verdict.personId] : []))
}

function hasWorkedOn(claim: Claim, person: PersonId | null): boolean {
  return claim.createdBy === person || decidersOf(claim).some((decider) => decider === person)
}
