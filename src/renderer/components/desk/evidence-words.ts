import type { Evidence, Source } from '#shared/model'

/** Where in what: "Präsidialamt, Video, 02:14 bis 02:29". `typeName` is the type in words. */
export function placeWords(
  source: Pick<Source, 'publisher' | 'container' | 'authors'>,
  typeName: string,
  locator: Evidence['locator'],
): string {
  const origin = source.container ?? source.publisher ?? source.authors
  return [origin, typeName, locator].filter((part) => part !== null && part !== '').join(', ')
}

/** The same in as few words as a list has room for: "Video, 02:14". */
export function shortPlaceWords(typeName: string, locator: Evidence['locator']): string {
  const place = locator?.split(/ (?:bis|to|–|-) |, /)[0] ?? ''
  return [typeName, place].filter(Boolean).join(', ')
}
