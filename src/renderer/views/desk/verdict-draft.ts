import type { Claim, Question, Rating, RatingScale, Verdict } from '#shared/model'

export interface VerdictDraft {
  scaleId: string
  ratingId: string | null
  conclusion: string
  reasoning: string
  against: string
  notFound: string
  asOf: string | null
  correction: string
}

/** The scales for a question, those in the language of the article first. */
export function scalesFor(
  scales: readonly RatingScale[],
  question: Question,
  language: string,
): RatingScale[] {
  const own = (scale: RatingScale): number => (sameLanguage(scale.language, language) ? 0 : 1)
  return scales.filter((scale) => scale.question === question).sort((a, b) => own(a) - own(b))
}

/**
 * The scale a verdict begins with: the one it was given on, then the one chosen in the settings (by id or key), then our
 * own in the language of the article.
 */
export function defaultScale(
  scales: readonly RatingScale[],
  {
    question,
    language,
    preferred,
    earlier,
  }: { question: Question; language: string; preferred: string | null; earlier: Verdict | null },
): RatingScale | null {
  const fitting = scalesFor(scales, question, language)
  return (
    fitting.find(({ id }) => id === earlier?.scaleId) ??
    fitting.find(({ id }) => id === preferred) ??
    fitting.find(({ key }) => key === preferred) ??
    fitting.find(({ publisher, ratings }) => publisher === null && ratings.length > 0) ??
    fitting[0] ??
    null
  )
}

export function newVerdictDraft(
  claim: Claim,
  question: Question,
  scale: RatingScale | null,
  today: string,
): VerdictDraft {
  const earlier = claim[question]
  const onSameScale = earlier !== null && earlier.scaleId === scale?.id
  return {
    scaleId: scale?.id ?? '',
    ratingId: onSameScale ? earlier.ratingId : null,
    conclusion: earlier?.conclusion ?? '',
    reasoning: earlier?.reasoning ?? '',
    against: earlier?.against ?? '',
    notFound: earlier?.notFound ?? '',
    asOf: earlier ? earlier.asOf : question === 'attribution' ? (claim.claimedOn ?? today) : today,
    correction: earlier?.correction ?? '',
  }
}

export function ratingOf(scale: RatingScale | null | undefined, ratingId: string | null): Rating | null {
  return scale?.ratings.find(({ id }) => id === ratingId) ?? null
}

/** The calendar day here, as 2022-03-08. */
export function today(now = new Date()): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${String(now.getFullYear())}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

function sameLanguage(a: string, b: string): boolean {
  return a.split('-')[0] === b.split('-')[0]
}
