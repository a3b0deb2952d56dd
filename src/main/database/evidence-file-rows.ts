import type { Capture, PersonId } from '#shared/model'

import type { Row, Rows } from './history'

/** Bytes as they lie in the evidence folder. */
export interface StoredBytes {
  hash: string
  name: string
  sizeInBytes: number
  mediaType: string
}

/** What is said about where bytes come from. */
export type Origin = Pick<Capture, 'sourceUrl' | 'archiveUrl' | 'method' | 'note'>

export interface Bringing {
  newId: <Id extends string>() => Id
  personId: PersonId
  at: string
  version: string
}

/** A line in the custody record of a file. */
export function captureRow(
  { hash, name }: Pick<StoredBytes, 'hash' | 'name'>,
  origin: Origin,
  { newId, personId, at, version }: Bringing,
): Row {
  return {
    id: newId(),
    evidence_file_id: hash,
    name,
    source_url: origin.sourceUrl,
    archive_url: origin.archiveUrl,
    method: origin.method,
    note: origin.note,
    tool: `Belegt ${version}`,
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    captured_by: personId,
    captured_at: at,
  }
}

/** A file that the library did not have, with how it came. */
export function insertEvidenceFile(rows: Rows, stored: StoredBytes, origin: Origin, made: Bringing): void {
  rows.insert('evidence_files', {
    id: stored.hash,
    name: stored.name,
    size_in_bytes: stored.sizeInBytes,
    media_type: stored.mediaType,
    captured_by: made.personId,
    captured_at: made.at,
  })
  rows.insert('captures', captureRow(stored, origin, made))
}

/** So long the bytes of a removed file stay, so that its removal can be undone. */
export const DAYS_KEPT_AFTER_REMOVAL = 30

/** Of what was removed up to then, the bytes go. */
export function keptSince(now: Date): string {
  return new Date(now.getTime() - DAYS_KEPT_AFTER_REMOVAL * 24 * 60 * 60 * 1_000).toISOString()
}

export function bytesAreGone(removedAt: string, now: Date): boolean {
  return removedAt <= keptSince(now)
}
