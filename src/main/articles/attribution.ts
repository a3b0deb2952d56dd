import { languageRules } from './segmentation-data'

/** Who said something, as what, and when, in the precision the article gives. */
export interface Attribution {
  speaker: string
  role: string | null
  saidOn: string | null
}

const MAX_LENGTH = 160

const MONTHS: readonly (readonly string[])[] = [
  ['januar', 'jänner', 'jan', 'january'],
  ['februar', 'feber', 'feb', 'february'],
  ['märz', 'mär', 'mrz', 'march', 'mar'],
  ['april', 'apr'],
  ['mai', 'may'],
  ['juni', 'jun', 'june'],
  ['juli', 'jul', 'july'],
  ['august', 'aug'],
  ['september', 'sept', 'sep'],
  ['oktober', 'okt', 'october', 'oct'],
  ['november', 'nov'],
  ['dezember', 'dez', 'december', 'dec'],
]
const MONTH = MONTHS.flat()
  .sort((one, other) => other.length - one.length)
  .join('|')

/** Words that tie a date to what stands before it. */
const TIED = String.raw`(?:\b(?:am|vom|im|seit|on|in|from|Ende|Mitte|Anfang|late|early|mid|Stand:?|dated)\s+)*`
const WEEKDAY = String.raw`(?:\b(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day),?\s+)?`

interface DateForm {
  pattern: RegExp
  read: (groups: Record<string, string | undefined>) => string | null
}

const form = (pattern: string, read: DateForm['read']): DateForm => ({
  pattern: new RegExp(String.raw`${TIED}${WEEKDAY}(?:\b(?:am|dem|den|der|the)\s+)?${pattern}`, 'iu'),
  read,
})

const DATE_FORMS: readonly DateForm[] = [
  form(String.raw`(?<![\d.])(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?!\d)`, ({ year, month, day }) =>
    asDate(year, Number(month), day),
  ),
  form(
    String.raw`(?<![\d.])(?<day>\d{1,2})\.\s?(?<month>\d{1,2})\.\s?(?<year>\d{4}|\d{2})(?!\d)`,
    ({ year, month, day }) => asDate(year, Number(month), day),
  ),
  form(
    String.raw`(?<![\d.])(?<day>\d{1,2})(?:\.|st|nd|rd|th)?\s+(?:of\s+)?(?<month>${MONTH})\b\.?,?\s+(?<year>\d{4})(?!\d)`,
    ({ year, month, day }) => asDate(year, monthNumber(month), day),
  ),
  form(
    String.raw`\b(?<month>${MONTH})\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})(?!\d)`,
    ({ year, month, day }) => asDate(year, monthNumber(month), day),
  ),
  form(
    String.raw`(?<!\d(?:\.|st|nd|rd|th)?\s)\b(?<month>${MONTH})\b\.?,?\s+(?<year>\d{4})(?!\d)`,
    ({ year, month }) => asDate(year, monthNumber(month)),
  ),
  form(
    String.raw`(?<=[,(]\s?|\b(?:in|im Jahr|im Jahre)\s)(?<year>(?:19|20)\d{2})(?=\)|$)`,
    ({ year }) => year ?? null,
  ),
]

export interface FoundDate {
  date: string
  start: number
  end: number
}

/** The first calendar date in a line, with the words that tie it to its surroundings. */
export function findDate(line: string): FoundDate | null {
  for (const { pattern, read } of DATE_FORMS) {
    const match = pattern.exec(line)
    const date = match?.groups && read(match.groups)
    if (match && date) return { date, start: match.index, end: match.index + match[0].length }
  }
  return null
}

function monthNumber(name: string | undefined): number {
  return MONTHS.findIndex((names) => names.includes((name ?? '').toLowerCase())) + 1
}

/** Null for what is not on the calendar: a wrong date is worse than none. */
function asDate(written: string | undefined, month: number, day?: string): string | null {
  const year = written?.length === 2 ? `20${written}` : written
  if (year === undefined || month < 1 || month > 12) return null
  const yearAndMonth = `${year}-${String(month).padStart(2, '0')}`
  if (day === undefined) return yearAndMonth
  const inMonth = new Date(Date.UTC(Number(year), month, 0)).getUTCDate()
  const number = Number(day)
  return number >= 1 && number <= inMonth ? `${yearAndMonth}-${String(number).padStart(2, '0')}` : null
}

const TITLE = String.raw`(?:Prof|Dr|Dipl|Ing|Mag|Hon|Sen|Rep|Gov|Gen|Mr|Mrs|Ms|Sir|Dame|Lord|Lady|Frau|Herr|Papst|Pope)\b\.?(?:-\w+\.?)?`
const PARTICLE = String.raw`(?:von|vom|van|von der|van der|van den|de|del|della|der|den|da|dos|di|du|la|le|el|al|bin|ibn|ben|zu|zur|ter|ten|af|av|y|Mc)`
const CAPITAL = String.raw`(?:(?:[dlO]['’])?\p{Lu}[\p{L}\p{M}'’]*(?:[-‐‑]\p{Lu}?[\p{L}\p{M}'’]*)*|\p{Lu}\.(?:\s?-?\p{Lu}\.)*)`
const NAME = String.raw`(?:${TITLE}\s+)*(?:al-)?${CAPITAL}(?:\s+(?:(?:${PARTICLE}\s+)*(?:al-)?${CAPITAL}|\p{Lu}\.)){0,4}`
const NAMED = new RegExp(String.raw`^(?<name>${NAME})(?<rest>$|[\s,;(:/].*$)`, 'u')
const ONLY_NAME = new RegExp(String.raw`^${NAME}$`, 'u')

/** Offices that stand before the name or explain it: "Bundeskanzler Olaf Scholz". */
const ROLE_WORD =
  /(?:präsident|minister|kanzler|sprecher|professor|expert|chef|vorsitzend|direktor|leiter|leiterin|forscher|wissenschaftler|politiker|bürgermeister|anwalt|anwält|ökonom|student|schüler|lehrer|arzt|ärztin|trainer|autor|journalist|korrespondent|geschäftsführer|kommissar|botschafter|general|richter|abgeordnet|mitglied|sekretär|beauftragt|virolog|historiker|meteorolog|unternehmer|landwirt|betreiber|anwohner|augenzeug|inhaber|gründer|manager|president|minister|chancellor|spokes|expert|chief|chair|director|head\b|research|scientist|senator|mayor|lawyer|attorney|economist|teacher|doctor|coach|author|correspondent|\bceo\b|secretary|governor|\bmp\b|resident|activist|founder|owner|farmer|analyst|ambassador|commissioner|judge|member|officer|manager|programmierer|developer|engineer|ingenieur|historian|polizist|police|pfleger|nurse|rentner)/iu

export function isName(line: string): boolean {
  return ONLY_NAME.test(line)
}

export function namesRole(words: string): boolean {
  return ROLE_WORD.test(words)
}

export function hasSeveralNames(speaker: string): boolean {
  return /\s/.test(speaker.replace(new RegExp(String.raw`^(?:${TITLE}\s+)+`, 'u'), ''))
}

/** A line such as "– Olaf Scholz, Bundeskanzler (SPD), 3. Mai 2023". Null when it does not read as a person. */
export function readAttribution(line: string, language: string): Attribution | null {
  if (line.length > MAX_LENGTH) return null
  const bare = line
    .replace(/^(?:[-–—―~]+|\()\s*/u, '')
    .replace(line.startsWith('(') ? /\)\s*$/u : /\s+$/u, '')
    .trim()
  const found = findDate(bare)
  const undated = found
    ? `${bare.slice(0, found.start).trimEnd()} ${bare.slice(found.end).trimStart()}`
    : bare
  const words = tidied(undated)
  const named = splitName(words)
  if (!named) return null
  const first = /^[\p{L}'’]+/u.exec(named.speaker)?.[0] ?? ''
  if (languageRules(language)?.starters.has(first.toLowerCase()) && first.length > 1) return null
  return { ...named, saidOn: found?.date ?? null }
}

/** "Sprecherin der Polizei": somebody known by an office alone. */
export function readOffice(line: string): Attribution | null {
  const bare = line.replace(/^[-–—―~(\s]+/u, '').replace(/\)\s*$/u, '')
  const found = findDate(bare)
  const speaker = tidied(found ? bare.slice(0, found.start) : bare)
  const isShort = speaker.split(' ').length <= 8 && /^\p{Lu}/u.test(speaker)
  return isShort && ROLE_WORD.test(speaker) ? { speaker, role: null, saidOn: found?.date ?? null } : null
}

function splitName(words: string): { speaker: string; role: string | null } | null {
  const match = NAMED.exec(words)
  const { name, rest } = match?.groups ?? {}
  if (name === undefined || rest === undefined) return null
  const office = officeBefore(name)
  if (office) return { speaker: office.speaker, role: withoutOccasion(tidied(`${office.role} ${rest}`)) }
  const role = roleOf(rest)
  return role === undefined ? null : { speaker: name, role }
}

/** "Bundeskanzler Olaf Scholz": the first word is an office and a name follows it. */
function officeBefore(name: string): { speaker: string; role: string } | null {
  const [first, ...others] = name.split(' ')
  if (first === undefined || others.length < 1 || !ROLE_WORD.test(first) || first.length < 5) return null
  return { speaker: others.join(' '), role: first }
}

const OCCASION = '(?:in|im|auf|bei|beim|gegenüber|at|on|via|speaking|told)'
const TALK =
  /(?:^|[\s,]+)(?:im|in einem|in an|in a) (?:Interview|Gespräch|Podcast|Fernsehinterview|conversation)(?:\s.*)?$/iu

/** Undefined when what follows the name is no description of a person. */
function roleOf(rest: string): string | null | undefined {
  const role = tidied(rest)
  if (role === '') return null
  const isSetOff = /^\s*[,;(:/]/.test(rest)
  const isPlace = new RegExp(String.raw`^\s*${OCCASION}\s`, 'u').test(rest)
  if (!isSetOff && !isPlace) return undefined
  return withoutOccasion(/^\([^()]*\)$/.test(role) ? role.slice(1, -1) : role)
}

/** "Hydrologin im Interview", "auf Twitter": where it was said is no part of who said it. */
function withoutOccasion(role: string): string | null {
  const withoutTalk = role.replace(TALK, '')
  const withoutPlace = withoutTalk.replace(new RegExp(String.raw`(?:^|,\s*)${OCCASION}\s.*$`, 'u'), '')
  const party = /^\((?<party>[^()]+)\),\s*(?<office>.+)$/u.exec(withoutPlace)?.groups
  return (party ? `${party['office'] ?? ''} (${party['party'] ?? ''})` : withoutPlace) || null
}

function tidied(words: string): string {
  return words
    .replaceAll(/\(\s*\)/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\s+,/g, ',')
    .replace(/^[\s,;:/–—-]+/u, '')
    .replace(/[\s,;:/–—-]+$/u, '')
}

const BYLINE =
  /^(?:(?:ein|eine)\s+\p{L}+\s+)?(?:von|by|written by|reported by|text(?: und fotos?)?:|autor(?:in|en)?:|authors?:|reporter(?:in)?:|bericht:|interview:|protokoll:|aufgezeichnet von|reporting by)\s+(?:unser(?:er|em|en)\s+\p{L}+\s+)?(?<names>.+)$/iu
const JOB = /studio|büro|bureau|writer|reporter|editor|staff|redakt|correspondent|korrespondent/iu

/** "Von Max Mustermann und Erika Musterfrau, Berlin": the names. Null when the line is no byline. */
export function readByline(line: string): string | null {
  const names = line.length > MAX_LENGTH ? undefined : BYLINE.exec(line)?.groups?.['names']
  // What is left over may be a place or an agency, but no sentence.
  if (names === undefined || (/[.!?]$/.test(line) && !/\b\p{Lu}\.$/u.test(line))) return null
  const people: string[] = []
  let hasGap = false
  for (const part of names.split(/,?\s+(?:und|and|&)\s+|,\s*|\s+\/\s+|\s*[|•·]\s*/u)) {
    const person = part.trim().replace(/\s*\((?:\p{Lu}+|\p{Ll}{2,4})\)$/u, '')
    if (!isName(person) || JOB.test(person)) break
    if (person.includes(' ')) people.push(person)
    else hasGap = true
  }
  const [first] = people
  const last = people.at(-1)
  if (first === undefined || last === undefined || !names.startsWith(first)) return null
  return hasGap && people.length > 1 ? people.join(', ') : names.slice(0, names.indexOf(last) + last.length)
}
