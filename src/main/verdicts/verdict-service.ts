import type { Parsed } from '#shared/contract'
import { AppError } from '#shared/errors'
import type { Claim, Question, Rating, RatingScale } from '#shared/model'

import { needsAttribution, sentencesOf } from '#main/database/article-state'
import { notFound } from '#main/database/article-desk'
import { refuseOutdated } from '#main/database/refuse-outdated'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

type VerdictHandlers = Pick<Handlers, 'scales.list' | 'verdicts.record' | 'verdicts.withdraw'>

export function verdictService({
  now,
  newId,
  personId,
  desk,
  changeArticle,
}: ServiceContext): VerdictHandlers {
  return {
    'scales.list': () => desk.queries.scales(),

    'verdicts.record': ({ claimId, question, scaleId, ratingId, expected, ...verdict }, { language }) => {
      const { claim, articleId, basis } = desk.claim(claimId)
      refuseUnseen(claim, question, expected)
      if (question === 'attribution' && !needsAttribution(claim.kind)) throw nobodySpoke()
      const scale = desk.scale(scaleId)
      if (scale.question !== question) throw otherQuestion(scale)
      const rating = ratingOf(scale, ratingId)
      if (claim.evidence.length === 0 && (rating?.needsEvidence ?? true)) throw evidenceMissing(scale)
      if (!rating && verdict.conclusion === '') throw conclusionMissing()
      if (verdict.correction !== null && rating?.takesCorrection === false) throw noCorrection(rating)

      return changeArticle(
        language,
        {
          action: 'verdict.recorded',
          articleId,
          claimId,
          sentenceId: sentencesOf(claim)[0] ?? null,
          facts: {
            sentences: desk.numbersOf(articleId, sentencesOf(claim)),
            question,
            label: rating?.label ?? null,
            asOf: verdict.asOf,
          },
        },
        { claimIds: [claimId] },
        (rows) => {
          rows.insert('verdicts', {
            id: newId(),
            claim_id: claimId,
            question,
            scale_id: scaleId,
            rating_id: ratingId,
            conclusion: verdict.conclusion,
            reasoning: verdict.reasoning,
            against: verdict.against === '' ? null : verdict.against,
            not_found: verdict.notFound === '' ? null : verdict.notFound,
            as_of: verdict.asOf,
            correction: verdict.correction,
            basis_hash: basis(),
            withdrawn: 0,
            created_by: personId(),
            created_at: now().toISOString(),
          })
        },
      )
    },

    'verdicts.withdraw': ({ claimId, question, reason, expected }, { language }) => {
      const { claim, articleId } = desk.claim(claimId)
      refuseUnseen(claim, question, expected)
      const verdict = claim[question]
      if (!verdict) throw notFound('Dieses Urteil', 'This verdict')
      return changeArticle(
        language,
        {
          action: 'verdict.withdrawn',
          articleId,
          claimId,
          sentenceId: sentencesOf(claim)[0] ?? null,
          reason,
          facts: { sentences: desk.numbersOf(articleId, sentencesOf(claim)), question, label: verdict.label },
        },
        { claimIds: [claimId] },
        (rows) => {
          rows.update('verdicts', verdict.id, { withdrawn: 1 })
        },
      )
    },
  }
}

/** A verdict is given on the claim, and in the place of the verdict, that its author had in sight. */
function refuseUnseen(
  claim: Claim,
  question: Question,
  expected: Parsed<'verdicts.record'>['expected'],
): void {
  if (!expected) return
  const { verdictId: seen, ...fields } = expected
  refuseOutdated({ de: 'Diese Behauptung', en: 'This claim' }, { expected: fields, current: claim })
  const verdict = claim[question]
  if (seen === undefined || seen === (verdict?.id ?? null)) return
  const label = verdict?.label ?? verdict?.conclusion
  throw new AppError('conflict', {
    de: label
      ? `Inzwischen hat jemand anderes geurteilt: „${label}“. Nichts wurde überschrieben. Vergleichen Sie beides und speichern Sie dann noch einmal.`
      : 'Inzwischen hat jemand anderes das Urteil zurückgezogen. Nichts wurde überschrieben. Vergleichen Sie und speichern Sie dann noch einmal.',
    en: label
      ? `Somebody else has given a verdict meanwhile: “${label}”. Nothing was overwritten. Compare the two, then save again.`
      : 'Somebody else has withdrawn the verdict meanwhile. Nothing was overwritten. Compare, then save again.',
  })
}

function ratingOf(scale: RatingScale, ratingId: string | null): Rating | null {
  if (ratingId === null) {
    if (scale.ratings.length > 0) {
      throw new AppError('rule_broken', {
        de: `Die Skala „${scale.name}“ verlangt ein Label. Wählen Sie eines davon: ${labels(scale)}.`,
        en: `The scale “${scale.name}” asks for a label. Choose one of: ${labels(scale)}.`,
      })
    }
    return null
  }
  const rating = scale.ratings.find(({ id }) => id === ratingId)
  if (!rating) {
    throw new AppError('rule_broken', {
      de: `Dieses Label gehört nicht zur Skala „${scale.name}“. Wählen Sie eines davon: ${labels(scale)}.`,
      en: `This label is not part of the scale “${scale.name}”. Choose one of: ${labels(scale)}.`,
    })
  }
  return rating
}

function labels({ ratings }: RatingScale): string {
  return ratings.length > 0 ? ratings.map(({ label, id }) => `${label} (${id})`).join(', ') : '–'
}

function evidenceMissing(scale: RatingScale): AppError {
  const free = scale.ratings.filter(({ needsEvidence }) => !needsEvidence).map(({ label }) => label)
  const exception = (quoted: string[], or: string, words: string) =>
    quoted.length > 0 ? ` ${words} ${quoted.join(` ${or} `)}.` : ''
  return new AppError('rule_broken', {
    de: `Dieses Urteil braucht mindestens einen Beleg. Hängen Sie erst einen Beleg an.${exception(
      free.map((label) => `„${label}“`),
      'oder',
      'Ohne Beleg geht nur',
    )}`,
    en: `This verdict needs at least one piece of evidence. Attach evidence first.${exception(
      free.map((label) => `“${label}”`),
      'or',
      'Without evidence you can only choose',
    )}`,
  })
}

function conclusionMissing(): AppError {
  return new AppError('rule_broken', {
    de: 'Diese Skala hat keine Labels. Schreiben Sie den Schluss in Worten.',
    en: 'This scale has no labels. Write the conclusion in words.',
  })
}

function noCorrection({ label }: Rating): AppError {
  return new AppError('rule_broken', {
    de: `Zu „${label}“ gehört kein Korrekturvorschlag. Lassen Sie das Feld leer oder wählen Sie ein anderes Label.`,
    en: `A proposed correction does not go with “${label}”. Leave the field empty or choose another label.`,
  })
}

function otherQuestion(scale: RatingScale): AppError {
  return new AppError('rule_broken', {
    de: `Die Skala „${scale.name}“ beantwortet die andere Frage. Wählen Sie eine Skala für diese Frage.`,
    en: `The scale “${scale.name}” answers the other question. Choose a scale for this question.`,
  })
}

function nobodySpoke(): AppError {
  return new AppError('rule_broken', {
    de: '„Wurde es gesagt?“ fragt nur, wer ein Zitat oder indirekte Rede prüft. Ändern Sie erst die Art der Behauptung.',
    en: '“Was it said?” is asked of quotes and reported speech only. Change the kind of the claim first.',
  })
}
