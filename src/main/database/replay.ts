import BetterSqlite3, { type Database } from 'better-sqlite3'

import { canonicalJson } from './canonical-json'
import { allRowStatements, applyChange, RECORDED_TABLES, upgradedChange, type HistoryEvent } from './history'
import { migrate } from './migrations'

/** Adds all events up in an empty library and names every row in which the tables of `db` differ. */
export function differencesFromHistory(db: Database, events: Iterable<HistoryEvent>, limit = 20): string[] {
  const replayed = new BetterSqlite3(':memory:')
  try {
    migrate(replayed, { backUp: null })
    replayed.pragma('foreign_keys = OFF')
    const statements = allRowStatements(replayed)
    const differences: string[] = []
    replayed.transaction(() => {
      for (const { sequence, changes } of events) {
        try {
          for (const change of changes) applyChange(statements, upgradedChange(statements, change))
        } catch {
          differences.push(`event ${String(sequence)}: what it says was changed cannot have been`)
        }
      }
    })()

    const actual = allRowStatements(db)
    for (const table of RECORDED_TABLES) {
      const expected = new Map(statements[table].all.all().map((row) => [row.id, canonicalJson(row)]))
      for (const row of actual[table].all.iterate()) {
        const known = expected.get(row.id)
        if (known === undefined) differences.push(`${table} ${row.id}: a row that no event made`)
        else if (known !== canonicalJson(row))
          differences.push(`${table} ${row.id}: differs from the history`)
        expected.delete(row.id)
      }
      for (const id of expected.keys()) differences.push(`${table} ${id}: made by the history but missing`)
    }
    return differences.slice(0, limit)
  } finally {
    replayed.close()
  }
}
