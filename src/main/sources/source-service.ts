import type { Parsed } from '#shared/contract'
import { AppError } from '#shared/errors'
import type { ArticleId, Source, SourceId } from '#shared/model'

import { notFound } from '#main/database/article-desk'
import { publicSource } from '#main/database/public-source'
import { refuseOutdated } from '#main/database/refuse-outdated'
import { sourceColumns, sourceRow } from '#main/database/source-row'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { correctionNote } from './correction-note'
import { findDuplicates } from './duplicates'
import { entryOfSource, sourceOfEntry } from './source-entries'
import { readSourceFile, writeSourceFile } from './source-file'
import { sourceOfLink } from './source-of-link'
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
  | 'sources.duplicates'
  | 'sources.merge'
  | 'sources.affected'
  | 'sources.import'
  | 'sources.export'
  | 'sources.fromUrl'
  | 'sources.uses'
>

export function sourceService({
  db,
  now,
  newId,
  personId,
  desk,
  change,
  backUpBefore,
}: ServiceContext & { backUpBefore: (reason: 'import') => Promise<void> }): SourceHandlers {
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

    'sources.update': ({ sourceId, expected, ...fields }) => {
      const before = source(sourceId)
      refuseOutdated(THIS_SOURCE, { expected, current: before, wanted: fields })
      change({ action: 'source.updated', facts: { title: fields.title ?? before.title } }, (rows) => {
        rows.update('sources', sourceId, sourceColumns(fields, { newMark: newId, before }))
      })
      return source(sourceId)
    },

    'sources.mark': ({ sourceId, status, reason, expected }) => {
      const before = source(sourceId)
      refuseOutdated(THIS_SOURCE, { expected, current: before, wanted: { status, statusReason: reason } })
      const { title } = before
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

    'sources.duplicates': () => findDuplicates(queries.compared()),

    'sources.merge': ({ keepId, mergeIds, takeOver, seen }) => {
      const kept = source(keepId)
      const others = [...new Set(mergeIds)].filter((id) => id !== keepId).map(source)
      for (const current of [kept, ...others]) {
        const expected = seen.find(({ id }) => id === current.id)
        refuseOutdated(
          { de: `Die Quelle „${current.title}“`, en: `The source “${current.title}”` },
          { expected, current },
        )
      }
      for (const other of others) refuseOtherStanding(kept, other)
      const moved = others.flatMap(({ id }) => queries.evidenceOf(id))
      const marks = [kept, ...others].map(({ id }) => queries.statusMark(id))
      const latestMark =
        marks
          .filter((mark) => mark !== null)
          .sort()
          .at(-1) ?? null
      const facts = { title: kept.title, count: others.length + 1 }
      change({ action: 'source.merged', facts }, (rows) => {
        for (const id of moved) rows.update('evidence', id, { source_id: keepId })
        for (const { id } of others) rows.remove('sources', id)
        // A verdict has to know of the last marking of any of them.
        const taken = sourceColumns(takenOver(kept, others, takeOver), { newMark: newId, before: kept })
        rows.update('sources', keepId, { ...taken, status_mark: latestMark })
      })
      return { source: source(keepId), movedEvidence: moved.length }
    },

    'sources.affected': ({ sourceId }) => {
      const { confidential, statusReason, ...record } = source(sourceId)
      const byArticle = Map.groupBy(queries.claimsOn(sourceId), ({ articleId }) => articleId)
      const found = [...byArticle].map(([articleId, places]) => affectedArticle(sourceId, articleId, places))
      const how = record.status === 'current' ? 'expired' : record.status
      const name = publicSource({ ...record, confidential, statusReason }).title
      // The reason may name what is confidential.
      const reason = confidential || record.status === 'current' ? null : statusReason
      return {
        claims: found.flatMap(({ claims }) => claims),
        articles: found.flatMap(({ articleId, title, signedOffAt, claims }) => {
          const reopened = claims.filter((claim) => claim.reopened).map(({ wording }) => wording)
          if (signedOffAt === null || reopened.length === 0) return []
          return [
            { articleId, title, signedOffAt, note: correctionNote(title, reopened, { name, how, reason }) },
          ]
        }),
      }
    },

    'sources.import': async ({ text, bytes, format: asked }, { language }) => {
      const file = bytes === undefined ? { text } : { bytes: Buffer.from(bytes, 'base64') }
      const { entries, problems, format } = readSourceFile(file, asked)
      const made = { createdBy: personId(), createdAt: now().toISOString(), newMark: newId }
      const added = entries.flatMap(({ index, entry }) => {
        const read = sourceOfEntry(entry, index)
        problems.push(...read.problems)
        return read.source ? [{ id: newId<SourceId>(), fields: read.source }] : []
      })
      if (added.length > 0) {
        await backUpBefore('import')
        change({ action: 'source.imported', facts: { count: added.length } }, (rows) => {
          for (const { id, fields } of added) rows.insert('sources', sourceRow(fields, { id, ...made }))
        })
      }
      const isNew = new Set(added.map(({ id }) => id))
      return {
        format,
        added: [...isNew],
        duplicates: findDuplicates(queries.compared()).filter(({ sourceIds }) =>
          sourceIds.some((id) => isNew.has(id)),
        ),
        problems: problems
          .sort((a, b) => a.index - b.index)
          .map(({ index, field, reason }) => ({ index, field, reason: reason[language] })),
      }
    },

    'sources.export': ({ sourceIds, format }, { language }) => {
      const sources = sourceIds ? namedSources(sourceIds) : queries.all()
      if (sources.length === 0) throw nothingToExport()
      const entries = sources.map((each) => entryOfSource(publicSource(each)))
      const { extension, mediaType, content } = writeSourceFile(entries, format)
      return { fileName: `${language === 'de' ? 'quellen' : 'sources'}.${extension}`, mediaType, content }
    },

    'sources.fromUrl': ({ url }) => sourceOfLink(url, now().toISOString().slice(0, 10)),

    'sources.uses': ({ sourceId }) => {
      source(sourceId)
      return queries.uses(sourceId)
    },
  }

  /** In the order they were named. */
  function namedSources(ids: readonly SourceId[]): Source[] {
    const found = new Map(queries.named(ids).map((each) => [each.id, each]))
    return [...new Set(ids)].map((id) => found.get(id) ?? source(id))
  }

  function affectedArticle(
    sourceId: SourceId,
    articleId: ArticleId,
    places: ReturnType<typeof queries.claimsOn>,
  ) {
    const [first] = places
    if (!first) throw new Error('An article is affected by a claim')
    const ids = places.map(({ claimId }) => claimId)
    const claims = desk.claims(articleId, ids).flatMap(({ claim }) => {
      const [anchor] = claim.anchors
      if (!anchor || (!claim.attribution && !claim.content)) return []
      const { id, wording, state } = claim
      const reopened = claim.givenWay.some((way) => way.kind === 'source' && way.sourceId === sourceId)
      const place = { articleId, articleTitle: first.articleTitle, sentenceId: anchor.sentenceId }
      return [{ claimId: id, ...place, wording, state, reopened }]
    })
    return { articleId, title: first.articleTitle, signedOffAt: desk.signOff(articleId)?.at ?? null, claims }
  }
}

const THIS_SOURCE = { de: 'Diese Quelle', en: 'This source' }

/** Of each field the first that says anything, where the kept record says nothing. */
function takenOver(
  kept: Source,
  others: readonly Source[],
  fields: Parsed<'sources.merge'>['takeOver'],
): Partial<Source> {
  const isEmpty = (source: Source, field: (typeof fields)[number]): boolean =>
    source[field] === null || source[field].length === 0
  return Object.fromEntries(
    fields.flatMap((field) => {
      const giver = isEmpty(kept, field) ? others.find((other) => !isEmpty(other, field)) : undefined
      return giver ? [[field, giver[field]]] : []
    }),
  )
}

/** Merging must not hide that one of them was marked, or name what is confidential. */
function refuseOtherStanding(kept: Source, other: Source): void {
  const isSame =
    kept.status === other.status &&
    kept.confidential === other.confidential &&
    kept.goodUntil === other.goodUntil
  if (isSame) return
  throw new AppError('rule_broken', {
    de: `„${other.title}“ hat einen anderen Stand, eine andere Frist oder eine andere Vertraulichkeit als „${kept.title}“. Gleichen Sie das zuerst an, dann lassen sich die Einträge zusammenlegen.`,
    en: `“${other.title}” differs from “${kept.title}” in status, good-until date or confidentiality. Make these the same first, then the records can be merged.`,
  })
}

function nothingToExport(): AppError {
  return new AppError('rule_broken', {
    de: 'Es gibt noch keine Quelle, die sich exportieren lässt. Legen Sie erst eine an.',
    en: 'There is no source to export yet. Add one first.',
  })
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
