/**
 * Names of the bookmarks by which an annotated draft is known again once it comes back. They begin with "_", so that Word
 * does not list them, and have 40 characters, the most it allows: the id stands in them without its hyphens.
 */
const MARK = /^_Belegt([RCV])([0-9a-f]{8})([0-9a-f]{4})(7[0-9a-f]{3})([89ab][0-9a-f]{3})([0-9a-f]{12})$/

/** R: the revision that the draft is of. C: where a claim stands. V: where the words a verdict proposes would stand. */
export type DraftMark = 'R' | 'C' | 'V'

export function draftMark(kind: DraftMark, id: string): string {
  return `_Belegt${kind}${id.replaceAll('-', '')}`
}

export function readDraftMark(name: string): { kind: DraftMark; id: string } | null {
  const [, kind, ...parts] = MARK.exec(name) ?? []
  // The pattern holds no other letter.
  return kind === undefined ? null : { kind: kind as DraftMark, id: parts.join('-') }
}

/** Only the words that differ between a stretch and its correction: what both begin and end with stays untouched. */
export function narrowed(
  { start, end, text }: { start: number; end: number; text: string },
  correction: string,
): { start: number; end: number; text: string } {
  const old = text.split(/(?<=\s)/)
  const proposed = correction.split(/(?<=\s)/)
  let before = 0
  while (before < old.length && before < proposed.length && old[before] === proposed[before]) before += 1
  let after = 0
  while (
    after < old.length - before &&
    after < proposed.length - before &&
    old[old.length - 1 - after] === proposed[proposed.length - 1 - after]
  )
    after += 1
  const length = (parts: readonly string[]) => parts.join('').length
  return {
    start: start + length(old.slice(0, before)),
    end: end - length(old.slice(old.length - after)),
    text: proposed.slice(before, proposed.length - after).join(''),
  }
}
