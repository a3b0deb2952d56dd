import type { Source } from '#shared/model'

import { readableName } from './source-names'

type PublicSource = Omit<Source, 'evidenceCount' | 'contact'>

/**
 * A source as it may leave the library. How to reach it never does; of a confidential one only the wording does that
 * was chosen for it, and of what kind it is.
 */
export function publicSource({ contact: _, ...source }: Omit<Source, 'evidenceCount'>): PublicSource {
  if (!source.confidential) return source
  return {
    ...source,
    title: wordingOf(source),
    ...{ names: [], authors: null, container: null, publisher: null, issued: null, issuedOn: null },
    ...{ accessedOn: null, url: null, archiveUrl: null, note: null, volume: null, issue: null, pages: null },
    ...{ edition: null, doi: null, isbn: null, event: null, medium: null, cslType: null, further: {} },
    ...{ reliabilityReason: null, conflicts: null, statusReason: null },
  }
}

/** The database keeps confidential and unworded apart; should it fail, nothing is told. */
export function wordingOf({ publicWording }: { publicWording: string | null }): string {
  return publicWording ?? '–'
}

/** A name this short stands for too much else. */
const MIN_NAME = 3
/** A title of one short word too: "Gespräch". */
const MIN_TITLE = 12

/** What a confidential source is called inside, for taking it out of what people wrote. */
export function namesToHide(
  source: Pick<Source, 'title' | 'names' | 'url' | 'archiveUrl' | 'contact'>,
): string[] {
  const persons = source.names.flatMap((name) => {
    const { family, given, droppingParticle, nonDroppingParticle, literal } = name
    const last = [droppingParticle, nonDroppingParticle, family].filter(Boolean).join(' ')
    return [readableName(name), [given, last].filter(Boolean).join(' '), literal, last, family]
  })
  const known = persons.filter((name): name is string => name !== undefined && name.length >= MIN_NAME)
  const titles = source.title.includes(' ') || source.title.length >= MIN_TITLE ? [source.title] : []
  const places = [source.url, source.archiveUrl, source.contact].filter((place) => place !== null)
  return [...known, ...titles, ...places]
}

/** The same for a person who is known by one line: the whole, and the last word. */
export function nameToHide(name: string): string[] {
  const last = name.split(/\s+/).at(-1) ?? ''
  return [name, ...(last.length >= MIN_NAME ? [last] : [])]
}

/**
 * Puts the public wording where one of the names stands, whatever its case, longest name first; also with the letter
 * of a genitive.
 */
export function hiding(hidden: readonly { names: readonly string[]; wording: string }[]) {
  const wordings = new Map(
    hidden.flatMap(({ names, wording }) =>
      names.filter((name) => name.trim() !== '').map((name) => [folded(name), wording] as const),
    ),
  )
  if (wordings.size === 0) return (text: string) => text
  const longestFirst = [...wordings.keys()].sort((a, b) => b.length - a.length)
  const escaped = longestFirst.map((name) =>
    name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+'),
  )
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?!\\p{L}{2}|\\p{N})`, 'giu')
  return (text: string) =>
    text.normalize('NFC').replace(pattern, (found) => wordings.get(folded(found)) ?? '–')
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ')
}
