import type { Input } from '#shared/contract'
import type { ClaimId, Contact, ContactOutcome, ContactWay } from '#shared/model'

import { momentOf, toLocalInput } from '../library/deadline-state'

/** An enquiry as its fields hold it: empty strings stand for nothing, moments are in local time. */
export interface ContactDraft {
  name: string
  role: string
  way: ContactWay
  askedAt: string
  deadline: string
  question: string
  outcome: ContactOutcome
  answer: string
  answeredAt: string
  confidential: boolean
  publicWording: string
}

export function newContactDraft(contact: Contact | null, now: Date): ContactDraft {
  return {
    name: contact?.name ?? '',
    role: contact?.role ?? '',
    way: contact?.way ?? 'e-mail',
    askedAt: toLocalInput(contact?.askedAt ?? now.toISOString()),
    deadline: toLocalInput(contact?.deadline ?? null),
    question: contact?.question ?? '',
    outcome: contact?.outcome ?? 'open',
    answer: contact?.answer ?? '',
    answeredAt: toLocalInput(contact?.answeredAt ?? null),
    confidential: contact?.confidential ?? false,
    publicWording: contact?.publicWording ?? '',
  }
}

/** Somebody said something: an answer, or that there will be none. */
export function hasReplied(outcome: ContactOutcome): boolean {
  return outcome === 'answered' || outcome === 'declined'
}

/** The moments of an enquiry when the form was filled from it: its fields show them to the minute only. */
export type SeenMoments = Pick<Required<Input<'contacts.add'>>, 'askedAt' | 'deadline' | 'answeredAt'>

/** What both adding and correcting an enquiry send. */
export function contactFields(
  draft: ContactDraft,
  claimId: ClaimId,
  now: Date,
  seen: SeenMoments | null = null,
): Required<Input<'contacts.add'>> {
  const replied = hasReplied(draft.outcome)
  return {
    claimId,
    name: draft.name,
    role: draft.role.trim() || null,
    way: draft.way,
    askedAt: momentOf(draft.askedAt, seen?.askedAt) ?? now.toISOString(),
    deadline: momentOf(draft.deadline, seen?.deadline),
    question: draft.question,
    outcome: draft.outcome,
    answer: replied ? draft.answer.trim() || null : null,
    answeredAt: replied ? (momentOf(draft.answeredAt, seen?.answeredAt) ?? now.toISOString()) : null,
    confidential: draft.confidential,
    publicWording: draft.confidential ? draft.publicWording.trim() || null : null,
  }
}
