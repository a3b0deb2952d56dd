import { AppError, type Words } from '#shared/errors'

import { canonicalJson, type Json } from './canonical-json'

type Fields = Readonly<Record<string, unknown>>

/** How much of a value a message shows. */
const SHOWN_CHARACTERS = 120

/**
 * Refuses a change whose author saw other values than there are now. A field that already holds what the author wants is
 * no matter of dispute. The message shows both versions of every field that is.
 */
export function refuseOutdated(
  what: Words,
  { expected, current, wanted = {} }: { expected: Fields | undefined; current: Fields; wanted?: Fields },
): void {
  const disputed = Object.entries(expected ?? {}).filter(([name, seen]) => {
    const [before, now, then] = [seen, current[name], wanted[name]].map(valueOf)
    return seen !== undefined && before !== now && (wanted[name] === undefined || then !== now)
  })
  if (disputed.length === 0) return
  throw overtaken(what, {
    saw: disputed.map(([, seen]) => shown(seen)),
    stored: disputed.map(([name]) => shown(current[name])),
  })
}

function valueOf(value: unknown): string {
  // What crosses the contract is JSON.
  return canonicalJson((value ?? null) as Json)
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : valueOf(value)
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}

function overtaken(what: Words, { saw, stored }: { saw: string[]; stored: string[] }): AppError {
  const [storedDe, sawDe] = [stored, saw].map((values) => values.map((value) => `„${value}“`).join(', '))
  const [storedEn, sawEn] = [stored, saw].map((values) => values.map((value) => `“${value}”`).join(', '))
  return new AppError('conflict', {
    de: `${what.de} wurde inzwischen von anderer Hand geändert. Nichts wurde überschrieben. Jetzt gespeichert: ${storedDe}. Sie hatten vor sich: ${sawDe}. Vergleichen Sie beides und speichern Sie dann noch einmal.`,
    en: `${what.en} was changed by another hand meanwhile. Nothing was overwritten. Stored now: ${storedEn}. You had before you: ${sawEn}. Compare the two, then save again.`,
  })
}
