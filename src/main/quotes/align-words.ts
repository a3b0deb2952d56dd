/** How one word of a quote and one of the document lie to each other. */
export type Step =
  | { kind: 'same' | 'changed'; quote: number; document: number }
  | { kind: 'added'; quote: number }
  | { kind: 'removed'; document: number }

const SAME = 1
const CHANGED = 2
const ADDED = 3
const REMOVED = 4

/** One word put for another is cheaper than one dropped and one added, but not than one dropped alone. */
const CHANGE_COST = 3
const GAP_COST = 2

/**
 * The cheapest way to turn a stretch of the document into the quote, word by word. The quote may begin and end anywhere in
 * the stretch. Takes quote × stretch steps, so the stretch must be small.
 */
export function alignWords(
  quoteLength: number,
  from: number,
  to: number,
  isSame: (quote: number, document: number) => boolean,
): Step[] {
  const width = to - from + 1
  const moves = new Uint8Array((quoteLength + 1) * width)
  let before = new Uint32Array(width)
  let now = new Uint32Array(width)
  for (let quote = 1; quote <= quoteLength; quote += 1) {
    now[0] = quote * GAP_COST
    moves[quote * width] = ADDED
    for (let column = 1; column < width; column += 1) {
      const same = isSame(quote - 1, from + column - 1)
      let best = at(before, column - 1) + (same ? 0 : CHANGE_COST)
      let move = same ? SAME : CHANGED
      if (at(now, column - 1) + GAP_COST < best) {
        best = at(now, column - 1) + GAP_COST
        move = REMOVED
      }
      if (at(before, column) + GAP_COST < best) {
        best = at(before, column) + GAP_COST
        move = ADDED
      }
      now[column] = best
      moves[quote * width + column] = move
    }
    ;[before, now] = [now, before]
  }

  let column = 0
  for (let candidate = 1; candidate < width; candidate += 1)
    if (at(before, candidate) < at(before, column)) column = candidate
  const steps: Step[] = []
  for (let quote = quoteLength; quote > 0;) {
    const move = moves[quote * width + column]
    const document = from + column - 1
    if (move === REMOVED) steps.push({ kind: 'removed', document })
    else if (move === ADDED) steps.push({ kind: 'added', quote: quote - 1 })
    else steps.push({ kind: move === SAME ? 'same' : 'changed', quote: quote - 1, document })
    if (move !== REMOVED) quote -= 1
    if (move !== ADDED) column -= 1
  }
  return steps.reverse()
}

function at(costs: Uint32Array, column: number): number {
  return costs[column] ?? 0
}
