import type { UiLanguage } from '#shared/errors'

import type { Cell, ReportTable } from './report-table'

/** As spreadsheets of the language expect it: their separator, their decimal sign, and a mark that it is UTF-8. */
export function csv({ head, rows }: ReportTable, language: UiLanguage): string {
  const separator = language === 'de' ? ';' : ','
  const lines = [head, ...rows].map((cells) => cells.map((cell) => field(cell, language)).join(separator))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function field(cell: Cell, language: UiLanguage): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return language === 'de' ? String(cell).replace('.', ',') : String(cell)
  return `"${inertCell(cell).replaceAll('"', '""')}"`
}

/** What a spreadsheet could take for a formula, also behind blanks or characters without a trace. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20\u2212\uFE62\uFE63\uFE66\uFE6B]|^[\t\r\n\0]/u
const PLAIN_NUMBER = /^[+-]?\d+(?:[.,]\d+)*$/

/** A leading apostrophe makes text of it; a plain number is none. */
export function inertCell(text: string): string {
  return FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text
}
