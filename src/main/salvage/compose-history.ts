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

/** One history out of what several places still hold of it, the one named first going before the others. */
export function composeHistory(
  sources: readonly EventSource[],
  lastSequence: number | null,
): ComposedHistory {
  const known = new Map<number, HistoryEvent>()

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
    const given = [...events].toSorted((a, b) => a.sequence - b.sequence)
    const begins = known.size === 0
    // Upwards and then downwards, so that a stretch is taken from whichever end it follows on.
    for (const event of [...given, ...given.toReversed()]) {
      if (known.has(event.sequence)) continue
      const fit = fits(event)
      if (fit === true || (fit === null && (begins || !mayDiffer))) known.set(event.sequence, event)
    }
  }

  const last = Math.max(lastSequence ?? 0, ...known.keys())
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
