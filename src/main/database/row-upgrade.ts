import type { Row } from './history'
import { namesOfText } from './source-names'

export type Column = readonly [name: string, value: string | number | null]

/** What migrations did to rows beyond new columns, by table: what they make of a row from before. */
const UPGRADES: Readonly<Record<string, (row: Row) => Row>> = {
  // Migration 2: authors became names.
  sources: (row) => {
    if (!('authors' in row)) return row
    const { authors, ...rest } = row
    return {
      ...rest,
      id: row.id,
      names: JSON.stringify(namesOfText(authors === null ? null : String(authors))),
    }
  },
}

/**
 * Events hold rows as the table was when they were written, and are never rewritten. This gives such a row as the
 * migrations since have left it: columns that came later with their default.
 */
export function upgradedRow(table: string, columns: readonly Column[], row: Row): Row {
  const upgraded = UPGRADES[table]?.(row) ?? row
  const missing = columns.filter(([name]) => !(name in upgraded))
  return missing.length > 0 ? { ...Object.fromEntries(missing), ...upgraded } : upgraded
}
