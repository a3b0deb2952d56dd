import type { Source, SourceId } from '#shared/model'

import type { Row } from './history'

type SourceFields = Omit<Source, 'id' | 'evidenceCount' | 'createdAt'>

const COLUMN: Record<keyof SourceFields, string> = {
  type: 'type',
  kind: 'kind',
  title: 'title',
  authors: 'authors',
  container: 'container',
  publisher: 'publisher',
  issuedOn: 'issued_on',
  accessedOn: 'accessed_on',
  url: 'url',
  archiveUrl: 'archive_url',
  language: 'language',
  note: 'note',
}

/** The columns of those fields that are given. */
export function sourceColumns(fields: { [K in keyof SourceFields]?: SourceFields[K] | undefined }): Record<
  string,
  string | null
> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]) => [COLUMN[name as keyof SourceFields], value ?? null]))
}

export function sourceRow(
  fields: SourceFields,
  made: { id: SourceId; createdBy: string; createdAt: string },
): Row {
  return { ...sourceColumns(fields), id: made.id, created_by: made.createdBy, created_at: made.createdAt }
}
