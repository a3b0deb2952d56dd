import type { Database } from 'better-sqlite3'

import { sha256 } from './canonical-json'

interface Span {
  id: string
  start: number
  end: number
}
type Block = Span & { kind: string }
type Sentence = Span & { blockId: string }

/** What keeps every character of a revision that is not white space from lying in exactly one sentence or non-text block. */
export interface Uncovered {
  revisionId: string
  text: string
  blocks: readonly Block[]
  /** Sentences that do not lie inside of their block. */
  outside: Span[]
  /** Sentences and non-text blocks that begin before the one before them ends, or run over the end of the text. */
  overlapping: Span[]
  /** Stretches between them that are more than white space. */
  gaps: { start: number; end: number }[]
}

export interface Coverage {
  problems: string[]
  uncovered: Uncovered[]
  revisions: number
  sentences: number
}

/** Looks at every revision of a library. */
export function coverageOf(db: Database): Coverage {
  const revisions = db.prepare<[], { id: string; text: string; textHash: string }>(
    'SELECT id, text, text_hash AS textHash FROM revisions ORDER BY id',
  )
  const blocksOf = db.prepare<[string], Block>(
    'SELECT id, kind, start, end FROM blocks WHERE revision_id = ? ORDER BY start',
  )
  const sentencesOf = db.prepare<[string], Sentence>(`
    SELECT s.id, s.block_id AS blockId, s.start, s.end FROM blocks b JOIN sentences s ON s.block_id = b.id
    WHERE b.revision_id = ? ORDER BY s.start, s.id`)
  const coverage: Coverage = { problems: [], uncovered: [], revisions: 0, sentences: 0 }

  for (const { id, text, textHash } of revisions.iterate()) {
    const sentences = sentencesOf.all(id)
    coverage.revisions += 1
    coverage.sentences += sentences.length
    const name = `revision ${id}`
    if (sha256(text) !== textHash) coverage.problems.push(`${name}: its text does not match its hash`)
    const found = uncoveredIn(text, blocksOf.all(id), sentences)
    const told = [
      ...found.outside.map(({ start }) => `the sentence at ${String(start)} lies outside its block`),
      ...found.overlapping.map(({ start }) => `two sentences overlap at ${String(start)}`),
      ...found.gaps.map(({ start }) => `text at ${String(start)} belongs to no sentence`),
    ]
    coverage.problems.push(...told.map((words) => `${name}: ${words}`))
    if (told.length > 0) coverage.uncovered.push({ revisionId: id, ...found })
  }
  return coverage
}

function uncoveredIn(
  text: string,
  blocks: readonly Block[],
  sentences: readonly Sentence[],
): Omit<Uncovered, 'revisionId'> {
  const known = new Map(blocks.map((block) => [block.id, block]))
  const outside = sentences.filter(({ blockId, start, end }) => {
    const block = known.get(blockId)
    return block === undefined || start < block.start || end > block.end
  })
  const spans = [
    ...blocks.filter(({ kind }) => kind === 'non-text'),
    ...sentences.filter(({ blockId }) => known.get(blockId)?.kind !== 'non-text'),
  ].sort((a, b) => a.start - b.start)
  const overlapping: Span[] = []
  const gaps: Uncovered['gaps'] = []
  let position = 0
  for (const span of [...spans, { id: '', start: text.length, end: text.length }]) {
    const isOver = span.start < position || span.end > text.length
    if (isOver && span.id !== '') overlapping.push(span)
    else if (text.slice(position, span.start).trim() !== '') gaps.push({ start: position, end: span.start })
    position = Math.max(position, span.end)
  }
  return { text, blocks, outside, overlapping, gaps }
}
