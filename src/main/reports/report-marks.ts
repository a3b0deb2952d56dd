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

import { markup, trusted, type Markup } from './markup'

/**
 * Each shape is drawn once in the document and used by reference, so that thousands of marks stay small. Marks are
 * hidden from screen readers: their word always stands beside them.
 */
export function reportMarks() {
  const drawn = new Map<string, Markup>()

  function use(name: string, mark: Mark, colour: MarkColour, size: number): Markup {
    if (!drawn.has(name)) {
      drawn.set(name, markup`<symbol id="${name}" viewBox="0 0 16 16">${mark.map(path)}</symbol>`)
    }
    return markup`<svg class="mark ${colour}" width="${size}" height="${size}" aria-hidden="true"><use href="#${name}"/></svg>`
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
      markup`<svg width="0" height="0" class="shapes" aria-hidden="true">${[...drawn.values()]}</svg>`,
  }
}

export type ReportMarks = ReturnType<typeof reportMarks>

const slug = (name: string): string => name.replaceAll(' ', '-')

/** Painted by attributes, so that the shapes stand without the style sheet too. */
function path({ d, width, dash, knockedOut }: Mark[number]): Markup {
  const colour = knockedOut ? '#fff' : 'currentColor'
  const classes = knockedOut && markup` class="knocked-out"`
  if (width === undefined) return markup`<path${classes} d="${trusted(d)}" fill="${colour}"/>`
  const dashes = dash !== undefined && markup` stroke-dasharray="${dash}"`
  return markup`<path${classes} d="${trusted(d)}" fill="none" stroke="${colour}" stroke-width="${width}"${dashes} stroke-linecap="round" stroke-linejoin="round"/>`
}
