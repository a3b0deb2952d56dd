import type { Database, Statement } from 'better-sqlite3'

import { AppError, codeOf } from '#shared/errors'
import type { ArticleId, ClaimId, EventId, PersonId, RevisionId, SentenceId } from '#shared/model'

import { canonicalJson, sha256, type Json } from './canonical-json'
import { upgradedRow, type Column } from './row-upgrade'

/** Version of how an event is written and hashed. */
export const EVENT_FORMAT = 1
/** What the first event is chained to. */
export const GENESIS_HASH = '0'.repeat(64)

/** Tables that are what the events add up to, parents before children. */
export const RECORDED_TABLES = [
  'people',
  'evidence_files',
  'captures',
  'articles',
  'revisions',
  'blocks',
  'sentences',
  'sentence_origins',
  'no_claims',
  'claims',
  'anchors',
  'sources',
  'file_checks',
  'time_stamps',
  'evidence',
  'contact_log',
  'verdicts',
  'correction_answers',
  'second_reads',
  'sign_offs',
  'comments',
  'abbreviations',
  'remembered_cuts',
] as const
export type RecordedTable = (typeof RECORDED_TABLES)[number]

export type Row = Readonly<Record<string, string | number | null>> & { readonly id: string }
/** Table, whole row before (null: it was not there), whole row after (null: it is gone). */
export type Change = readonly [table: RecordedTable, before: Row | null, after: Row | null]

/** What an event is about; facts are what a sentence about it needs to say. */
export interface About {
  action: string
  articleId?: ArticleId | null
  sentenceId?: SentenceId | null
  claimId?: ClaimId | null
  revisionId?: RevisionId | null
  reason?: string | null | undefined
  facts?: Record<string, Json>
}

export interface HistoryEvent {
  sequence: number
  id: EventId
  format: number
  action: string
  articleId: ArticleId | null
  sentenceId: SentenceId | null
  claimId: ClaimId | null
  revisionId: RevisionId | null
  personId: PersonId
  at: string
  reason: string | null
  targetId: EventId | null
  facts: Record<string, Json>
  changes: readonly Change[]
  beforeHash: string
  hash: string
}

/** Rows as an action changes them. Every write to a recorded table goes through here and so into the event. */
export interface Rows {
  insert(table: RecordedTable, row: Row): void
  /** Columns that are undefined stay as they are. */
  update(table: RecordedTable, id: string, patch: Record<string, string | number | null | undefined>): void
  remove(table: RecordedTable, id: string): void
}

export const EVENT_COLUMNS = `sequence, id, format, action, article_id AS articleId, sentence_id AS sentenceId,
  claim_id AS claimId, revision_id AS revisionId, person_id AS personId, at, reason, target_id AS targetId,
  facts, changes, before_hash AS beforeHash, hash`

/** As many as the table has. */
export const EVENT_COLUMN_COUNT = 16

/** An event as it lies in the table: facts and changes as text. */
export type StoredEvent = Omit<HistoryEvent, 'facts' | 'changes'> & { facts: string; changes: string }

export const INSERT_EVENT = `
  INSERT INTO events (sequence, id, format, action, article_id, sentence_id, claim_id, revision_id, person_id, at,
                      reason, target_id, facts, changes, before_hash, hash)
  VALUES (@sequence, @id, @format, @action, @articleId, @sentenceId, @claimId, @revisionId, @personId, @at,
          @reason, @targetId, @facts, @changes, @beforeHash, @hash)`

export function storedEvent(event: HistoryEvent): StoredEvent {
  return { ...event, facts: JSON.stringify(event.facts), changes: JSON.stringify(event.changes) }
}

export function readEvent(stored: StoredEvent): HistoryEvent {
  return {
    ...stored,
    facts: JSON.parse(stored.facts) as HistoryEvent['facts'],
    changes: JSON.parse(stored.changes) as Change[],
  }
}

/** For checks: what cannot be parsed any more, or is not as we write it, reads as empty, and then its hash does not fit. */
export function readAnyEvent(stored: StoredEvent): HistoryEvent {
  try {
    const event = readEvent(stored)
    const { facts, changes } = storedEvent(event)
    if (facts === stored.facts && changes === stored.changes) return event
  } catch {
    // As below.
  }
  return { ...stored, facts: {}, changes: [] }
}

/** SHA-256 over the event without its hash, as canonical JSON. Facts and changes are hashed as parsed values. */
export function eventHash({ hash: _, ...event }: HistoryEvent): string {
  return sha256(canonicalJson(event as unknown as Json))
}

/** Prepared statements to read and write whole rows of one recorded table. */
interface TableStatements {
  /** With what they hold where nothing is said. */
  columns: Column[]
  select: Statement<[string], Row>
  all: Statement<[], Row>
  insert: Statement<[Row]>
  update: Statement<[Row]>
  remove: Statement<[string]>
}

function rowStatements(db: Database, table: RecordedTable): TableStatements {
  const info = db
    .prepare<[string], { name: string; whenUnsaid: string | null }>(
      'SELECT name, dflt_value AS whenUnsaid FROM pragma_table_info(?)',
    )
    .all(table)
  const names = info.map(({ name }) => `"${name}"`).join(', ')
  const values = info.map(({ name }) => `@${name}`).join(', ')
  const sets = info.map(({ name }) => `"${name}" = @${name}`).join(', ')
  const defaultOf = (expression: string | null) =>
    expression === null ? null : (db.prepare<[], Column[1]>(`SELECT ${expression}`).pluck().get() ?? null)
  return {
    columns: info.map(({ name, whenUnsaid }) => [name, defaultOf(whenUnsaid)]),
    select: db.prepare<[string], Row>(`SELECT ${names} FROM ${table} WHERE id = ?`),
    // From the table itself: a damaged index may leave rows out.
    all: db.prepare<[], Row>(`SELECT ${names} FROM ${table} NOT INDEXED ORDER BY id`),
    insert: db.prepare<[Row]>(`INSERT INTO ${table} (${names}) VALUES (${values})`),
    update: db.prepare<[Row]>(`UPDATE ${table} SET ${sets} WHERE id = @id`),
    remove: db.prepare<[string]>(`DELETE FROM ${table} WHERE id = ?`),
  }
}

export type RowStatements = Record<RecordedTable, TableStatements>

export function allRowStatements(db: Database): RowStatements {
  return Object.fromEntries(
    RECORDED_TABLES.map((table) => [table, rowStatements(db, table)]),
  ) as RowStatements
}

/** The change of an event as the migrations since have left its rows. */
export function upgradedChange(statements: RowStatements, [table, before, after]: Change): Change {
  const upgraded = (row: Row | null) => row && upgradedRow(table, statements[table].columns, row)
  return [table, upgraded(before), upgraded(after)]
}

/** Applies one change. The caller has made sure that the row is as `before` says. */
export function applyChange(statements: RowStatements, [table, before, after]: Change): void {
  if (after === null) {
    if (before !== null) statements[table].remove.run(before.id)
  } else if (before === null) statements[table].insert.run(after)
  else statements[table].update.run(after)
}

/** Where each event is written down once more. */
export interface EventWriter {
  /** Begins to wait for the disk. Called before the event's transaction ends. */
  write: (event: HistoryEvent) => void
  /** The transaction did not come about: what was written for it goes again. */
  takeBack: () => void
  /** The transaction has ended. */
  keep: () => void
}

export interface HistoryContext {
  now: () => Date
  newId: <Id extends string>() => Id
  personId: () => PersonId
  journal?: EventWriter | null
}

/** Writes an event for changes that were made in the same transaction. */
export function eventAppender(db: Database, context: HistoryContext) {
  const insertEvent = db.prepare<[StoredEvent]>(INSERT_EVENT)
  const head: Statement<[], { sequence: number; hash: string; at: string }> = db.prepare(
    'SELECT sequence, hash, at FROM events ORDER BY sequence DESC LIMIT 1',
  )

  return function append(
    about: About & { targetId?: EventId | null },
    changes: readonly Change[],
    personId: PersonId,
  ): HistoryEvent {
    const {
      sequence,
      hash: beforeHash,
      at: before,
    } = head.get() ?? { sequence: 0, hash: GENESIS_HASH, at: '' }
    const at = context.now().toISOString()
    const { clockBefore: _, ...facts } = about.facts ?? {}
    const unhashed: HistoryEvent = {
      sequence: sequence + 1,
      id: context.newId<EventId>(),
      format: EVENT_FORMAT,
      action: about.action,
      articleId: about.articleId ?? null,
      sentenceId: about.sentenceId ?? null,
      claimId: about.claimId ?? null,
      revisionId: about.revisionId ?? null,
      personId,
      at,
      reason: about.reason ?? null,
      targetId: about.targetId ?? null,
      // Events are in the order of their sequence, whatever the clock says; that it was set back is noted.
      facts: at < before ? { ...facts, clockBefore: before } : facts,
      changes,
      beforeHash,
      hash: '',
    }
    const event = { ...unhashed, hash: eventHash(unhashed) }
    insertEvent.run(storedEvent(event))
    context.journal?.write(event)
    return event
  }
}

export function history(db: Database, context: HistoryContext) {
  const statements = allRowStatements(db)
  const append = eventAppender(db, context)
  const head: Statement<[], { sequence: number; hash: string }> = db.prepare(
    'SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1',
  )

  /** One transaction that appends one event, or nothing at all. */
  function inOne(work: () => HistoryEvent): HistoryEvent {
    try {
      const event = db.transaction(work).immediate()
      context.journal?.keep()
      return event
    } catch (error) {
      context.journal?.takeBack()
      throw error
    }
  }

  /** Runs one action as one transaction with its event. Nothing is kept when `work` throws. */
  function record(about: About, work: (rows: Rows) => void, personId = context.personId()): HistoryEvent {
    return inOne(() => {
      const changes: Change[] = []
      const make = (change: Change) => {
        applyChange(statements, change)
        changes.push(change)
      }
      const current = (table: RecordedTable, id: string) => {
        const row = statements[table].select.get(id)
        if (!row) throw new Error(`No row ${id} in ${table}`)
        return row
      }
      work({
        insert: (table, row) => make([table, null, row]),
        update: (table, id, patch) => {
          const before = current(table, id)
          const given = Object.entries(patch).filter(([, value]) => value !== undefined)
          // Without what is undefined, a patch holds what columns hold.
          const after = { ...before, ...Object.fromEntries(given) } as Row
          if (given.some(([name]) => before[name] !== after[name])) make([table, before, after])
        },
        remove: (table, id) => make([table, current(table, id), null]),
      })
      return append(about, changes, personId)
    })
  }

  /**
   * Takes the changes of an event back ('undo') or makes them again ('redo') as a new event. Refused with 'conflict'
   * when a row is no longer as the event left it.
   */
  function revert(event: HistoryEvent, action: 'undo' | 'redo', check: () => void): HistoryEvent {
    const made = event.changes.map((change) => upgradedChange(statements, change))
    const changes =
      action === 'redo'
        ? made
        : made.toReversed().map(([table, before, after]): Change => [table, after, before])
    return inOne(() => {
      try {
        for (const change of changes) {
          const [table, before] = change
          const id = (before ?? change[2])?.id
          const found = id === undefined ? undefined : statements[table].select.get(id)
          if (canonicalJson(found ?? null) !== canonicalJson(before)) throw builtUpon()
          applyChange(statements, change)
        }
      } catch (error) {
        throw isConstraint(error) ? builtUpon() : error
      }
      check()
      const { articleId, sentenceId, claimId, revisionId, facts } = event
      return append(
        {
          action,
          articleId,
          sentenceId,
          claimId,
          revisionId,
          facts: { ...facts, action: event.action },
          targetId: event.id,
        },
        changes,
        context.personId(),
      )
    })
  }

  return { record, revert, head: () => head.get() ?? { sequence: 0, hash: GENESIS_HASH } }
}

export type History = ReturnType<typeof history>

function isConstraint(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_CONSTRAINT')
}

function builtUpon(): AppError {
  return new AppError('conflict', {
    de: 'Das lässt sich nicht zurücknehmen: Spätere Änderungen bauen darauf auf. Nichts wurde geändert. Nehmen Sie zuerst die späteren zurück.',
    en: 'This cannot be taken back: later changes build on it. Nothing was changed. Take the later ones back first.',
  })
}
