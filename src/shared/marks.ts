import type { Question, RatingSign, RatingTone, SentenceMark, Stance } from './model'

/**
 * Our own marks (VISUAL.md §4) as paths on a grid of 16, so that the window and the reports draw the same shapes.
 * Line caps and joins are round.
 */
export interface MarkPath {
  d: string
  /** Width of the line on the grid; a path without one is filled. */
  width?: number
  /** As in stroke-dasharray. */
  dash?: string
  /** In the colour of the surface instead of the mark's own. */
  knockedOut?: true
}

export type Mark = readonly MarkPath[]

const RING = 'M8 2.75a5.25 5.25 0 1 1 0 10.5a5.25 5.25 0 1 1 0-10.5z'
const DIAMOND = 'M8 1.7L14.3 8L8 14.3L1.7 8z'
const SEAL =
  'M8 2.4A2.5 2.5 0 0 1 11.96 4.04A2.5 2.5 0 0 1 13.6 8A2.5 2.5 0 0 1 11.96 11.96A2.5 2.5 0 0 1 8 13.6' +
  'A2.5 2.5 0 0 1 4.04 11.96A2.5 2.5 0 0 1 2.4 8A2.5 2.5 0 0 1 4.04 4.04A2.5 2.5 0 0 1 8 2.4z'

/** Left margin: circle, on its way; diamond, needs attention; scalloped seal, done. */
export const processMarks: Readonly<Record<SentenceMark, Mark>> = {
  open: [{ d: RING, width: 1.75 }],
  'in work': [{ d: RING, width: 1.5 }, { d: 'M8 2.75a5.25 5.25 0 0 0 0 10.5z' }],
  checked: [{ d: 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z' }],
  'no claim': [{ d: 'M3.5 8h9', width: 2 }],
  waiting: [
    { d: 'M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14z' },
    { d: 'M6 6.4a2 2 0 1 1 3.6 1.2L6 11.4h4.2', width: 1.5, knockedOut: true },
  ],
  disputed: [{ d: DIAMOND, width: 1.5 }, { d: 'M8 1.7L1.7 8L8 14.3z' }],
  reopened: [
    { d: 'M8 .9L15.1 8L8 15.1L.9 8z' },
    { d: 'M8 4.6v4', width: 1.6, knockedOut: true },
    { d: 'M8 11.2v.01', width: 1.8, knockedOut: true },
  ],
  'signed off': [
    { d: SEAL, width: 1.25 },
    { d: 'M5.4 8.2l1.8 1.8l3.4-3.8', width: 1.25 },
  ],
}

/** Names of the colours in VISUAL.md §3. */
export type MarkColour = 'ink' | 'ink3' | 'accent' | 'att' | 'ok' | 'unsure' | 'wrong' | 'opinion'

export const processColours: Readonly<Record<SentenceMark, MarkColour>> = {
  open: 'ink',
  'in work': 'accent',
  checked: 'accent',
  'no claim': 'accent',
  waiting: 'accent',
  disputed: 'att',
  reopened: 'att',
  'signed off': 'ink3',
}

/** Speech bubble: was it said? Square: is it true? */
const frames: Readonly<Record<Question, string>> = {
  attribution:
    'M4 1.75h8a2.25 2.25 0 0 1 2.25 2.25v5.75a2.25 2.25 0 0 1-2.25 2.25h-4.3l-3.2 2.7v-2.7h-.5a2.25 2.25 0 0 1-2.25-2.25v-5.75a2.25 2.25 0 0 1 2.25-2.25z',
  content:
    'M4.25 2h7.5a2.25 2.25 0 0 1 2.25 2.25v7.5a2.25 2.25 0 0 1-2.25 2.25h-7.5a2.25 2.25 0 0 1-2.25-2.25v-7.5a2.25 2.25 0 0 1 2.25-2.25z',
}

/** Height of the middle of each frame above the middle of the grid: where its sign is drawn. */
const raised: Readonly<Record<Question, number>> = { attribution: 1.125, content: 0 }

/** Paths of a sign, without the command that moves to where each line begins. */
interface Line {
  from: readonly [x: number, y: number]
  d: string
}

const signLines: Readonly<Record<RatingSign, readonly Line[]>> = {
  tick: [{ from: [5, 8.2], d: 'l2.1 2.1l4-4.5' }],
  'tick-slash': [
    { from: [4.1, 8.3], d: 'l1.6 1.6l2.6-3.4' },
    { from: [9.2, 10.6], d: 'l2.6-5.2' },
  ],
  slash: [{ from: [10.8, 5.2], d: 'l-5.6 5.6' }],
  'cross-slash': [
    { from: [4.2, 6.4], d: 'l3.2 3.2' },
    { from: [7.4, 6.4], d: 'l-3.2 3.2' },
    { from: [9.2, 10.6], d: 'l2.6-5.2' },
  ],
  cross: [
    { from: [5.5, 5.5], d: 'l5 5' },
    { from: [10.5, 5.5], d: 'l-5 5' },
  ],
  'double-cross': [
    { from: [4.2, 6.6], d: 'l2.8 2.8' },
    { from: [7, 6.6], d: 'l-2.8 2.8' },
    { from: [9, 6.6], d: 'l2.8 2.8' },
    { from: [11.8, 6.6], d: 'l-2.8 2.8' },
  ],
  question: [
    { from: [6.1, 6.5], d: 'a1.9 1.9 0 1 1 3 1.55c-.75.5-1.1.8-1.1 1.45' },
    { from: [8, 11.3], d: 'v.01' },
  ],
  ellipsis: [
    { from: [5, 8], d: 'v.01' },
    { from: [8, 8], d: 'v.01' },
    { from: [11, 8], d: 'v.01' },
  ],
  altered: [{ from: [8, 5.2], d: 'l3.2 5.4h-6.4z' }],
  wave: [{ from: [4.4, 8.7], d: 'c1-1.9 2.2-1.9 3.6-.7s2.6 1.2 3.6-.7' }],
  lines: [
    { from: [5.1, 5.7], d: 'h5.8' },
    { from: [5.1, 8], d: 'h5.8' },
    { from: [5.1, 10.3], d: 'h3.6' },
  ],
}

/** An all-clear is an outline, a finding is solid. */
const solid: Readonly<Record<RatingTone, boolean>> = {
  ok: false,
  unsure: true,
  wrong: true,
  opinion: false,
  neutral: false,
}

export const toneColours: Readonly<Record<RatingTone, MarkColour>> = {
  ok: 'ok',
  unsure: 'unsure',
  wrong: 'wrong',
  opinion: 'opinion',
  neutral: 'ink',
}

/** Right margin. Without a verdict the frame is dashed and empty: not yet decided. */
export function verdictMark(
  question: Question,
  verdict: { sign: RatingSign; tone: RatingTone } | null,
): Mark {
  const frame = frames[question]
  if (!verdict) return [{ d: frame, width: 1.25, dash: '2 1.9' }]
  const isSolid = solid[verdict.tone]
  const sign = signLines[verdict.sign]
    .map(({ from: [x, y], d }) => `M${x} ${Number((y - raised[question]).toFixed(3))}${d}`)
    .join('')
  const line: MarkPath = { d: sign, width: 1.6, ...(isSolid && { knockedOut: true }) }
  return isSolid ? [{ d: frame }, { d: frame, width: 1 }, line] : [{ d: frame, width: 1.5 }, line]
}

export const stanceMarks: Readonly<Record<Stance, Mark>> = {
  supports: [{ d: 'M8 3v10M3 8h10', width: 2 }],
  contradicts: [{ d: 'M3 6h10M3 10h10M10.7 3L5.3 13', width: 1.75 }],
  context: [{ d: RING, width: 1.5, dash: '2.2 1.92' }],
}

export const stanceColours: Readonly<Record<Stance, MarkColour>> = {
  supports: 'ok',
  contradicts: 'wrong',
  context: 'ink3',
}

/** The product: a pair of square brackets around a tick. */
export const productMark: Mark = [
  { d: 'M5 2.25H2.5v11.5H5M11 2.25h2.5v11.5H11', width: 1.75 },
  { d: 'M5.4 8.2l1.9 1.9l3.4-3.9', width: 1.75 },
]
