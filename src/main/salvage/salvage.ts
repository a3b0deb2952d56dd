import type { Database } from 'better-sqlite3'

import { AppError, codeOf } from '#shared/errors'
import { RatingScale, type PersonId } from '#shared/model'

import { canonicalJson, sha256, type Json } from '#main/database/canonical-json'
import { newLibrary } from '#main/database/database'
import type { Head } from '#main/database/head-file'
import {
  allRowStatements,
  applyChange,
  RECORDED_TABLES,
  upgradedChange,
  EVENT_FORMAT,
  eventAppender,
  type Change,
  type HistoryEvent,
  type RecordedTable,
  type Row,
  type RowStatements,
} from '#main/database/history'
import { coverageOf, type Uncovered } from '#main/database/coverage'
import { chainProblems } from '#main/database/history-chain'
import { applyEvents } from '#main/database/journal'
import { newerLibrary, newestVersion } from '#main/database/migrations'
import { idGenerator } from '#main/database/new-id'
import { differencesFromHistory } from '#main/database/replay'
import { addScales, addShippedScales, scaleProblems, scalesOf } from '#main/database/scales'

import { composeHistory, type ComposedHistory, type EventSource } from './compose-history'
import { findRecords, type FoundRow } from './found-records'
import type { Value } from './read-cells'
import { readPages } from './read-pages'
import { salvageQueries, type SalvageQueries } from './salvage-queries'

/** What became of the rows of one table. */
export interface SalvagedTable {
  table: RecordedTable
  /** In the new library and proven by the history. */
  right: number
  /** Found otherwise than the history proves; the history's words were taken. */
  altered: number
  /**
   * In the new library, but nothing is left that proves it: found, and no decision in it counts, or made for words whose
   * sentence is lost.
   */
  unconfirmed: number
  /** Found or known of, but not to be taken in: what it belongs to is lost, or it is no whole row. */
  missing: number
}

export interface LostRow {
  table: RecordedTable
  id: string
  fate: 'altered' | 'unconfirmed' | 'missing'
  /** Title of its article, where that is known. */
  article: string | null
  /** As it was found; null when nothing of it was. */
  found: Row | null
}

export interface Salvaged {
  /** The last event of the new library. */
  head: Head
  tables: SalvagedTable[]
  rows: LostRow[]
  /** Events whose hash proves them and that stand in the new library as they were. */
  events: number
  /** Events that are proven, but not what came before them: the new library holds what they made, not them. */
  detached: readonly HistoryEvent[]
  /** Sequences of events of which nothing is left. */
  lostEvents: number[]
  /** Hashes of the evidence files that the new library names. */
  evidence: string[]
}

export interface SalvageRequest {
  /** The damaged library. It is only read, and so is the log beside it. */
  from: string
  /** A file that is not there yet. */
  into: string
  /** Where else events may be had: the journal, backups. */
  others: readonly EventSource[]
  /** What the history had reached, where that is known. */
  lastHead: Head | null
  now: () => Date
}

/** How many changes one event takes, so that no single one grows beyond what can be read again. */
const CHANGES_PER_EVENT = 5_000
const NOTHING = '0'.repeat(64)
/** What a decision was given on. Without it no decision counts, and a person has to give it again. */
const BASIS: Partial<Record<RecordedTable, string>> = {
  verdicts: 'basis_hash',
  second_reads: 'content_hash',
  sign_offs: 'content_hash',
  no_claims: 'text_hash',
}

/** Reads what can be read of a damaged library and makes a new one of it that adds up again. */
export function salvage({ from, into, others, lastHead, now }: SalvageRequest): Salvaged {
  const found = findRecords(readPages(from))
  const composed = composeHistory([{ events: found.events, mayDiffer: false }, ...others], lastHead)
  refuseNewer(composed)
  const endIsKnown = lastHead !== null && composed.whole.length >= lastHead.sequence
  const db = newLibrary(into)
  try {
    const salvaged = build(db, found.rows, { ...composed, endIsKnown }, now)
    refuseUnsound(db)
    return salvaged
  } finally {
    db.close()
  }
}

function build(
  db: Database,
  found: readonly FoundRow[],
  composed: ComposedHistory & { endIsKnown: boolean },
  now: () => Date,
): Salvaged {
  const queries = salvageQueries(db)
  const statements = allRowStatements(db)
  queries.foreignKeysOff()
  applyEvents(db, composed.whole)
  addScales(db, composed.later.flatMap(scalesOf))
  addShippedScales(db)
  keepUnrecorded(queries, found)

  const newId = idGenerator(now, composed.whole.at(-1)?.id)
  const known = knownRows(statements, composed)
  const nothingLost = composed.endIsKnown && composed.lost.length === 0 && composed.later.length === 0
  const lost: LostRow[] = []
  const sorted = sortRows(queries, statements, found, known)
  for (const { table, row } of sorted.altered) lost.push(lostRow(table, row, 'altered'))

  const changes = new Map<string, Change>()
  if (!nothingLost) {
    db.transaction(() => {
      const current = (table: RecordedTable, id: string) => statements[table].select.get(id) ?? null
      const take = (table: RecordedTable, row: Row | null, id: string): boolean => {
        const before = current(table, id)
        if (canonicalJson(before) === canonicalJson(row)) return true
        try {
          applyChange(statements, [table, before, row])
        } catch (error) {
          if (isConstraint(error)) return false
          throw error
        }
        const key = `${table} ${id}`
        const first = changes.get(key)
        changes.set(key, [table, first ? first[1] : before, row])
        return true
      }

      for (const [table, after, id] of lastChanges(statements, composed.later)) {
        if (!take(table, after, id) && after) lost.push(lostRow(table, after, 'missing'))
      }
      const unconfirmed = new Map<string, { table: RecordedTable; row: Row }>()
      for (const { table, row } of sorted.unproven) {
        if (table === 'revisions' && !isProvenByItself(table, row)) lost.push(lostRow(table, row, 'altered'))
        else if (take(table, withoutBasis(table, row), row.id))
          unconfirmed.set(`${table} ${row.id}`, { table, row })
        else lost.push(lostRow(table, row, 'missing'))
      }
      const drop = (table: RecordedTable, id: string) => {
        const row = current(table, id)
        if (!row) return
        const key = `${table} ${id}`
        lost.push(lostRow(table, unconfirmed.get(key)?.row ?? row, 'missing'))
        unconfirmed.delete(key)
        take(table, null, id)
      }
      const dropDangling = () => {
        for (let dangling = queries.dangling(); dangling.length > 0; dangling = queries.dangling())
          for (const { table, id } of dangling) drop(table, id)
      }
      dropDangling()
      for (const { outside, overlapping, blocks } of coverageOf(db).uncovered) {
        const isBlock = new Set(blocks.map(({ id }) => id))
        for (const { id } of [...outside, ...overlapping]) drop(isBlock.has(id) ? 'blocks' : 'sentences', id)
      }
      dropDangling()
      for (const { table, row } of coverageOf(db).uncovered.flatMap((each) => sentencesFor(each, newId))) {
        take(table, wholeRow(statements, table, row), row.id)
        lost.push(lostRow(table, row, 'unconfirmed'))
      }
      for (const { table, row } of unconfirmed.values()) {
        if (!isProvenByItself(table, row)) lost.push(lostRow(table, row, 'unconfirmed'))
      }
    })()
    if (changes.size > 0 || composed.lost.length > 0) {
      appendChanges(db, statements, [...changes.values()], composed, { now, newId })
    }
  }

  const rows = lost.map((row) => ({
    ...row,
    article: row.found && queries.articleTitle(row.table, row.found),
  }))
  return {
    head: queries.head(),
    tables: RECORDED_TABLES.map((table) => {
      const of = (fate: LostRow['fate']) =>
        rows.filter((row) => row.table === table && row.fate === fate).length
      const unconfirmed = of('unconfirmed')
      const right = statements[table].all.all().length - unconfirmed
      return { table, right, altered: of('altered'), unconfirmed, missing: of('missing') }
    }),
    rows,
    events: composed.whole.length,
    detached: composed.later,
    lostEvents: composed.lost,
    evidence: statements.evidence_files.all.all().map(({ id }) => id),
  }
}

/** Words that lie in no sentence any more are sentences to be checked again: nothing of a text is left out. */
function sentencesFor(
  { revisionId, text, blocks, gaps }: Uncovered,
  newId: ReturnType<typeof idGenerator>,
): { table: 'blocks' | 'sentences'; row: Row }[] {
  const borders = blocks.flatMap(({ start, end }) => [start, end])
  return gaps.flatMap((gap) => {
    const lineEnds = [...text.slice(gap.start, gap.end).matchAll(/\n/g)].map(({ index }) => gap.start + index)
    const cuts = [gap.start, ...borders, ...lineEnds, gap.end]
      .filter((at) => at >= gap.start && at <= gap.end)
      .toSorted((a, b) => a - b)
    return cuts.flatMap((from, index) => {
      const words = text.slice(from, cuts[index + 1] ?? from)
      if (words.trim() === '') return []
      const start = from + words.indexOf(words.trim())
      const end = start + words.trim().length
      const block = blocks.find((each) => each.kind !== 'non-text' && each.start <= start && each.end >= end)
      const blockId = block?.id ?? newId()
      const sentence: Row = { id: newId(), block_id: blockId, start, end }
      const made: Row = { id: blockId, revision_id: revisionId, kind: 'paragraph', start, end }
      return [
        ...(block ? [] : [{ table: 'blocks' as const, row: made }]),
        { table: 'sentences' as const, row: sentence },
      ]
    })
  })
}

/** With every column that was not named as it is where nothing is said. */
function wholeRow(statements: RowStatements, table: RecordedTable, row: Row): Row {
  return { ...Object.fromEntries(statements[table].columns), ...row }
}

function lostRow(table: RecordedTable, row: Row, fate: LostRow['fate']): LostRow {
  return { table, id: row.id, fate, article: null, found: row }
}

/** Scales, settings and what was typed are no part of the history: what can be read is taken. */
function keepUnrecorded(queries: SalvageQueries, found: readonly FoundRow[]): void {
  for (const { table, values } of found) {
    const [key, value] = values
    if (table === 'drafts') queries.keepDraft(values)
    if (typeof key !== 'string' || typeof value !== 'string' || values.length !== 2) continue
    const content = parsed(value)
    if (table === 'settings' && content !== undefined) queries.keepSetting(key, value)
    const scale = table === 'rating_scales' ? RatingScale.safeParse(content) : null
    if (scale?.success && scale.data.id === key) queries.keepScale(key, value)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface KnownRows {
  /** Of each row that the history knows: a mark for each state in which it ever was. */
  states: Map<string, Set<string>>
  /** The ids of rows by what else they hold: a row with nearly the same id is that row, damaged. */
  bodies: Map<string, Set<string>>
}

function knownRows(statements: RowStatements, { whole, later }: ComposedHistory): KnownRows {
  const states = new Map<string, Set<string>>()
  const bodies = new Map<string, Set<string>>()
  for (const { changes } of [...whole, ...later]) {
    for (const change of changes) {
      const [table, before, after] = upgradedChange(statements, change)
      for (const row of [before, after]) {
        if (!row) continue
        const key = `${table} ${row.id}`
        const marks = states.get(key) ?? new Set<string>()
        states.set(key, marks.add(stateOf(row)))
        const body = bodyOf(table, row)
        bodies.set(body, (bodies.get(body) ?? new Set()).add(row.id))
      }
    }
  }
  return { states, bodies }
}

function stateOf(row: Row): string {
  return sha256(canonicalJson(row as unknown as Json)).slice(0, 20)
}

function bodyOf(table: RecordedTable, row: Row): string {
  return `${table} ${stateOf({ ...row, id: '' })}`
}

/** Two rows may hold the same, but ids that were made for two differ nearly everywhere. */
function isNearly(id: string, other: string): boolean {
  const differing = [...id].filter((letter, index) => letter !== other[index]).length
  return id.length === other.length && differing > 0 && differing <= 2
}

interface SortedRows {
  altered: { table: RecordedTable; row: Row }[]
  unproven: { table: RecordedTable; row: Row }[]
}

function sortRows(
  queries: SalvageQueries,
  statements: RowStatements,
  found: readonly FoundRow[],
  known: KnownRows,
): SortedRows {
  const altered = new Map<string, { table: RecordedTable; row: Row }>()
  const unproven = new Map<string, { table: RecordedTable; row: Row }>()
  const right = new Set<string>()
  /** Whether the values are a row of one of these tables. `isOwn`: their page belongs to it. */
  function sort(tables: readonly RecordedTable[], values: readonly Value[], isOwn: boolean): boolean {
    const candidates = tables.flatMap((table) => {
      const row = rowOf(queries, statements, table, values)
      return row ? [{ table, row, key: `${table} ${row.id}` }] : []
    })
    const proven = candidates.find(({ key, row }) => known.states.get(key)?.has(stateOf(row)))
    if (proven) {
      right.add(proven.key)
      return true
    }
    // Elsewhere, an entry of an index may begin with the same id: it has to be a row by itself.
    const isRow = ({ table, row }: (typeof candidates)[number]) => isPossible(queries, statements, table, row)
    const changed = candidates.find(
      ({ table, row, key }) =>
        [...(known.bodies.get(bodyOf(table, row)) ?? [])].some((id) => isNearly(id, row.id)) ||
        (known.states.has(key) && (isOwn || isRow({ table, row, key }))),
    )
    if (changed) {
      altered.set(changed.key, changed)
      return true
    }
    const possible = candidates.filter(isRow)
    const [only] = possible
    if (only === undefined || possible.length > 1) return false
    if (!unproven.has(only.key)) unproven.set(only.key, only)
    return true
  }

  for (const { table: owner, values } of found) {
    const named = RECORDED_TABLES.filter((table) => owner === table)
    if (named.length === 0 || !sort(named, values, true)) sort(RECORDED_TABLES, values, false)
  }
  return {
    // Where the row also stands as it should, the other one is a piece of the past.
    altered: [...altered].flatMap(([key, row]) => (right.has(key) ? [] : [row])),
    unproven: [...unproven.values()],
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/
const HASH = /^[0-9a-f]{64}$/
/** What columns hold, by their names: tells tables of like columns apart. */
const FORMS: readonly (readonly [column: RegExp, value: RegExp])[] = [
  [/^(?:evidence_)?file_id$|^original_id$|_hash$/, HASH],
  [/^(?:rating|scale)_id$/, /^\S{1,200}$/],
  [/_id$|_by$/, UUID],
  [/_at$|^at$/, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/],
  [/_on$|^as_of$|^deadline$|^good_until$/, /^\d{4}(?:-|$)/],
  [/^language$|_language$/, /^[a-z]{2,3}(?:-|$)/],
]

/** The values as a row of that table; null when they are too few or too many. Columns that came later may not be there. */
function rowOf(
  queries: SalvageQueries,
  statements: RowStatements,
  table: RecordedTable,
  values: readonly Value[],
): Row | null {
  const { columns } = statements[table]
  const [id] = values
  if (typeof id !== 'string' || !(UUID.test(id) || HASH.test(id)) || values.length > columns.length)
    return null
  if (queries.forms(table).some(({ isRequired }, index) => isRequired && index >= values.length)) return null
  const row: Record<string, string | number | null> = {}
  for (const [index, [name, whenUnsaid]] of columns.entries()) {
    const value = index < values.length ? (values[index] ?? null) : whenUnsaid
    if (Buffer.isBuffer(value)) return null
    row[name] = value
  }
  return { ...row, id }
}

/** Whether a row could have been written by us: ids and times as we write them, and every rule of its table. */
function isPossible(
  queries: SalvageQueries,
  statements: RowStatements,
  table: RecordedTable,
  row: Row,
): boolean {
  if (!(table === 'evidence_files' ? HASH : UUID).test(row.id)) return false
  const isTyped = queries.forms(table).every(({ name, type, mayBeNull }) => {
    const value = row[name] ?? null
    return value === null ? mayBeNull : (typeof value === 'string') === (type === 'TEXT')
  })
  if (!isTyped) return false
  for (const [name, value] of Object.entries(row)) {
    if (value === null) continue
    const form = FORMS.find(([column]) => column.test(name))
    if (form && !form[1].test(String(value))) return false
    // Bytes that are no text were read as this.
    if (typeof value === 'string' && value.includes('\ufffd')) return false
  }
  return queries.accepts(statements, table, row)
}

/** The words of a revision carry their own hash, and the id of an evidence file is one. */
function isProvenByItself(table: RecordedTable, row: Row): boolean {
  return table === 'revisions' && sha256(String(row.text)) === row.text_hash
}

function withoutBasis(table: RecordedTable, row: Row): Row {
  const basis = BASIS[table]
  return basis === undefined ? row : { ...row, [basis]: NOTHING }
}

/** What the detached events leave of each row that they touched. */
function lastChanges(
  statements: RowStatements,
  later: readonly HistoryEvent[],
): (readonly [RecordedTable, Row | null, string])[] {
  const last = new Map<string, readonly [RecordedTable, Row | null, string]>()
  for (const { changes } of later) {
    for (const change of changes) {
      const [table, before, after] = upgradedChange(statements, change)
      const id = (after ?? before)?.id
      if (id !== undefined) last.set(`${table} ${id}`, [table, after, id])
    }
  }
  const order = new Map(RECORDED_TABLES.map((table, index) => [table, index]))
  return [...last.values()].toSorted(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
}

/** The new library says of itself what was put into it, by events of its own. */
function appendChanges(
  db: Database,
  statements: RowStatements,
  changes: readonly Change[],
  { lost }: ComposedHistory,
  { now, newId }: { now: () => Date; newId: ReturnType<typeof idGenerator> },
): void {
  const author = salvageQueries(db).firstPerson()
  const id = (author ?? newId()) as PersonId
  const append = eventAppender(db, { now, newId, personId: () => id })
  const pieces: Change[][] = []
  if (author === undefined) {
    const person: Change = ['people', null, { id, name: 'Belegt', created_at: now().toISOString() }]
    applyChange(statements, person)
    pieces.push([person])
  }
  for (let from = 0; from < changes.length; from += CHANGES_PER_EVENT) {
    pieces.push(changes.slice(from, from + CHANGES_PER_EVENT))
  }
  db.transaction(() => {
    // Without a change it still says that steps are missing.
    for (const piece of pieces.length > 0 ? pieces : [[]]) {
      append({ action: 'library.salvaged', facts: { lostSteps: lost.length } }, piece, id)
    }
  })()
}

function isConstraint(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_CONSTRAINT')
}

/** What was made is held to what every library is held to. */
function refuseUnsound(db: Database): void {
  const queries = salvageQueries(db)
  if (queries.head().sequence === 0) throw nothingReadable()
  const problems = [
    ...(queries.pages() === 'ok' ? [] : ['pages']),
    ...queries.broken().map(() => 'references'),
    ...chainProblems(queries.events()),
    ...differencesFromHistory(db, queries.events()),
    ...coverageOf(db).problems,
    ...scaleProblems(db, queries.events()),
  ]
  if (problems.length > 0) throw new Error(`The salvaged library does not add up: ${problems.join('; ')}`)
}

/** What this release does not know it could not keep. */
function refuseNewer({ whole, later }: ComposedHistory): void {
  const db = newLibrary(':memory:')
  try {
    const statements = allRowStatements(db)
    const isKnown = (change: Change) => {
      if (!RECORDED_TABLES.includes(change[0])) return false
      const [table, before, after] = upgradedChange(statements, change)
      const columns = new Set(statements[table].columns.map(([name]) => name))
      return [before, after].every(
        (row) => row === null || Object.keys(row).every((name) => columns.has(name)),
      )
    }
    for (const { format, changes } of [...whole, ...later]) {
      if (format > EVENT_FORMAT || !changes.every(isKnown))
        throw newerLibrary(newestVersion() + 1, newestVersion())
    }
  } finally {
    db.close()
  }
}

function nothingReadable(): AppError {
  return new AppError('library_refused', {
    de: 'In dieser Datei und neben ihr ist nichts mehr lesbar, was einmal eine Bibliothek war. Es wurde nichts angelegt. Lassen Sie die Datei, wie sie ist, und holen Sie eine eigene Kopie zurück.',
    en: 'In this file and beside it nothing can be read any more that once was a library. Nothing was made. Leave the file as it is and bring back a copy of your own.',
  })
}
