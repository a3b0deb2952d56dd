import { offsetInFolded, spanOfFolded } from '#main/database/folded-text'
import type { Rows } from '#main/database/history'
import { insertRevisionText } from '#main/database/revision-text'
import type { ArticleId, RevisionId, SentenceId } from '#shared/model'

import type { ReadText } from './read-text'
import type { PlacedSentence, RevisionPlan } from './revision-plan'
import type { RevisionQueries } from './revision-queries'

export interface NewRevision {
  articleId: ArticleId
  number: number
  /** The revision it is made on. */
  earlierId: RevisionId
  fileName: string | null
  /** Hash of the file it was read from; null for an edit in place. */
  originalId: string | null
  newId: <Id extends string>() => Id
  personId: string
  at: string
}

/** Writes a revision and moves everything over that stays in force, and nothing else. */
export function insertRevision(
  rows: Rows,
  read: ReadText,
  plan: RevisionPlan,
  made: NewRevision,
  queries: RevisionQueries,
  noClaims: readonly { id: string; sentenceId: SentenceId }[],
): void {
  const { newId, earlierId } = made
  const { sentences } = insertRevisionText(rows, read, made)
  const idOf = (at: number) => {
    const id = sentences[at]?.id
    if (id === undefined) throw new Error('Every sentence of the plan was written')
    return id
  }

  for (const { kind, because, before, after } of plan.steps) {
    if (kind === 'new' || kind === 'gone') continue
    for (const old of before) {
      for (const now of after) {
        const earlier = plan.before[old]?.sentenceId
        if (!earlier) throw new Error('Every sentence of a stored revision has an id')
        rows.insert('sentence_origins', {
          id: newId(),
          sentence_id: idOf(now),
          earlier_id: earlier,
          relation: kind,
          because: JSON.stringify(because),
        })
      }
    }
  }

  const placeOf = new Map(plan.before.map((sentence) => [sentence.sentenceId, sentence]))
  const staying = new Set([...plan.carried, ...plan.narrowed])
  for (const anchor of queries.anchors(earlierId)) {
    if (!staying.has(anchor.claimId)) continue
    const at = plan.sameAs.get(anchor.sentenceId)
    const [old, now] = [placeOf.get(anchor.sentenceId), at === undefined ? undefined : plan.after[at]]
    if (at === undefined || !old || !now) rows.remove('anchors', anchor.id)
    else rows.update('anchors', anchor.id, { sentence_id: idOf(at), ...movedSpan(anchor, old, now) })
  }
  for (const { id, sentenceId } of noClaims) {
    const at = plan.sameAs.get(sentenceId)
    if (at !== undefined) rows.update('no_claims', id, { sentence_id: idOf(at) })
  }
  for (const { id, sentenceId } of queries.readsOfSentences(earlierId)) {
    const at = plan.sameAs.get(sentenceId)
    if (at !== undefined) rows.update('second_reads', id, { sentence_id: idOf(at) })
  }
  // A remark is about a place, not a decision about words: it goes where the sentence went.
  const next = new Map(
    plan.steps.flatMap(({ before, after }) =>
      before.map((at) => [plan.before[at]?.sentenceId, after[0]] as const),
    ),
  )
  for (const { id, sentenceId } of queries.comments(earlierId)) {
    const at = next.get(sentenceId)
    if (at !== undefined) rows.update('comments', id, { sentence_id: idOf(at) })
  }
}

/** The same words in the same sentence, wherever it stands now. */
function movedSpan(anchor: { start: number; end: number }, old: PlacedSentence, now: PlacedSentence) {
  const folded = {
    start: offsetInFolded(old.text, anchor.start - old.start),
    end: offsetInFolded(old.text, anchor.end - old.start),
  }
  const { start, end } = spanOfFolded(now.text, folded)
  return { start: now.start + start, end: now.start + end }
}
