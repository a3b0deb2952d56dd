import { AppError } from '#shared/errors'

import { sentencesOf } from '#main/database/article-state'
import { refuseOutdated } from '#main/database/refuse-outdated'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

/** What writer and editor say to proposed words. It is no part of any hash, so nothing that was signed changes. */
export function correctionService({
  now,
  newId,
  personId,
  desk,
  changeArticle,
}: ServiceContext): Pick<Handlers, 'corrections.answer'> {
  return {
    'corrections.answer': ({ claimId, question, voice, outcome, reason, name, expected }, { language }) => {
      const { claim, articleId } = desk.claim(claimId)
      const verdict = claim[question]
      if (verdict?.correction == null) throw nothingProposed()
      const answered = claim.answers.find((each) => each.question === question && each.voice === voice)
      const current = { outcome: answered?.outcome ?? null, reason: answered?.reason ?? null }
      refuseOutdated(
        { de: 'Diese Antwort', en: 'This answer' },
        { expected, current, wanted: { outcome, reason } },
      )
      if (outcome === null && !answered) throw nothingToTakeBack()
      if (outcome === 'refused' && !reason) throw reasonMissing()
      const said =
        outcome === null ? { reason: null, name: null } : { reason: reason === '' ? null : reason, name }

      return changeArticle(
        language,
        {
          action: 'correction.answered',
          articleId,
          claimId,
          sentenceId: sentencesOf(claim)[0] ?? null,
          facts: {
            sentences: desk.numbersOf(articleId, sentencesOf(claim)),
            ...{ voice, outcome: outcome ?? 'open', ...said },
          },
        },
        { claimIds: [claimId] },
        (rows) => {
          rows.insert('correction_answers', {
            id: newId(),
            verdict_id: verdict.id,
            ...{ voice, outcome: outcome ?? 'open', ...said, way: 'desk' },
            created_by: personId(),
            created_at: now().toISOString(),
          })
        },
      )
    },
  }
}

function nothingProposed(): AppError {
  return new AppError('rule_broken', {
    de: 'Zu diesem Urteil gibt es keinen Korrekturvorschlag, also nichts anzunehmen oder abzulehnen. Laden Sie die Ansicht neu.',
    en: 'No correction is proposed beside this verdict, so there is nothing to accept or to refuse. Reload the view.',
  })
}

function nothingToTakeBack(): AppError {
  return new AppError('rule_broken', {
    de: 'Auf diesen Korrekturvorschlag hat noch niemand geantwortet. Halten Sie erst eine Antwort fest.',
    en: 'Nobody has answered this proposed correction yet. Record an answer first.',
  })
}

function reasonMissing(): AppError {
  return new AppError('rule_broken', {
    de: 'Eine Ablehnung braucht einen Grund. Schreiben Sie, warum der Vorschlag nicht übernommen wird.',
    en: 'A refusal needs a reason. Write why the proposed words are not taken.',
  })
}
