/** Height of a row of marks at 100 %, in pixels. */
export const ROW_PITCH = 26

/** Where a sentence lies in its block, in pixels from the block's top and left. */
export interface SentenceLines {
  /** Middle of the line on which it begins. */
  firstLine: number
  /** Upper edge of its first line and lower edge of its last. */
  top: number
  bottom: number
  /** Its words on each line. */
  boxes: { left: number; width: number; middle: number }[]
  /** Where the tick before it stands; null for a sentence that begins a line. */
  tick: number | null
}

/** A box of an inline element on one line, as getClientRects gives them. */
export type LineBox = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>

/**
 * Upper edges of the rows of marks: each on the line its sentence begins on, or on the next free row below. What goes in
 * is the middle of those lines, in reading order.
 */
export function placeRows(firstLines: readonly number[], pitch: number): number[] {
  let free = Number.NEGATIVE_INFINITY
  return firstLines.map((middle) => {
    const row = Math.max(middle - pitch / 2, free)
    free = row + pitch
    return row
  })
}

/** What a block needs so that it is never shorter than its marks. */
export function heightOfRows(rows: readonly number[], pitch: number): number {
  const last = rows.at(-1)
  return last === undefined ? 0 : Math.max(0, last + pitch)
}

/** Reads lines off the boxes of the sentences of one block. `lineHeight` in pixels; `left` and `top` of the block. */
export function linesOf(
  sentences: readonly (readonly LineBox[])[],
  origin: { left: number; top: number },
  lineHeight: number,
): SentenceLines[] {
  let before: LineBox | undefined
  return sentences.map((boxes) => {
    const visible = boxes.filter(({ left, right }) => right > left)
    const first = visible[0] ?? boxes[0]
    const last = visible.at(-1) ?? first
    if (!first || !last) return { firstLine: 0, top: 0, bottom: lineHeight, boxes: [], tick: null }
    const middle = (box: LineBox): number => (box.top + box.bottom) / 2 - origin.top
    const sameLine = before && Math.abs(middle(before) - middle(first)) < lineHeight / 2
    const tick = before && sameLine ? (before.right + first.left) / 2 - origin.left : null
    before = last
    return {
      firstLine: middle(first),
      top: middle(first) - lineHeight / 2,
      bottom: middle(last) + lineHeight / 2,
      boxes: visible.map((box) => ({
        left: box.left - origin.left,
        width: box.right - box.left,
        middle: middle(box),
      })),
      tick,
    }
  })
}
