import type { SourceName } from '#shared/model'

/**
 * What all formats are read into and written from: a type and variables as CSL names them. Maps, because the keys come
 * from outside.
 */
export interface Entry {
  /** A CSL type. */
  type: string
  texts: Map<string, string>
  names: Map<string, SourceName[]>
  /** EDTF text, or as it was written. */
  dates: Map<string, string>
}

/** Something of a file that was not taken over. `entry` counts from 0 through the file. */
export interface EntryProblem {
  index: number
  field: string | null
  reason: { de: string; en: string }
}

export interface ReadEntries {
  entries: { index: number; entry: Entry }[]
  problems: EntryProblem[]
}

export function newEntry(type: string): Entry {
  return { type, texts: new Map(), names: new Map(), dates: new Map() }
}

export const CSL_TYPES: ReadonlySet<string> = new Set([
  ...['article', 'article-journal', 'article-magazine', 'article-newspaper', 'bill', 'book', 'broadcast'],
  ...['chapter', 'classic', 'collection', 'dataset', 'document', 'entry', 'entry-dictionary'],
  ...['entry-encyclopedia', 'event', 'figure', 'graphic', 'hearing', 'interview', 'legal_case'],
  ...['legislation', 'manuscript', 'map', 'motion_picture', 'musical_score', 'pamphlet', 'paper-conference'],
  ...['patent', 'performance', 'periodical', 'personal_communication', 'post', 'post-weblog', 'regulation'],
  ...['report', 'review', 'review-book', 'software', 'song', 'speech', 'standard', 'thesis', 'treaty'],
  'webpage',
])

export const NAME_VARIABLES: ReadonlySet<string> = new Set([
  ...['author', 'chair', 'collection-editor', 'compiler', 'composer', 'container-author', 'contributor'],
  ...['curator', 'director', 'editor', 'editorial-director', 'executive-producer', 'guest', 'host'],
  ...['illustrator', 'interviewer', 'narrator', 'organizer', 'original-author', 'performer', 'producer'],
  ...['recipient', 'reviewed-author', 'script-writer', 'series-creator', 'translator'],
])

export const DATE_VARIABLES: ReadonlySet<string> = new Set([
  ...['accessed', 'available-date', 'event-date', 'issued', 'original-date', 'submitted'],
])

export const TEXT_VARIABLES: ReadonlySet<string> = new Set([
  ...[
    'abstract',
    'annote',
    'archive',
    'archive_collection',
    'archive_location',
    'archive-place',
    'authority',
  ],
  ...[
    'call-number',
    'chapter-number',
    'citation-key',
    'citation-label',
    'citation-number',
    'collection-number',
  ],
  ...['collection-title', 'container-title', 'container-title-short', 'dimensions', 'division', 'DOI'],
  ...[
    'edition',
    'event',
    'event-place',
    'event-title',
    'first-reference-note-number',
    'genre',
    'ISBN',
    'ISSN',
  ],
  ...['issue', 'journalAbbreviation', 'jurisdiction', 'keyword', 'language', 'locator', 'medium', 'note'],
  ...['number', 'number-of-pages', 'number-of-volumes', 'original-publisher', 'original-publisher-place'],
  ...['original-title', 'page', 'page-first', 'part', 'part-title', 'PMCID', 'PMID', 'printing', 'publisher'],
  ...['publisher-place', 'references', 'reviewed-genre', 'reviewed-title', 'scale', 'section', 'shortTitle'],
  ...['source', 'status', 'supplement', 'title', 'title-short', 'URL', 'version', 'volume', 'volume-title'],
  ...['volume-title-short', 'year-suffix'],
])
