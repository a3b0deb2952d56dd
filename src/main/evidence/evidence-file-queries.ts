import type { Database } from 'better-sqlite3'

import type { Words } from '#shared/errors'
import type { Capture, EvidenceFile, FileTextPart, ListedEvidenceFile, PersonId } from '#shared/model'

import { DAYS_KEPT_AFTER_REMOVAL, keptSince } from '#main/database/evidence-file-rows'

import type { FileReading } from './text-parts'

/** What is known of a file's text without its parts. */
export interface StoredReading {
  state: FileReading['state'] | 'refused'
  note: Words | null
  metadata: FileReading['metadata']
  tool: string
  partCount: number
}

/** A file whose text was read, and when. */
export interface ReadFile {
  hash: string
  readAt: string
}

export interface ListedFileRow extends EvidenceFile {
  readingState: StoredReading['state'] | null
  evidenceCount: number
  check: string | null
}

export function evidenceFileQueries(db: Database) {
  const columns = `f.id AS hash, f.name, f.size_in_bytes AS sizeInBytes, f.media_type AS mediaType,
    f.captured_at AS capturedAt, f.captured_by AS capturedBy`
  const one = db.prepare<[string], EvidenceFile>(`SELECT ${columns} FROM evidence_files f WHERE f.id = ?`)
  const listColumns = `${columns}, r.state AS readingState,
    (SELECT count(*) FROM evidence e WHERE e.file_id = f.id) AS evidenceCount,
    (SELECT json_object('at', k.at, 'checkedBy', k.checked_by, 'foundHash', k.found_hash) FROM file_checks k
     WHERE k.evidence_file_id = f.id ORDER BY k.id DESC LIMIT 1) AS "check"
    FROM evidence_files f LEFT JOIN file_readings r ON r.evidence_file_id = f.id`
  const list = db.prepare<{ query: string; limit: number }, ListedFileRow>(`
    SELECT ${listColumns}
    WHERE @query = '' OR instr(lower(f.name), @query) > 0 OR instr(f.media_type, @query) > 0
      OR EXISTS (SELECT 1 FROM captures c WHERE c.evidence_file_id = f.id
                 AND instr(lower(c.name || ' ' || coalesce(c.source_url, '') || ' ' || coalesce(c.archive_url, '')), @query) > 0)
    ORDER BY (SELECT max(c.id) FROM captures c WHERE c.evidence_file_id = f.id) DESC, f.id LIMIT @limit`)
  const listed = db.prepare<[string], ListedFileRow>(`SELECT ${listColumns} WHERE f.id = ?`)
  const captures = db.prepare<[string], Capture>(`
    SELECT name, source_url AS sourceUrl, archive_url AS archiveUrl, method, note, tool, time_zone AS timeZone,
           captured_by AS capturedBy, captured_at AS capturedAt
    FROM captures WHERE evidence_file_id = ? ORDER BY id`)
  // What the clock, since set right, dated into the future has not been read for long enough either.
  const dueForCheck = db.prepare<{ after: string; now: string }, EvidenceFile>(`
    SELECT ${columns} FROM evidence_files f
    WHERE NOT EXISTS (SELECT 1 FROM file_checks k
                      WHERE k.evidence_file_id = f.id AND k.at > @after AND k.at <= @now)
    ORDER BY f.id`)

  const untouchedSince = db.prepare<{ after: string; now: string }, EvidenceFile>(`
    SELECT ${columns} FROM evidence_files f
    WHERE f.captured_at NOT BETWEEN @after AND @now
      AND NOT EXISTS (SELECT 1 FROM file_checks k
                      WHERE k.evidence_file_id = f.id AND k.at > @after AND k.at <= @now)
    ORDER BY f.id`)
  const lastHashes = db.prepare<[string], { hash: string; checked: number; foundHash: string | null }>(`
    SELECT f.id AS hash, k.id IS NOT NULL AS checked, k.found_hash AS foundHash
    FROM evidence_files f LEFT JOIN file_checks k
      ON k.id = (SELECT max(id) FROM file_checks WHERE evidence_file_id = f.id)
    WHERE f.id IN (SELECT value FROM json_each(?))`)

  const uses = db
    .prepare<{ hash: string }, number>(
      `SELECT (SELECT count(*) FROM evidence WHERE file_id = @hash)
            + (SELECT count(*) FROM revisions WHERE original_id = @hash)
            + (SELECT count(*) FROM time_stamps WHERE evidence_file_id = @hash)`,
    )
    .pluck()
  const rowsAbout = db.prepare<{ hash: string }, { kind: 'captures' | 'file_checks'; id: string }>(`
    SELECT 'captures' AS kind, id FROM captures WHERE evidence_file_id = @hash
    UNION ALL SELECT 'file_checks', id FROM file_checks WHERE evidence_file_id = @hash`)
  // A removal that was undone and made again counts from then on. A clock alone proves no days: work on two of them has to.
  const removedForGood = db
    .prepare<{ keptSince: string; keptDays: string }, string>(
      `SELECT facts ->> 'hash' AS file FROM events
       WHERE action = 'evidenceFile.removed' OR (action = 'redo' AND facts ->> 'action' = 'evidenceFile.removed')
       GROUP BY file HAVING max(at) <= @keptSince AND file NOT IN (SELECT id FROM evidence_files)
         AND 2 <= (SELECT count(DISTINCT date(later.at)) FROM events AS later
                   WHERE julianday(later.at) > julianday(max(events.at), @keptDays))`,
    )
    .pluck()

  const reading = db.prepare<
    [string],
    Omit<StoredReading, 'note' | 'metadata'> & { note: string | null; metadata: string }
  >(`
    SELECT state, note, metadata, tool,
           (SELECT count(*) FROM file_texts t WHERE t.evidence_file_id = r.evidence_file_id) AS partCount
    FROM file_readings r WHERE r.evidence_file_id = ?`)
  const parts = db.prepare<{ hash: string; from: number }, FileTextPart>(`
    SELECT number, label, text FROM file_texts WHERE evidence_file_id = @hash AND number >= @from ORDER BY number`)
  const part = db.prepare<[string, number], FileTextPart>(
    'SELECT number, label, text FROM file_texts WHERE evidence_file_id = ? AND number = ?',
  )
  const readFiles = db.prepare<[], ReadFile>(
    `SELECT evidence_file_id AS hash, read_at AS readAt FROM file_readings WHERE state = 'done' ORDER BY evidence_file_id`,
  )
  const unread = db.prepare<[], EvidenceFile>(`
    SELECT ${columns} FROM evidence_files f
    WHERE NOT EXISTS (SELECT 1 FROM file_readings r WHERE r.evidence_file_id = f.id) ORDER BY f.id`)
  const forgetTexts = db.prepare<[string]>('DELETE FROM file_texts WHERE evidence_file_id = ?')
  const forgetReading = db.prepare<[string]>('DELETE FROM file_readings WHERE evidence_file_id = ?')
  const insertReading = db.prepare<{
    hash: string
    state: string
    note: string | null
    metadata: string
    tool: string
    at: string
  }>(`INSERT INTO file_readings (evidence_file_id, state, note, metadata, tool, read_at)
      VALUES (@hash, @state, @note, @metadata, @tool, @at)`)
  const insertText = db.prepare<{ hash: string; number: number; label: string; text: string }>(`
    INSERT INTO file_texts (evidence_file_id, number, label, text) VALUES (@hash, @number, @label, @text)`)

  const store = db.transaction(
    (hash: string, read: Omit<StoredReading, 'partCount'> & Pick<FileReading, 'parts'>, at: string) => {
      forgetTexts.run(hash)
      forgetReading.run(hash)
      insertReading.run({
        hash,
        state: read.state,
        note: read.note && JSON.stringify(read.note),
        metadata: JSON.stringify(read.metadata),
        tool: read.tool,
        at,
      })
      read.parts.forEach(({ label, text }, index) => insertText.run({ hash, number: index + 1, label, text }))
    },
  )

  return {
    one: (hash: string) => one.get(hash),
    list: (query: string, limit: number) => list.all({ query: query.toLowerCase(), limit }),
    listed: (hash: string) => listed.get(hash),
    captures: (hash: string) => captures.all(hash),
    dueForCheck: (times: { after: string; now: string }) => dueForCheck.all(times),
    /** Files that were neither stored nor checked since. */
    untouchedSince: (times: { after: string; now: string }) => untouchedSince.all(times),
    /** What the bytes of files were when they were last read: at a check, else when they were stored. */
    lastHashes: (hashes: readonly string[]) =>
      new Map(
        lastHashes
          .all(JSON.stringify(hashes))
          .map(({ hash, checked, foundHash }) => [hash, checked ? foundHash : hash]),
      ),
    /** How much rests on a file: evidence, texts that were read from it, time stamps. */
    uses: (hash: string) => uses.get({ hash }) ?? 0,
    /** Its custody record and its checks. */
    rowsAbout: (hash: string) => rowsAbout.all({ hash }),
    /** Hashes of files whose removal can't be undone any more. */
    removedForGood: (now: Date) =>
      removedForGood.all({ keptSince: keptSince(now), keptDays: `${String(DAYS_KEPT_AFTER_REMOVAL)} days` }),
    reading: (hash: string): StoredReading | null => {
      const row = reading.get(hash)
      if (!row) return null
      return {
        ...row,
        note: row.note === null ? null : (JSON.parse(row.note) as Words),
        metadata: JSON.parse(row.metadata) as FileReading['metadata'],
      }
    },
    /** One at a time, since all together can be large. */
    parts: (hash: string, from: number) => parts.iterate({ hash, from }),
    part: (hash: string, number: number) => part.get(hash, number),
    readFiles: () => readFiles.all(),
    /** Files whose text was not read yet. */
    unread: () => unread.all(),
    storeReading: (
      hash: string,
      reading: Omit<StoredReading, 'partCount'> & Pick<FileReading, 'parts'>,
      at: string,
    ) => {
      store.immediate(hash, reading, at)
    },
  }
}

export type EvidenceFileQueries = ReturnType<typeof evidenceFileQueries>

/** The latest check as it lies in the list row. */
export function lastCheckOf({ hash, check }: ListedFileRow): ListedEvidenceFile['lastCheck'] {
  if (check === null) return null
  const { at, checkedBy, foundHash } = JSON.parse(check) as {
    at: string
    checkedBy: PersonId
    foundHash: string | null
  }
  return { at, checkedBy, foundHash, intact: foundHash === hash }
}
