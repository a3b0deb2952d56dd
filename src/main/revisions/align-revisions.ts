import { foldedText } from '#main/database/folded-text'
import { SENTENCE_CONTEXTS, type ChangedBecause, type RevisionStepKind } from '#shared/model'

import { likeSentences } from './like-sentences'
import { contextsOf, type ContextName, type RevisionSentence, type SentenceContext } from './sentence-context'

/** What became of sentences from one revision to the next. Every sentence of both stands in exactly one step. */
export interface AlignmentStep {
  kind: RevisionStepKind
  /** Empty when it was kept, moved, or has no counterpart. */
  because: ChangedBecause[]
  /** Positions before and after, ascending. */
  before: number[]
  after: number[]
}

/** One revision while it is lined up with another. */
interface Side {
  texts: string[]
  contexts: SentenceContext[]
  /** How many sentences with these words stand side by side. */
  runs: number[]
  /** Position of the same sentence in the other revision, -1 while there is none. */
  partners: Int32Array
}

/**
 * Lines up two revisions. Only 'kept' and 'moved' say that a sentence is the same: identical words in an identical
 * context, and no doubt which of several twins it is. All other steps help to read; nothing may be carried along them.
 */
export function alignRevisions(
  before: readonly RevisionSentence[],
  after: readonly RevisionSentence[],
): AlignmentStep[] {
  const old = sideOf(before)
  const now = sideOf(after)
  matchUnique(old, now)
  matchTwins(old, now)

  const steps: AlignmentStep[] = []
  const inPlace = inOrder(old.partners)
  for (const [at, partner] of old.partners.entries()) {
    if (partner < 0) continue
    steps.push({ kind: inPlace.has(at) ? 'kept' : 'moved', because: [], before: [at], after: [partner] })
  }
  const free = { before: freeOf(old), after: freeOf(now) }
  for (const [at, partner] of sameWords(old, now, free)) {
    const differences = contextDifferences(old, now, at, partner)
    const because: ChangedBecause[] = differences.length > 0 ? differences : ['twins']
    steps.push({ kind: 'changed', because, before: [at], after: [partner] })
  }
  for (const { before: from, after: to } of likeSentences(old, now, free)) {
    const kind = to.length > 1 ? 'split' : from.length > 1 ? 'joined' : 'changed'
    const because: ChangedBecause[] = ['words', ...contextDifferences(old, now, from[0] ?? 0, to[0] ?? 0)]
    steps.push({ kind, because, before: from, after: to })
  }
  for (const at of free.before) steps.push({ kind: 'gone', because: [], before: [at], after: [] })
  for (const at of free.after) steps.push({ kind: 'new', because: [], before: [], after: [at] })
  return inReadingOrder(steps, before.length)
}

function sideOf(sentences: readonly RevisionSentence[]): Side {
  const texts = sentences.map(({ text }) => foldedText(text))
  return {
    texts,
    contexts: contextsOf(sentences),
    runs: runsOf(texts),
    partners: new Int32Array(sentences.length).fill(-1),
  }
}

function runsOf(texts: readonly string[]): number[] {
  const runs: number[] = []
  for (let from = 0; from < texts.length;) {
    let to = from + 1
    while (to < texts.length && texts[to] === texts[from]) to += 1
    for (let at = from; at < to; at += 1) runs.push(to - from)
    from = to
  }
  return runs
}

function contextDifferences(old: Side, now: Side, at: number, partner: number): ContextName[] {
  const [a, b] = [old.contexts[at], now.contexts[partner]]
  return SENTENCE_CONTEXTS.filter((name) => a?.[name] !== b?.[name])
}

function isSame(old: Side, now: Side, at: number, partner: number): boolean {
  const text = old.texts[at]
  if (text === undefined || text !== now.texts[partner]) return false
  return contextDifferences(old, now, at, partner).length === 0
}

/** Words that stand once before and once after are the same sentence, wherever they stand. */
function matchUnique(old: Side, now: Side): void {
  const placesNow = placesOf(now.texts)
  for (const [text, places] of placesOf(old.texts)) {
    const [at, twin] = places
    const [partner, twinNow] = placesNow.get(text) ?? []
    if (at === undefined || partner === undefined || twin !== undefined || twinNow !== undefined) continue
    if (isSame(old, now, at, partner)) match(old, now, at, partner)
  }
}

function placesOf(texts: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>()
  for (const [at, text] of texts.entries()) {
    const known = places.get(text)
    if (known) known.push(at)
    else places.set(text, [at])
  }
  return places
}

function match(old: Side, now: Side, at: number, partner: number): void {
  old.partners[at] = partner
  now.partners[partner] = at
}

/**
 * Tells twins apart by their neighbours, until no neighbour tells any more. Twins side by side stay what they are only
 * while there are as many of them as before.
 */
function matchTwins(old: Side, now: Side): void {
  const inPlace = inOrder(old.partners)
  const twins = freeOf(old)
  let queue = twins
  while (queue.size > 0) {
    const found = [...queue].flatMap((at) => {
      const choice = twinOf(at, old, now, inPlace)
      return choice ? [{ at, ...choice }] : []
    })
    const wanted = Map.groupBy(found, ({ partner }) => partner)
    const sure = found.filter(({ partner }) => wanted.get(partner)?.length === 1)
    for (const { at, partner, isInPlace } of sure) {
      match(old, now, at, partner)
      if (isInPlace) inPlace.add(at)
    }
    // Only beside what was just matched can anything have become clearer.
    const beside = sure.flatMap(({ at }) => [at - 1, at + 1])
    queue = new Set(beside.filter((at) => old.partners[at] === -1))
  }
  // Neighbours that were told apart later may object.
  const doubtful = [...twins].filter(
    (at) => hasObjection(at, old, now) || hasObjection(old.partners[at] ?? -1, now, old),
  )
  for (const at of doubtful) {
    now.partners[old.partners[at] ?? -1] = -1
    old.partners[at] = -1
  }
}

/** Whether a neighbour of a matched sentence names another one with the same words. */
function hasObjection(at: number, one: Side, other: Side): boolean {
  const partner = one.partners[at] ?? -1
  if (partner < 0) return false
  return besides(at, one, other.texts.length).some(
    ({ place }) => place !== partner && other.texts[place] === one.texts[at],
  )
}

/**
 * The one sentence that the neighbours of a sentence say it is: both of them, or one that has stayed in its place while
 * the other says nothing. None where they name two, or where another twin has neighbours that name the same.
 */
function twinOf(at: number, old: Side, now: Side, inPlace: ReadonlySet<number>) {
  const named = besides(at, old, now.texts.length).filter(({ place }) => now.texts[place] === old.texts[at])
  const [first, second] = named
  if (!first || (second && second.place !== first.place)) return null
  const partner = first.place
  if (now.partners[partner] !== -1 || !isSame(old, now, at, partner)) return null
  if (old.runs[at] !== now.runs[partner]) return null
  const others = besides(partner, now, old.texts.length)
  if (others.some(({ place }) => place !== at && old.texts[place] === old.texts[at])) return null
  const isInPlace = named.some(({ neighbour }) => isEdge(neighbour, old) || inPlace.has(neighbour))
  return second || isInPlace ? { partner, isInPlace } : null
}

/** Where a sentence would stand in the other revision, by each of its neighbours that is there. */
function besides(at: number, { partners, texts }: Side, otherLength: number) {
  const partnerOf = (neighbour: number) => {
    if (neighbour < 0) return -1
    return neighbour < texts.length ? (partners[neighbour] ?? -1) : otherLength
  }
  return [-1, 1].flatMap((side) => {
    const neighbour = at + side
    const partner = partnerOf(neighbour)
    const isThere = partner >= 0 || neighbour < 0
    return isThere ? [{ neighbour, place: partner - side }] : []
  })
}

/** The beginning and the end of a text are neighbours too. */
function isEdge(neighbour: number, { texts }: Side): boolean {
  return neighbour < 0 || neighbour >= texts.length
}

function freeOf({ partners }: Side): Set<number> {
  const free = new Set<number>()
  for (const [at, partner] of partners.entries()) if (partner < 0) free.add(at)
  return free
}

/** The most sentences that still follow each other as before; all others were moved. */
function inOrder(partners: Int32Array): Set<number> {
  const ends: number[] = []
  const previous = new Int32Array(partners.length).fill(-1)
  for (const [at, partner] of partners.entries()) {
    if (partner < 0) continue
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((partners[ends[middle] ?? 0] ?? 0) < partner) low = middle + 1
      else high = middle
    }
    previous[at] = ends[low - 1] ?? -1
    ends[low] = at
  }
  const order = new Set<number>()
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) order.add(at)
  return order
}

export interface Free {
  before: Set<number>
  after: Set<number>
}

/** The same words in another context, or twins that nobody can tell apart: in order, and no longer free. */
function* sameWords(old: Side, now: Side, free: Free): Generator<[number, number]> {
  const placesNow = Map.groupBy(free.after, (at) => now.texts[at])
  for (const at of [...free.before]) {
    const partner = placesNow.get(old.texts[at])?.shift()
    if (partner === undefined) continue
    free.before.delete(at)
    free.after.delete(partner)
    yield [at, partner]
  }
}

/** By where the sentences stand now; what is gone stands behind what it stood behind. */
function inReadingOrder(steps: readonly AlignmentStep[], length: number): AlignmentStep[] {
  const stepOf = new Map(steps.flatMap((step) => step.before.map((at) => [at, step] as const)))
  const first: AlignmentStep[] = []
  const goneBehind = new Map<AlignmentStep, AlignmentStep[]>()
  let gone = first
  for (let at = 0; at < length; at += 1) {
    const step = stepOf.get(at)
    if (step?.kind === 'gone') gone.push(step)
    else if (step && step.kind !== 'moved') {
      gone = goneBehind.get(step) ?? []
      goneBehind.set(step, gone)
    }
  }
  const standing = steps
    .filter(({ after }) => after.length > 0)
    .sort((a, b) => (a.after[0] ?? 0) - (b.after[0] ?? 0))
  return [...first, ...standing.flatMap((step) => [step, ...(goneBehind.get(step) ?? [])])]
}
