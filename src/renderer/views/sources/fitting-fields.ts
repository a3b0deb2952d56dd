import type { SourceType } from '#shared/model'

/** Fields that only some sources have. */
export const DETAIL_FIELDS = [
  'container',
  'publisher',
  'volume',
  'issue',
  'pages',
  'edition',
  'doi',
  'isbn',
  'event',
  'medium',
  'archiveUrl',
  'accessedOn',
] as const
export type DetailField = (typeof DETAIL_FIELDS)[number]

const FITTING: Record<SourceType, readonly DetailField[]> = {
  'web page': ['container', 'publisher', 'archiveUrl', 'accessedOn'],
  article: ['container', 'volume', 'issue', 'pages', 'doi', 'accessedOn'],
  document: ['container', 'publisher', 'event', 'pages', 'doi'],
  book: ['publisher', 'edition', 'isbn', 'container', 'volume', 'pages'],
  dataset: ['container', 'publisher', 'edition', 'doi', 'accessedOn'],
  interview: ['container', 'medium', 'event'],
  audio: ['container', 'publisher', 'medium', 'event'],
  video: ['container', 'publisher', 'medium', 'accessedOn', 'archiveUrl'],
  image: ['container', 'publisher', 'medium', 'accessedOn', 'archiveUrl'],
  archive: ['container', 'publisher', 'volume', 'pages'],
  'own observation': ['event', 'medium'],
}

/** The fields that suit the type and those that hold something come first; the others wait until they are asked for. */
export function fittingFields(
  type: SourceType,
  holds: (field: DetailField) => boolean,
): { first: DetailField[]; others: DetailField[] } {
  const fits = FITTING[type]
  const more = DETAIL_FIELDS.filter((field) => !fits.includes(field))
  return { first: [...fits, ...more.filter(holds)], others: more.filter((field) => !holds(field)) }
}
