import Database from 'better-sqlite3'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { sha256 } from '#main/database/canonical-json'
import { migrate, migrations, newestVersion } from '#main/database/migrations'
import { addShippedScales } from '#main/database/scales'

type Row = Record<string, string | number | null>

/** What a program of that version has left: a checked and signed article, and one with steps taken back. */
interface OldLibrary {
  tables: Record<string, Row[]>
  /** Contents of the evidence files. */
  files: string[]
}

/** Every version before this one. A migration is released with the library as the version before it leaves one. */
export const OLD_VERSIONS = Array.from({ length: newestVersion() - 1 }, (_, index) => index + 1)

export function oldLibrary(version: number): OldLibrary {
  const path = join(import.meta.dirname, 'old-libraries', `version-${String(version)}.json`)
  return JSON.parse(readFileSync(path, 'utf8')) as OldLibrary
}

export function makeOldLibrary(version: number, libraryPath: string): Database.Database {
  const { tables, files } = oldLibrary(version)
  const db = new Database(libraryPath)
  db.pragma(`application_id = ${String(0x42656c67)}`)
  db.pragma('journal_mode = WAL')
  migrate(db, { backUp: null, known: migrations.slice(0, version) })
  addShippedScales(db)
  db.pragma('foreign_keys = OFF')
  for (const [table, rows] of Object.entries(tables)) {
    for (const row of rows) {
      const names = Object.keys(row)
      db.prepare(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
      ).run(row)
    }
  }
  for (const content of files) {
    const hash = sha256(content)
    const path = join(`${libraryPath}-evidence`, hash.slice(0, 2), hash)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content, { mode: 0o400 })
  }
  return db
}
