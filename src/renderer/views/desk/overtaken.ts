import { shallowRef } from 'vue'

type Fields = Record<string, unknown>

/** A field that another hand has changed while it was typed in: what is stored now, and what was typed. */
export interface Overtaken {
  field: string
  stored: unknown
  yours: unknown
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * Keeps a form from overwriting unseen what another hand has changed since it was opened. `draft.seen` holds the fields
 * as they were then; only what was typed over is sent, together with what was seen of it.
 */
export function useOvertaken<Saved extends object>(
  draft: { seen: Saved },
  form: {
    /** The record as it is now. */
    stored: () => Saved
    /** What the form would save. */
    yours: () => Saved
    /** Writes values into the form. */
    put: (fields: Partial<Saved>) => void
  },
) {
  const overtaken = shallowRef<readonly Overtaken[]>([])

  const pick = (from: object, names: readonly string[]): Fields =>
    Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)))

  function typedOver(): string[] {
    const seen = new Map<string, unknown>(Object.entries(draft.seen))
    return Object.entries(form.yours())
      .filter(([name, value]) => !isSame(value, seen.get(name)))
      .map(([name]) => name)
  }

  /** What to save, and what was seen of it. */
  function change(): { fields: Partial<Saved>; expected: Partial<Saved> } {
    const names = typedOver()
    // Both hold the fields of the record.
    return {
      fields: pick(form.yours(), names) as Partial<Saved>,
      expected: pick(draft.seen, names) as Partial<Saved>,
    }
  }

  /** After a refusal: what nobody has typed over follows, the rest is shown beside what is stored. */
  function lookAgain(): void {
    const names = typedOver()
    const [seen, yours] = [pick(draft.seen, names), pick(form.yours(), names)]
    const now = form.stored()
    overtaken.value = Object.entries(now)
      .filter(
        ([name, value]) => names.includes(name) && !isSame(value, seen[name]) && !isSame(value, yours[name]),
      )
      .map(([field, stored]) => ({ field, stored, yours: yours[field] }))
    const others = Object.keys(now).filter((name) => !names.includes(name))
    form.put(pick(now, others) as Partial<Saved>)
    draft.seen = now
  }

  function takeStored({ field, stored }: Overtaken): void {
    form.put({ [field]: stored } as Partial<Saved>)
    overtaken.value = overtaken.value.filter((other) => other.field !== field)
  }

  return { overtaken, change, lookAgain, takeStored }
}
