/** Differences that are no differences of words. */
export const TYPOGRAPHY = [
  'white space',
  'quotation marks',
  'dashes',
  'hyphenation',
  'punctuation',
  'apostrophes',
  'spelling of characters',
  'capital at the start',
  'omission marked',
] as const
export type Typography = (typeof TYPOGRAPHY)[number]

interface MatchedPair {
  quoteWord: string
  documentWord: string
  /** What lies between this word and the next, which is the same on both sides too; null where it is not. */
  gaps: readonly [quote: string, document: string] | null
}

const SPACE = /\s+/g
const QUOTATION = /[„“”‟«»‚‘’‹›"'「」『』]/g
const DASH = /[-‐‑‒–—−]/g
const HIDDEN = /[\u00ad\u200b\u2060\ufeff]/
const LINE_HYPHEN = /[-‐][ \t]*\r?\n/
const APOSTROPHE = /['’ʼ‘´`]/g

/** Names what differs between a quote and the passage it was found in, and did not count. */
export function typographyBetween(pairs: readonly MatchedPair[], isOmitted: boolean): Typography[] {
  const found = new Set<Typography>()
  if (isOmitted) found.add('omission marked')
  for (const { quoteWord, documentWord, gaps } of pairs) {
    if (quoteWord !== documentWord) for (const each of betweenWords(quoteWord, documentWord)) found.add(each)
    if (gaps && gaps[0] !== gaps[1]) for (const each of betweenGaps(...gaps)) found.add(each)
  }
  return TYPOGRAPHY.filter((each) => found.has(each))
}

function betweenWords(a: string, b: string): Typography[] {
  const found: Typography[] = []
  if ([a, b].some((word) => HIDDEN.test(word) || LINE_HYPHEN.test(word))) found.push('hyphenation')
  const [bareA, bareB] = [bare(a), bare(b)]
  if (bareA === bareB) return found
  const [plainA, plainB] = [bareA.replace(APOSTROPHE, "'"), bareB.replace(APOSTROPHE, "'")]
  if (plainA === plainB) return [...found, 'apostrophes']
  const [lowA, lowB] = [plainA.toLowerCase(), plainB.toLowerCase()]
  if (lowA === lowB) return [...found, 'capital at the start']
  return [...found, 'spelling of characters']
}

function bare(word: string): string {
  return word.replace(/[-‐][ \t]*\r?\n\s*/g, '').replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
}

function betweenGaps(a: string, b: string): Typography[] {
  const found: Typography[] = []
  const differs = (marks: RegExp) => (a.match(marks) ?? []).join('\0') !== (b.match(marks) ?? []).join('\0')
  if (differs(SPACE)) found.push('white space')
  if (differs(QUOTATION)) found.push('quotation marks')
  if (differs(DASH)) found.push('dashes')
  const rest = (gap: string) =>
    gap
      .replace(SPACE, '')
      .replace(QUOTATION, '')
      .replace(DASH, '')
      .replaceAll('…', '...')
      .replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
  if (rest(a) !== rest(b)) found.push('punctuation')
  return found
}
