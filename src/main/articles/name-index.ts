export interface Mentions {
  /** Without a word before it that makes it a thing or a place. */
  bare: number
  /** After an article or an adjective's worth of one: "die Hoffnung". */
  asThing: number
  /** After a preposition of place: "nach Almaty". */
  asPlace: number
  /** Where the word stands first. */
  first: number
}

export type NameIndex = ReadonlyMap<string, Mentions>

const THING = new Set(
  'der die das den dem des ein eine einen einem einer eines kein keine keinen zum zur im am vom beim ins ans aufs jede jeder jedes diese dieser dieses the a an this that these those no any'.split(
    ' ',
  ),
)
const PLACE = new Set('in nach aus bei from into near'.split(' '))

/** How words with a capital are spoken of in a text, in one pass. */
export function nameIndex(text: string): NameIndex {
  const mentionsOf = new Map<string, Mentions>()
  let before = ''
  for (const { 0: word, index: first } of text.matchAll(/[\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)*|[.!?]/gu)) {
    if (/^\p{Lu}/u.test(word) && word.length > 2) {
      const mentions = mentionsOf.get(word) ?? { bare: 0, asThing: 0, asPlace: 0, first }
      if (THING.has(before)) mentions.asThing++
      else if (PLACE.has(before)) mentions.asPlace++
      else mentions.bare++
      mentionsOf.set(word, mentions)
    }
    before = word.toLowerCase()
  }
  return mentionsOf
}
