/** Month names and their usual short forms, as typed in German or English. */
const MONTHS: readonly (readonly string[])[] = [
  ['januar', 'jänner', 'jan', 'january'],
  ['februar', 'feb', 'february'],
  ['märz', 'maerz', 'mär', 'mar', 'march'],
  ['april', 'apr'],
  ['mai', 'may'],
  ['juni', 'jun', 'june'],
  ['juli', 'jul', 'july'],
  ['august', 'aug'],
  ['september', 'sep', 'sept'],
  ['oktober', 'okt', 'october', 'oct'],
  ['november', 'nov'],
  ['dezember', 'dez', 'december', 'dec'],
]

/**
 * A day, month or year as people write it: "8.3.2022", "8. März 2022", "March 8, 2022", "3/2022", "2022". Gives it with
 * the precision it came in, as the contract wants it; null for what names no day of the calendar.
 */
export function parsePartialDate(text: string): string | null {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}]+|\d+/gu) ?? []
  if (/[^\p{L}\d\s.,/-]/u.test(text)) return null
  const iso = /^\s*\d{4}\s*-/.test(text)
  const ordered = iso ? [...words].reverse() : dayFirst(words)
  const [year, month, day] = [...ordered].reverse()
  if (ordered.length > 3 || year === undefined || !/^\d{4}$/.test(year)) return null
  if (month === undefined) return year
  const monthNumber = numberOfMonth(month)
  if (monthNumber === null) return null
  const written = `${year}-${String(monthNumber).padStart(2, '0')}`
  if (day === undefined) return written
  const dayNumber = Number(day)
  const last = new Date(Date.UTC(Number(year), monthNumber, 0)).getUTCDate()
  if (!/^\d{1,2}$/.test(day) || dayNumber < 1 || dayNumber > last) return null
  return `${written}-${String(dayNumber).padStart(2, '0')}`
}

/** "March 8, 2022" names the month first. */
function dayFirst(words: readonly string[]): readonly string[] {
  const [first, second, ...rest] = words
  const monthFirst = rest.length === 1 && first !== undefined && /^\p{L}/u.test(first)
  return monthFirst && second !== undefined ? [second, first, ...rest] : words
}

function numberOfMonth(word: string): number | null {
  const number = /^\d{1,2}$/.test(word) ? Number(word) : MONTHS.findIndex((names) => names.includes(word)) + 1
  return number >= 1 && number <= 12 ? number : null
}
