import { type Outline } from '#main/database/article-desk'
import { canonicalJson, sha256 } from '#main/database/canonical-json'
import {
  REVISION_STEPS,
  type ArticleId,
  type ClaimId,
  type RevisionStep,
  type SentenceId,
  type StepCounts,
} from '#shared/model'

import { alignRevisions, type AlignmentStep } from './align-revisions'
import type { ReadText } from './read-text'
import type { RevisionSentence } from './sentence-context'
import { wordDiff } from './word-diff'

/** A sentence of either revision with its place in the text. */
export interface PlacedSentence extends RevisionSentence {
  sentenceId: SentenceId | null
  start: number
  end: number
}

export interface RevisionPlan {
  before: PlacedSentence[]
  after: PlacedSentence[]
  steps: AlignmentStep[]
  /** Position after of each sentence before that is the same. */
  sameAs: Map<SentenceId, number>
  /** Claims by what becomes of them. */
  carried: ClaimId[]
  /** On several sentences, some of which are the same: it stays on those and has to be decided again. */
  narrowed: ClaimId[]
  /** It stays with the earlier wording of a sentence that has a counterpart. */
  left: ClaimId[]
  orphaned: ClaimId[]
  /** Names exactly what would be done to exactly what is there. */
  hash: string
}

export function planRevision(
  articleId: ArticleId,
  {
    from,
    read,
    anchors,
  }: { from: Outline; read: ReadText; anchors: readonly { claimId: ClaimId; sentenceId: SentenceId }[] },
): RevisionPlan {
  const before = sentencesOfOutline(from)
  const after = sentencesOfRead(read)
  const steps = alignRevisions(before, after)
  const sameAs = new Map<SentenceId, number>()
  const gone = new Set<SentenceId>()
  for (const { kind, before: old, after: now } of steps) {
    const sentenceId = before[old[0] ?? -1]?.sentenceId
    if (!sentenceId) continue
    if (kind === 'kept' || kind === 'moved') sameAs.set(sentenceId, now[0] ?? -1)
    if (kind === 'gone') gone.add(sentenceId)
  }
  const fates = {
    carried: [] as ClaimId[],
    narrowed: [] as ClaimId[],
    left: [] as ClaimId[],
    orphaned: [] as ClaimId[],
  }
  for (const [claimId, places] of Map.groupBy(anchors, (anchor) => anchor.claimId)) {
    const same = places.filter(({ sentenceId }) => sameAs.has(sentenceId)).length
    if (same === places.length) fates.carried.push(claimId)
    else if (same > 0) fates.narrowed.push(claimId)
    else if (places.every(({ sentenceId }) => gone.has(sentenceId))) fates.orphaned.push(claimId)
    else fates.left.push(claimId)
  }
  const hash = sha256(
    canonicalJson({
      articleId,
      revisionId: from.revisionId,
      text: sha256(read.text),
      blocks: read.blocks.map(({ kind, start, end, speaker, role, saidOn, attributionOf, sentences }) => [
        kind,
        start,
        end,
        speaker,
        role,
        saidOn,
        attributionOf,
        sentences.map((sentence) => [sentence.start, sentence.end]),
      ]),
      steps: steps.map(({ kind, because, before: old, after: now }) => [
        kind,
        because,
        old.map((at) => before[at]?.sentenceId ?? null),
        now,
      ]),
      ...fates,
    }),
  )
  return { before, after, steps, sameAs, ...fates, hash }
}

export function sentencesOfOutline({ text, blocks, sentences }: Outline): PlacedSentence[] {
  const numbers = new Map([...blocks.keys()].map((id, number) => [id, number]))
  return sentences.map(({ id, blockId, start, end }) => {
    const block = blocks.get(blockId)
    if (!block) throw new Error(`Sentence ${id} has no block`)
    const { kind, speaker, role, saidOn } = block
    const place = { sentenceId: id, start, end, block: numbers.get(blockId) ?? 0 }
    return { ...place, text: text.slice(start, end), kind, speaker, role, saidOn }
  })
}

function sentencesOfRead({ text, blocks }: ReadText): PlacedSentence[] {
  return blocks.flatMap(({ kind, speaker, role, saidOn, sentences }, block) =>
    sentences.map(({ start, end }) => ({
      ...{ sentenceId: null, start, end, block },
      ...{ text: text.slice(start, end), kind, speaker, role, saidOn },
    })),
  )
}

/** Steps as a window shows them, with a word diff where words changed. */
export function shownSteps(
  steps: readonly AlignmentStep[],
  before: readonly PlacedSentence[],
  after: readonly PlacedSentence[],
): { counts: StepCounts; steps: RevisionStep[] } {
  const counts = countsOf(steps)
  const shown = (places: readonly number[], sentences: readonly PlacedSentence[]) =>
    places.flatMap((at) => {
      const sentence = sentences[at]
      return sentence ? [{ sentenceId: sentence.sentenceId, number: at + 1, text: sentence.text }] : []
    })
  return {
    counts,
    steps: steps.map(({ kind, because, before: old, after: now }) => {
      const [from, to] = [shown(old, before), shown(now, after)]
      const words = (sentences: readonly { text: string }[]) => sentences.map(({ text }) => text).join(' ')
      const diff = because.includes('words') ? wordDiff(words(from), words(to)) : null
      return { kind, because, before: from, after: to, diff }
    }),
  }
}

export function countsOf(steps: readonly AlignmentStep[]): StepCounts {
  const counted = Map.groupBy(steps, ({ kind }) => kind)
  // One entry for each kind makes the whole record.
  return Object.fromEntries(
    REVISION_STEPS.map((kind) => [kind, counted.get(kind)?.length ?? 0]),
  ) as StepCounts
}
