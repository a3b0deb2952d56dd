import type { Database } from 'better-sqlite3'

import {
  EVENT_COLUMNS,
  GENESIS_HASH,
  readEvent,
  RECORDED_TABLES,
  type HistoryEvent,
  type RecordedTable,
  type Row,
  type RowStatements,
  type StoredEvent,
} from '#main/database/history'
import type { Head } from '#main/database/head-file'

/** What a column of a table takes. */
interface ColumnForm {
  name: string
  type: 'TEXT' | 'INTEGER'
  /** Every row has a value of its own here. */
  isRequired: boolean
  mayBeNull: boolean
}

interface Reference {
  table: RecordedTable
  column: string
  parent: string
  parentColumn: string
}

/** Of the new library that salvage builds, with foreign keys off until all that there is has come in. */
export function salvageQueries(db: Database) {
  const pluck = <Key extends unknown[]>(sql: string) => db.prepare<Key, string>(sql).pluck()
  const references = RECORDED_TABLES.flatMap((table): Reference[] =>
    db
      .prepare<[string], { column: string; parent: string; parentColumn: string | null }>(
        'SELECT "from" AS "column", "table" AS parent, "to" AS parentColumn FROM pragma_foreign_key_list(?)',
      )
      .all(table)
      .map(({ column, parent, parentColumn }) => ({
        table,
        column,
        parent,
        parentColumn: parentColumn ?? 'id',
      })),
  )
  const danglingIn = references.map(({ table, column, parent, parentColumn }) => ({
    table,
    ids: pluck<[]>(
      `SELECT t.id FROM ${table} t WHERE t."${column}" IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM ${parent} p WHERE p."${parentColumn}" = t."${column}")`,
    ),
  }))
  const columnsOf = db.prepare<
    [string],
    { name: string; type: ColumnForm['type']; isFilled: 0 | 1; whenUnsaid: string | null }
  >('SELECT name, type, "notnull" AS isFilled, dflt_value AS whenUnsaid FROM pragma_table_info(?)')
  const forms = new Map(
    RECORDED_TABLES.map((table) => [
      table,
      columnsOf.all(table).map(({ name, type, isFilled, whenUnsaid }): ColumnForm => ({
        ...{ name, type },
        mayBeNull: isFilled === 0,
        isRequired: isFilled === 1 && whenUnsaid === null,
      })),
    ]),
  )
  const head = db.prepare<[], Head>('SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1')
  const events = db.prepare<[], StoredEvent>(`SELECT ${EVENT_COLUMNS} FROM events ORDER BY sequence`)
  const firstPerson = pluck<[]>('SELECT id FROM people ORDER BY id LIMIT 1')
  const articleOfClaim = pluck<[string]>('SELECT article_id FROM claims WHERE id = ?')
  const articleOfRevision = pluck<[string]>('SELECT article_id FROM revisions WHERE id = ?')
  const articleOfBlock = pluck<[string]>(
    'SELECT r.article_id FROM blocks b JOIN revisions r ON r.id = b.revision_id WHERE b.id = ?',
  )
  const articleOfSentence = pluck<[string]>(`
    SELECT r.article_id FROM sentences s JOIN blocks b ON b.id = s.block_id JOIN revisions r ON r.id = b.revision_id
    WHERE s.id = ?`)
  const title = pluck<[string]>('SELECT title FROM articles WHERE id = ?')
  const keepSetting = db.prepare<{ key: string; value: string }>(
    'INSERT INTO settings (key, value) VALUES (@key, @value) ON CONFLICT (key) DO NOTHING',
  )
  const keepDraft = db.prepare<unknown[]>(
    'INSERT INTO drafts (person_id, place, content, typed_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const keepScale = db.prepare<{ id: string; definition: string }>(
    'INSERT INTO rating_scales (id, definition) VALUES (@id, @definition) ON CONFLICT (id) DO NOTHING',
  )

  function articleId(table: RecordedTable, row: Row): string | undefined {
    if (table === 'articles') return row.id
    const named = (column: string) => (typeof row[column] === 'string' ? row[column] : undefined)
    const [article, revision, block, sentence, claim] = [
      ...[named('article_id'), named('revision_id'), named('block_id'), named('sentence_id')],
      named('claim_id'),
    ]
    if (article !== undefined) return article
    if (revision !== undefined) return articleOfRevision.get(revision)
    if (block !== undefined) return articleOfBlock.get(block)
    if (claim !== undefined) return articleOfClaim.get(claim)
    return sentence === undefined ? undefined : articleOfSentence.get(sentence)
  }

  return {
    head: () => head.get() ?? { sequence: 0, hash: GENESIS_HASH },
    firstPerson: () => firstPerson.get(),
    /** Rows that name a row which is not there. */
    dangling: () => danglingIn.flatMap(({ table, ids }) => ids.all().map((id) => ({ table, id }))),
    /** Title of the article that a row belongs to; null where that cannot be told. */
    articleTitle(table: RecordedTable, row: Row): string | null {
      const id = articleId(table, row)
      return id === undefined ? null : (title.get(id) ?? null)
    },
    keepSetting: (key: string, value: string) => void keepSetting.run({ key, value }),
    keepDraft(values: readonly unknown[]): void {
      try {
        keepDraft.run(...values)
      } catch {
        // What is no draft any more is left out.
      }
    },
    keepScale: (id: string, definition: string) => void keepScale.run({ id, definition }),
    forms: (table: RecordedTable): readonly ColumnForm[] => forms.get(table) ?? [],
    /** Whether every rule of its table lets a row in, in the place of the one with its id. */
    accepts(statements: RowStatements, table: RecordedTable, row: Row): boolean {
      db.exec('SAVEPOINT probe')
      try {
        statements[table].remove.run(row.id)
        statements[table].insert.run(row)
        return true
      } catch {
        return false
      } finally {
        db.exec('ROLLBACK TO probe')
        db.exec('RELEASE probe')
      }
    },
    *events(): Generator<HistoryEvent> {
      for (const stored of events.iterate()) yield readEvent(stored)
    },
    foreignKeysOff: () => db.pragma('foreign_keys = OFF'),
    pages: () => db.pragma('integrity_check(5)', { simple: true }),
    broken: () => db.pragma('foreign_key_check') as unknown[],
  }
}

export type SalvageQueries = ReturnType<typeof salvageQueries>
