import { eventHash, GENESIS_HASH, type HistoryEvent } from './history'

/** Each event's hash is right and names the one before; sequences run from 1 without a gap. */
export function chainProblems(events: Iterable<HistoryEvent>): string[] {
  const problems: string[] = []
  let before = { sequence: 0, hash: GENESIS_HASH }
  for (const event of events) {
    const name = `event ${String(event.sequence)}`
    if (event.sequence !== before.sequence + 1) problems.push(`${name}: events are missing before it`)
    if (event.beforeHash !== before.hash) problems.push(`${name}: not chained to the event before it`)
    if (eventHash(event) !== event.hash) problems.push(`${name}: its content does not match its hash`)
    before = event
  }
  return problems
}
