import type { QuoteCheck } from '#shared/model'

export type DiffPiece = QuoteCheck['diff'][number]

/** Words kept beside what differs. */
const CONTEXT = 5

/** The diff with long runs of equal words cut to those beside a difference. */
export function shortened(diff: readonly DiffPiece[]): DiffPiece[] {
  return diff.map((piece, index) => {
    if (piece.kind !== 'same') return piece
    const words = piece.to.trim().split(/\s+/)
    const before = index > 0 ? CONTEXT : 0
    const after = index < diff.length - 1 ? CONTEXT : 0
    if (words.length <= before + after + 1) return piece
    const head = words.slice(0, before)
    const tail = after > 0 ? words.slice(-after) : []
    const text = [...head, '…', ...tail].join(' ')
    return { ...piece, from: text, to: text }
  })
}
