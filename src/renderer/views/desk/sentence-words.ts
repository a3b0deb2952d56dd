import { useI18n } from 'vue-i18n'

import type { Sentence } from '#shared/model'

import type { MarginVerdict, SentenceSummary } from '../../components/desk/verdict-summary'

/** A sentence in words, as a screen reader hears it: number, state, both verdicts, evidence. */
export function useSentenceWords() {
  const { t } = useI18n()

  function verdictWords(question: 'attribution' | 'content', verdict: MarginVerdict | null): string[] {
    if (!verdict) return []
    const label =
      verdict.label ?? t(verdict.sign === null ? 'desk.verdict.undecided' : 'desk.verdict.inWords')
    const words = t(`desk.question.${question}.answer`, { label })
    return [verdict.atRest && verdict.sign !== null ? t('desk.verdict.atRest', { words }) : words]
  }

  function sentenceName(
    { number, mark }: Pick<Sentence, 'number' | 'mark'>,
    summary: SentenceSummary,
  ): string {
    const { evidence, more } = summary
    return [
      t('desk.sentence', { number }),
      t(`mark.${mark}`),
      ...verdictWords('attribution', summary.attribution),
      ...verdictWords('content', summary.content),
      ...(evidence ? [t('desk.evidence.count', { count: evidence.count }, evidence.count)] : []),
      ...(more > 0 ? [t('desk.claim.more', { count: more }, more)] : []),
    ].join(', ')
  }

  return { sentenceName }
}
