import {
  processColours,
  processMarks,
  productMark,
  stanceColours,
  stanceMarks,
  toneColours,
  verdictMark,
  type Mark,
  type MarkColour,
} from '#shared/marks'
import type { Question, RatingSign, RatingTone, SentenceMark, Stance } from '#shared/model'

import { html, trusted, type Html } from './html'

/**
 * Each shape is drawn once in the document and used by reference, so that thousands of marks stay small. Marks are
 * hidden from screen readers: their word always stands beside them.
 */
export function reportMarks() {
  const drawn = new Map<string, Html>()

  function use(name: string, mark: Mark, colour: MarkColour, size: number): Html {
    if (!drawn.has(name)) {
      drawn.set(name, html`<symbol id="${name}" viewBox="0 0 16 16">${mark.map(path)}</symbol>`)
    }
    return html`<svg class="mark ${colour}" width="${size}" height="${size}" aria-hidden="true">
      <use href="#${name}" />
    </svg>`
  }

  return {
    process: (mark: SentenceMark, size = 16) =>
      use(`mark-${slug(mark)}`, processMarks[mark], processColours[mark], size),
    verdict: (
      question: Question,
      verdict: { sign: RatingSign; tone: RatingTone } | null,
      { size = 24, atRest = false } = {},
    ) => {
      const name = verdict ? `${verdict.sign}-${verdict.tone}` : 'undecided'
      const colour = verdict && !atRest ? toneColours[verdict.tone] : 'ink3'
      return use(`mark-${question}-${name}`, verdictMark(question, verdict), colour, size)
    },
    stance: (stance: Stance) => use(`mark-${stance}`, stanceMarks[stance], stanceColours[stance], 14),
    product: () => use('mark-belegt', productMark, 'ink', 18),
    /** The shapes used so far; stands in the document before or after its uses. */
    shapes: () =>
      html`<svg width="0" height="0" class="shapes" aria-hidden="true">${[...drawn.values()]}</svg>`,
  }
}

export type ReportMarks = ReturnType<typeof reportMarks>

const slug = (name: string): string => name.replaceAll(' ', '-')

function path({ d, width, dash, knockedOut }: Mark[number]): Html {
  const paint = `${width === undefined ? 'filled' : 'drawn'}${knockedOut ? ' knocked-out' : ''}`
  return html`<path
    class="${paint}"
    d="${trusted(d)}"
    ${width !== undefined && html` stroke-width="${width}"`}${dash && html` stroke-dasharray="${dash}"`}
  />`
}
