import type { Database } from 'better-sqlite3'

import type { PersonId } from '#shared/model'

/** What has to be known before anything else: who is at the desk, and the id after which new ones run. */
export function deskSettings(db: Database) {
  const person = db
    .prepare<[], string>("SELECT json_extract(value, '$') FROM settings WHERE key = 'person'")
    .pluck()
  const firstPerson = db.prepare<[], string>('SELECT id FROM people ORDER BY id LIMIT 1').pluck()
  const remember = db.prepare<{ value: string }>(`
    INSERT INTO settings (key, value) VALUES ('person', @value)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
  const lastEvent = db.prepare<[], string>('SELECT max(id) FROM events').pluck()
  const personExists = db.prepare<[string], number>('SELECT 1 FROM people WHERE id = ?').pluck()

  return {
    /** null only in a library that was just made. */
    personId(): PersonId | null {
      const remembered = person.get()
      const known = remembered !== undefined && personExists.get(remembered) === 1
      // The column holds what this program wrote: the id of a person.
      return (known ? remembered : (firstPerson.get() ?? null)) as PersonId | null
    },
    rememberPerson: (id: PersonId) => void remember.run({ value: JSON.stringify(id) }),
    lastEventId: () => lastEvent.get() ?? undefined,
  }
}
