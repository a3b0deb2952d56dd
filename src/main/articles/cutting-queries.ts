import type { Database } from 'better-sqlite3'

import type { Abbreviation, RememberedCut } from '#shared/model'

export function cuttingQueries(db: Database) {
  const abbreviations = db.prepare<[], Abbreviation>(`
    SELECT id, text, created_by AS personId, created_at AS at FROM abbreviations ORDER BY text COLLATE NOCASE, id`)
  const cuts = db.prepare<[], Omit<RememberedCut, 'isCut'> & { isCut: 0 | 1 }>(`
    SELECT id, before, after, is_cut AS isCut, created_by AS personId, created_at AS at FROM remembered_cuts
    ORDER BY before COLLATE NOCASE, after COLLATE NOCASE, id`)
  return {
    abbreviations: () => abbreviations.all(),
    cuts: (): RememberedCut[] => cuts.all().map((cut) => ({ ...cut, isCut: cut.isCut === 1 })),
  }
}

/** What a library knows of cuts that the rules get wrong, as the segmenter takes it. */
export function correctionsOf(queries: ReturnType<typeof cuttingQueries>) {
  return {
    abbreviations: queries.abbreviations().map(({ text }) => text),
    cuts: queries.cuts().map(({ before, after, isCut }) => ({ before, after, isCut })),
  }
}
