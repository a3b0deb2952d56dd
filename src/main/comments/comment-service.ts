import { notFound } from '#main/database/article-desk'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { commentQueries } from './comment-queries'

type CommentHandlers = Pick<Handlers, 'comments.list' | 'comments.add' | 'comments.resolve'>

export function commentService({
  db,
  now,
  newId,
  personId,
  desk,
  changeArticle,
}: ServiceContext): CommentHandlers {
  const queries = commentQueries(db)

  return {
    'comments.list': ({ sentenceId }) => queries.ofSentence(sentenceId),

    'comments.add': ({ sentenceId, text }, { language }) => {
      const { sentence, articleId } = desk.sentence(sentenceId)
      return changeArticle(
        language,
        { action: 'comment.added', articleId, sentenceId, facts: { sentences: [sentence.number] } },
        { sentenceIds: [sentenceId] },
        (rows) => {
          rows.insert('comments', {
            id: newId(),
            sentence_id: sentenceId,
            text,
            resolved_at: null,
            created_by: personId(),
            created_at: now().toISOString(),
          })
        },
      )
    },

    'comments.resolve': ({ commentId }, { language }) => {
      const comment = queries.one(commentId)
      if (!comment) throw notFound('Diesen Kommentar', 'This comment')
      const { sentenceId } = comment
      const { sentence, articleId } = desk.sentence(sentenceId)
      return changeArticle(
        language,
        { action: 'comment.resolved', articleId, sentenceId, facts: { sentences: [sentence.number] } },
        { sentenceIds: [sentenceId] },
        (rows) => {
          rows.update('comments', commentId, { resolved_at: now().toISOString() })
        },
      )
    },
  }
}
