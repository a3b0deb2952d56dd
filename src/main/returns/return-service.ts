import { AppError } from '#shared/errors'

import type { Handlers } from '#main/dispatcher'
import { mediaType } from '#main/documents/media-type'
import type { ServiceContext } from '#main/service-context'

import { readDraft } from './read-draft'
import { returnedDraft } from './return-draft'
import { returnQueries } from './return-queries'

/** What went out and comes back: the annotated draft with the answers of its writer. */
export function returnService({
  db,
  now,
  newId,
  personId,
  desk,
  changeArticle,
}: ServiceContext): Pick<Handlers, 'returns.preview' | 'returns.apply'> {
  const queries = returnQueries(db)

  return {
    'returns.preview': async ({ bytes }, { language }) => {
      const draft = await draftIn(bytes)
      return (draft && returnedDraft(draft, { desk, queries, language }))?.preview ?? null
    },

    'returns.apply': async ({ bytes, previewHash, voice, name }, { language }) => {
      const draft = await draftIn(bytes)
      const returned = draft && returnedDraft(draft, { desk, queries, language })
      if (!returned) throw noDraft()
      const { preview, verdicts } = returned
      if (preview.previewHash !== previewHash) throw changedMeanwhile()
      const answers = preview.corrections.filter(
        ({ outcome, isRecorded }) => !isRecorded && (outcome === 'accepted' || outcome === 'refused'),
      )
      const comments = preview.comments.filter(({ isRecorded }) => !isRecorded)
      if (answers.length + comments.length === 0) throw nothingNew()
      const made = { created_by: personId(), created_at: now().toISOString() }
      const counted = (outcome: string) => answers.filter((answer) => answer.outcome === outcome).length
      return changeArticle(
        language,
        {
          action: 'draft.returned',
          articleId: preview.articleId,
          facts: {
            title: preview.title,
            ...{ accepted: counted('accepted'), refused: counted('refused'), comments: comments.length },
            ...{ voice, name },
          },
        },
        {
          claimIds: answers.map(({ claimId }) => claimId),
          sentenceIds: comments.map(({ sentenceId }) => sentenceId),
        },
        (rows) => {
          for (const { claimId, outcome, reason } of answers) {
            const verdict = verdicts.get(claimId)
            if (!verdict) throw new Error('An answer is to a verdict')
            rows.insert('correction_answers', {
              id: newId(),
              verdict_id: verdict.id,
              ...{ voice, outcome, reason: outcome === 'refused' ? reason : null, name, way: 'draft' },
              ...made,
            })
          }
          for (const { sentenceId, text, isResolved } of comments) {
            rows.insert('comments', {
              ...{ id: newId(), sentence_id: sentenceId, text },
              resolved_at: isResolved ? made.created_at : null,
              ...made,
            })
          }
        },
      )
    },
  }
}

async function draftIn(base64: string) {
  const bytes = Buffer.from(base64, 'base64')
  return mediaType(bytes) === 'application/zip' ? readDraft(bytes) : null
}

function noDraft(): AppError {
  return new AppError('invalid_input', {
    de: 'Diese Datei ist kein kommentiertes Manuskript aus dieser Bibliothek. Wählen Sie die Datei, die zurückkam.',
    en: 'This file is no annotated draft of this library. Choose the file that came back.',
  })
}

function changedMeanwhile(): AppError {
  return new AppError('conflict', {
    de: 'Artikel oder Datei haben sich geändert, seit diese Vorschau entstand. Nichts wurde übernommen. Sehen Sie sich die neue Vorschau an.',
    en: 'The article or the file has changed since this preview was made. Nothing was taken in. Look at the new preview.',
  })
}

function nothingNew(): AppError {
  return new AppError('rule_broken', {
    de: 'In dieser Datei steht keine Antwort und kein Kommentar, den die Bibliothek noch nicht hätte. Nichts wurde geändert.',
    en: 'This file holds no answer and no comment that the library does not have already. Nothing was changed.',
  })
}
