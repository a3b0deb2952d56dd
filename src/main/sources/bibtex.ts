import { MAX_SOURCE_ENTRIES } from '#shared/limits'

import { readNames, writeNames } from './bibtex-names'
import { isEdtf } from './edtf'
import {
  CSL_TYPES,
  DATE_VARIABLES,
  NAME_VARIABLES,
  newEntry,
  TEXT_VARIABLES,
  type Entry,
  type EntryProblem,
  type ReadEntries,
} from './entries'
import { decodeLatex, encodeLatex } from './latex'

/** How an entry type is read; what is first for a CSL type is how it is written. */
const TYPES: readonly (readonly [string, string])[] = [
  ['article', 'article-journal'],
  ['book', 'book'],
  ['inbook', 'chapter'],
  ['inproceedings', 'paper-conference'],
  ['online', 'webpage'],
  ['report', 'report'],
  ['thesis', 'thesis'],
  ['dataset', 'dataset'],
  ['software', 'software'],
  ['audio', 'song'],
  ['video', 'motion_picture'],
  ['image', 'graphic'],
  ['unpublished', 'manuscript'],
  ['booklet', 'pamphlet'],
  ['patent', 'patent'],
  ['periodical', 'periodical'],
  ['collection', 'collection'],
  ['standard', 'standard'],
  ['legislation', 'legislation'],
  ['jurisdiction', 'legal_case'],
  ['letter', 'personal_communication'],
  ['performance', 'performance'],
  ['review', 'review'],
  ['inreference', 'entry-encyclopedia'],
  ['misc', 'document'],
  // Other names for the same.
  ['incollection', 'chapter'],
  ['suppbook', 'chapter'],
  ['bookinbook', 'chapter'],
  ['conference', 'paper-conference'],
  ['proceedings', 'book'],
  ['mvbook', 'book'],
  ['mvcollection', 'collection'],
  ['reference', 'book'],
  ['manual', 'book'],
  ['electronic', 'webpage'],
  ['www', 'webpage'],
  ['techreport', 'report'],
  ['phdthesis', 'thesis'],
  ['mastersthesis', 'thesis'],
  ['artwork', 'graphic'],
  ['movie', 'motion_picture'],
  ['music', 'song'],
]

const SUBTYPES: Readonly<Record<string, string>> = {
  newspaper: 'article-newspaper',
  magazine: 'article-magazine',
}

/** Fields that hold one variable; what is first for a variable is how it is written. */
const TEXTS: readonly (readonly [string, string])[] = [
  ['title', 'title'],
  ['shorttitle', 'title-short'],
  ['publisher', 'publisher'],
  ['location', 'publisher-place'],
  ['volume', 'volume'],
  ['pages', 'page'],
  ['edition', 'edition'],
  ['doi', 'DOI'],
  ['isbn', 'ISBN'],
  ['issn', 'ISSN'],
  ['url', 'URL'],
  ['langid', 'language'],
  ['eventtitle', 'event-title'],
  ['venue', 'event-place'],
  ['note', 'note'],
  ['abstract', 'abstract'],
  ['keywords', 'keyword'],
  ['series', 'collection-title'],
  ['type', 'genre'],
  ['howpublished', 'medium'],
  ['chapter', 'chapter-number'],
  ['pagetotal', 'number-of-pages'],
  ['volumes', 'number-of-volumes'],
  ['version', 'version'],
  ['shortjournal', 'container-title-short'],
  ['institution', 'publisher'],
  ['school', 'publisher'],
  ['organization', 'publisher'],
  ['address', 'publisher-place'],
  ['language', 'language'],
  ['annotation', 'annote'],
  ['annote', 'annote'],
  ['eventplace', 'event-place'],
]

/** Where the container stands depends on the type; it is read from any of them. */
const CONTAINERS = ['journaltitle', 'journal', 'booktitle', 'maintitle', 'titleaddon'] as const

const NAMES: readonly (readonly [string, string])[] = [
  ['author', 'author'],
  ['editor', 'editor'],
  ['translator', 'translator'],
  ['bookauthor', 'container-author'],
]

const DATES: readonly (readonly [string, string])[] = [
  ['date', 'issued'],
  ['urldate', 'accessed'],
  ['eventdate', 'event-date'],
  ['origdate', 'original-date'],
]

const VERBATIM: ReadonlySet<string> = new Set(['url', 'doi', 'date', 'urldate', 'eventdate', 'origdate'])

/** Of no use outside the program that wrote them. */
const INTERNAL =
  /^(?:file|owner|timestamp|options|ids|crossref|xref|xdata|entrysubtype|subtitle|titleaddon|year|month|day|number|issue|bdsk-.*|date-.*|mendeley-.*|citeulike-.*|local-.*|__markedentry|groups)$/

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Between the braces of a file: how an entry was cut out, before anything in it is understood. */
interface RawEntry {
  index: number
  type: string
  fields: Map<string, string>
}

export function looksLikeBibtex(text: string): boolean {
  return /@\s*[a-zA-Z]+\s*[{(]/.test(text)
}

export function readBibtex(text: string): ReadEntries {
  const problems: EntryProblem[] = []
  const raw = cutEntries(text, problems)
  return { entries: raw.map((each) => ({ index: each.index, entry: readEntry(each) })), problems }
}

/** An entry that is broken ends at the next "@" that begins a line; the others are read. */
function cutEntries(text: string, problems: EntryProblem[]): RawEntry[] {
  const strings = new Map(MONTHS.map((month) => [month, month]))
  const entries: RawEntry[] = []
  const begin = /@\s*([a-zA-Z]+)\s*([{(])/g
  let index = -1
  for (let match = begin.exec(text); match && index < MAX_SOURCE_ENTRIES; match = begin.exec(text)) {
    const type = (match[1] ?? '').toLowerCase()
    if (type === 'comment') continue
    const from = begin.lastIndex
    const close = match[2] === '(' ? ')' : '}'
    if (type === 'preamble') {
      begin.lastIndex = readFields(text, from, close, strings)?.end ?? from
      continue
    }
    if (type === 'string') {
      const read = readFields(text, from, close, strings)
      for (const [name, value] of read?.fields ?? []) strings.set(name, value)
      begin.lastIndex = read?.end ?? from
      continue
    }
    index += 1
    const label = /^\s*[^\s,{}()"=]*\s*,?/.exec(text.slice(from, from + 1_000))?.[0] ?? ''
    const hasLabel = !/^\s*[a-zA-Z]+\s*$/.test(label) || text[from + label.length] !== '='
    const read = readFields(text, from + (hasLabel ? label.length : 0), close, strings)
    if (read) {
      entries.push({ index, type, fields: read.fields })
      begin.lastIndex = read.end
    } else {
      problems.push({
        index,
        field: null,
        reason: {
          de: `nicht lesbar ab „${excerpt(text, match.index)}“: eine Klammer oder ein Gleichheitszeichen fehlt`,
          en: `not readable from “${excerpt(text, match.index)}” on: a brace or an equals sign is missing`,
        },
      })
      const next = text.slice(from).search(/^[ \t]*@/m)
      begin.lastIndex = next === -1 ? text.length : from + next
    }
  }
  return entries
}

function excerpt(text: string, from: number): string {
  return text.slice(from, from + 40).replaceAll(/\s+/g, ' ')
}

/** `name = value # value, …` up to the closing sign; null where that doesn't stand. */
function readFields(
  text: string,
  from: number,
  close: string,
  strings: ReadonlyMap<string, string>,
): { fields: Map<string, string>; end: number } | null {
  const fields = new Map<string, string>()
  let position = from
  const at = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position
    const found = pattern.exec(text)
    if (found) position = pattern.lastIndex
    return found?.[0]
  }
  for (;;) {
    at(/(?:\s|,|%[^\n]*\n)*/y)
    if (text[position] === close) return { fields, end: position + 1 }
    const name = at(/[^\s,={}()"#%]+/y)?.toLowerCase()
    if (name === undefined) return null
    at(/\s*/y)
    if (at(/=/y) === undefined) return null
    let value = ''
    do {
      at(/\s*/y)
      const part = readPart(text, position)
      if (part) {
        value += part.value
        position = part.end
      } else {
        const word = at(/[^\s,={}()"#%]+/y)
        if (word === undefined) return null
        value += strings.get(word.toLowerCase()) ?? word
      }
      at(/\s*/y)
    } while (at(/#/y) !== undefined)
    if (!fields.has(name)) fields.set(name, value)
    if (text[position] !== ',' && text[position] !== close) return null
  }
}

const ENTRY_BEGINS = /^[ \t]*@[a-zA-Z]+[ \t]*[{(]/

/** What stands in braces or quotes at this place. */
function readPart(text: string, from: number): { value: string; end: number } | null {
  const open = text[from]
  if (open !== '{' && open !== '"') return null
  let depth = open === '{' ? 1 : 0
  for (let position = from + 1; position < text.length; position += 1) {
    const sign = text[position]
    if (sign === '\\') position += 1
    // The next entry: this one was never closed, and must not swallow all that follows.
    else if (sign === '\n' && ENTRY_BEGINS.test(text.slice(position + 1, position + 60))) return null
    else if (sign === '{') depth += 1
    else if (sign === '}') {
      depth -= 1
      if (depth === 0 && open === '{') return { value: text.slice(from + 1, position), end: position + 1 }
      if (depth < 0) return null
    } else if (sign === '"' && open === '"' && depth === 0) {
      return { value: text.slice(from + 1, position), end: position + 1 }
    }
  }
  return null
}

function readEntry({ type, fields }: RawEntry): Entry {
  const subtype = fields.get('entrysubtype')?.toLowerCase() ?? ''
  const known = TYPES.find(([name]) => name === type)?.[1] ?? 'document'
  const told = Object.hasOwn(SUBTYPES, subtype) ? SUBTYPES[subtype] : subtype
  const entry = newEntry(told !== undefined && CSL_TYPES.has(told) ? told : known)
  const textOf = (field: string) => {
    const value = fields.get(field)
    if (value === undefined) return ''
    return VERBATIM.has(field) ? value.replaceAll(/\\([%#_&~$])/g, '$1').trim() : decodeLatex(value)
  }
  const setText = (variable: string, value: string) => {
    if (value !== '' && !entry.texts.has(variable)) entry.texts.set(variable, value)
  }

  for (const [field, variable] of TEXTS) setText(variable, textOf(field))
  const subtitle = textOf('subtitle')
  const title = entry.texts.get('title')
  if (title !== undefined && subtitle !== '') entry.texts.set('title', `${title}: ${subtitle}`)
  for (const field of CONTAINERS) setText('container-title', textOf(field))
  const isSerial = CONTAINERS.slice(0, 2).some((field) => fields.has(field)) || known === 'periodical'
  setText('issue', textOf('issue'))
  setText(isSerial ? 'issue' : 'number', textOf('number'))
  const howPublished = entry.texts.get('medium')
  if (howPublished !== undefined && /^https?:\/\/\S+$/.test(howPublished)) {
    entry.texts.delete('medium')
    setText('URL', howPublished)
  }
  const pages = entry.texts.get('page')
  if (pages !== undefined) entry.texts.set('page', pages.replaceAll(/(\d)[–—](\d)/g, '$1-$2'))

  for (const [field, variable] of NAMES) {
    const names = readNames(decodeLatex(fields.get(field) ?? '', { keepBraces: true }))
    if (names.length > 0) entry.names.set(variable, names)
  }
  for (const [field, variable] of DATES) {
    const date = textOf(field)
    if (date !== '') entry.dates.set(variable, date)
  }
  const year = decodeLatex(fields.get('year') ?? '')
  if (year !== '' && !entry.dates.has('issued')) {
    entry.dates.set('issued', dateOfParts(year, textOf('month'), textOf('day')))
  }
  for (const [field, value] of fields) readOther(entry, field, value)
  return entry
}

/** Field names have no case, some of CSL's do. */
const CASED: ReadonlyMap<string, string> = new Map(
  [...TEXT_VARIABLES].map((variable) => [variable.toLowerCase(), variable]),
)

/** A variable by its CSL name, as this program writes what BibLaTeX has no field for. */
function readOther(entry: Entry, field: string, value: string): void {
  const isMapped = [TEXTS, NAMES, DATES].some((list) => list.some(([name]) => name === field))
  if (isMapped || INTERNAL.test(field) || CONTAINERS.some((name) => name === field)) return
  const variable = field.startsWith('csl-') ? field.slice(4) : field
  const cased = CASED.get(variable) ?? variable
  if (NAME_VARIABLES.has(cased)) entry.names.set(cased, readNames(decodeLatex(value, { keepBraces: true })))
  else if (DATE_VARIABLES.has(cased)) entry.dates.set(cased, decodeLatex(value))
  else if (!entry.texts.has(cased) && decodeLatex(value) !== '') entry.texts.set(cased, decodeLatex(value))
}

function dateOfParts(year: string, month: string, day: string): string {
  if (!isEdtf(year)) return [day, month, year].filter((part) => part !== '').join(' ')
  const [first = '', second = ''] = month
    .toLowerCase()
    .replaceAll('.', '')
    .split(/[\s~\u00a0]+/)
  const named = MONTHS.findIndex((name) => first.startsWith(name)) + 1
  const number = named > 0 ? named : Number(first)
  const date = day || second
  const parts = [year, String(number).padStart(2, '0'), date.padStart(2, '0')]
  const text = parts.slice(0, Number.isInteger(number) && number > 0 ? (date === '' ? 2 : 3) : 1).join('-')
  return isEdtf(text) ? text : year
}

export function writeBibtex(entries: readonly Entry[]): string {
  return entries.map(writeEntry).join('\n')
}

function writeEntry({ type, texts, names, dates }: Entry, index: number): string {
  const entryType =
    TYPES.find(([, csl]) => csl === type)?.[0] ?? (type.startsWith('article') ? 'article' : 'misc')
  const read = TYPES.find(([name]) => name === entryType)?.[1]
  const fields: [string, string][] = []
  if (read !== type) {
    const subtype = Object.entries(SUBTYPES).find(([, csl]) => csl === type)?.[0]
    fields.push(['entrysubtype', subtype ?? type])
  }
  for (const [variable, list] of names) {
    const field = NAMES.find(([, each]) => each === variable)?.[0] ?? variable
    fields.push([field, writeNames(list, (text) => encodeLatex(text.replaceAll(/[{}]/g, '')))])
  }
  for (const [variable, text] of texts) fields.push([fieldOf(variable, entryType), writeText(variable, text)])
  for (const [variable, date] of dates) {
    const field = DATES.find(([, each]) => each === variable)?.[0] ?? variable
    fields.push([field, field === variable ? encodeLatex(date) : date.replaceAll(/[{}\\]/g, '')])
  }
  const written = fields.map(([name, value]) => `  ${name} = {${value}},\n`).join('')
  return `@${entryType}{${keyOf({ names, dates }, index)},\n${written}}\n`
}

function fieldOf(variable: string, entryType: string): string {
  const isArticle = entryType === 'article' || entryType === 'periodical'
  if (variable === 'container-title') {
    if (isArticle) return 'journaltitle'
    return entryType === 'inbook' || entryType === 'inproceedings' ? 'booktitle' : 'titleaddon'
  }
  if (variable === 'issue' || variable === 'number')
    return variable === 'issue' || !isArticle ? variable : 'csl-number'
  const field = TEXTS.find(([, each]) => each === variable)?.[0]
  // Our own field, where a field of that name means something else.
  return (
    field ??
    (TEXTS.some(([name]) => name === variable) || INTERNAL.test(variable) ? `csl-${variable}` : variable)
  )
}

/** Double braces keep the letters of a title as they are: a style would make German nouns small. */
function writeText(variable: string, text: string): string {
  if (variable === 'URL') return text.replaceAll(/[{}\\]/g, (sign) => encodeURIComponent(sign))
  if (variable === 'DOI') return text.replaceAll(/[{}\\]/g, '')
  return variable === 'title' ? `{${encodeLatex(text)}}` : encodeLatex(text)
}

/** "lenz2022-1": plain letters, and the number so that no two are the same. */
function keyOf({ names, dates }: Pick<Entry, 'names' | 'dates'>, index: number): string {
  const [author] = names.get('author') ?? []
  const family = author?.family ?? author?.literal ?? 'source'
  const plain = family
    .normalize('NFKD')
    .replaceAll(/[^a-zA-Z]/g, '')
    .toLowerCase()
    .slice(0, 20)
  const year = /\d{4}/.exec(dates.get('issued') ?? '')?.[0] ?? ''
  return `${plain || 'source'}${year}-${String(index + 1)}`
}
