import type { SourceName } from '#shared/model'

import { cslDateOf, textOfCslDate, type CslDate } from './edtf'
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

/** Reads what Zotero, Citavi and catalogues write. Every item is checked field by field; nothing else is trusted. */
export function readCslJson(text: string): ReadEntries | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const items = Array.isArray(value) ? (value as unknown[]) : [value]
  const read: ReadEntries = { entries: [], problems: [] }
  items.forEach((item, index) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      read.problems.push({ index, field: null, reason: { de: 'kein Eintrag', en: 'not an entry' } })
      return
    }
    read.entries.push({ index, entry: readItem(Object.entries(item), index, read.problems) })
  })
  return read
}

function readItem(fields: [string, unknown][], index: number, problems: EntryProblem[]): Entry {
  const type = fields.find(([name]) => name === 'type')?.[1]
  const entry = newEntry(typeof type === 'string' && CSL_TYPES.has(type) ? type : 'document')
  const wrong = (field: string) =>
    problems.push({ index, field, reason: { de: 'von unerwarteter Art', en: 'of an unexpected kind' } })
  for (const [name, value] of fields) {
    if (value === null || value === undefined || name === 'type' || name === 'id') continue
    if (NAME_VARIABLES.has(name)) {
      const names = Array.isArray(value) ? value.map(readName) : []
      const known = names.filter((each) => each !== null)
      if (!Array.isArray(value) || known.length < names.length) wrong(name)
      if (known.length > 0) entry.names.set(name, known)
    } else if (DATE_VARIABLES.has(name)) {
      const date = textOfCslDate(value)
      if (date !== null) entry.dates.set(name, date)
      else wrong(name)
    } else if (typeof value === 'string' || typeof value === 'number') {
      const words = withoutTags(String(value))
      if (TEXT_VARIABLES.has(name) && words !== '') entry.texts.set(name, words)
    } else if (TEXT_VARIABLES.has(name)) wrong(name)
    else if (name === 'custom' && typeof value === 'object') readCustom(entry, value)
  }
  return entry
}

/** Fields of other programs, as this one wrote them. */
function readCustom(entry: Entry, value: object): void {
  for (const [name, text] of Object.entries(value)) {
    if (typeof text === 'string') entry.texts.set(name, text)
  }
}

const NAME_PARTS: readonly (readonly [string, keyof SourceName])[] = [
  ['family', 'family'],
  ['given', 'given'],
  ['dropping-particle', 'droppingParticle'],
  ['non-dropping-particle', 'nonDroppingParticle'],
  ['suffix', 'suffix'],
  ['literal', 'literal'],
]

function readName(value: unknown): SourceName | null {
  if (typeof value === 'string') return value.trim() === '' ? null : { literal: value.trim() }
  if (typeof value !== 'object' || value === null) return null
  const fields = new Map(Object.entries(value))
  const name: SourceName = {}
  for (const [theirs, ours] of NAME_PARTS) {
    const part: unknown = fields.get(theirs)
    if (typeof part === 'string' && part.trim() !== '') name[ours] = part.trim()
  }
  return (name.literal ?? name.family ?? name.given) ? name : null
}

/** Zotero marks italics and the like in titles. */
function withoutTags(text: string): string {
  return text.replaceAll(/<\/?(?:i|b|em|strong|sub|sup|sc|span)(?:\s[^<>]*)?>/gi, '').trim()
}

interface CslItem {
  id: string
  type: string
  [variable: string]: string | CslDate | Record<string, string>[] | Record<string, string>
}

export function writeCslJson(entries: readonly Entry[]): string {
  return `${JSON.stringify(entries.map(cslItem), null, 2)}\n`
}

function cslItem({ type, texts, names, dates }: Entry, index: number): CslItem {
  const item: CslItem = { id: `belegt-${String(index + 1)}`, type }
  const custom: Record<string, string> = {}
  for (const [variable, list] of names) item[variable] = list.map(cslName)
  for (const [variable, date] of dates) item[variable] = cslDateOf(date)
  for (const [variable, text] of texts) {
    if (TEXT_VARIABLES.has(variable)) item[variable] = text
    else custom[variable] = text
  }
  return Object.keys(custom).length > 0 ? { ...item, custom } : item
}

function cslName(name: SourceName): Record<string, string> {
  return Object.fromEntries(
    NAME_PARTS.flatMap(([theirs, ours]) => (name[ours] === undefined ? [] : [[theirs, name[ours]]])),
  )
}
