import { AppError } from '#shared/errors'
import type { Claim, Evidence, EvidenceId, SourceId } from '#shared/model'

import { notFound } from '#main/database/article-desk'
import { sentencesOf } from '#main/database/article-state'
import { sourceRow } from '#main/database/source-row'
import { refuseOutdated } from '#main/database/refuse-outdated'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { evidenceQueries } from './evidence-queries'

type EvidenceHandlers = Pick<
  Handlers,
  'evidence.add' | 'evidence.update' | 'evidence.remove' | 'evidence.read'
>

export function evidenceService({
  db,
  now,
  newId,
  personId,
  desk,
  changeArticle,
}: ServiceContext): EvidenceHandlers {
  const queries = evidenceQueries(db)

  const found = (evidenceId: EvidenceId) => {
    const claimId = queries.claimOf(evidenceId)
    if (!claimId) throw notFound('Diesen Beleg', 'This piece of evidence')
    const { claim, articleId } = desk.claim(claimId)
    const evidence = claim.evidence.find(({ id }) => id === evidenceId)
    if (!evidence) throw new Error('Evidence belongs to its claim')
    return { claim, articleId, evidence }
  }

  const refuseUnknownFile = (hash: string | null | undefined) => {
    if (hash && !queries.fileExists(hash)) throw notFound('Diese Belegdatei', 'This evidence file')
  }

  return {
    'evidence.read': ({ evidenceId }) => found(evidenceId).evidence,

    'evidence.add': ({ claimId, sourceId: existing, source, fileHash, ...fields }, { language }) => {
      const { claim, articleId } = desk.claim(claimId)
      refuseUnknownFile(fileHash)
      const title = source?.title ?? (existing && queries.sourceTitle(existing))
      if (title === undefined) throw notFound('Diese Quelle', 'This source')
      const evidenceId = newId<EvidenceId>()
      const sourceId = existing ?? newId<SourceId>()
      const made = { createdBy: personId(), createdAt: now().toISOString() }
      const change = changeArticle(
        language,
        {
          action: 'evidence.added',
          articleId,
          claimId,
          sentenceId: sentencesOf(claim)[0] ?? null,
          facts: { sentences: desk.numbersOf(articleId, sentencesOf(claim)), title, stance: fields.stance },
        },
        { claimIds: [claimId] },
        (rows) => {
          if (source) rows.insert('sources', sourceRow(source, { id: sourceId, ...made, newMark: newId }))
          rows.insert('evidence', {
            id: evidenceId,
            claim_id: claimId,
            source_id: sourceId,
            stance: fields.stance,
            question: fields.question,
            locator: fields.locator,
            passage: fields.passage,
            passage_language: fields.passageLanguage,
            note: fields.note,
            file_id: fileHash,
            created_by: made.createdBy,
            created_at: made.createdAt,
          })
        },
      )
      return { evidenceId, change }
    },

    'evidence.update': ({ evidenceId, expected, ...fields }, { language }) => {
      const { claim, articleId, evidence } = found(evidenceId)
      refuseOutdated(THIS_EVIDENCE, { expected, current: seenOf(evidence), wanted: fields })
      refuseUnknownFile(fields.fileHash)
      const patch = {
        stance: fields.stance,
        question: fields.question,
        locator: fields.locator,
        passage: fields.passage,
        passage_language: fields.passageLanguage,
        note: fields.note,
        file_id: fields.fileHash,
      }
      return changeArticle(
        language,
        {
          action: 'evidence.updated',
          articleId,
          claimId: claim.id,
          sentenceId: sentencesOf(claim)[0] ?? null,
          facts: { sentences: desk.numbersOf(articleId, sentencesOf(claim)), title: evidence.source.title },
        },
        { claimIds: [claim.id] },
        (rows) => {
          rows.update('evidence', evidenceId, patch)
        },
      )
    },

    'evidence.remove': ({ evidenceId, reason, expected }, { language }) => {
      const { claim, articleId, evidence } = found(evidenceId)
      refuseOutdated(THIS_EVIDENCE, { expected, current: seenOf(evidence) })
      if (claim.evidence.length === 1 && restsOnEvidence(claim)) throw lastEvidence()
      return changeArticle(
        language,
        {
          action: 'evidence.removed',
          articleId,
          claimId: claim.id,
          sentenceId: sentencesOf(claim)[0] ?? null,
          reason,
          facts: { sentences: desk.numbersOf(articleId, sentencesOf(claim)), title: evidence.source.title },
        },
        { claimIds: [claim.id] },
        (rows) => {
          rows.remove('evidence', evidenceId)
        },
      )
    },
  }

  function restsOnEvidence({ attribution, content }: Claim): boolean {
    return [attribution, content].some((verdict) => verdict !== null && desk.needsEvidence(verdict))
  }
}

const THIS_EVIDENCE = { de: 'Dieser Beleg', en: 'This piece of evidence' }

function seenOf(evidence: Evidence) {
  return { ...evidence, fileHash: evidence.file?.hash ?? null }
}

function lastEvidence(): AppError {
  return new AppError('rule_broken', {
    de: 'Auf diesem Beleg ruht ein Urteil; es ist der letzte. Hängen Sie erst einen anderen an oder ziehen Sie das Urteil zurück.',
    en: 'A verdict rests on this piece of evidence, and it is the last one. Attach another one first, or withdraw the verdict.',
  })
}
