import type { Database } from 'better-sqlite3'

import { RatingScale } from '#shared/model'

import { canonicalJson, type Json } from './canonical-json'
import type { HistoryEvent } from './history'

const files = import.meta.glob<unknown[]>('../../../db/scales/*.json', { import: 'default', eager: true })

/** The rating scales of this release: our own, borrowed ones, and those without labels. */
export const shippedScales: readonly RatingScale[] = Object.values(files)
  .flat()
  .map((scale) => RatingScale.parse(scale))

/** Scales are no rows of the history. The event of a record that came from elsewhere keeps those that came with it. */
export function scaleFacts(scales: readonly RatingScale[]): { scales: Json } {
  const shipped = new Set(shippedScales.map(({ id }) => id))
  return { scales: scales.filter(({ id }) => !shipped.has(id)) as unknown as Json }
}

/** Those that came with what an event tells of. */
export function scalesOf({ facts }: Pick<HistoryEvent, 'facts'>): RatingScale[] {
  const { scales } = facts
  if (!Array.isArray(scales)) return []
  return scales.flatMap((scale) => RatingScale.safeParse(scale).data ?? [])
}

/** Scales that are not as they were shipped or came in: what a verdict says would be another. */
export function scaleProblems(db: Database, events: Iterable<HistoryEvent>): string[] {
  const known = new Map<string, RatingScale>()
  let allAreTold = true
  for (const event of events) {
    for (const scale of scalesOf(event)) known.set(scale.id, scale)
    // Before events kept them, nothing was told of those that came along.
    if (event.action === 'record.returned' && !('scales' in event.facts)) allAreTold = false
  }
  const stored = db
    .prepare<[], { id: string; definition: string }>('SELECT id, definition FROM rating_scales ORDER BY id')
    .all()
  // One of Belegt that is not there yet comes with the next opening.
  const isThere = new Set(stored.map(({ id }) => id))
  const missing = [...known.keys()].filter((id) => !isThere.has(id))
  for (const scale of shippedScales) known.set(scale.id, scale)
  const altered = stored.flatMap(({ id, definition }) => {
    const expected = known.get(id)
    if (expected === undefined)
      return allAreTold
        ? [`rating_scales ${id}: a scale that is neither of Belegt nor came with an article`]
        : []
    return isSame(definition, expected)
      ? []
      : [`rating_scales ${id}: differs from how it came into the library`]
  })
  return [...missing.map((id) => `rating_scales ${id}: came with an article and is missing`), ...altered]
}

function isSame(definition: string, expected: RatingScale): boolean {
  try {
    return canonicalJson(JSON.parse(definition) as Json) === canonicalJson(expected as unknown as Json)
  } catch {
    return false
  }
}

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
