import type { SourceName } from '#shared/model'

const BETWEEN_NAMES = '; '

/**
 * Names from text in which they stand one after the other. Nothing is taken apart, so what comes out reads as the
 * text that went in. Migration 2 and the events before it rest on this: it never changes.
 */
export function namesOfText(text: string | null): SourceName[] {
  if (text === null || text === '') return []
  const parts = text.split(BETWEEN_NAMES)
  const clean = parts.every((part) => part !== '' && part === part.trim())
  return (clean ? parts : [text]).map((literal) => ({ literal }))
}

/** "Beethoven, Ludwig van"; "de Gaulle, Charles"; "King, Martin Luther, Jr."; institutions as they are. */
export function readableName(name: SourceName): string {
  if (name.literal !== undefined) return name.literal
  const family = [name.nonDroppingParticle, name.family].filter(Boolean).join(' ')
  const given = [name.given, name.droppingParticle].filter(Boolean).join(' ')
  return [family, given, name.suffix].filter(Boolean).join(', ')
}

export function readableNames(names: readonly SourceName[]): string | null {
  return names.length > 0 ? names.map(readableName).join(BETWEEN_NAMES) : null
}
