import type { SourceName } from '#shared/model'

import type { RecordRows } from './article-record'
import type { RecordedTable, Row } from './history'
import { hiding, namesToHide, nameToHide, wordingOf } from './public-source'

type Patch = Record<string, string | number | null>

/** What people wrote about claims: there, confidential names are replaced. */
const WRITTEN: Partial<Record<RecordedTable, readonly string[]>> = {
  sources: ['note', 'reliability_reason', 'conflicts', 'status_reason'],
  evidence_files: ['name'],
  captures: ['name', 'note'],
  evidence: ['locator', 'passage', 'note'],
  contact_log: ['question', 'answer'],
  verdicts: ['conclusion', 'reasoning', 'against', 'not_found', 'correction'],
  correction_answers: ['reason'],
  second_reads: ['reason'],
  comments: ['text'],
}

/** Of a confidential source only its wording, and of what kind it is. */
const UNSAID: Patch = {
  ...{ names: '[]', container: null, publisher: null, issued_on: null, accessed_on: null, url: null },
  ...{ archive_url: null, note: null, volume: null, issue: null, pages: null, edition: null, doi: null },
  ...{ isbn: null, event: null, medium: null, csl_type: null, further: '{}', reliability_reason: null },
  ...{ conflicts: null, status_reason: null },
}

/**
 * The rows of an article as they may leave the library: how to reach a source never does, confidential names are
 * replaced. The words of the article itself stay: they are public.
 */
export function publicRecord(rows: RecordRows): RecordRows {
  const of = (table: RecordedTable) => rows.get(table) ?? []
  const sources = of('sources').filter(({ confidential }) => confidential === 1)
  const contacts = of('contact_log').filter(({ confidential }) => confidential === 1)
  const hide = hiding([
    ...sources.map((row) => ({ names: namesToHide(nameable(row)), wording: wording(row) })),
    ...contacts.map((row) => ({ names: nameToHide(String(row.name)), wording: wording(row) })),
  ])
  const secret = new Set(sources.map(({ id }) => id))
  const secretFiles = new Set(
    of('evidence').flatMap((row) => (secret.has(String(row.source_id)) ? String(row.file_id) : [])),
  )
  const spoken = new Set(wordsOfAnchors(rows))

  return new Map(
    [...rows].map(([table, each]) => [table, each.map((row) => ({ ...row, ...told(table, row) }))]),
  )

  function told(table: RecordedTable, row: Row): Patch {
    const patch: Patch = {}
    for (const column of WRITTEN[table] ?? []) {
      if (typeof row[column] === 'string') patch[column] = hide(row[column])
    }
    if (table === 'sources') {
      patch.contact = null
      if (secret.has(row.id)) Object.assign(patch, UNSAID, { title: wording(row) })
    }
    if (table === 'contact_log' && row.confidential === 1)
      Object.assign(patch, { name: wording(row), role: null })
    if (table === 'claims' && typeof row.wording === 'string' && !spoken.has(row.wording))
      patch.wording = hide(row.wording)
    if (table === 'evidence_files' && secretFiles.has(row.id)) patch.name = hashName(row.id, row.name)
    if (table === 'captures' && secretFiles.has(String(row.evidence_file_id))) {
      const name = hashName(String(row.evidence_file_id), row.name)
      Object.assign(patch, { name, source_url: null, archive_url: null, note: null })
    }
    return patch
  }
}

function wording(row: Row): string {
  return wordingOf({ publicWording: typeof row.public_wording === 'string' ? row.public_wording : null })
}

function nameable(row: Row): Parameters<typeof namesToHide>[0] {
  const text = (column: string) => (typeof row[column] === 'string' ? row[column] : null)
  return {
    title: text('title') ?? '',
    // The column holds what this program wrote.
    names: JSON.parse(text('names') ?? '[]') as SourceName[],
    url: text('url'),
    archiveUrl: text('archive_url'),
    contact: text('contact'),
  }
}

/** The name of a file often is the name of a person: of a confidential source its hash says which it is. */
function hashName(hash: string, name: Row[string] | undefined): string {
  return `${hash.slice(0, 12)}${/\.[a-z0-9]{1,5}$/i.exec(String(name))?.[0] ?? ''}`
}

function* wordsOfAnchors(rows: RecordRows): Generator<string> {
  const texts = new Map((rows.get('revisions') ?? []).map((row) => [row.id, String(row.text)]))
  const revisionOf = new Map((rows.get('blocks') ?? []).map((row) => [row.id, String(row.revision_id)]))
  const blockOf = new Map((rows.get('sentences') ?? []).map((row) => [row.id, String(row.block_id)]))
  for (const { sentence_id, start, end } of rows.get('anchors') ?? []) {
    const text = texts.get(revisionOf.get(blockOf.get(String(sentence_id)) ?? '') ?? '')
    if (text !== undefined) yield text.slice(Number(start), Number(end))
  }
}
