import type { Parsed } from '#shared/contract'
import { AppError, type UiLanguage } from '#shared/errors'

import { sha256 } from '#main/database/canonical-json'
import { stepName } from '#main/database/event-sentences'
import { scaleFacts } from '#main/database/scales'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { misshapen } from './record-file'
import { returnedDraft } from './return-draft'
import { returnQueries } from './return-queries'
import { returnedRecords, type ComingRecord } from './return-record'
import { bytesOfCopies, returnedFile } from './returned-file'

/** What went out and comes back: drafts with the answers of their writers, and articles with their whole check. */
export function returnService({
  db,
  now,
  newId,
  personId,
  desk,
  change,
  changeArticle,
  files,
  backUpBefore,
}: ServiceContext & {
  files: {
    /** The bytes of an evidence file are here and are those. */
    isStored: (hash: string) => Promise<boolean>
    store: (name: string, bytes: Buffer) => Promise<unknown>
  }
  backUpBefore: (reason: 'merge') => Promise<void>
}): Pick<Handlers, 'returns.preview' | 'returns.apply'> {
  const queries = returnQueries(db)
  const records = returnedRecords(db, desk)

  /** null for a file that is no record of an article. */
  async function recordIn({ json, copies }: { json: Buffer; copies: ReadonlyMap<string, string> }) {
    const file = records.read(json)
    return file && records.look(file, async (hash) => copies.has(hash) || (await files.isStored(hash)))
  }

  /** Before the rows that name them, as always; the same bytes twice are one file. */
  async function storeCopies({ file }: ComingRecord, bytes: Buffer, copies: ReadonlyMap<string, string>) {
    const wanted = (file.rows.get('evidence_files') ?? []).flatMap(({ id, size_in_bytes }) => {
      const name = copies.get(id)
      return name === undefined ? [] : [{ id, name, sizeInBytes: Number(size_in_bytes) }]
    })
    const missing: typeof wanted = []
    for (const copy of wanted) if (!(await files.isStored(copy.id))) missing.push(copy)
    if (missing.length === 0) return
    let at = 0
    for await (const content of bytesOfCopies(bytes, missing)) {
      const { id, name } = missing[at] ?? { id: '', name: '' }
      if (sha256(content) !== id) throw otherBytes(name)
      await files.store(name, content)
      at += 1
    }
  }

  function applyDraft(
    returned: ReturnType<typeof returnedDraft>,
    { previewHash, voice, name }: Pick<Parsed<'returns.apply'>, 'previewHash' | 'voice' | 'name'>,
    language: UiLanguage,
  ) {
    if (!returned) throw noReturn()
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
  }

  function applyRecord(coming: ComingRecord, previewHash: string, language: UiLanguage) {
    const { preview, file } = coming
    refuseUnseen(coming, previewHash)
    const { articleId, title, sentences, claims } = preview
    const { library, sequence, headHash, exportedAt } = file.origin
    try {
      const event = change(
        {
          action: 'record.returned',
          articleId,
          facts: {
            ...{ title, count: sentences, claims, library, sequence, headHash, exportedAt },
            ...scaleFacts(file.scales),
          },
        },
        (rows) => records.insert(coming, rows),
      )
      return { sequence: event.sequence, text: stepName(event, language) }
    } catch (error) {
      desk.forget(articleId)
      throw isConstraint(error) ? misshapen(error.message.replace(/^.*constraint failed:? ?/, '')) : error
    }
  }

  return {
    'returns.preview': async ({ bytes }, { language }) => {
      const file = await returnedFile(Buffer.from(bytes, 'base64'))
      if (file?.kind === 'draft')
        return returnedDraft(file.draft, { desk, queries, language })?.preview ?? null
      return (file && (await recordIn(file)))?.preview ?? null
    },

    'returns.apply': async ({ bytes: base64, ...given }, { language }) => {
      const bytes = Buffer.from(base64, 'base64')
      const file = await returnedFile(bytes)
      if (file?.kind === 'draft') {
        const returned = returnedDraft(file.draft, { desk, queries, language })
        const { articleId, sequence, text } = applyDraft(returned, given, language)
        return { articleId, sequence, text }
      }
      const seen = file && (await recordIn(file))
      if (!seen) throw noReturn()
      refuseUnseen(seen, given.previewHash)
      await backUpBefore('merge')
      await storeCopies(seen, bytes, file.copies)
      // Others may have worked while bytes were stored.
      const coming = await recordIn(file)
      if (!coming) throw noReturn()
      return { articleId: coming.preview.articleId, ...applyRecord(coming, given.previewHash, language) }
    },
  }
}

function refuseUnseen({ preview }: ComingRecord, previewHash: string): void {
  if (preview.previewHash !== previewHash) throw changedMeanwhile()
  if (preview.isKnown) throw knownAlready()
}

function isConstraint(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_')
}

function knownAlready(): AppError {
  return new AppError('rule_broken', {
    de: 'Diesen Artikel hat die Bibliothek schon; er bleibt, wie er ist. Öffnen Sie ihn.',
    en: 'The library has this article already; it stays as it is. Open it.',
  })
}

function otherBytes(name: string): AppError {
  return new AppError('unreadable', {
    de: `Die Belegdatei „${name}“ im Archiv ist nicht die, die ihr Name nennt. Der Artikel wurde nicht übernommen. Lassen Sie sich das Archiv noch einmal geben.`,
    en: `The evidence file "${name}" in the archive is not the one its name says. The article was not taken in. Have the archive sent to you again.`,
  })
}

function noReturn(): AppError {
  return new AppError('invalid_input', {
    de: 'Diese Datei ist weder ein kommentiertes Manuskript aus dieser Bibliothek noch eine Prüfakte in JSON. Wählen Sie die Datei, die zurückkam.',
    en: 'This file is neither an annotated draft of this library nor a checking file in JSON. Choose the file that came back.',
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
