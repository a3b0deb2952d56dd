import type { Database } from 'better-sqlite3'

import type { Draft, PersonId } from '#shared/model'

export function draftQueries(db: Database) {
  const list = db.prepare<[PersonId], Draft>(
    'SELECT place, content, typed_at AS typedAt FROM drafts WHERE person_id = ? ORDER BY typed_at DESC, place',
  )
  const latest = db
    .prepare<[PersonId], string | null>('SELECT max(typed_at) FROM drafts WHERE person_id = ?')
    .pluck()
  const count = db.prepare<[PersonId], number>('SELECT count(*) FROM drafts WHERE person_id = ?').pluck()
  const keep = db.prepare<{ personId: PersonId; place: string; content: string; typedAt: string }>(`
    INSERT INTO drafts (person_id, place, content, typed_at) VALUES (@personId, @place, @content, @typedAt)
    ON CONFLICT (person_id, place) DO UPDATE SET content = excluded.content, typed_at = excluded.typed_at`)
  const discard = db.prepare<{ personId: PersonId; place: string }>(
    'DELETE FROM drafts WHERE person_id = @personId AND place = @place',
  )
  return {
    list: (personId: PersonId) => list.all(personId),
    latest: (personId: PersonId) => latest.get(personId) ?? null,
    count: (personId: PersonId) => count.get(personId) ?? 0,
    keep: (draft: { personId: PersonId; place: string; content: string; typedAt: string }) =>
      void keep.run(draft),
    discard: (personId: PersonId, place: string) => discard.run({ personId, place }).changes > 0,
  }
}
