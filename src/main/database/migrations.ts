import type { Database } from 'better-sqlite3'

import { AppError } from '#shared/errors'

import { namesOfText } from './source-names'

export interface Migration {
  /** Becomes the library's user_version. */
  version: number
  sql: string
}

const files = import.meta.glob<string>('../../../db/migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** All migrations of this release, in order. Numbers run from 1 without a gap. */
export const migrations: readonly Migration[] = Object.entries(files)
  .map(([path, sql]) => ({ version: Number(/(\d{4})-[^/]+\.sql$/.exec(path)?.[1]), sql }))
  .sort((a, b) => a.version - b.version)

export function newestVersion(known: readonly Migration[] = migrations): number {
  return known.at(-1)?.version ?? 0
}

/**
 * Brings a library to the newest version: each migration whole or not at all, foreign keys checked, a backup
 * made before. A library from a newer release is refused untouched.
 */
export function migrate(
  db: Database,
  options: { backUp: (() => void) | null; known?: readonly Migration[] },
): void {
  const known = options.known ?? migrations
  const version = Number(db.pragma('user_version', { simple: true }))
  if (version > newestVersion(known)) throw newerLibrary(version, newestVersion(known))
  if (version === newestVersion(known)) return

  if (version > 0) options.backUp?.()
  // For migration 2; old events are read with the same function.
  db.function('names_of_text', { deterministic: true }, (text: unknown) =>
    JSON.stringify(namesOfText(String(text))),
  )
  // Outside the transaction: SQLite ignores this pragma inside one.
  db.pragma('foreign_keys = OFF')
  try {
    for (const migration of known.filter((candidate) => candidate.version > version)) {
      db.transaction(() => {
        db.exec(migration.sql)
        const broken = db.pragma('foreign_key_check')
        if (Array.isArray(broken) && broken.length > 0) {
          throw new Error(`Migration ${String(migration.version)} breaks foreign keys`)
        }
        db.pragma(`user_version = ${String(migration.version)}`)
      }).immediate()
    }
  } finally {
    db.pragma('foreign_keys = ON')
  }
}

export function newerLibrary(found: number, known: number): AppError {
  return new AppError('library_refused', {
    de: `Diese Bibliothek stammt aus einer neueren Version von Belegt (Stand ${String(found)}, dieses Programm kennt ${String(known)}). Sie wurde nicht verändert. Bitte Belegt aktualisieren.`,
    en: `This library was made by a newer release of Belegt (version ${String(found)}, this program knows ${String(known)}). It was not changed. Please update Belegt.`,
  })
}
