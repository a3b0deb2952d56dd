import { alignWords, type Step } from './align-words'
import type { DocumentIndex } from './document-index'
import { typographyBetween, type Typography } from './typography'
import { AFTER_STOP, forEachWord, STARTS_SENTENCE } from './words'

export type QuoteResult = 'found' | 'found with differences' | 'other order' | 'not found'

/** A stretch of the document. Offsets count UTF-16 units of the text of their part, end exclusive. */
export interface Place {
  part: number
  start: number
  endPart: number
  end: number
}

/** One step of the way from the document (from) to the quote (to). */
export interface WordDifference {
  kind: 'same' | 'removed' | 'added' | 'changed' | 'omitted'
  from: string
  to: string
}

export interface QuoteComparison {
  result: QuoteResult
  place: Place | null
  /** How often exactly these words stand in the document. */
  occurrences: number
  diff: WordDifference[]
  /** What differed and did not count. */
  ignored: Typography[]
}

interface QuoteWord {
  word: string
  start: number
  end: number
  startsSentence: boolean
  spelling: number
  uncased: number
}

/** Words between two marks of omission. */
interface Segment {
  words: readonly QuoteWord[]
  /** Steps from the document to these words. */
  steps: readonly Step[]
  /** All its words stand close together, in whatever order. */
  isTogether: boolean
}

const BRACKETED_OMISSION = /\[\s{0,3}(?:…|\.\s?\.\s?\.)\s{0,3}\]|\(\s{0,3}(?:…|\.\s?\.\s?\.)\s{0,3}\)/g
const ANY_OMISSION = /[[(]?\s{0,3}(?:…|\.\s?\.\s?\.)\s{0,3}[\])]?/g
/** "[D]ie": only the case of a letter was changed, and said so. */
const CHANGED_LETTER = /\[(\p{L})\](?=\p{L})/gu
/** Words that one mark of omission may stand for. */
const MAX_OMITTED_WORDS = 300
/** What is looked at around the rarest words of a quote that is not there as it stands. */
const MAX_SEEDS = 100_000
const MAX_SEED_WORDS = 64
const MAX_WINDOWS = 4
/** A passage is the one meant when so much of the quote, in letters, stands in it. */
const MIN_SHARE = 0.6
/** So many words in any order, close together, are no chance. */
const MIN_WORDS_MIXED_UP = 5

/**
 * Compares a quote with the text of a document. 'found' means that the same words stand there in the same order, with
 * nothing but typography between them; one other word, digit or sign is a difference. A negation just before or after the
 * passage, in the same sentence, is a difference too, and so is one that a mark of omission stands for: the quote left it out. Informs; decides nothing.
 */
export function compareQuote(given: string, document: DocumentIndex): QuoteComparison {
  const quote = given.replace(CHANGED_LETTER, '$1')
  const asMarked = compareSegments(quote, segmentsOf(quote, BRACKETED_OMISSION, document), document)
  if (asMarked.result === 'found') return asMarked
  const pieces = segmentsOf(quote, ANY_OMISSION, document)
  if (pieces.length < 2 || pieces.length === segmentsOf(quote, BRACKETED_OMISSION, document).length)
    return asMarked
  const asOmitted = compareSegments(quote, pieces, document)
  return RANK[asOmitted.result] < RANK[asMarked.result] ? asOmitted : asMarked
}

const RANK: Record<QuoteResult, number> = {
  found: 0,
  'found with differences': 1,
  'other order': 2,
  'not found': 3,
}

const NOT_FOUND: QuoteComparison = { result: 'not found', place: null, occurrences: 0, diff: [], ignored: [] }

function segmentsOf(quote: string, omission: RegExp, document: DocumentIndex): Segment[] {
  const segments: Segment[] = []
  let from = 0
  const add = (to: number) => {
    const words: QuoteWord[] = []
    forEachWord(quote.slice(from, to), (word, start, end, flags) => {
      words.push({
        word,
        start: from + start,
        end: from + end,
        startsSentence: (flags & STARTS_SENTENCE) !== 0,
        spelling: document.spellingOf(word),
        uncased: document.uncasedOf(word),
      })
    })
    if (words.length > 0) segments.push({ words, steps: [], isTogether: false })
  }
  for (const { 0: mark, index } of quote.matchAll(omission)) {
    add(index)
    from = index + mark.length
  }
  add(quote.length)
  return segments
}

function compareSegments(
  quote: string,
  segments: readonly Segment[],
  document: DocumentIndex,
): QuoteComparison {
  if (segments.length === 0 || document.count === 0) return NOT_FOUND
  const occurrences = segments.map(({ words }) => exactPlaces(words, document))
  const chains = chainsOf(segments, occurrences)
  const best = chains.find((chain) => !hidesNegation(segments, chain, document)) ?? chains[0]
  const aligned = segments.map(({ words }, at): Segment => {
    const start = best?.[at] ?? occurrences[at]?.[0]
    if (start === undefined) return { words, ...closest(words, document) }
    return { words, steps: sameSteps(words.length, start), isTogether: true }
  })
  const isMixedUp = !isMeant(aligned)
  if (isMixedUp && !aligned.every(({ isTogether }) => isTogether)) return NOT_FOUND
  const steps = withEdges(aligned, document)
  const inOrder = best !== undefined || followEachOther(aligned)
  const differs =
    steps.some(({ steps: each }) => each.some(({ kind }) => kind !== 'same')) ||
    omitsNegation(steps, document)
  const result =
    isMixedUp || !inOrder || steps.some((segment) => isReordered(segment, document))
      ? 'other order'
      : differs || best === undefined
        ? 'found with differences'
        : 'found'
  return {
    result,
    place: placeOf(steps, document),
    occurrences: chains.length,
    diff: differences(quote, steps, document),
    ignored: typographyBetween(matchedPairs(quote, steps, document), segments.length > 1),
  }
}

/** The word of the document and that of the quote are the same; a capital at the start of a sentence is typography. */
function isSameWord(words: readonly QuoteWord[], at: number, word: number, document: DocumentIndex): boolean {
  const mine = words[at]
  const spelling = document.spellings[word] ?? -2
  if (!mine) return false
  if (mine.spelling === spelling) return true
  if (mine.uncased < 0 || mine.uncased !== document.uncased[spelling]) return false
  return at === 0 || mine.startsSentence || ((document.flags[word] ?? 0) & STARTS_SENTENCE) !== 0
}

/** First words of all places where the words stand one after the other. */
function exactPlaces(words: readonly QuoteWord[], document: DocumentIndex): number[] {
  let rarest = 0
  let seeds: Int32Array | undefined
  for (const [at, { uncased }] of words.entries()) {
    if (uncased < 0) return []
    const positions = document.positionsOf(uncased)
    if (seeds === undefined || positions.length < seeds.length) {
      rarest = at
      seeds = positions
    }
  }
  const places: number[] = []
  for (const seed of seeds ?? []) {
    const start = seed - rarest
    if (start < 0 || start + words.length > document.count) continue
    if (words.every((_, at) => isSameWord(words, at, start + at, document))) places.push(start)
  }
  return places
}

/** All ways to read the segments one after the other, each with at most so many words left out before it. */
function chainsOf(segments: readonly Segment[], occurrences: readonly (readonly number[])[]): number[][] {
  let chains = (occurrences[0] ?? []).map((start) => [start])
  for (let at = 1; at < segments.length; at += 1) {
    const places = occurrences[at] ?? []
    const length = segments[at - 1]?.words.length ?? 0
    let next = 0
    chains = chains.flatMap((chain) => {
      const after = (chain.at(-1) ?? 0) + length
      while (next < places.length && (places[next] ?? 0) < after) next += 1
      const start = places[next]
      return start !== undefined && start - after <= MAX_OMITTED_WORDS ? [[...chain, start]] : []
    })
  }
  return chains
}

function sameSteps(length: number, start: number): Step[] {
  return Array.from({ length }, (_, at) => ({ kind: 'same', quote: at, document: start + at }))
}

/** The stretch of the document that shares most with the words, aligned with them. */
function closest(
  words: readonly QuoteWord[],
  document: DocumentIndex,
): Pick<Segment, 'steps' | 'isTogether'> {
  const wanted = new Map<number, number>()
  for (const { uncased } of words) wanted.set(uncased, (wanted.get(uncased) ?? 0) + 1)
  const rareFirst = [...wanted.keys()]
    .filter((uncased) => uncased >= 0)
    .map((uncased) => document.positionsOf(uncased))
    .sort((a, b) => a.length - b.length)
  const seeds: Int32Array[] = []
  let total = 0
  for (const positions of rareFirst) {
    if (seeds.length > 0 && (total + positions.length > MAX_SEEDS || seeds.length >= MAX_SEED_WORDS)) break
    seeds.push(positions)
    total += positions.length
  }
  const width = Math.ceil(words.length * 1.5) + 8
  let best: Pick<Segment, 'steps' | 'isTogether'> = { steps: [], isTogether: false }
  let bestShare = 0
  for (const start of windows(seeds, wanted, width, document)) {
    const from = Math.max(0, start - words.length - 8)
    const to = Math.min(document.count, start + width + words.length)
    const steps = alignWords(words.length, from, to, (at, word) => isSameWord(words, at, word, document))
    const share = shareOf([{ words, steps }])
    if (share > bestShare) {
      best = {
        steps,
        isTogether: words.length >= MIN_WORDS_MIXED_UP && holdsAll(wanted, start, start + width, document),
      }
      bestShare = share
    }
  }
  return best
}

function holdsAll(
  wanted: ReadonlyMap<number, number>,
  from: number,
  to: number,
  document: DocumentIndex,
): boolean {
  const missing = new Map(wanted)
  for (let word = from; word < Math.min(to, document.count); word += 1) {
    const uncased = document.uncased[document.spellings[word] ?? 0] ?? -1
    const left = missing.get(uncased)
    if (left === 1) missing.delete(uncased)
    else if (left !== undefined) missing.set(uncased, left - 1)
  }
  return missing.size === 0
}

/** Where windows of so many words hold most of the wanted ones, the rare ones counting more. */
function windows(
  seeds: readonly Int32Array[],
  wanted: ReadonlyMap<number, number>,
  width: number,
  document: DocumentIndex,
): number[] {
  const merged = new Int32Array(seeds.reduce((sum, { length }) => sum + length, 0))
  let filled = 0
  for (const positions of seeds) {
    merged.set(positions, filled)
    filled += positions.length
  }
  merged.sort()
  const kindAt = (at: number) => document.uncased[document.spellings[merged[at] ?? 0] ?? 0] ?? -1
  const worth = (kind: number) => 1 / (1 + Math.log2(document.positionsOf(kind).length))
  const inside = new Map<number, number>()
  const peaks: { start: number; score: number }[] = []
  let score = 0
  let first = 0
  for (let last = 0; last < merged.length; last += 1) {
    const kind = kindAt(last)
    const held = (inside.get(kind) ?? 0) + 1
    inside.set(kind, held)
    if (held <= (wanted.get(kind) ?? 0)) score += worth(kind)
    while ((merged[last] ?? 0) - (merged[first] ?? 0) >= width) {
      const leaving = kindAt(first)
      const left = (inside.get(leaving) ?? 0) - 1
      inside.set(leaving, left)
      if (left < (wanted.get(leaving) ?? 0)) score -= worth(leaving)
      first += 1
    }
    const start = merged[first] ?? 0
    const peak = peaks.at(-1)
    if (peak && start - peak.start < width) {
      if (score > peak.score) peaks[peaks.length - 1] = { start, score }
    } else peaks.push({ start, score })
    // Only the best are kept, so that a common word does not fill the list.
    if (peaks.length > 256) peaks.sort((a, b) => b.score - a.score).splice(MAX_WINDOWS)
  }
  return peaks
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_WINDOWS)
    .map(({ start }) => start)
}

/** How much of the quote, in letters, stands in the stretch it was aligned with. */
function shareOf(segments: readonly Pick<Segment, 'words' | 'steps'>[]): number {
  let same = 0
  let all = 0
  for (const { words, steps } of segments) {
    for (const { word } of words) all += word.length
    for (const step of steps) if (step.kind === 'same') same += words[step.quote]?.word.length ?? 0
  }
  return all === 0 ? 0 : same / all
}

function isMeant(segments: readonly Segment[]): boolean {
  const same = segments.flatMap(({ steps }) => steps).filter(({ kind }) => kind === 'same').length
  const words = segments.reduce((sum, segment) => sum + segment.words.length, 0)
  return shareOf(segments) >= MIN_SHARE && (same >= 2 || same === words)
}

function documentWords(steps: readonly Step[]): number[] {
  return steps.flatMap((step) => (step.kind === 'added' ? [] : [step.document]))
}

function followEachOther(segments: readonly Segment[]): boolean {
  let after = -1
  for (const { steps } of segments) {
    const words = documentWords(steps)
    const first = words[0]
    if (first === undefined) continue
    if (first <= after) return false
    after = words.at(-1) ?? first
  }
  return true
}

/** A negation that stands right before the passage or right after it, in the same sentence, belongs to what it says. */
function withEdges(segments: readonly Segment[], document: DocumentIndex): Segment[] {
  const taken = new Set(segments.flatMap(({ steps }) => documentWords(steps)))
  return segments.map((segment) => {
    const { steps } = segment
    const inside = documentWords(steps)
    const first = inside[0]
    const last = inside.at(-1)
    if (first === undefined || last === undefined) return segment
    const before = first - 1
    const after = last + 1
    return {
      ...segment,
      steps: [
        ...(!taken.has(before) && negatesNext(before, document) ? [removed(before)] : []),
        ...steps,
        ...(!taken.has(after) && negatesBefore(after, document) ? [removed(after)] : []),
      ],
    }
  })
}

function removed(document: number): Step {
  return { kind: 'removed', document }
}

function negatesNext(word: number, document: DocumentIndex): boolean {
  return isNegationAt(word, document) && ((document.flags[word + 1] ?? 0) & AFTER_STOP) === 0
}

function negatesBefore(word: number, document: DocumentIndex): boolean {
  return isNegationAt(word, document) && ((document.flags[word] ?? 0) & AFTER_STOP) === 0
}

function isNegationAt(word: number, document: DocumentIndex): boolean {
  return word >= 0 && word < document.count && document.negations[document.spellings[word] ?? 0] === 1
}

function hidesNegation(
  segments: readonly Segment[],
  chain: readonly number[],
  document: DocumentIndex,
): boolean {
  return segments.some(({ words }, at) => {
    const start = chain[at] ?? 0
    return negatesNext(start - 1, document) || negatesBefore(start + words.length, document)
  })
}

/** Among the words left out between two segments, those of the sentences that the segments themselves belong to. */
function omitsNegation(segments: readonly Segment[], document: DocumentIndex): boolean {
  return segments.some(({ steps }, at) => {
    const last = documentWords(segments[at - 1]?.steps ?? []).at(-1)
    const first = documentWords(steps)[0]
    if (last === undefined || first === undefined) return false
    const isAfterStop = (word: number): boolean => ((document.flags[word] ?? 0) & AFTER_STOP) !== 0
    for (let word = last + 1; word < first && !isAfterStop(word); word += 1) {
      if (isNegationAt(word, document)) return true
    }
    for (let word = first - 1; word > last && !isAfterStop(word + 1); word -= 1) {
      if (isNegationAt(word, document)) return true
    }
    return false
  })
}

/** Every word that seems added was taken from another place of the passage. */
function isReordered({ words, steps }: Segment, document: DocumentIndex): boolean {
  const added = steps.flatMap((step) =>
    step.kind === 'added' || step.kind === 'changed' ? [step.quote] : [],
  )
  if (added.length === 0) return false
  const inside = documentWords(steps)
  const first = inside[0]
  const last = inside.at(-1)
  if (first === undefined || last === undefined) return false
  // One word more at an edge is no moved word; several in a row are.
  const reach = added.length > 1 ? added.length : 0
  const used = new Set(steps.flatMap((step) => (step.kind === 'same' ? [step.document] : [])))
  const spare: number[] = []
  for (let word = Math.max(0, first - reach); word <= Math.min(document.count - 1, last + reach); word += 1) {
    if (!used.has(word)) spare.push(word)
  }
  return added.every((at) => {
    const found = spare.findIndex((word) => isSameWord(words, at, word, document))
    if (found >= 0) spare.splice(found, 1)
    return found >= 0
  })
}

function placeOf(segments: readonly Segment[], document: DocumentIndex): Place | null {
  const words = segments.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === 'same' || step.kind === 'changed' ? [step.document] : [])),
  )
  if (words.length === 0) return null
  const first = words.reduce((least, word) => Math.min(least, word))
  const last = words.reduce((most, word) => Math.max(most, word))
  return {
    part: document.partOf(first),
    start: document.starts[first] ?? 0,
    endPart: document.partOf(last),
    end: document.ends[last] ?? 0,
  }
}

function differences(quote: string, segments: readonly Segment[], document: DocumentIndex): WordDifference[] {
  const diff: WordDifference[] = []
  let lastWord = -1
  for (const { words, steps } of segments) {
    const first = documentWords(steps)[0]
    if (lastWord >= 0 && first !== undefined && first > lastWord + 1) {
      diff.push({ kind: 'omitted', from: documentText(lastWord + 1, first - 1, document), to: '' })
    }
    for (const run of runsOf(steps)) {
      const from = documentWords(run)
      const to = run.flatMap((step) => (step.kind === 'removed' ? [] : [step.quote]))
      const fromText = textOfWords(from, document)
      const start = words[to[0] ?? -1]?.start
      const end = words[to.at(-1) ?? -1]?.end
      const toText = start === undefined || end === undefined ? '' : quote.slice(start, end)
      const kind =
        run[0]?.kind === 'same' ? 'same' : fromText === '' ? 'added' : toText === '' ? 'removed' : 'changed'
      diff.push({ kind, from: fromText, to: toText })
    }
    lastWord = documentWords(steps).at(-1) ?? lastWord
  }
  return diff
}

/** Steps in a row that are all 'same', or none of them. */
function runsOf(steps: readonly Step[]): Step[][] {
  const runs: Step[][] = []
  for (const step of steps) {
    const run = runs.at(-1)
    if (run && (run[0]?.kind === 'same') === (step.kind === 'same')) run.push(step)
    else runs.push([step])
  }
  return runs
}

function textOfWords(words: readonly number[], document: DocumentIndex): string {
  const first = words[0]
  const last = words.at(-1)
  return first === undefined || last === undefined ? '' : documentText(first, last, document)
}

function documentText(first: number, last: number, document: DocumentIndex): string {
  const from = document.partOf(first)
  const to = document.partOf(last)
  const start = document.starts[first] ?? 0
  const end = document.ends[last] ?? 0
  return document.parts
    .slice(from, to + 1)
    .map(({ text }, at) => text.slice(at === 0 ? start : 0, from + at === to ? end : text.length))
    .join('\n')
}

/** Each pair of neighbours that are the same on both sides, with what lies between them. */
function matchedPairs(quote: string, segments: readonly Segment[], document: DocumentIndex) {
  return segments.flatMap(({ words, steps }) =>
    steps.flatMap((step, at) => {
      const mine = step.kind === 'same' ? words[step.quote] : undefined
      if (step.kind !== 'same' || !mine) return []
      const { text } = document.parts[document.partOf(step.document)] ?? { text: '' }
      const end = document.ends[step.document] ?? 0
      const next = steps[at + 1]
      const nextWord = next?.kind === 'same' ? words[next.quote] : undefined
      const follows =
        next?.kind === 'same' && nextWord && document.partOf(next.document) === document.partOf(step.document)
      const gaps: readonly [string, string] | null = follows
        ? [quote.slice(mine.end, nextWord.start), text.slice(end, document.starts[next.document])]
        : null
      return [
        {
          quoteWord: quote.slice(mine.start, mine.end),
          documentWord: text.slice(document.starts[step.document], end),
          gaps,
        },
      ]
    }),
  )
}
