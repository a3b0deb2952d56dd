import { foldedText } from '#main/database/folded-text'

import type { BlockOfSentences } from './sentence-context'
import { isUnit } from './telling-words'

/** Cells at the beginning of a table that can name its columns. */
const MAX_HEAD = 12

/**
 * What a cell of a table is the value of. A text has no rows and columns any more, so it is told by the cells before the
 * first value, by the nearest cell before it that names something, and by how far away that is.
 */
export function tablePlacesOf(blocks: readonly BlockOfSentences[]): string[] {
  let table: string[] = []
  let head: string[] = []
  return blocks.map(({ kind }, at) => {
    if (kind !== 'table cell') {
      table = []
      return ''
    }
    if (table.length === 0) head = headOf(blocks, at)
    const label = table.findLastIndex(isLabel)
    const place = JSON.stringify([head, table[label] ?? '', table.length - label])
    table.push(textOf(blocks[at]))
    return place
  })
}

function headOf(blocks: readonly BlockOfSentences[], from: number): string[] {
  const head: string[] = []
  for (const block of blocks.slice(from, from + MAX_HEAD)) {
    if (block.kind !== 'table cell' || !isLabel(textOf(block))) break
    head.push(textOf(block))
  }
  return head
}

function textOf(block: BlockOfSentences | undefined): string {
  return (block?.sentences ?? []).map(({ text }) => foldedText(text)).join(' ')
}

/** Names something, as "Berlin" and "2021" do and "12,5 Mio. Euro" does not. */
function isLabel(cell: string): boolean {
  const words = cell.toLowerCase().match(/\p{L}+/gu) ?? []
  return words.some((word) => !isUnit(word)) || /^(?:1[5-9]|20)\d\d$/.test(cell)
}
