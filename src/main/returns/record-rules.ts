import type { RecordRows } from '#main/database/article-record'
import { sha256 } from '#main/database/canonical-json'
import type { RecordedTable, Row } from '#main/database/history'

/** Where the rows of an article contradict each other, as a place; null where they don't. Tables alone could not tell. */
export function contradiction(rows: RecordRows): string | null {
  const of = (table: RecordedTable) => rows.get(table) ?? []
  const sentencesOf = Map.groupBy(of('sentences'), ({ block_id }) => block_id)
  const blocksOf = Map.groupBy(of('blocks'), ({ revision_id }) => revision_id)
  const seen = new Set<string>()
  for (const [table, each] of rows) {
    for (const { id } of each) {
      if (seen.has(`${table} ${id}`)) return `${table}: ${id}`
      seen.add(`${table} ${id}`)
    }
  }
  const numbers = of('revisions').map(({ number }) => Number(number))
  if (numbers.sort((a, b) => a - b).some((number, at) => number !== at + 1)) return 'revisions: number'
  for (const revision of of('revisions')) {
    const text = String(revision.text)
    if (sha256(text) !== revision.text_hash) return `revisions: ${revision.id}`
    const uncovered = uncoveredAt(text, blocksOf.get(revision.id) ?? [], (id) => sentencesOf.get(id) ?? [])
    if (uncovered !== null) return `revisions: ${String(revision.number)}, ${String(uncovered)}`
  }
  const sentences = new Map(of('sentences').map((row) => [row.id, row]))
  const outside = of('anchors').find(({ sentence_id, start, end }) => {
    const sentence = sentences.get(String(sentence_id))
    return !sentence || Number(start) < Number(sentence.start) || Number(end) > Number(sentence.end)
  })
  return outside ? `anchors: ${outside.id}` : null
}

/** The first place where text belongs to no sentence or to two; null where every character has its own. */
function uncoveredAt(text: string, blocks: readonly Row[], sentencesOf: (id: string) => readonly Row[]) {
  const spans = blocks
    .flatMap((block) => (block.kind === 'non-text' ? [block] : sentencesOf(block.id)))
    .map((row) => ({ start: Number(row.start), end: Number(row.end) }))
    .sort((a, b) => a.start - b.start)
  let position = 0
  for (const { start, end } of [...spans, { start: text.length, end: text.length }]) {
    if (start < position || end > text.length || text.slice(position, start).trim() !== '') return position
    position = end
  }
  return null
}
