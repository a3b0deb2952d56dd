import type { Database } from 'better-sqlite3'

import type { EventName, EventValue } from '#shared/contract'
import type { UiLanguage } from '#shared/errors'
import type { ArticleChange, ArticleId, ClaimId, PersonId, SentenceId } from '#shared/model'

import type { ArticleDesk } from './database/article-desk'
import { stepName } from './database/event-sentences'
import type { About, History, HistoryEvent, Rows } from './database/history'
import type { Tasks } from './tasks'

/** What a change touched, so that only this is derived anew. */
export interface Touched {
  sentenceIds?: readonly SentenceId[]
  claimIds?: readonly ClaimId[]
  removedClaimIds?: readonly ClaimId[]
  /** Blocks or sentences were cut anew. */
  structureChanged?: boolean
}

/** All that a service may touch. */
export interface ServiceContext {
  db: Database
  now: () => Date
  newId: <Id extends string>() => Id
  /** Who is at the desk. */
  personId: () => PersonId
  history: History
  desk: ArticleDesk
  emit: <N extends EventName>(name: N, value: EventValue<N>) => void
  tasks: Tasks
  /** One action on an article: one transaction, one event, one reply. */
  changeArticle: (
    language: UiLanguage,
    about: About & { articleId: ArticleId },
    touched: Touched,
    work: (rows: Rows) => void,
  ) => ArticleChange
  /** One action that belongs to no article, or after which there is nothing to show. */
  change: (about: About, work: (rows: Rows) => void) => HistoryEvent
}

export function serviceContext(base: Omit<ServiceContext, 'changeArticle' | 'change'>): ServiceContext {
  const { history, desk, emit } = base

  function changeArticle(
    language: UiLanguage,
    about: About & { articleId: ArticleId },
    touched: Touched,
    work: (rows: Rows) => void,
  ): ArticleChange {
    const { articleId } = about
    const event = history.record({ ...about, revisionId: desk.outline(articleId).revisionId }, work)
    if (touched.structureChanged) desk.forget(articleId)
    const renewed = desk.renew(articleId, touched.sentenceIds ?? [], touched.claimIds ?? [])
    emit('changed', { sequence: event.sequence, articleId, progress: renewed.progress })
    return {
      articleId,
      sequence: event.sequence,
      at: event.at,
      text: stepName(event, language),
      structureChanged: touched.structureChanged ?? false,
      removedClaimIds: [...(touched.removedClaimIds ?? [])],
      ...renewed,
    }
  }

  function change(about: About, work: (rows: Rows) => void): HistoryEvent {
    const event = history.record(about, work)
    if (about.articleId) desk.forget(about.articleId)
    else desk.forgetAll()
    const { sequence } = event
    emit('changed', { sequence, articleId: about.articleId ?? null, progress: null })
    if (!about.articleId) {
      for (const articleId of desk.articlesRestingOn(event.changes)) {
        emit('changed', { sequence, articleId, progress: null })
      }
    }
    return event
  }

  return { ...base, changeArticle, change }
}
