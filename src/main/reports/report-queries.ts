import type { Database } from 'better-sqlite3'

import type { Hand } from './report-model'

export function reportQueries(db: Database) {
  const people = db.prepare<[], Hand>('SELECT id, name FROM people ORDER BY id')
  return { people: () => people.all() }
}
