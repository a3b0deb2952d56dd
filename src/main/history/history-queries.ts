import type { Database } from 'better-sqlite3'

import { EVENT_COLUMNS, readEvent, type HistoryEvent, type StoredEvent } from '#main/database/history'
import type { ArticleId, ClaimId, PersonId, SentenceId } from '#shared/model'

/** Not undone by Ctrl+Z: who there is, bytes that are kept, and what was found out about them. */
const NOT_UNDOABLE = `('undo', 'redo', 'library.created', 'library.salvaged', 'person.added', 'person.renamed', 'evidenceFile.stored',
  'evidenceFile.broughtAgain', 'evidenceFile.checked', 'evidenceFile.checkedByItself', 'timestamp.prepared', 'timestamp.attached')`

export interface ListedEvent extends Omit<HistoryEvent, 'changes' | 'facts'> {
  facts: string
  personName: string
  undone: 0 | 1
}

export function historyQueries(db: Database) {
  const lastTouch = `(SELECT t.action FROM events t WHERE t.target_id = e.id ORDER BY t.sequence DESC LIMIT 1)`
  const listColumns = `e.sequence, e.id, e.format, e.action, e.article_id AS articleId, e.sentence_id AS sentenceId,
    e.claim_id AS claimId, e.revision_id AS revisionId, e.person_id AS personId, e.at, e.reason,
    e.target_id AS targetId, e.facts, e.before_hash AS beforeHash, e.hash,
    coalesce(p.name, '–') AS personName, coalesce(${lastTouch} = 'undo', 0) AS undone
    FROM events e LEFT JOIN people p ON p.id = e.person_id`
  const byKey = (condition: string) =>
    db.prepare<{ key: string | null; before: number; limit: number }, ListedEvent>(
      `SELECT ${listColumns} WHERE ${condition} AND e.sequence < @before ORDER BY e.sequence DESC LIMIT @limit`,
    )
  const lists = {
    claim: byKey('e.claim_id = @key'),
    // With what happened to it in earlier revisions.
    sentence: byKey(`e.sentence_id IN (
      WITH RECURSIVE lineage(id) AS (
        SELECT @key UNION SELECT o.earlier_id FROM lineage l JOIN sentence_origins o ON o.sentence_id = l.id)
      SELECT id FROM lineage)`),
    article: byKey('e.article_id = @key'),
    library: byKey('@key IS NULL'),
  }
  const one = db.prepare<[string], ListedEvent>(`SELECT ${listColumns} WHERE e.id = ?`)
  const isUndoable = `action NOT IN ${NOT_UNDOABLE} AND coalesce(${lastTouch}, 'redo') = 'redo'`
  const undoable = db.prepare<[PersonId], StoredEvent>(`
    SELECT ${EVENT_COLUMNS} FROM events e
    WHERE person_id = ? AND ${isUndoable}
    ORDER BY sequence DESC LIMIT 1`)
  const named = db.prepare<[string], StoredEvent>(
    `SELECT ${EVENT_COLUMNS} FROM events e WHERE id = ? AND ${isUndoable}`,
  )
  const ofOthers = db.prepare<
    { personId: PersonId; after: number; articleId: ArticleId | null },
    Omit<ListedEvent, 'undone'>
  >(`
    SELECT ${listColumns} WHERE e.person_id <> @personId AND e.sequence > @after AND ${isUndoable}
      AND (@after = 0 OR e.article_id IS @articleId)
    ORDER BY e.sequence DESC LIMIT 1`)
  const redoable = db.prepare<{ personId: PersonId }, StoredEvent>(`
    SELECT ${EVENT_COLUMNS} FROM events e
    WHERE id = (
      SELECT u.target_id FROM events u
      WHERE u.person_id = @personId AND u.action = 'undo'
        AND u.sequence > coalesce((SELECT max(sequence) FROM events
                                   WHERE person_id = @personId AND action NOT IN ${NOT_UNDOABLE}), 0)
        AND (SELECT t.action FROM events t WHERE t.target_id = u.target_id ORDER BY t.sequence DESC LIMIT 1) = 'undo'
      ORDER BY u.sequence DESC LIMIT 1)`)

  return {
    list: (
      about: {
        claimId?: ClaimId | undefined
        sentenceId?: SentenceId | undefined
        articleId?: ArticleId | undefined
      },
      before: number,
      limit: number,
    ) => {
      if (about.claimId) return lists.claim.all({ key: about.claimId, before, limit })
      if (about.sentenceId) return lists.sentence.all({ key: about.sentenceId, before, limit })
      if (about.articleId) return lists.article.all({ key: about.articleId, before, limit })
      return lists.library.all({ key: null, before, limit })
    },
    one: (eventId: string) => one.get(eventId),
    undoable: (personId: PersonId): HistoryEvent | null => asEvent(undoable.get(personId)),
    /** One that can be undone, whoever made it. */
    named: (eventId: string): HistoryEvent | null => asEvent(named.get(eventId)),
    /** The latest by somebody else that can be undone; with an own one, only what came after it in the same article. */
    ofOthers: (personId: PersonId, own: HistoryEvent | null) =>
      ofOthers.get({ personId, after: own?.sequence ?? 0, articleId: own?.articleId ?? null }),
    redoable: (personId: PersonId): HistoryEvent | null => asEvent(redoable.get({ personId })),
  }
}

function asEvent(stored: StoredEvent | undefined): HistoryEvent | null {
  return stored ? readEvent(stored) : null
}
