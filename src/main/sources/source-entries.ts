import { contract, type Parsed } from '#shared/contract'
import type { Source, SourceType } from '#shared/model'

import { readNames, writeNames } from './bibtex-names'
import { CSL_TYPES, DATE_VARIABLES, NAME_VARIABLES, newEntry, type Entry, type EntryProblem } from './entries'

export type NewSource = Parsed<'sources.add'>

/** What a source of ours is called elsewhere. */
const CSL_TYPE: Record<SourceType, string> = {
  'web page': 'webpage',
  article: 'article-newspaper',
  document: 'document',
  book: 'book',
  dataset: 'dataset',
  interview: 'interview',
  audio: 'song',
  video: 'motion_picture',
  image: 'graphic',
  archive: 'collection',
  'own observation': 'document',
}

/** CSL has no type for it: the genre says it. */
const OWN_OBSERVATION = 'own observation'

const OUR_TYPE: Readonly<Record<string, SourceType>> = {
  webpage: 'web page',
  post: 'web page',
  'post-weblog': 'web page',
  article: 'article',
  'article-journal': 'article',
  'article-magazine': 'article',
  'article-newspaper': 'article',
  'paper-conference': 'article',
  review: 'article',
  'review-book': 'article',
  entry: 'article',
  'entry-dictionary': 'article',
  'entry-encyclopedia': 'article',
  book: 'book',
  chapter: 'book',
  classic: 'book',
  periodical: 'book',
  dataset: 'dataset',
  interview: 'interview',
  personal_communication: 'interview',
  song: 'audio',
  musical_score: 'audio',
  motion_picture: 'video',
  broadcast: 'video',
  graphic: 'image',
  figure: 'image',
  map: 'image',
  collection: 'archive',
}

/** Variables that are fields of a source. The rest is kept in `further`. */
const FIELDS = [
  ['title', 'title'],
  ['container-title', 'container'],
  ['publisher', 'publisher'],
  ['note', 'note'],
  ['volume', 'volume'],
  ['issue', 'issue'],
  ['page', 'pages'],
  ['edition', 'edition'],
  ['DOI', 'doi'],
  ['ISBN', 'isbn'],
  ['event-title', 'event'],
  ['medium', 'medium'],
  ['URL', 'url'],
  ['archive_location', 'archiveUrl'],
  ['language', 'language'],
] as const satisfies readonly (readonly [string, keyof Source])[]

const LANGUAGES: Readonly<Record<string, string>> = {
  german: 'de',
  ngerman: 'de',
  deutsch: 'de',
  ger: 'de',
  deu: 'de',
  austrian: 'de-AT',
  english: 'en',
  englisch: 'en',
  eng: 'en',
  british: 'en-GB',
  american: 'en-US',
  french: 'fr',
  französisch: 'fr',
  spanish: 'es',
  russian: 'ru',
  russisch: 'ru',
  ukrainian: 'uk',
  italian: 'it',
  polish: 'pl',
}

const newSource = contract['sources.add'].input
/** As the contract has it. */
const MAX_FURTHER_FIELDS = 60

/** An entry as a source. What doesn't fit is left out and named; null when there is nothing to call it by. */
export function sourceOfEntry(
  entry: Entry,
  index: number,
): { source: NewSource | null; problems: EntryProblem[] } {
  const fields = fieldsOfEntry(entry)
  const problems: EntryProblem[] = []
  fields.further = usableFields(fields.further as Record<string, string>, (field) => {
    problems.push({ index, field, reason: LEFT_OUT })
  })
  // Each round leaves out what was refused; a second one meets nothing new, or the title.
  for (let round = 0; round < 3; round += 1) {
    const checked = newSource.safeParse(fields)
    if (checked.success) return { source: checked.data, problems }
    const wrong = new Set(checked.error.issues.map(({ path }) => String(path[0])))
    for (const field of wrong) {
      problems.push({
        index,
        field,
        reason:
          field === 'title'
            ? { de: 'ohne brauchbaren Titel, nicht übernommen', en: 'without a usable title, not taken over' }
            : LEFT_OUT,
      })
      fields[field] = undefined
    }
    if (wrong.has('title')) return { source: null, problems }
  }
  return { source: null, problems }
}

const LEFT_OUT = { de: 'zu lang oder nicht brauchbar, weggelassen', en: 'too long or not usable, left out' }

/** One by one, so that one that is refused takes none of the others with it. */
function usableFields(
  fields: Record<string, string>,
  leaveOut: (field: string) => void,
): Record<string, string> {
  const { further } = newSource.shape
  const usable = Object.entries(fields).filter(([name, text], position) => {
    const fits = position < MAX_FURTHER_FIELDS && further.safeParse({ [name]: text }).success
    if (!fits) leaveOut(name)
    return fits
  })
  return Object.fromEntries(usable)
}

function fieldsOfEntry({ type, texts, names, dates }: Entry): Record<string, unknown> {
  const left = new Map(texts)
  const take = (variable: string) => {
    const value = left.get(variable)
    left.delete(variable)
    return value
  }
  const isObservation = type === 'document' && texts.get('genre') === OWN_OBSERVATION
  if (isObservation) left.delete('genre')
  const ours = isObservation ? 'own observation' : Object.hasOwn(OUR_TYPE, type) ? OUR_TYPE[type] : 'document'
  if (!texts.has('event-title') && texts.has('event')) left.set('event-title', take('event') ?? '')

  const fields: Record<string, unknown> = {
    type: ours,
    cslType: ours && CSL_TYPE[ours] === type ? null : type,
    names: names.get('author'),
    issued: dates.get('issued'),
  }
  for (const [variable, field] of FIELDS) {
    const value = left.get(variable)
    if (value === undefined || (field === 'archiveUrl' && !/^https?:\/\//.test(value))) continue
    left.delete(variable)
    fields[field] = field === 'language' ? languageOf(value) : value
  }
  fields.title ??= fields.container ?? fields.url ?? names.get('author')?.[0]?.literal
  if (fields.language === null) left.set('language', texts.get('language') ?? '')

  const further = new Map(left)
  for (const [variable, list] of names) {
    if (variable !== 'author')
      further.set(
        variable,
        writeNames(list, (text) => text.replaceAll(/[{}]/g, '')),
      )
  }
  const accessed = dates.get('accessed')
  if (accessed !== undefined && /^\d{4}(-\d\d){0,2}$/.test(accessed)) fields.accessedOn = accessed
  for (const [variable, date] of dates) {
    if (variable !== 'issued' && (variable !== 'accessed' || fields.accessedOn === undefined))
      further.set(variable, date)
  }
  fields.further = Object.fromEntries([...further].filter(([, value]) => value !== ''))
  return fields
}

function languageOf(value: string): string | null {
  const known = LANGUAGES[value.toLowerCase()]
  if (known !== undefined && Object.hasOwn(LANGUAGES, value.toLowerCase())) return known
  const [first = '', ...rest] = value.replaceAll('_', '-').split('-')
  const tag = [first.toLowerCase(), ...rest].join('-')
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) ? tag : null
}

/** A source on its way out. */
export function entryOfSource(source: Omit<Source, 'evidenceCount' | 'contact'>): Entry {
  const usual = CSL_TYPE[source.type]
  const isStillThat =
    source.cslType !== null &&
    CSL_TYPES.has(source.cslType) &&
    (OUR_TYPE[source.cslType] ?? 'document') === source.type
  const entry = newEntry(isStillThat && source.cslType !== null ? source.cslType : usual)
  if (source.type === 'own observation') entry.texts.set('genre', OWN_OBSERVATION)
  if (source.names.length > 0) entry.names.set('author', source.names)
  if (source.issued !== null) entry.dates.set('issued', source.issued)
  if (source.accessedOn !== null) entry.dates.set('accessed', source.accessedOn)
  for (const [variable, field] of FIELDS) {
    const value = source[field]
    if (value !== null) entry.texts.set(variable, value)
  }
  for (const [variable, text] of Object.entries(source.further)) {
    if (NAME_VARIABLES.has(variable)) entry.names.set(variable, readNames(text))
    else if (DATE_VARIABLES.has(variable)) entry.dates.set(variable, text)
    else if (!entry.texts.has(variable)) entry.texts.set(variable, text)
  }
  return entry
}
