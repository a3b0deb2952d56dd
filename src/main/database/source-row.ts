import { AppError } from '#shared/errors'
import { PartialDate, type Source, type SourceId, type SourceName } from '#shared/model'

import type { Row } from './history'
import { endOf } from './partial-dates'
import { namesOfText, readableNames } from './source-names'

/** What a person says about a source. What a source has become is said by marking it. */
export type SourceFields = Omit<
  Source,
  | 'id'
  | 'authors'
  | 'issuedOn'
  | 'status'
  | 'statusReason'
  | 'statusAt'
  | 'expired'
  | 'evidenceCount'
  | 'createdAt'
>

/** Names and date can also be given in one piece, as text and as a plain date. */
export type GivenSource = Partial<SourceFields & Pick<Source, 'authors' | 'issuedOn'>>

type GivenFields = { [K in keyof GivenSource]: GivenSource[K] | undefined }

const COLUMN: Record<keyof SourceFields, string> = {
  type: 'type',
  kind: 'kind',
  title: 'title',
  names: 'names',
  container: 'container',
  publisher: 'publisher',
  issued: 'issued_on',
  accessedOn: 'accessed_on',
  url: 'url',
  archiveUrl: 'archive_url',
  language: 'language',
  note: 'note',
  volume: 'volume',
  issue: 'issue',
  pages: 'pages',
  edition: 'edition',
  doi: 'doi',
  isbn: 'isbn',
  event: 'event',
  medium: 'medium',
  cslType: 'csl_type',
  further: 'further',
  reliability: 'reliability',
  reliabilityReason: 'reliability_reason',
  conflicts: 'conflicts',
  contact: 'contact',
  confidential: 'confidential',
  publicWording: 'public_wording',
  goodUntil: 'good_until',
}

const UNSAID: SourceFields = {
  type: 'web page',
  kind: null,
  title: '',
  names: [],
  container: null,
  publisher: null,
  issued: null,
  accessedOn: null,
  url: null,
  archiveUrl: null,
  language: null,
  note: null,
  volume: null,
  issue: null,
  pages: null,
  edition: null,
  doi: null,
  isbn: null,
  event: null,
  medium: null,
  cslType: null,
  further: {},
  reliability: 'unknown',
  reliabilityReason: null,
  conflicts: null,
  contact: null,
  confidential: false,
  publicWording: null,
  goodUntil: null,
}

function columnValue(value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/**
 * The columns of those fields that are given. Text and date in one piece that say what is there already leave names
 * and uncertain dates as they are.
 */
export function sourceColumns(
  { authors, issuedOn, ...given }: GivenFields,
  made: { newMark: () => string; before?: Source },
): Record<string, string | number | null> {
  const { before } = made
  const fields: { [K in keyof SourceFields]?: SourceFields[K] | undefined } = { ...given }
  refuseUnworded({
    confidential: fields.confidential ?? before?.confidential ?? false,
    publicWording: fields.publicWording === undefined ? before?.publicWording : fields.publicWording,
  })
  if (fields.names === undefined && authors !== undefined && authors !== (before?.authors ?? null))
    fields.names = namesOfText(authors)
  if (fields.issued === undefined && issuedOn !== undefined && issuedOn !== (before?.issuedOn ?? null))
    fields.issued = issuedOn
  const columns = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string | number | null] => [
      COLUMN[name as keyof SourceFields],
      columnValue(value),
    ])
  const { goodUntil } = fields
  const isNewDate = goodUntil !== undefined && goodUntil !== (before?.goodUntil ?? null)
  return {
    ...Object.fromEntries(columns),
    ...(isNewDate ? { good_until_mark: goodUntil === null ? null : made.newMark() } : {}),
  }
}

/** What exports say instead of a confidential name is chosen by a person, never made up. */
export function refuseUnworded({
  confidential,
  publicWording,
}: {
  confidential: boolean
  publicWording: string | null | undefined
}): void {
  if (!confidential || publicWording) return
  throw new AppError('rule_broken', {
    de: 'Vertraulich braucht einen Wortlaut für die Öffentlichkeit, etwa „eine Person aus dem Ministerium“. Schreiben Sie, was Berichte statt des Namens sagen sollen.',
    en: 'Confidential needs a public wording, such as “a person at the ministry”. Write what reports should say instead of the name.',
  })
}

const UNSAID_COLUMNS = {
  ...sourceColumns(UNSAID, { newMark: () => '' }),
  good_until_mark: null,
}

/** The row of a new source. Nothing has become of it yet. */
export function sourceRow(
  fields: GivenFields & { title: string },
  made: { id: SourceId; createdBy: string; createdAt: string; newMark: () => string },
): Row {
  return {
    ...UNSAID_COLUMNS,
    ...sourceColumns(fields, made),
    id: made.id,
    status: 'current',
    status_reason: null,
    status_at: null,
    status_mark: null,
    created_by: made.createdBy,
    created_at: made.createdAt,
  }
}

/** A source as it is read from the row s: everything but what is derived, and the marks of when it gave way. */
export type StoredSource = Omit<
  Source,
  'authors' | 'issuedOn' | 'names' | 'further' | 'confidential' | 'expired' | 'evidenceCount'
> & {
  names: string
  further: string
  confidential: 0 | 1
  statusMark: string | null
  goodUntilMark: string | null
}

export const SOURCE_COLUMNS = `s.id, ${Object.entries(COLUMN)
  .map(([name, column]) => `s.${column} AS ${name}`)
  .join(
    ', ',
  )}, s.status, s.status_reason AS statusReason, s.status_at AS statusAt, s.status_mark AS statusMark,
  s.good_until_mark AS goodUntilMark, s.created_at AS createdAt`

export const SOURCE_JSON = `json_object('id', s.id, ${Object.entries(COLUMN)
  .map(([name, column]) => `'${name}', s.${column}`)
  .join(', ')}, 'status', s.status, 'statusReason', s.status_reason, 'statusAt', s.status_at,
  'statusMark', s.status_mark, 'goodUntilMark', s.good_until_mark, 'createdAt', s.created_at)`

export function asSource(stored: StoredSource, now: Date): Omit<Source, 'evidenceCount'> {
  const { statusMark: _, goodUntilMark: __, ...source } = stored
  // The columns hold what this program wrote: JSON of names and of texts.
  const names = JSON.parse(stored.names) as SourceName[]
  return {
    ...source,
    names,
    authors: readableNames(names),
    issuedOn: PartialDate.safeParse(source.issued).data ?? null,
    further: JSON.parse(stored.further) as Source['further'],
    confidential: stored.confidential === 1,
    expired: source.goodUntil !== null && endOf(source.goodUntil) <= now,
  }
}
