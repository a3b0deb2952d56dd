import { useI18n } from 'vue-i18n'

import type { Claim, RevisionStep, Sentence, SentenceId, SentenceMark } from '#shared/model'

import { useDeskStore } from '../../stores/desk-store'
import { useRevisionStore } from '../../stores/revision-store'

const PRESSING: readonly SentenceMark[] = ['open', 'in work', 'reopened', 'disputed']

/** A step has to be looked at by somebody, and nobody has yet. */
export function isToDo({ kind, after }: RevisionStep, sentences: ReadonlyMap<SentenceId, Sentence>): boolean {
  if (kind === 'kept' || kind === 'moved' || kind === 'gone') return false
  return after.some(({ sentenceId }) => {
    const mark = sentenceId && sentences.get(sentenceId)?.mark
    return mark ? PRESSING.includes(mark) : false
  })
}

/** What becomes of a step's sentences and their check, in words. */
export function useStepWords() {
  const { t } = useI18n()
  const desk = useDeskStore()
  const revisions = useRevisionStore()

  /** The sentences of today that a step begins with in a preview, or ends with where it leads to today. */
  function sentencesOf(step: RevisionStep): Sentence[] {
    const side = revisions.shown?.kind === 'coming' ? step.before : step.after
    return side.flatMap(({ sentenceId }) => {
      const sentence = sentenceId && desk.sentencesById.get(sentenceId)
      return sentence ? [sentence] : []
    })
  }

  const claimsOf = (step: RevisionStep): Claim[] => [
    ...new Set(sentencesOf(step).flatMap(({ id }) => desk.claimsOf.get(id) ?? [])),
  ]

  /** "Satz 16", "Sätze 3 bis 4", "Satz 5, jetzt 9". */
  function numbersOf({ kind, before, after }: RevisionStep): string {
    const [side, first, last] = [
      after.length > 0 ? after : before,
      after[0] ?? before[0],
      after.at(-1) ?? before.at(-1),
    ]
    if (!first || !last) return ''
    if (kind === 'moved' && before[0] && before[0].number !== first.number) {
      return t('revision.sentences.moved', { from: before[0].number, to: first.number })
    }
    if (side.length === 1) return t('revision.sentences.one', { number: first.number })
    return t('revision.sentences.many', { from: first.number, to: last.number })
  }

  function markOf(step: RevisionStep): SentenceMark | null {
    const marks = sentencesOf(step).map(({ mark }) => mark)
    if (revisions.shown?.kind === 'coming') {
      if (step.kind === 'gone') return null
      if (step.kind === 'new') return 'open'
      if (step.kind === 'kept' || step.kind === 'moved') return marks[0] ?? null
      return marks.every((mark) => mark === 'open') ? 'open' : 'reopened'
    }
    return PRESSING.find((mark) => marks.includes(mark)) ?? marks[0] ?? null
  }

  function fateOf(step: RevisionStep): string {
    const { kind } = step
    const what = t(`revision.fate.${kind}`)
    const mark = markOf(step)
    const isKept = kind === 'kept' || kind === 'moved'
    if (isKept) {
      return mark ? t(`revision.fate.${kind}`, { mark: t(`mark.${mark}`) }) : t(`revision.filter.${kind}`)
    }
    if (revisions.shown?.kind !== 'coming') {
      return mark && kind !== 'new' ? t('revision.fate.nowMarked', { what, mark: t(`mark.${mark}`) }) : what
    }
    const claims = claimsOf(step)
    if (kind === 'new') return what
    if (kind === 'gone') {
      const lost = claims.filter(({ anchors }) => anchors.length === 1).length
      return lost > 0 ? t('revision.fate.orphans', { count: lost }, lost) : what
    }
    if (claims.some(({ content, attribution }) => content ?? attribution)) {
      return t('revision.fate.verdictRests', { what })
    }
    if (claims.length > 0) return t('revision.fate.claimRests', { what })
    if (sentencesOf(step).some(({ noClaim }) => noClaim)) return t('revision.fate.noClaimRests', { what })
    return t('revision.fate.wasOpen', { what })
  }

  return { sentencesOf, claimsOf, numbersOf, markOf, fateOf }
}
