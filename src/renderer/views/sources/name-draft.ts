import type { SourceName } from '#shared/model'

/** A name as its fields hold it: an institution, or a name nobody took apart, stands in `whole`. */
export interface NameDraft {
  kind: 'person' | 'whole'
  whole: string
  given: string
  family: string
  nonDroppingParticle: string
  droppingParticle: string
  suffix: string
}

export function nameDraft(name: Partial<SourceName> = {}): NameDraft {
  return {
    kind: name.literal === undefined ? 'person' : 'whole',
    whole: name.literal ?? '',
    given: name.given ?? '',
    family: name.family ?? '',
    nonDroppingParticle: name.nonDroppingParticle ?? '',
    droppingParticle: name.droppingParticle ?? '',
    suffix: name.suffix ?? '',
  }
}

/** What was typed goes along when a name turns out to be a person's or an institution's. */
export function turnedName(name: NameDraft): NameDraft {
  if (name.kind === 'person') {
    const { given, droppingParticle, nonDroppingParticle, family, suffix } = name
    const whole = [given, droppingParticle, nonDroppingParticle, family, suffix].filter(Boolean).join(' ')
    return { ...nameDraft(), kind: 'whole', whole }
  }
  const words = name.whole.trim().split(/\s+/)
  const family = words.pop() ?? ''
  return { ...nameDraft(), family, given: words.join(' ') }
}

/** Names without a word are left out. */
export function namesOf(drafts: readonly NameDraft[]): SourceName[] {
  return drafts.flatMap(({ kind, whole, ...parts }) => {
    const named = kind === 'whole' ? { literal: whole } : parts
    const filled = Object.entries(named)
      .map(([part, text]) => [part, text.trim()])
      .filter(([, text]) => text)
    const name: SourceName = Object.fromEntries(filled)
    return (name.literal ?? name.family ?? name.given) === undefined ? [] : [name]
  })
}
