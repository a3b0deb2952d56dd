import { setImmediate } from 'node:timers/promises'

import { isNegation } from './negations'
import { wordScanner } from './words'

/** A stretch of a document with an own label: a page, a chapter, a stretch of time. */
export interface DocumentPart {
  text: string
}

/** The words of a document, numbered through all its parts, with where each of them stands. Made in linear time. */
export interface DocumentIndex {
  parts: readonly DocumentPart[]
  count: number
  /** Offsets in the text of the word's part. */
  starts: Int32Array
  ends: Int32Array
  flags: Uint8Array
  /** Number of each word's spelling. */
  spellings: Int32Array
  /** Number of a spelling, -1 if the document does not have it. */
  spellingOf(word: string): number
  /** The same number for spellings that differ in the case of their first letter only. */
  uncased: Int32Array
  uncasedOf(word: string): number
  negations: Uint8Array
  /** Where the words of an uncased spelling stand, in order. */
  positionsOf(uncased: number): Int32Array
  partOf(word: number): number
}

/** Words taken in between two looks at what else there is to do. */
const WORDS_AT_A_TIME = 20_000

export function indexDocument(parts: readonly DocumentPart[]): DocumentIndex {
  const steps = indexSteps(parts)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The same, letting others have the thread in between. */
export async function indexDocumentGently(parts: readonly DocumentPart[]): Promise<DocumentIndex> {
  const steps = indexSteps(parts)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await setImmediate()
  }
}

function* indexSteps(parts: readonly DocumentPart[]): Generator<undefined, DocumentIndex> {
  const starts: number[] = []
  const ends: number[] = []
  const flags: number[] = []
  const spellings: number[] = []
  const firstWords: number[] = []
  const known = new Map<string, number>()
  const knownUncased = new Map<string, number>()
  const uncasedBySpelling: number[] = []
  const negationBySpelling: number[] = []

  const spell = (word: string): number => {
    const found = known.get(word)
    if (found !== undefined) return found
    const spelling = known.size
    known.set(word, spelling)
    const key = uncase(word)
    let uncased = knownUncased.get(key)
    if (uncased === undefined) {
      uncased = knownUncased.size
      knownUncased.set(key, uncased)
    }
    uncasedBySpelling.push(uncased)
    negationBySpelling.push(isNegation(word) ? 1 : 0)
    return spelling
  }

  for (const { text } of parts) {
    firstWords.push(starts.length)
    const scan = wordScanner(text)
    const take = (word: string, start: number, end: number, flag: number) => {
      starts.push(start)
      ends.push(end)
      flags.push(flag)
      spellings.push(spell(word))
    }
    while (scan(take, WORDS_AT_A_TIME)) yield
  }

  const uncased = Int32Array.from(uncasedBySpelling)
  const { offsets, positions } = invert(spellings, uncased, knownUncased.size)
  return {
    parts,
    count: starts.length,
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
    flags: Uint8Array.from(flags),
    spellings: Int32Array.from(spellings),
    spellingOf: (word) => known.get(word) ?? -1,
    uncased,
    uncasedOf: (word) => knownUncased.get(uncase(word)) ?? -1,
    negations: Uint8Array.from(negationBySpelling),
    positionsOf: (number) => positions.subarray(offsets[number] ?? 0, offsets[number + 1] ?? 0),
    partOf: (word) => lastAtMost(firstWords, word),
  }
}

function uncase(word: string): string {
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0)
  return first.toLowerCase() + word.slice(first.length)
}

function invert(spellings: readonly number[], uncased: Int32Array, kinds: number) {
  const offsets = new Int32Array(kinds + 1)
  const kindOf = (spelling: number) => uncased[spelling] ?? 0
  for (const spelling of spellings) offsets[kindOf(spelling) + 1] = (offsets[kindOf(spelling) + 1] ?? 0) + 1
  for (let kind = 0; kind < kinds; kind += 1)
    offsets[kind + 1] = (offsets[kind + 1] ?? 0) + (offsets[kind] ?? 0)
  const next = offsets.slice()
  const positions = new Int32Array(spellings.length)
  spellings.forEach((spelling, word) => {
    const kind = kindOf(spelling)
    const slot = next[kind] ?? 0
    positions[slot] = word
    next[kind] = slot + 1
  })
  return { offsets, positions }
}

function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  // Empty parts share their first word with the part that has it, which comes last.
  return low - 1
}
