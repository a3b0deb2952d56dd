import { sha256 } from '#main/database/canonical-json'

import type { LibraryQueries } from './library-queries'

/** Every character of a revision that is not white space lies in exactly one sentence or non-text block. */
export function coverageProblems(queries: LibraryQueries): {
  problems: string[]
  revisions: number
  sentences: number
} {
  const problems: string[] = []
  let revisions = 0
  let count = 0
  for (const { id, text, textHash } of queries.revisions()) {
    revisions += 1
    const name = `revision ${id}`
    if (sha256(text) !== textHash) problems.push(`${name}: its text does not match its hash`)
    const blocks = queries.blocks(id)
    const sentences = queries.sentences(id)
    count += sentences.length
    const kinds = new Map(blocks.map((block) => [block.id, block]))
    const spans = [
      ...blocks.filter(({ kind }) => kind === 'non-text'),
      ...sentences.filter(({ blockId, start, end }) => {
        const block = kinds.get(blockId)
        const inside = block !== undefined && start >= block.start && end <= block.end
        if (!inside) problems.push(`${name}: the sentence at ${String(start)} lies outside its block`)
        return block?.kind !== 'non-text'
      }),
    ].sort((a, b) => a.start - b.start)
    let position = 0
    for (const { start, end } of [...spans, { start: text.length, end: text.length }]) {
      if (start < position) problems.push(`${name}: two sentences overlap at ${String(start)}`)
      else if (text.slice(position, start).trim() !== '') {
        problems.push(`${name}: text at ${String(position)} belongs to no sentence`)
      }
      position = Math.max(position, end)
    }
  }
  return { problems, revisions, sentences: count }
}
