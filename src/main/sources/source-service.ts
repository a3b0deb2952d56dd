import type { SourceId } from '#shared/model'

import { notFound } from '#main/database/article-desk'
import { sourceColumns, sourceRow } from '#main/database/source-row'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { sourceQueries } from './source-queries'

type SourceHandlers = Pick<Handlers, 'sources.list' | 'sources.add' | 'sources.update' | 'sources.uses'>

export function sourceService({ db, now, newId, personId, change }: ServiceContext): SourceHandlers {
  const queries = sourceQueries(db)

  const source = (id: SourceId) => {
    const found = queries.one(id)
    if (!found) throw notFound('Diese Quelle', 'This source')
    return found
  }

  return {
    'sources.list': ({ query, limit }) => (query ? queries.found(query, limit) : queries.latest(limit)),

    'sources.add': (fields) => {
      const id = newId<SourceId>()
      change({ action: 'source.added', facts: { title: fields.title } }, (rows) => {
        rows.insert(
          'sources',
          sourceRow(fields, { id, createdBy: personId(), createdAt: now().toISOString() }),
        )
      })
      return source(id)
    },

    'sources.update': ({ sourceId, ...fields }) => {
      const before = source(sourceId)
      change({ action: 'source.updated', facts: { title: fields.title ?? before.title } }, (rows) => {
        rows.update('sources', sourceId, sourceColumns(fields))
      })
      return source(sourceId)
    },

    'sources.uses': ({ sourceId }) => {
      source(sourceId)
      return queries.uses(sourceId)
    },
  }
}
