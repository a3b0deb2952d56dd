import type { DocumentLine } from './document-lines'

/** A cell with more characters than this was made to lay a page out. */
const MAX_CELL = 400

/** Follows the tables of a document, one in the other, and says of their lines that they are cells. */
export function tableCells(lines: readonly DocumentLine[]) {
  const open: number[][][] = []
  return {
    begin(): void {
      open.push([])
    },
    cell(): void {
      open.at(-1)?.push([])
    },
    add(made: readonly number[]): void {
      open
        .at(-1)
        ?.at(-1)
        ?.push(...made)
    },
    /** What has one cell only is a frame around a text. */
    end(): void {
      const cells = open.pop() ?? []
      if (cells.length < 2) return
      for (const cell of cells) {
        const own = cell.flatMap((at) => lines[at] ?? [])
        if (own.reduce((sum, { text }) => sum + text.length, 0) > MAX_CELL) continue
        for (const line of own) line.kind ??= 'table cell'
      }
    },
  }
}
