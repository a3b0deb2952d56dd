import type { SourceName } from '#shared/model'

import { readNames, writeNames } from './bibtex-names'
import { isEdtf } from './edtf'
import { CSL_TYPES, DATE_VARIABLES, NAME_VARIABLES, newEntry, type Entry, type ReadEntries } from './entries'

const LINE = /^([A-Z][A-Z0-9]) {0,2}-(?: (.*))?$/
const CONTINUED = ' '.repeat(6)

const TYPES: readonly (readonly [string, string])[] = [
  ['JOUR', 'article-journal'],
  ['NEWS', 'article-newspaper'],
  ['MGZN', 'article-magazine'],
  ['BOOK', 'book'],
  ['CHAP', 'chapter'],
  ['CONF', 'paper-conference'],
  ['RPRT', 'report'],
  ['THES', 'thesis'],
  ['ELEC', 'webpage'],
  ['BLOG', 'post-weblog'],
  ['DATA', 'dataset'],
  ['SOUND', 'song'],
  ['VIDEO', 'motion_picture'],
  ['ART', 'graphic'],
  ['FIGURE', 'figure'],
  ['MAP', 'map'],
  ['BILL', 'bill'],
  ['CASE', 'legal_case'],
  ['STAT', 'legislation'],
  ['HEAR', 'hearing'],
  ['PAT', 'patent'],
  ['PCOMM', 'personal_communication'],
  ['MANSCPT', 'manuscript'],
  ['PAMP', 'pamphlet'],
  ['COMP', 'software'],
  ['MUSIC', 'musical_score'],
  ['STAND', 'standard'],
  ['ENCYC', 'entry-encyclopedia'],
  ['DICT', 'entry-dictionary'],
  ['SER', 'periodical'],
  ['GEN', 'document'],
  // Other names for the same.
  ['WEB', 'webpage'],
  ['ICOMM', 'webpage'],
  ['EBOOK', 'book'],
  ['EDBOOK', 'book'],
  ['ECHAP', 'chapter'],
  ['CPAPER', 'paper-conference'],
  ['EJOUR', 'article-journal'],
  ['INPR', 'article-journal'],
  ['ABST', 'article-journal'],
  ['MPCT', 'motion_picture'],
  ['UNPB', 'manuscript'],
  ['LEGAL', 'legislation'],
  ['GOVDOC', 'report'],
  ['SLIDE', 'graphic'],
]

/** Tags that hold one variable, and how each is written; the first of a variable is ours. */
const TEXTS: readonly (readonly [string, string])[] = [
  ['TI', 'title'],
  ['T2', 'container-title'],
  ['T3', 'collection-title'],
  ['PB', 'publisher'],
  ['CY', 'publisher-place'],
  ['VL', 'volume'],
  ['IS', 'issue'],
  ['ET', 'edition'],
  ['DO', 'DOI'],
  ['UR', 'URL'],
  ['LA', 'language'],
  ['AB', 'abstract'],
  ['N1', 'note'],
  ['CN', 'call-number'],
  ['ST', 'title-short'],
  // As older files and other programs write them.
  ['T1', 'title'],
  ['BT', 'container-title'],
  ['JO', 'container-title'],
  ['JF', 'container-title'],
  ['JA', 'container-title-short'],
  ['J2', 'container-title-short'],
  ['PP', 'publisher-place'],
  ['N2', 'abstract'],
  ['CP', 'issue'],
  ['LK', 'URL'],
]

const NAMES: readonly (readonly [string, string])[] = [
  ['AU', 'author'],
  ['A2', 'editor'],
  ['A3', 'collection-editor'],
  ['A4', 'translator'],
  ['A1', 'author'],
  ['ED', 'editor'],
]

/** Our own tag for what RIS has no tag for: "C8  - event-title: …". */
const OWN_TAG = 'C8'
const OWN = /^([a-zA-Z][a-zA-Z_-]*): (.*)$/s

export function looksLikeRis(text: string): boolean {
  return /^\s*TY {0,2}- /m.test(text.slice(0, 10_000))
}

export function readRis(text: string): ReadEntries {
  const read: ReadEntries = { entries: [], problems: [] }
  let fields: [tag: string, value: string][] | null = null
  let index = -1
  const finish = () => {
    if (fields) read.entries.push({ index, entry: readFields(fields) })
    fields = null
  }
  for (const line of text.split(/\r\n?|\n/)) {
    const [, tag, value = ''] = LINE.exec(line) ?? []
    if (tag === 'TY') {
      if (fields) {
        read.problems.push({
          index,
          field: null,
          reason: {
            de: 'ohne „ER“ am Ende, trotzdem übernommen',
            en: 'without “ER” at its end, taken all the same',
          },
        })
      }
      finish()
      index += 1
      fields = [[tag, value.trim()]]
    } else if (tag === 'ER') finish()
    else if (fields && tag !== undefined) fields.push([tag, value.trim()])
    else if (fields && line.trim() !== '') {
      const last = fields.at(-1)
      if (last) last[1] += `\n${line.startsWith(CONTINUED) ? line.slice(CONTINUED.length) : line.trim()}`
    }
  }
  finish()
  return read
}

function readFields(fields: readonly [string, string][]): Entry {
  const valueOf = (tag: string) => fields.find(([name, value]) => name === tag && value !== '')?.[1]
  const m3 = valueOf('M3')
  const known = TYPES.find(([name]) => name === valueOf('TY'))?.[1] ?? 'document'
  const entry = newEntry(m3 !== undefined && CSL_TYPES.has(m3) ? m3 : known)
  if (m3 !== undefined && !CSL_TYPES.has(m3)) entry.texts.set('genre', m3)
  for (const [tag, variable] of TEXTS) {
    const value = valueOf(tag)
    if (value !== undefined && !entry.texts.has(variable)) entry.texts.set(variable, value)
  }
  for (const [tag, variable] of NAMES) {
    const names = fields
      .filter(([name, value]) => name === tag && value !== '')
      .map(([, value]) => readName(value))
    if (names.length > 0) entry.names.set(variable, [...(entry.names.get(variable) ?? []), ...names])
  }
  const keywords = fields.filter(([name]) => name === 'KW').map(([, value]) => value)
  if (keywords.length > 0) entry.texts.set('keyword', keywords.join('; '))
  const number = valueOf('SN')
  if (number !== undefined) entry.texts.set(isSerial(number) ? 'ISSN' : 'ISBN', number)
  const [from, to] = [valueOf('SP'), valueOf('EP')]
  if (from !== undefined)
    entry.texts.set('page', to === undefined || from.includes('-') ? from : `${from}-${to}`)
  const issued = readDate(valueOf('DA') ?? valueOf('PY') ?? valueOf('Y1'))
  if (issued) entry.dates.set('issued', issued)
  const accessed = readDate(valueOf('Y2'))
  if (accessed) entry.dates.set('accessed', accessed)
  for (const [tag, value] of fields) {
    const [, variable, text] = tag === OWN_TAG ? (OWN.exec(value) ?? []) : []
    if (variable === undefined || text === undefined) continue
    if (DATE_VARIABLES.has(variable)) entry.dates.set(variable, text)
    else if (NAME_VARIABLES.has(variable)) entry.names.set(variable, readNames(text))
    else entry.texts.set(variable, text)
  }
  return entry
}

function isSerial(number: string): boolean {
  return /^\d{4}-?\d{3}[\dXx]\b/.test(number) && number.replaceAll(/[^\dXx]/g, '').length <= 8
}

/** "2022/03/08/", "2022-03-08", "1907///1907~": what stands after the third stroke is the date in words or EDTF. */
function readDate(value: string | undefined): string | null {
  if (value === undefined) return null
  if (isEdtf(value) && !/^\d{4}\/(0?[1-9]|1[0-2])$/.test(value)) return value
  const [year = '', month = '', day = '', ...rest] = value.split('/')
  const other = rest.join('/').trim()
  if (other !== '' && (isEdtf(other) || other.startsWith(year.trim()))) return other
  const parts = [year.trim(), month.trim().padStart(2, '0'), day.trim().padStart(2, '0')]
  const plain = parts.slice(0, month === '' ? 1 : day === '' ? 2 : 3).join('-')
  return isEdtf(plain) ? plain : value
}

/** "von Neumann, John, Jr."; an institution has no comma, or, as EndNote has it, one at its end or two at once. */
function readName(value: string): SourceName {
  if (value.endsWith(',') || value.includes(',,')) {
    return { literal: value.replace(',,', ',').replace(/,$/, '').trim() }
  }
  const [family = '', given = '', ...suffix] = value.split(',').map((part) => part.trim())
  if (given === '') return { literal: family }
  const [name = {}] = readNames(`${family}, ${given}`)
  const words = (name.given ?? given).split(' ')
  const from = words.findIndex((word, index) => index > 0 && /^\p{Ll}/u.test(word))
  return {
    ...name,
    ...(from === -1
      ? {}
      : { given: words.slice(0, from).join(' '), droppingParticle: words.slice(from).join(' ') }),
    ...(suffix.length > 0 ? { suffix: suffix.join(', ') } : {}),
  }
}

export function writeRis(entries: readonly Entry[]): string {
  return entries.map(writeEntry).join('\r\n')
}

function writeEntry({ type, texts, names, dates }: Entry): string {
  const lines: string[] = []
  const write = (tag: string, value: string) =>
    lines.push(`${tag}  - ${value.split('\n').join(`\r\n${CONTINUED}`)}\r\n`)
  const known = TYPES.find(([, csl]) => csl === type)
  write('TY', known?.[0] ?? 'GEN')
  if (!known) write('M3', type)
  else if (texts.has('genre') && !CSL_TYPES.has(texts.get('genre') ?? ''))
    write('M3', texts.get('genre') ?? '')

  const own = new Map<string, string>()
  for (const [variable, list] of names) {
    const tag = NAMES.find(([, each]) => each === variable)?.[0]
    const written = list.map(writeName)
    if (tag !== undefined && written.every((name) => name !== null))
      for (const name of written) write(tag, name)
    else
      own.set(
        variable,
        writeNames(list, (text) => text.replaceAll(/[{}]/g, '')),
      )
  }
  for (const [variable, date] of dates) {
    if (variable === 'issued') write('DA', writeDate(date))
    else if (variable === 'accessed') write('Y2', writeDate(date))
    else own.set(variable, date)
  }
  for (const [variable, text] of texts) {
    const tag = TEXTS.find(([, each]) => each === variable)?.[0]
    if (tag !== undefined) write(tag, text)
    else if (variable === 'ISBN' && !isSerial(text)) write('SN', text)
    else if (variable === 'ISSN' && isSerial(text) && !texts.has('ISBN')) write('SN', text)
    else if (variable === 'page' && !/^\d+-\d+$/.test(text)) write('SP', text)
    else if (variable === 'page') {
      write('SP', text.split('-')[0] ?? '')
      write('EP', text.split('-')[1] ?? '')
    } else if (variable !== 'genre' || !known || CSL_TYPES.has(text)) own.set(variable, text)
  }
  for (const [variable, text] of own) write(OWN_TAG, `${variable}: ${text}`)
  return `${lines.join('')}ER  - \r\n`
}

function writeDate(date: string): string {
  const plain = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?$/.exec(date)
  if (plain) return `${plain[1] ?? ''}/${plain[2] ?? ''}/${plain[3] ?? ''}/`
  return `${/^\d{4}/.exec(date)?.[0] ?? ''}///${date}`
}

/** null for what RIS would read as something else. */
function writeName(name: SourceName): string | null {
  const { family, given, suffix, literal, droppingParticle, nonDroppingParticle } = name
  const written =
    literal === undefined
      ? [
          [nonDroppingParticle, family].filter(Boolean).join(' '),
          [given, droppingParticle].filter(Boolean).join(' '),
          ...(suffix === undefined ? [] : [suffix]),
        ].join(', ')
      : literal.includes(',')
        ? literal.replace(',', ',,')
        : literal
  return sameName(readName(written.trim()), name) ? written.trim() : null
}

function sameName(a: SourceName, b: SourceName): boolean {
  const parts = ['family', 'given', 'suffix', 'literal', 'droppingParticle', 'nonDroppingParticle'] as const
  return parts.every((part) => a[part] === b[part])
}
