export interface MatchedPart {
  text: string
  matched: boolean
}

/** Words of a search, in lower case. */
export function searchWords(query: string): string[] {
  return query.normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean)
}

export function matches(text: string, words: readonly string[]): boolean {
  const lower = text.normalize('NFC').toLowerCase()
  return words.every((word) => lower.includes(word))
}

/** Cuts a text into what was searched for and what stands between. */
export function matchedParts(text: string, words: readonly string[]): MatchedPart[] {
  const lower = text.toLowerCase()
  // A few letters change their length with their case; then no place in one is a place in the other.
  if (lower.length !== text.length || words.length === 0) return [{ text, matched: false }]
  const matched = new Array<boolean>(text.length).fill(false)
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0 && word !== ''; at = lower.indexOf(word, at + word.length)) {
      matched.fill(true, at, at + word.length)
    }
  }
  const parts: MatchedPart[] = []
  let start = 0
  for (let at = 1; at <= text.length; at += 1) {
    if (at < text.length && matched[at] === matched[start]) continue
    parts.push({ text: text.slice(start, at), matched: matched[start] === true })
    start = at
  }
  return parts
}
