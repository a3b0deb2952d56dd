import type { Database } from 'better-sqlite3'

import type { Comment, CommentId, SentenceId } from '#shared/model'

export function commentQueries(db: Database) {
  const columns =
    'id, sentence_id AS sentenceId, text, created_by AS personId, created_at AS at, resolved_at AS resolvedAt FROM comments'
  const ofSentence = db.prepare<[SentenceId], Comment>(`SELECT ${columns} WHERE sentence_id = ? ORDER BY id`)
  const one = db.prepare<[CommentId], Comment>(`SELECT ${columns} WHERE id = ?`)
  return {
    ofSentence: (sentenceId: SentenceId) => ofSentence.all(sentenceId),
    one: (commentId: CommentId) => one.get(commentId),
  }
}
