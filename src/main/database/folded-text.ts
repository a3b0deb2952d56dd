const WHITE_SPACE = /\p{White_Space}+/gu

/**
 * The words of a text: composed letters, white space folded, nothing else. Two sentences are the same sentence when this
 * is the same, character by character. Not \s and trim(): those take the invisible U+FEFF for white space.
 */
export function foldedText(text: string): string {
  return text.normalize('NFC').replace(WHITE_SPACE, ' ').replace(/^ | $/g, '')
}

/** Where an offset of a composed text lies in what it folds to. */
export function offsetInFolded(text: string, offset: number): number {
  return text.slice(0, offset).replace(WHITE_SPACE, ' ').replace(/^ /, '').length
}

/** The span of a composed text that folds to the given span. */
export function spanOfFolded(text: string, { start, end }: { start: number; end: number }) {
  const places: number[] = []
  const leading = /^\p{White_Space}+/u.exec(text)?.[0].length ?? 0
  let inSpace = false
  for (let at = leading; at < text.length; at += 1) {
    const isSpace = /\p{White_Space}/u.test(text.charAt(at))
    if (!isSpace || !inSpace) places.push(at)
    inSpace = isSpace
  }
  const from = places[start]
  const last = places[end - 1]
  if (from === undefined || last === undefined) throw new Error('The span lies outside the text')
  return { start: from, end: last + 1 }
}
