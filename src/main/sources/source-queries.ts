import type { Database } from 'better-sqlite3'

import { asSource, SOURCE_COLUMNS, type StoredSource } from '#main/database/source-row'
import type { Output } from '#shared/contract'
import type { ArticleId, ClaimId, EvidenceId, Source, SourceId } from '#shared/model'

type StoredWithCount = StoredSource & { evidenceCount: number }

/** As much of a source as a search looks into. */
export interface SearchedSource {
  id: SourceId
  text: string
  /** JSON. */
  names: string
}

/** As much of a source as tells whether it is there twice. */
export interface ComparedSource {
  id: SourceId
  doi: string | null
  isbn: string | null
  url: string | null
}

export function sourceQueries(db: Database, now: () => Date) {
  const columns = `${SOURCE_COLUMNS}, (SELECT count(*) FROM evidence e WHERE e.source_id = s.id) AS evidenceCount
    FROM sources s`
  const one = db.prepare<[SourceId], StoredWithCount>(`SELECT ${columns} WHERE s.id = ?`)
  const latest = db.prepare<[number], StoredWithCount>(`SELECT ${columns} ORDER BY s.id DESC LIMIT ?`)
  const named = db.prepare<[string], StoredWithCount>(
    `SELECT ${columns} WHERE s.id IN (SELECT value FROM json_each(?)) ORDER BY s.id DESC`,
  )
  const all = db.prepare<[], StoredWithCount>(`SELECT ${columns} ORDER BY s.id`)
  const uses = db.prepare<[SourceId], Output<'sources.uses'>[number]>(`
    SELECT c.id AS claimId, a.id AS articleId, a.title AS articleTitle, c.wording, e.stance
    FROM evidence e JOIN claims c ON c.id = e.claim_id JOIN articles a ON a.id = c.article_id
    WHERE e.source_id = ? ORDER BY a.id DESC, c.id`)
  const claimsOn = db.prepare<[SourceId], { claimId: ClaimId; articleId: ArticleId; articleTitle: string }>(`
    SELECT DISTINCT c.id AS claimId, a.id AS articleId, a.title AS articleTitle
    FROM evidence e JOIN claims c ON c.id = e.claim_id JOIN articles a ON a.id = c.article_id
    WHERE e.source_id = ? ORDER BY a.id DESC, c.id`)
  const evidenceOf = db.prepare<[SourceId], EvidenceId>('SELECT id FROM evidence WHERE source_id = ?').pluck()
  const statusMark = db
    .prepare<[SourceId], string | null>('SELECT status_mark FROM sources WHERE id = ?')
    .pluck()

  const compared = db.prepare<[], ComparedSource>('SELECT id, doi, isbn, url FROM sources ORDER BY id')
  const searchedColumns = `s.id, s.names, s.title || char(10) || coalesce(s.container, '') || char(10)
    || coalesce(s.publisher, '') || char(10) || coalesce(s.url, '') || char(10) || coalesce(s.archive_url, '') || char(10)
    || coalesce(s.doi, '') || char(10) || coalesce(s.isbn, '') || char(10) || coalesce(s.event, '') AS text
    FROM sources s`
  const searched = db.prepare<[], SearchedSource>(`SELECT ${searchedColumns} ORDER BY s.id DESC`)
  const searchedOne = db.prepare<[string], SearchedSource>(`SELECT ${searchedColumns} WHERE s.id = ?`)

  // Tells which rows this connection changed, whatever changed them. Rolled back with them.
  db.exec(`
    CREATE TEMP TABLE IF NOT EXISTS changed_sources (id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TEMP TRIGGER IF NOT EXISTS source_came AFTER INSERT ON main.sources
      BEGIN INSERT OR IGNORE INTO changed_sources VALUES (new.id); END;
    CREATE TEMP TRIGGER IF NOT EXISTS source_changed AFTER UPDATE ON main.sources
      BEGIN INSERT OR IGNORE INTO changed_sources VALUES (new.id); END;
    CREATE TEMP TRIGGER IF NOT EXISTS source_went AFTER DELETE ON main.sources
      BEGIN INSERT OR IGNORE INTO changed_sources VALUES (old.id); END`)
  const changed = db.prepare<[], SourceId>('SELECT id FROM changed_sources').pluck()
  const forgetChanged = db.prepare('DELETE FROM changed_sources')
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck()

  const asListed = ({ evidenceCount, ...stored }: StoredWithCount): Source => ({
    ...asSource(stored, now()),
    evidenceCount,
  })

  return {
    one: (sourceId: SourceId): Source | null => {
      const found = one.get(sourceId)
      return found ? asListed(found) : null
    },
    latest: (limit: number): Source[] => latest.all(limit).map(asListed),
    /** Latest first. */
    named: (ids: readonly SourceId[]): Source[] => named.all(JSON.stringify(ids)).map(asListed),
    all: (): Source[] => all.all().map(asListed),
    uses: (sourceId: SourceId) => uses.all(sourceId),
    /** Each claim once, whatever is taken from the source for it. */
    claimsOn: (sourceId: SourceId) => claimsOn.all(sourceId),
    evidenceOf: (sourceId: SourceId) => evidenceOf.all(sourceId),
    statusMark: (sourceId: SourceId) => statusMark.get(sourceId) ?? null,
    compared: () => compared.all(),
    /** Latest first. */
    searched: () => searched.iterate(),
    searchedOne: (sourceId: SourceId) => searchedOne.get(sourceId),
    /** Moves when another process has written. */
    dataVersion: () => dataVersion.get() ?? 0,
    /** Sources that this connection changed since it was last asked. */
    takeChanged: (): SourceId[] => {
      const ids = changed.all()
      if (ids.length > 0) forgetChanged.run()
      return ids
    },
  }
}

export type SourceQueries = ReturnType<typeof sourceQueries>
