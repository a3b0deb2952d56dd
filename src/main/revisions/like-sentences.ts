import type { Free } from './align-revisions'

/** A word in more sentences than this tells none of them apart. */
const MAX_SENTENCES_OF_WORD = 40
const MAX_CANDIDATES = 12
/** Free sentences on either side of the same place that are tried whatever their words. */
const REACH = 3
const MAX_PARTS = 4
const MIN_LIKENESS = 0.4
/** The same for what stands in the same place. */
const MIN_LIKENESS_IN_PLACE = 0.3
/** Words of a part that must stand in the whole for a split or a join. */
const MIN_SHARE = 0.6

/** Sentences of one revision that a person should see beside those of the other, for their words are alike. */
export interface LikeSentences {
  before: number[]
  after: number[]
}

type Bag = Map<string, number>

interface Words {
  texts: readonly string[]
  partners: Int32Array
}

/**
 * Pairs what is left over by the words it shares, the most alike first, and takes the pairs out of `free`. A neighbour that
 * adds to the likeness makes it a split or a join. Looks at a bounded number of candidates for each sentence.
 */
export function likeSentences(old: Words, now: Words, free: Free): LikeSentences[] {
  const bagsOld = bagsOf(old.texts, free.before)
  const bagsNow = bagsOf(now.texts, free.after)
  const sentencesOf = new Map<string, number[]>()
  for (const [at, bag] of bagsNow) {
    for (const word of bag.keys()) {
      const known = sentencesOf.get(word)
      if (known) known.push(at)
      else sentencesOf.set(word, [at])
    }
  }
  const places = [...free.after].sort((a, b) => a - b)
  const found: { at: number; partner: number; likeness: number }[] = []
  let placeNow = 0
  for (let at = 0; at < old.texts.length; at += 1) {
    const partner = old.partners[at] ?? -1
    if (partner >= 0) placeNow = partner + 1
    const bag = bagsOld.get(at)
    if (!bag) continue
    const beside = near(places, placeNow)
    for (const candidate of candidatesOf(bag, sentencesOf, beside)) {
      const other = bagsNow.get(candidate)
      const likeness = other ? likenessOf(bag, other) : 0
      const needed = beside.includes(candidate) ? MIN_LIKENESS_IN_PLACE : MIN_LIKENESS
      if (likeness >= needed || (other && isPartOf(bag, other))) {
        found.push({ at, partner: candidate, likeness })
      }
    }
  }
  found.sort((a, b) => b.likeness - a.likeness || Math.abs(a.at - a.partner) - Math.abs(b.at - b.partner))

  const pairs: LikeSentences[] = []
  for (const { at, partner } of found) {
    if (!free.before.has(at) || !free.after.has(partner)) continue
    free.before.delete(at)
    free.after.delete(partner)
    pairs.push({ before: [at], after: [partner] })
  }
  for (const pair of pairs) {
    const bagOld = bagsOld.get(pair.before[0] ?? -1)
    const bagNow = bagsNow.get(pair.after[0] ?? -1)
    if (!bagOld || !bagNow) continue
    if (!extend(pair.after, bagNow, bagOld, free.after, bagsNow)) {
      extend(pair.before, bagOld, bagNow, free.before, bagsOld)
    }
  }
  return pairs
}

function bagsOf(texts: readonly string[], free: ReadonlySet<number>): Map<number, Bag> {
  return new Map([...free].map((at) => [at, bagOf(texts[at] ?? '')]))
}

function bagOf(text: string): Bag {
  const bag: Bag = new Map()
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{M}\p{N}]+|[%€$§]/gu)) {
    bag.set(word, (bag.get(word) ?? 0) + 1)
  }
  return bag
}

/** The free places around a place of the revision. */
function near(places: readonly number[], place: number): number[] {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle] ?? 0) < place) low = middle + 1
    else high = middle
  }
  return places.slice(Math.max(0, low - REACH), low + REACH)
}

function candidatesOf(bag: Bag, sentencesOf: ReadonlyMap<string, number[]>, beside: readonly number[]) {
  const shared = new Map<number, number>()
  for (const word of bag.keys()) {
    const sentences = sentencesOf.get(word)
    if (!sentences || sentences.length > MAX_SENTENCES_OF_WORD) continue
    for (const at of sentences) shared.set(at, (shared.get(at) ?? 0) + 1)
  }
  const best = [...shared].sort((a, b) => b[1] - a[1]).slice(0, MAX_CANDIDATES)
  return new Set([...best.map(([at]) => at), ...beside])
}

function sharedWords(a: Bag, b: Bag): number {
  let shared = 0
  for (const [word, count] of a) shared += Math.min(count, b.get(word) ?? 0)
  return shared
}

function sizeOf(bag: Bag): number {
  let size = 0
  for (const count of bag.values()) size += count
  return size
}

function likenessOf(a: Bag, b: Bag): number {
  const size = sizeOf(a) + sizeOf(b)
  return size === 0 ? 0 : (2 * sharedWords(a, b)) / size
}

/** One is a good part of the other, as half a sentence is of the whole. */
function isPartOf(a: Bag, b: Bag): boolean {
  const smaller = Math.min(sizeOf(a), sizeOf(b))
  return smaller >= 3 && sharedWords(a, b) >= smaller * 0.8
}

/** Takes neighbours into `places` while they make their words more like the whole. */
function extend(
  places: number[],
  part: Bag,
  whole: Bag,
  free: Set<number>,
  bags: ReadonlyMap<number, Bag>,
): boolean {
  let words = part
  let isExtended = false
  for (let again = true; again && places.length < MAX_PARTS;) {
    again = false
    for (const neighbour of [(places.at(-1) ?? 0) + 1, (places[0] ?? 0) - 1]) {
      const bag = free.has(neighbour) ? bags.get(neighbour) : undefined
      if (!bag || sharedWords(bag, whole) < sizeOf(bag) * MIN_SHARE) continue
      const both = sumOf(words, bag)
      if (likenessOf(both, whole) <= likenessOf(words, whole)) continue
      free.delete(neighbour)
      places.push(neighbour)
      places.sort((a, b) => a - b)
      words = both
      isExtended = true
      again = true
      break
    }
  }
  return isExtended
}

function sumOf(a: Bag, b: Bag): Bag {
  const sum = new Map(a)
  for (const [word, count] of b) sum.set(word, (sum.get(word) ?? 0) + count)
  return sum
}
