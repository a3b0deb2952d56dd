import {
  EVENT_COLUMN_COUNT,
  eventHash,
  readEvent,
  type HistoryEvent,
  type StoredEvent,
} from '#main/database/history'

import {
  overflowPages,
  recordsOn,
  shapeOf,
  TABLE_INTERIOR,
  TABLE_LEAF,
  type FoundRecord,
  type Value,
} from './read-cells'
import type { LibraryPages, Pages } from './read-pages'

/** A record that is no event, and the table its page belongs to; null where that cannot be told any more. */
export interface FoundRow {
  table: string | null
  values: readonly Value[]
}

export interface FoundRecords {
  /** Events whose hash proves them. */
  events: HistoryEvent[]
  rows: FoundRow[]
  /** Records of the history that their hash does not prove. */
  alteredEvents: number
}

/** Where the pages of one table begin, by the schema of the library itself. */
interface Root {
  name: string
  page: number
}

/** Every record of a library, in whatever state its file is. */
export function findRecords(pages: LibraryPages): FoundRecords {
  const owners = pageOwners(pages)
  const events = new Map<string, HistoryEvent>()
  const altered = new Set<number>()
  const rows: FoundRow[] = []

  function take(record: FoundRecord, owner: string | null): void {
    if (looksLikeEvent(record)) {
      const event = provenEvent(record)
      if (event) events.set(event.hash, event)
      else if (owner === 'events') altered.add(record.rowid)
    } else {
      // A damaged way down may lead to a page of another table: then its rows are told by what they hold.
      rows.push({ table: owner === INDEX || owner === 'events' ? null : owner, values: record.values })
    }
  }

  for (let number = 1; number <= pages.count; number += 1) {
    const page = pages.page(number)
    if (!page) continue
    const owner = owners.get(number) ?? null
    if (owner === OVERFLOW) continue
    for (const record of recordsOn(pages, page, number)) take(record, owner)
  }
  // Rows of such pages are of the past; events are never changed, so they are as good as anywhere.
  const takeEvents = (from: Pages, page: Buffer | null) => {
    if (page === null || shapeOf(page, 0)?.type !== TABLE_LEAF) return
    for (const record of recordsOn(from, page, 0)) {
      const event = looksLikeEvent(record) ? provenEvent(record) : null
      if (event) events.set(event.hash, event)
    }
  }
  for (const page of pages.overwritten) takeEvents(pages, page)
  for (const others of pages.otherwise) {
    for (let number = 1; number <= others.count; number += 1) takeEvents(others, others.page(number))
  }
  const proven = new Set([...events.values()].map(({ sequence }) => sequence))
  return {
    events: [...events.values()].toSorted((a, b) => a.sequence - b.sequence),
    rows,
    alteredEvents: [...altered].filter((sequence) => !proven.has(sequence)).length,
  }
}

/** What stands for the pages of all indexes. */
const INDEX = ''

/** What stands for pages onto which a row runs over: they are read with it. */
const OVERFLOW = '+'

/** To which table each page belongs, as far as the way from the schema down to it can still be read. */
function pageOwners(pages: Pages): Map<number, string> {
  const owners = new Map<number, string>()
  for (const { name, page } of roots(pages)) {
    const below = [page]
    for (let number = below.pop(); number !== undefined; number = below.pop()) {
      if (owners.has(number) || number === 1) continue
      const content = pages.page(number)
      if (!content) continue
      owners.set(number, name)
      const shape = shapeOf(content, number)
      below.push(...(shape?.children ?? []))
      if (shape === null || shape.type === TABLE_INTERIOR) continue
      for (const over of overflowPages(pages, content, shape)) {
        // A page that still looks like one with rows is read as such: the way to it may be the damage.
        const there = pages.page(over)
        if (there && shapeOf(there, over) === null && !owners.has(over)) owners.set(over, OVERFLOW)
      }
    }
  }
  return owners
}

function roots(pages: Pages): Root[] {
  const found: Root[] = []
  const below = [1]
  const seen = new Set<number>()
  for (let number = below.pop(); number !== undefined; number = below.pop()) {
    const content = pages.page(number)
    if (!content || seen.has(number)) continue
    seen.add(number)
    below.push(...(shapeOf(content, number)?.children ?? []))
    for (const { values } of recordsOn(pages, content, number)) {
      const [kind, name, , page] = values
      if (typeof name !== 'string' || typeof page !== 'number' || page < 2) continue
      if (kind === 'table') found.push({ name, page })
      if (kind === 'index') found.push({ name: INDEX, page })
    }
  }
  return found
}

type EventRecord = FoundRecord & { rowid: number }

/** The row number of an event is its sequence, so the column itself holds nothing. */
function looksLikeEvent(record: FoundRecord): record is EventRecord {
  const { rowid, values } = record
  return rowid !== null && rowid > 0 && values.length === EVENT_COLUMN_COUNT && values[0] === null
}

function provenEvent({ rowid, values }: EventRecord): HistoryEvent | null {
  try {
    const [, id, format, action, articleId, sentenceId, claimId, revisionId, personId, at] = values
    const [reason, targetId, facts, changes, beforeHash, hash] = values.slice(10)
    const event = readEvent({
      ...{ sequence: rowid, id, format, action, articleId, sentenceId, claimId, revisionId, personId, at },
      ...{ reason, targetId, facts, changes, beforeHash, hash },
      // Whatever the columns hold: only what hashes to the last of them is taken for an event.
    } as unknown as StoredEvent)
    return eventHash(event) === event.hash ? event : null
  } catch {
    return null
  }
}
