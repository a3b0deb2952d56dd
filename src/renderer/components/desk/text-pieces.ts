import { invisibleCharacters } from '#shared/invisible-characters'
import type { ClaimId, RatingTone } from '#shared/model'

export type UnderlineStyle = 'solid' | 'dashed' | 'double' | 'wavy' | 'dotted'

/** The line below the words of a claim. Offsets count in the text of the revision. */
export interface Underline {
  claimId: ClaimId
  start: number
  end: number
  style: UnderlineStyle
  tone: RatingTone
  /** Signed off: the line steps back. */
  signedOff: boolean
  /** Reopened or disputed: the line keeps its style and loses its colour. */
  atRest: boolean
}

/** How far below the others it runs: claims on the same words step down. */
export type PlacedUnderline = Underline & { step: number }

/** A run of text that carries the same underlines. An invisible character is a piece of its own, with its symbol. */
export interface Piece {
  start: number
  text: string
  symbol: string | null
  underlines: PlacedUnderline[]
}

/** Gives every underline the first step that is free over all of its words; the longer of two runs above. */
export function placeUnderlines(underlines: readonly Underline[]): PlacedUnderline[] {
  const placed: PlacedUnderline[] = []
  const order = [...underlines].sort((a, b) => a.start - b.start || b.end - a.end)
  for (const underline of order) {
    const taken = placed.filter(({ start, end }) => start < underline.end && underline.start < end)
    let step = 0
    while (taken.some((other) => other.step === step)) step += 1
    placed.push({ ...underline, step })
  }
  return placed
}

/** Cuts the words from start to end (offsets in the text of the revision) where an underline begins or ends. */
export function piecesOf(
  text: string,
  start: number,
  end: number,
  underlines: readonly PlacedUnderline[],
): Piece[] {
  const words = text.slice(start, end)
  const symbols = new Map(invisibleCharacters(words).map(({ at, symbol }) => [start + at, symbol]))
  const cuts = new Set([start, end])
  for (const at of symbols.keys()) cuts.add(at).add(at + 1)
  for (const underline of underlines) {
    for (const cut of [underline.start, underline.end]) if (cut > start && cut < end) cuts.add(cut)
  }
  const sorted = [...cuts].sort((a, b) => a - b)
  return sorted.slice(0, -1).map((from, index) => {
    const to = sorted[index + 1] ?? end
    return {
      start: from,
      text: text.slice(from, to),
      symbol: symbols.get(from) ?? null,
      underlines: underlines
        .filter((underline) => underline.start < to && from < underline.end)
        .sort((a, b) => a.step - b.step),
    }
  })
}
