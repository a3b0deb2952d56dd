import { narrowed } from '#main/documents/draft-marks'
import { legible } from '#main/documents/legible'

/** Words proposed for a stretch of a block. Offsets count from the beginning of the block. */
export interface Proposal {
  id: string
  start: number
  end: number
  correction: string
}

export type Settled = 'accepted' | 'refused' | 'open' | 'changed'

/**
 * What became of the proposals of a block, told from the words of its paragraph alone: whichever program accepted or
 * refused them, and whatever it did to the places it remembers. Still tracked is what reads as refused without and as
 * accepted with what is tracked.
 */
export function settle(
  block: string,
  proposals: readonly Proposal[],
  paragraph: { refused: string; accepted: string },
): Map<string, Settled> {
  const without = told(block, proposals, paragraph.refused)
  const within = told(block, proposals, paragraph.accepted)
  return new Map(
    proposals.map(({ id }) => {
      const [before, after] = [without.get(id) ?? 'changed', within.get(id) ?? 'changed']
      if (before === after) return [id, before]
      return [id, before === 'refused' || after === 'accepted' ? 'open' : 'changed']
    }),
  )
}

function told(block: string, proposals: readonly Proposal[], text: string): Map<string, Settled> {
  const whole = read(block, proposals, text)
  if (whole) return whole
  // Other words of the paragraph changed as well: each proposal is looked for by itself.
  const words = plain(text)
  return new Map(
    proposals.map(({ id, start, end, correction }) => {
      const choices: [Settled, string][] = [
        ['refused', plain(block.slice(start, end))],
        ['accepted', plain(correction)],
      ]
      // The longer one first, as it can hold the other.
      const found = choices
        .sort(([, a], [, b]) => b.length - a.length)
        .find(([, each]) => words.includes(each))
      return [id, found?.[0] ?? 'changed']
    }),
  )
}

/** Reads a paragraph as the block with some proposals accepted and the others refused; null where it is neither. */
function read(block: string, proposals: readonly Proposal[], text: string): Map<string, Settled> | null {
  const changes = proposals
    .map(({ id, start, end, correction }) => ({
      id,
      ...narrowed({ start, end, text: block.slice(start, end) }, correction),
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end)
  const words = plain(text)
  // Where the reading can have got to, with the first way to get there.
  let reached = new Map<number, readonly Settled[]>([[0, []]])
  let from = 0
  for (const change of changes) {
    const before = plain(block.slice(from, change.start))
    const next = new Map<number, readonly Settled[]>()
    for (const [at, way] of reached) {
      if (!words.startsWith(before, at)) continue
      const start = at + before.length
      for (const [outcome, choice] of [
        ['refused', plain(block.slice(change.start, change.end))],
        ['accepted', plain(change.text)],
      ] as const) {
        const end = start + choice.length
        if (words.startsWith(choice, start) && !next.has(end)) next.set(end, [...way, outcome])
      }
    }
    reached = next
    from = change.end
  }
  const rest = plain(block.slice(from))
  for (const [at, way] of reached) {
    if (at + rest.length === words.length && words.endsWith(rest)) {
      return new Map(changes.map(({ id }, position) => [id, way[position] ?? 'changed']))
    }
  }
  return null
}

/** Programs fold white space and compose letters as they like. */
function plain(text: string): string {
  return legible(text)
    .normalize('NFC')
    .replaceAll(/\p{White_Space}+/gu, '')
}
