/**
 * Dates of sources are kept as EDTF text: 2022-03-08, 1907~ (about), 1907? (perhaps), 1999/2003, 1999/.. (open).
 * Anything else stays as it was written.
 */

const POINT = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)$/
const OPEN = '..'
/** EDTF counts seasons on from the months: 21 is spring. */
const FIRST_SEASON = 21

/** A date as CSL-JSON writes it. */
export interface CslDate {
  'date-parts'?: number[][]
  season?: number
  circa?: boolean
  raw?: string
}

interface Point {
  parts: number[]
  season: number | null
  isUncertain: boolean
}

function readPoint(text: string): Point | null {
  const match = POINT.exec(text)
  if (!match) return null
  const [year = 0, month, day] = match
    .slice(1, 4)
    .map((part) => (part === undefined ? undefined : Number(part)))
  const isUncertain = match[4] !== ''
  if (month === undefined) return { parts: [year], season: null, isUncertain }
  if (month >= FIRST_SEASON && month < FIRST_SEASON + 4 && day === undefined)
    return { parts: [year], season: month - FIRST_SEASON + 1, isUncertain }
  if (month < 1 || month > 12) return null
  if (day === undefined) return { parts: [year, month], season: null, isUncertain }
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return day >= 1 && day <= last ? { parts: [year, month, day], season: null, isUncertain } : null
}

/** Start and end of a range, one point twice for no range; null for an open end and for what is no date. */
function readPoints(text: string): { points: (Point | null)[]; isRange: boolean } | null {
  const ends = text.split('/')
  if (ends.length > 2) return null
  const points = ends.map((end) =>
    ends.length === 2 && (end === OPEN || end === '') ? null : readPoint(end),
  )
  const isSound = points.every((point, index) => point !== null || ends[index] === OPEN || ends[index] === '')
  return isSound && points.some((point) => point !== null) ? { points, isRange: ends.length === 2 } : null
}

export function isEdtf(text: string): boolean {
  return readPoints(text) !== null
}

/** What CSL cannot say in numbers stands in `raw` beside them, so that nothing is lost on the way. */
export function cslDateOf(text: string): CslDate {
  const read = readPoints(text)
  const [start, end] = read?.points ?? []
  if (!read || !start) return { raw: text }
  const points = end ? [start, end] : [start]
  const isPlain = points.every(({ season, isUncertain }) => season === null && !isUncertain)
  const isWhole = isPlain && (!read.isRange || end)
  return {
    'date-parts': points.map(({ parts }) => parts),
    ...(start.season !== null && !read.isRange ? { season: start.season } : {}),
    ...(points.some(({ isUncertain }) => isUncertain) ? { circa: true } : {}),
    ...(isWhole ? {} : { raw: text }),
  }
}

/** null for what says nothing. Takes what programs write: numbers as text, seasons by number, circa as anything. */
export function textOfCslDate(value: unknown): string | null {
  if (typeof value === 'string' || typeof value === 'number') return String(value).trim() || null
  if (typeof value !== 'object' || value === null) return null
  const date = value as Record<string, unknown>
  const words = [date.raw, date.literal].find(
    (each): each is string => typeof each === 'string' && each.trim() !== '',
  )
  if (words !== undefined && (isEdtf(words.trim()) || date['date-parts'] === undefined)) return words.trim()
  const points = Array.isArray(date['date-parts']) ? date['date-parts'].slice(0, 2).map(pointText) : []
  const [start, end] = points
  if (start === undefined || start === null) return words?.trim() ?? null
  const season = Number(date.season)
  const isSeason = Number.isInteger(season) && season >= 1 && season <= 4 && points.length === 1
  const first = isSeason && /^\d{4}$/.test(start) ? `${start}-${String(FIRST_SEASON + season - 1)}` : start
  const mark = date.circa ? '~' : ''
  if (points.length < 2) return `${first}${mark}`
  return `${first}${mark}/${end ? `${end}${mark}` : OPEN}`
}

function pointText(parts: unknown): string | null {
  if (!Array.isArray(parts)) return null
  const numbers = parts.slice(0, 3).map(Number)
  const [year, month, day] = numbers
  if (
    year === undefined ||
    !Number.isInteger(year) ||
    year < 0 ||
    year > 9999 ||
    (year === 0 && numbers.length === 1)
  )
    return null
  const text = [String(year).padStart(4, '0')]
  if (month !== undefined && Number.isInteger(month) && month >= 1 && month <= 12) {
    text.push(String(month).padStart(2, '0'))
    if (day !== undefined && Number.isInteger(day) && day >= 1 && day <= 31)
      text.push(String(day).padStart(2, '0'))
  }
  return text.join('-')
}
