import { parsePartialDate } from '../../components/partial-date'

/** One end of a date: a day, month, year or season, and how sure it is. */
export interface IssuedPoint {
  /** "2022-03-08", "2022-03", "2022"; for a season the year. */
  on: string
  /** From spring (1) to winter (4). */
  season: number | null
  about: boolean
  unsure: boolean
}

/** When something was published, as EDTF says it. An end that is null is open. */
export interface Issued {
  from: IssuedPoint | null
  to: IssuedPoint | null
  isRange: boolean
}

const POINT = /^(\d{4}(?:-\d{2}(?:-\d{2})?)?)([~?%]?)$/
const OPEN = '..'
/** EDTF counts seasons on from the months: 21 is spring. */
const FIRST_SEASON = 21

/** null for what EDTF does not know: it stays as it was written. */
export function issuedOf(edtf: string): Issued | null {
  const ends = edtf.split('/')
  const [first = '', second = ''] = ends
  if (ends.length > 2) return null
  if (ends.length === 1) {
    const point = pointOf(first)
    return point && { from: point, to: null, isRange: false }
  }
  const [from, to] = [pointOf(first), pointOf(second)]
  const isRead = (from !== null || first === OPEN) && (to !== null || second === OPEN)
  return isRead && (from ?? to) !== null ? { from, to, isRange: true } : null
}

function pointOf(text: string): IssuedPoint | null {
  const [, written = '', sign = ''] = POINT.exec(text) ?? []
  if (written === '') return null
  const sure = { about: sign === '~' || sign === '%', unsure: sign === '?' || sign === '%' }
  const [year = '', month] = written.split('-')
  const season = written.length === 7 ? Number(month) - FIRST_SEASON + 1 : 0
  if (season >= 1 && season <= 4) return { on: year, season, ...sure }
  return parsePartialDate(written) === written ? { on: written, season: null, ...sure } : null
}

const SEASONS: readonly (readonly string[])[] = [
  ['frühjahr', 'frühling', 'spring'],
  ['sommer', 'summer'],
  ['herbst', 'autumn', 'fall'],
  ['winter'],
]
const ABOUT = /^(?:um|ca\.?|circa|zirka|etwa|about|around|c\.)\s+(?=\S)/i
const UNSURE = /\s*(?:\?|,?\s+(?:unsicher|uncertain))$/i
const BETWEEN = /\s*[–—]\s*|\s+(?:-|bis|to|until)\s+|(?<=^\d{4})-(?=\d{4}$)/i
const SINCE = /^(?:ab|seit|from|since)\s+(.+)$|^(.+?)\s*[–—]$/i
const UNTIL = /^(?:bis|until|to)\s+(.+)$/i

/**
 * When something was published, as people write it: "8.3.2022", "um 1907", "1999 bis 2003", "seit 1999", "1907?". Gives
 * EDTF; what names no date stays as it was written, and so does EDTF.
 */
export function readIssued(typed: string): string {
  const text = typed.trim()
  const point = readPoint(text)
  if (point !== null || issuedOf(text)) return point ?? text
  const since = SINCE.exec(text)
  const from = since && readPoint(since[1] ?? since[2] ?? '')
  if (from) return `${from}/${OPEN}`
  const until = readPoint(UNTIL.exec(text)?.[1] ?? '')
  if (until !== null) return `${OPEN}/${until}`
  const ends = text.split(BETWEEN).map(readPoint)
  return ends.length === 2 && ends.every((end) => end !== null) ? ends.join('/') : text
}

function readPoint(typed: string): string | null {
  const about = ABOUT.test(typed)
  const unsure = UNSURE.test(typed)
  const words = typed.replace(ABOUT, '').replace(UNSURE, '').trim()
  const on = seasonOf(words) ?? parsePartialDate(words)
  if (on === null) return null
  return `${on}${about && unsure ? '%' : about ? '~' : unsure ? '?' : ''}`
}

function seasonOf(words: string): string | null {
  const [, name = '', year = ''] = /^(\p{L}+)\s+(\d{4})$/u.exec(words) ?? []
  const season = SEASONS.findIndex((names) => names.includes(name.toLowerCase()))
  return season < 0 ? null : `${year}-${String(FIRST_SEASON + season)}`
}
