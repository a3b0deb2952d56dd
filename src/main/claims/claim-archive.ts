import type { ClaimPlace } from './claim-queries'

/** The first `limit` claims in which every word of the query occurs. Not in SQL: its LIKE takes Ä and ä for two letters. */
export function findPlaces(places: Iterable<ClaimPlace>, query: string, limit: number): ClaimPlace[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  const found: ClaimPlace[] = []
  for (const place of places) {
    const text = fold(`${place.wording}\n${place.claimant ?? ''}\n${place.articleTitle}`)
    if (words.every((word) => text.includes(word))) found.push(place)
    if (found.length === limit) break
  }
  return found
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
