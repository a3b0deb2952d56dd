import { AppError, type Words } from '#shared/errors'

import { canonicalJson, type Json } from './canonical-json'

type Fields = Readonly<Record<string, unknown>>

/** How much of a value a message shows. */
const SHOWN_CHARACTERS = 120

/**
 * Refuses a change whose author saw other values than there are now. A field that already holds what the author wants is
 * no matter of dispute. The message shows both versions of the first field that is.
 */
export function refuseOutdated(
  what: Words,
  { expected, current, wanted = {} }: { expected: Fields | undefined; current: Fields; wanted?: Fields },
): void {
  for (const [name, seen] of Object.entries(expected ?? {})) {
    const [before, now, then] = [seen, current[name], wanted[name]].map(valueOf)
    if (seen === undefined || before === now || (wanted[name] !== undefined && then === now)) continue
    throw overtaken(what, { saw: shown(seen), stored: shown(current[name]) })
  }
}

function valueOf(value: unknown): string {
  // What crosses the contract is JSON.
  return canonicalJson((value ?? null) as Json)
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : valueOf(value)
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}

function overtaken(what: Words, { saw, stored }: { saw: string; stored: string }): AppError {
  return new AppError('conflict', {
    de: `${what.de} wurde inzwischen von anderer Hand geändert. Nichts wurde überschrieben. Jetzt gespeichert: „${stored}“. Sie hatten vor sich: „${saw}“. Vergleichen Sie beides und speichern Sie dann noch einmal.`,
    en: `${what.en} was changed by another hand meanwhile. Nothing was overwritten. Stored now: “${stored}”. You had before you: “${saw}”. Compare the two, then save again.`,
  })
}
