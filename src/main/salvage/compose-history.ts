import type { Head } from '#main/database/head-file'
import { GENESIS_HASH, type HistoryEvent } from '#main/database/history'

export interface EventSource {
  events: Iterable<HistoryEvent>
  /** A copy of the library may have gone another way since: only what follows on what is known counts. */
  mayDiffer: boolean
}

export interface ComposedHistory {
  /** From the first event on without a gap. */
  whole: HistoryEvent[]
  /** Proven one by one, but what came before them is lost. */
  later: HistoryEvent[]
  /** Sequences of which nothing is left, up to the last event that there was. */
  lost: number[]
}

/**
 * One history out of what several places still hold of it: the one that leads to the last event there was, else the longest;
 * then what fits to it, the place named first going before the others.
 */
export function composeHistory(given: readonly EventSource[], lastHead: Head | null): ComposedHistory {
  const sources = given.map(({ events, mayDiffer }) => ({ events: [...events], mayDiffer }))
  const known = new Map<number, HistoryEvent>()
  for (const event of unbroken(
    sources.flatMap(({ events }) => events),
    lastHead,
  ))
    known.set(event.sequence, event)

  /** null: nothing stands beside it. */
  function fits(event: HistoryEvent): boolean | null {
    const before = known.get(event.sequence - 1)
    const after = known.get(event.sequence + 1)
    if (before && before.hash !== event.beforeHash) return false
    if (after && after.beforeHash !== event.hash) return false
    if (event.sequence === 1) return event.beforeHash === GENESIS_HASH
    return before || after ? true : null
  }

  for (const { events, mayDiffer } of sources) {
    const ordered = events.toSorted((a, b) => a.sequence - b.sequence)
    const begins = known.size === 0
    // Upwards and then downwards, so that a stretch is taken from whichever end it follows on.
    for (const event of [...ordered, ...ordered.toReversed()]) {
      if (known.has(event.sequence)) continue
      const fit = fits(event)
      if (fit === true || (fit === null && (begins || !mayDiffer))) known.set(event.sequence, event)
    }
  }

  let last = lastHead?.sequence ?? 0
  for (const sequence of known.keys()) last = Math.max(last, sequence)
  const whole: HistoryEvent[] = []
  let before = GENESIS_HASH
  for (let event = known.get(1); event?.beforeHash === before; event = known.get(whole.length + 1)) {
    whole.push(event)
    before = event.hash
  }
  const lost: number[] = []
  for (let sequence = whole.length + 1; sequence <= last; sequence += 1) {
    if (!known.has(sequence)) lost.push(sequence)
  }
  return {
    whole,
    later: [...known.values()]
      .filter(({ sequence }) => sequence > whole.length)
      .toSorted((a, b) => a.sequence - b.sequence),
    lost,
  }
}

/** The events from the first one on that lead to the last one there was; where nothing does, as many as there are in a row. */
function unbroken(events: readonly HistoryEvent[], lastHead: Head | null): HistoryEvent[] {
  const byHash = new Map<string, HistoryEvent>()
  for (const event of events) if (!byHash.has(event.hash)) byHash.set(event.hash, event)
  const follows = new Set([GENESIS_HASH])
  let longest: HistoryEvent | undefined
  for (const event of [...byHash.values()].sort((a, b) => a.sequence - b.sequence)) {
    if (!follows.has(event.beforeHash)) continue
    follows.add(event.hash)
    if (event.sequence > (longest?.sequence ?? 0)) longest = event
  }
  const end = lastHead && follows.has(lastHead.hash) ? byHash.get(lastHead.hash) : longest
  const found: HistoryEvent[] = []
  for (let event = end; event; event = byHash.get(event.beforeHash)) found.push(event)
  return found
}
