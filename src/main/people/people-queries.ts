import type { Database } from 'better-sqlite3'

import type { Person, PersonId } from '#shared/model'

export function peopleQueries(db: Database) {
  const all = db.prepare<[], Person>('SELECT id, name, created_at AS createdAt FROM people ORDER BY id')
  const one = db.prepare<[PersonId], Person>(
    'SELECT id, name, created_at AS createdAt FROM people WHERE id = ?',
  )
  return { all: () => all.all(), one: (personId: PersonId) => one.get(personId) }
}
