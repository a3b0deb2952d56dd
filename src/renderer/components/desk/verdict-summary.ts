import type { Claim, Question, RatingSign, RatingTone, SentenceId, Verdict } from '#shared/model'

import type { Underline, UnderlineStyle } from './text-pieces'

/** A verdict as its mark shows it. sign null: not yet decided. */
export interface MarginVerdict {
  sign: RatingSign | null
  tone: RatingTone
  /** The words of the scale; null while undecided. */
  label: string | null
  /** Reopened or disputed: keeps its shape and loses its colour. */
  atRest: boolean
}

/** What the right margin says about a sentence. */
export interface SentenceSummary {
  attribution: MarginVerdict | null
  content: MarginVerdict | null
  /** null where nothing has to be shown: no claim, or opinions only. */
  evidence: { count: number; lacking: boolean } | null
  /** Claims beyond the first. */
  more: number
}

const EMPTY: SentenceSummary = { attribution: null, content: null, evidence: null, more: 0 }

/** Worst first. Undecided stands between what cannot be settled and what is confirmed. */
const BY_WEIGHT: readonly (RatingSign | null)[] = [
  'double-cross',
  'cross',
  'cross-slash',
  'altered',
  'slash',
  'tick-slash',
  'question',
  'ellipsis',
  null,
  'lines',
  'tick',
  'wave',
]

const UNDERLINES: Record<RatingTone, UnderlineStyle> = {
  ok: 'solid',
  unsure: 'dashed',
  wrong: 'double',
  opinion: 'wavy',
  neutral: 'solid',
}

export function asksAttribution({ kind }: Pick<Claim, 'kind'>): boolean {
  return kind !== 'statement'
}

export function questionsOf(claim: Pick<Claim, 'kind'>): Question[] {
  return asksAttribution(claim) ? ['attribution', 'content'] : ['content']
}

/** Which of the questions is still to be answered, attribution first. */
export function openQuestion(claim: Claim): Question | null {
  return questionsOf(claim).find((question) => claim[question] === null) ?? null
}

export function isAtRest({ state }: Pick<Claim, 'state'>): boolean {
  return state === 'reopened' || state === 'disputed'
}

export function marginVerdict(verdict: Verdict | null, atRest: boolean): MarginVerdict {
  if (!verdict) return { sign: null, tone: 'neutral', label: null, atRest }
  return { sign: verdict.sign, tone: verdict.tone, label: verdict.label, atRest }
}

export function worst(verdicts: readonly MarginVerdict[]): MarginVerdict | null {
  const weight = ({ sign }: MarginVerdict): number => BY_WEIGHT.indexOf(sign)
  return verdicts.reduce<MarginVerdict | null>(
    (heaviest, verdict) => (heaviest && weight(heaviest) <= weight(verdict) ? heaviest : verdict),
    null,
  )
}

/** An opinion stands without evidence; everything else is missing some while it has none. */
export function lacksEvidence(claim: Claim): boolean {
  return claim.evidence.length === 0 && claim.content?.tone !== 'opinion'
}

export function summaryOf(claims: readonly Claim[]): SentenceSummary {
  if (claims.length === 0) return EMPTY
  const count = claims.reduce((sum, { evidence }) => sum + evidence.length, 0)
  const lacking = claims.some(lacksEvidence)
  return {
    attribution: worst(
      claims.filter(asksAttribution).map((claim) => marginVerdict(claim.attribution, isAtRest(claim))),
    ),
    content: worst(claims.map((claim) => marginVerdict(claim.content, isAtRest(claim)))),
    evidence: count > 0 || lacking ? { count, lacking } : null,
    more: claims.length - 1,
  }
}

/** The lines below the words of one sentence, one for each claim on it. */
export function underlinesOf(claims: readonly Claim[], sentenceId: SentenceId): Underline[] {
  return claims.flatMap((claim) => {
    const heaviest = worst(
      questionsOf(claim).map((question) => marginVerdict(claim[question], isAtRest(claim))),
    )
    if (!heaviest) return []
    return claim.anchors
      .filter((anchor) => anchor.sentenceId === sentenceId)
      .map(({ start, end }) => ({
        claimId: claim.id,
        start,
        end,
        style: heaviest.sign === null ? 'dotted' : UNDERLINES[heaviest.tone],
        tone: heaviest.tone,
        signedOff: claim.state === 'agreed',
        atRest: heaviest.atRest,
      }))
  })
}
