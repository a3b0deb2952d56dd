import type { Database } from 'better-sqlite3'

import { RatingScale } from '#shared/model'

const files = import.meta.glob<unknown[]>('../../../db/scales/*.json', { import: 'default', eager: true })

/** The rating scales of this release: our own, borrowed ones, and those without labels. */
export const shippedScales: readonly RatingScale[] = Object.values(files)
  .flat()
  .map((scale) => RatingScale.parse(scale))

export function addShippedScales(db: Database): void {
  addScales(db, shippedScales)
}

/** Puts in what the library doesn't know yet. A scale that is there is never touched: verdicts were given on it. */
export function addScales(db: Database, scales: readonly RatingScale[]): void {
  const add = db.prepare<{ id: string; definition: string }>(
    'INSERT INTO rating_scales (id, definition) VALUES (@id, @definition) ON CONFLICT (id) DO NOTHING',
  )
  const known = db.prepare<[], string>('SELECT id FROM rating_scales').pluck().all()
  const missing = scales.filter(({ id }) => !known.includes(id))
  if (missing.length === 0) return
  db.transaction(() => {
    for (const scale of missing) add.run({ id: scale.id, definition: JSON.stringify(scale) })
  }).immediate()
}
