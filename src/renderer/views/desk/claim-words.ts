import { useI18n } from 'vue-i18n'

import type { Claim, Verdict } from '#shared/model'

import { isAtRest, marginVerdict, questionsOf } from '../../components/desk/verdict-summary'
import type { PairHalf } from '../../components/desk/VerdictPair.vue'
import { useDates } from '../../i18n/dates'
import { useSessionStore } from '../../stores/session-store'

/** What claim and verdict cards say: names, dates and answers in words. */
export function useClaimWords() {
  const { t } = useI18n()
  const { partial, moment } = useDates()
  const session = useSessionStore()

  const when = (at: string): string => moment(new Date(at))

  function halves(claim: Claim): PairHalf[] {
    return questionsOf(claim).map((question) => {
      const verdict = claim[question]
      return {
        question,
        verdict: marginVerdict(verdict, isAtRest(claim)),
        asOf: verdict?.asOf ? t('desk.verdict.asOf', { date: partial(verdict.asOf) }) : '',
        correction: Boolean(verdict?.correction),
      }
    })
  }

  const verdictsOf = (claim: Claim): Verdict[] =>
    questionsOf(claim).flatMap((question) => claim[question] ?? [])

  const said = ({ claimedOn }: Claim): string => (claimedOn ? partial(claimedOn) : '')

  /** "Geprüft von Jana Krüger, heute, 14:32 Uhr": the latest of the verdicts in force. */
  function judgedBy(claim: Claim): string {
    const latest = verdictsOf(claim).sort((a, b) => b.id.localeCompare(a.id))[0]
    return latest
      ? t('desk.verdict.by', { name: session.nameOf(latest.personId), when: when(latest.at) })
      : ''
  }

  return { when, halves, verdictsOf, said, judgedBy }
}
