import writeXlsxFile, { type Cell as SheetCell, type Row } from 'write-excel-file/node'

import type { Cell, ReportTable } from './report-table'

/** What a cell may hold. */
const MAX_CELL = 32_767
const CUT = ' […]'

/** Sheets of text and plain numbers: nothing in them is a formula. */
export function spreadsheet(tables: readonly ReportTable[]): Promise<Buffer> {
  return writeXlsxFile(
    tables.map(({ name, head, rows }) => ({
      sheet: name,
      stickyRowsCount: 1,
      columns: head.map((title) => ({ width: Math.min(60, Math.max(12, title.length + 4)) })),
      data: [
        head.map((title): SheetCell => ({ value: cellText(title), type: String, fontWeight: 'bold' })),
        ...rows.map((cells): Row => cells.map(sheetCell)),
      ],
    })),
  ).toBuffer()
}

function sheetCell(cell: Cell): SheetCell {
  if (cell === null || cell === '') return null
  if (typeof cell === 'number') return { value: cell, type: Number }
  return { value: cellText(cell), type: String, wrap: true, alignVertical: 'top' }
}

/**
 * Characters that XML or the writer would drop, in the way the format spells them: _x0000_. Text that only looks like
 * that is spelt itself.
 */
export function cellText(text: string): string {
  const kept = text.length <= MAX_CELL ? text : `${text.slice(0, MAX_CELL - CUT.length).toWellFormed()}${CUT}`
  const spelt = kept
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(UNWRITABLE, (characters) =>
      Array.from({ length: characters.length }, (_, at) => spell(characters.charCodeAt(at))).join(''),
    )
  // The writer looks texts up in an object: the names of its own properties would be found there.
  return spelt in Object.prototype ? `${spell(spelt.charCodeAt(0))}${spelt.slice(1)}` : spelt
}

const UNWRITABLE =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd-\uffff]|[\ud83f\ud87f\ud8bf\ud8ff\ud93f\ud97f\ud9bf\ud9ff\uda3f\uda7f\udabf\udaff\udb3f\udb7f\udbbf\udbff][\udffe\udfff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

function spell(unit: number): string {
  return `_x${unit.toString(16).toUpperCase().padStart(4, '0')}_`
}
