import { AppError } from '#shared/errors'
import type { Source, SourceId } from '#shared/model'

import { notFound } from '#main/database/article-desk'
import { sourceColumns, sourceRow } from '#main/database/source-row'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { sourceQueries } from './source-queries'
import { sourceSearch } from './source-search'

type SourceHandlers = Pick<
  Handlers,
  | 'sources.list'
  | 'sources.read'
  | 'sources.add'
  | 'sources.update'
  | 'sources.mark'
  | 'sources.remove'
  | 'sources.uses'
>

export function sourceService({ db, now, newId, personId, change }: ServiceContext): SourceHandlers {
  const queries = sourceQueries(db, now)
  const find = sourceSearch(queries)

  const source = (id: SourceId): Source => {
    const found = queries.one(id)
    if (!found) throw notFound('Diese Quelle', 'This source')
    return found
  }

  return {
    'sources.list': ({ query, limit }) => (query ? queries.named(find(query, limit)) : queries.latest(limit)),

    'sources.read': ({ sourceId }) => source(sourceId),

    'sources.add': (fields) => {
      const id = newId<SourceId>()
      const made = { id, createdBy: personId(), createdAt: now().toISOString(), newMark: newId }
      change({ action: 'source.added', facts: { title: fields.title } }, (rows) => {
        rows.insert('sources', sourceRow(fields, made))
      })
      return source(id)
    },

    'sources.update': ({ sourceId, ...fields }) => {
      const before = source(sourceId)
      change({ action: 'source.updated', facts: { title: fields.title ?? before.title } }, (rows) => {
        rows.update('sources', sourceId, sourceColumns(fields, { newMark: newId, before }))
      })
      return source(sourceId)
    },

    'sources.mark': ({ sourceId, status, reason }) => {
      const { title } = source(sourceId)
      const isCurrent = status === 'current'
      if (!isCurrent && !reason) throw reasonMissing()
      change({ action: 'source.marked', reason, facts: { title, status, reason } }, (rows) => {
        rows.update('sources', sourceId, {
          status,
          status_reason: isCurrent ? null : reason,
          status_at: isCurrent ? null : now().toISOString(),
          status_mark: isCurrent ? null : newId(),
        })
      })
      return source(sourceId)
    },

    'sources.remove': ({ sourceId, reason }) => {
      const { title, evidenceCount } = source(sourceId)
      if (evidenceCount > 0) throw stillUsed(evidenceCount)
      change({ action: 'source.removed', reason, facts: { title } }, (rows) => {
        rows.remove('sources', sourceId)
      })
      return { done: true }
    },

    'sources.uses': ({ sourceId }) => {
      source(sourceId)
      return queries.uses(sourceId)
    },
  }
}

function reasonMissing(): AppError {
  return new AppError('rule_broken', {
    de: 'Schreiben Sie, warum die Quelle nicht mehr gilt: Wer ein Urteil neu prüft, muss es wissen.',
    en: 'Write why the source no longer holds: whoever checks a verdict again has to know.',
  })
}

function stillUsed(count: number): AppError {
  const times = String(count)
  return new AppError('rule_broken', {
    de: `Auf dieser Quelle ${count === 1 ? 'ruht ein Beleg' : `ruhen ${times} Belege`}. Entfernen Sie die Quelle erst, wenn kein Beleg mehr aus ihr stammt.`,
    en: `${count === 1 ? 'One piece' : `${times} pieces`} of evidence rest on this source. Remove it once no evidence is taken from it.`,
  })
}
