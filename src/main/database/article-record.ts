import type { Database } from 'better-sqlite3'

import { z } from 'zod'

import { RatingScale, Sha256, type ArticleId } from '#shared/model'

import { sha256 } from './canonical-json'
import { RECORDED_TABLES, type RecordedTable, type Row } from './history'

/** How a record is written. What its tables hold changes with the migrations, as in events. */
const RECORD_VERSION = 1

/**
 * The record of an article as it travels: whole rows by table, as events of the history hold them, and the scales its
 * verdicts were given on. `hash` is the SHA-256 of tables and scales as JSON without spaces, in their order.
 */
export const ArticleRecord = z.strictObject({
  version: z.literal(RECORD_VERSION),
  /** The migration that the tables are of. */
  migration: z.number().int().positive(),
  tables: z.record(z.string(), z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])))),
  scales: z.array(RatingScale),
  hash: Sha256,
})
export type ArticleRecord = z.infer<typeof ArticleRecord>

export function recordHash({ tables, scales }: Pick<ArticleRecord, 'tables' | 'scales'>): string {
  return sha256(JSON.stringify([tables, scales]))
}

/** Rows by table, parents before children. */
export type RecordRows = ReadonlyMap<RecordedTable, readonly Row[]>

/** What rows of a table name in other tables. */
interface Reference {
  column: string
  table: RecordedTable
}

const TABLES: ReadonlySet<string> = new Set(RECORDED_TABLES)
const isRecorded = (table: string): table is RecordedTable => TABLES.has(table)

/** The tables of the history as they are now, with what they refer to; new ones and new columns come by themselves. */
function recordedTables(db: Database) {
  const columns = db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck()
  const references = db.prepare<[string], { column: string; table: string }>(
    'SELECT "from" AS "column", "table" FROM pragma_foreign_key_list(?)',
  )
  return RECORDED_TABLES.map((table) => ({
    table,
    columns: columns.all(table),
    references: references
      .all(table)
      .flatMap((each): Reference[] =>
        isRecorded(each.table) ? [{ column: each.column, table: each.table }] : [],
      ),
  }))
}

/** People, sources and files belong to the library; articles share them. */
const SHARED: ReadonlySet<RecordedTable> = new Set(['people', 'sources', 'evidence_files'])

/** Which tables hold the parts of an article, and which hold what is known about a shared row. */
export function partTables(db: Database): {
  owned: ReadonlySet<RecordedTable>
  about: ReadonlySet<RecordedTable>
} {
  const owned = new Set<RecordedTable>(['articles'])
  const about = new Set<RecordedTable>()
  for (const { table, references } of recordedTables(db)) {
    if (SHARED.has(table)) continue
    if (references.some((each) => owned.has(each.table))) owned.add(table)
    else if (references.some((each) => each.table === 'evidence_files')) about.add(table)
  }
  return { owned, about }
}

/** Everything that an article consists of and rests on: all its revisions with their checks, and every earlier verdict. */
export function articleRecords(db: Database) {
  const tables = recordedTables(db)
  const { owned, about } = partTables(db)
  const byColumn = new Map<string, (ids: readonly string[]) => Row[]>()
  for (const { table, columns, references } of tables) {
    const names = columns.map((name) => `"${name}"`).join(', ')
    for (const column of new Set(['id', ...references.map((each) => each.column)])) {
      const select = db.prepare<[string], Row>(
        `SELECT ${names} FROM ${table} WHERE "${column}" IN (SELECT value FROM json_each(?)) ORDER BY id`,
      )
      byColumn.set(`${table} ${column}`, (ids) => select.all(JSON.stringify(ids)))
    }
  }
  const rowsBy = (table: RecordedTable, column: string, ids: readonly string[]): Row[] =>
    (ids.length > 0 && byColumn.get(`${table} ${column}`)?.(ids)) || []
  const migration = db.prepare<[], number>('PRAGMA user_version').pluck()
  const types = db.prepare<[string], { name: string; type: string }>(
    'SELECT name, type FROM pragma_table_info(?)',
  )
  const scales = db.prepare<[string], { definition: string }>(
    'SELECT definition FROM rating_scales WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id',
  )

  /** What the collected rows name in a shared table. */
  function named(found: RecordRows, table: RecordedTable): string[] {
    const ids = new Set<string>()
    for (const { table: from, references } of tables) {
      for (const { column } of references.filter((each) => each.table === table)) {
        for (const row of found.get(from) ?? []) if (typeof row[column] === 'string') ids.add(row[column])
      }
    }
    return [...ids]
  }

  function rows(articleId: ArticleId): RecordRows {
    const found = new Map<RecordedTable, readonly Row[]>([
      ['articles', rowsBy('articles', 'id', [articleId])],
    ])
    const idsOf = (table: RecordedTable) => (found.get(table) ?? []).map(({ id }) => id)
    for (const { table, references } of tables) {
      if (!owned.has(table) || table === 'articles') continue
      const parts = references
        .filter((each) => owned.has(each.table) && each.table !== table)
        .flatMap((each) => rowsBy(table, each.column, idsOf(each.table)))
      found.set(table, [...new Map(parts.map((row) => [row.id, row])).values()])
    }
    for (const table of ['sources', 'evidence_files'] as const)
      found.set(table, rowsBy(table, 'id', named(found, table)))
    for (const { table, references } of tables) {
      const reference = references.find((each) => each.table === 'evidence_files')
      if (about.has(table) && reference)
        found.set(table, rowsBy(table, reference.column, idsOf('evidence_files')))
    }
    found.set('people', rowsBy('people', 'id', named(found, 'people')))
    return new Map(RECORDED_TABLES.map((table) => [table, found.get(table) ?? []]))
  }

  function written(found: RecordRows): ArticleRecord {
    const given = [...new Set((found.get('verdicts') ?? []).map((row) => row.scale_id))]
    const content = {
      tables: Object.fromEntries([...found].map(([table, each]) => [table, [...each]])),
      // They were checked when they were put in.
      scales: scales
        .all(JSON.stringify(given))
        .map(({ definition }) => JSON.parse(definition) as RatingScale),
    }
    return {
      version: RECORD_VERSION,
      migration: migration.get() ?? 0,
      ...content,
      hash: recordHash(content),
    }
  }

  return {
    rows,
    /** As it travels. */
    written,
    migration: () => migration.get() ?? 0,
    /** What the columns of a table hold: TEXT or INTEGER. */
    columnTypes: (table: RecordedTable): ReadonlyMap<string, string> =>
      new Map(types.all(table).map(({ name, type }) => [name, type])),
    /** Those rows of the library that have the ids of these. */
    standing: (given: RecordRows): RecordRows =>
      new Map(
        [...given].map(([table, each]) => [
          table,
          rowsBy(
            table,
            'id',
            each.map(({ id }) => id),
          ),
        ]),
      ),
  }
}
