import type { BlockKind } from '#shared/model'

const STANDARD = 14
const AROUND_QUOTE = 20
const BEFORE_SUBHEAD = 22
const AFTER_SUBHEAD = 4
/** What stands close to its like. */
const CLOSE: ReadonlySet<BlockKind> = new Set(['list item', 'table cell', 'footnote'])

/** White space before a block, in pixels at 100 %. The first block has none: the page begins with its own. */
export function spaceBefore(before: BlockKind | null, kind: BlockKind): number {
  if (before === null) return 0
  if (kind === 'attribution' && before === 'quote') return 0
  if (kind === 'headline' && before === 'kicker') return 0
  if (kind === 'credit' && before === 'caption') return 0
  if (kind === before && CLOSE.has(kind)) return 4
  if (kind === 'subhead') return BEFORE_SUBHEAD
  if (kind === 'quote' || before === 'attribution' || before === 'quote') return AROUND_QUOTE
  if (before === 'subhead') return AFTER_SUBHEAD
  return STANDARD
}

const LINE: Record<BlockKind, { height: number; characters: number }> = {
  kicker: { height: 27, characters: 80 },
  headline: { height: 37, characters: 34 },
  byline: { height: 20, characters: 84 },
  lead: { height: 27, characters: 58 },
  subhead: { height: 27, characters: 56 },
  paragraph: { height: 27, characters: 64 },
  quote: { height: 27, characters: 58 },
  attribution: { height: 27, characters: 80 },
  caption: { height: 20, characters: 84 },
  credit: { height: 20, characters: 84 },
  'list item': { height: 27, characters: 60 },
  'table cell': { height: 27, characters: 64 },
  footnote: { height: 20, characters: 84 },
  'link note': { height: 20, characters: 84 },
  'non-text': { height: 20, characters: 84 },
}

/** Every kind a block can be taken for, in the order in which they are offered. */
// The keys of a record over all kinds are all kinds.
export const BLOCK_KINDS_IN_ORDER = Object.keys(LINE) as BlockKind[]

/** A guess at the height of a block before it is set, in pixels at 100 %. */
export function estimatedHeight(kind: BlockKind, characters: number): number {
  const line = LINE[kind]
  return Math.max(1, Math.ceil(characters / line.characters)) * line.height
}

/** Width of an opening mark that hangs into the margin, in em of the quote's face; 0 where the text begins with none. */
export function hangingMark(text: string): number {
  const widths: Readonly<Record<string, number>> = {
    '„': 0.444,
    '“': 0.444,
    '”': 0.444,
    '"': 0.4,
    '»': 0.47,
    '«': 0.47,
    '‚': 0.26,
    '‘': 0.26,
    '’': 0.26,
    '›': 0.28,
    '‹': 0.28,
  }
  return widths[text.charAt(0)] ?? 0
}
