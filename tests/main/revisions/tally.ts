import { alignRevisions } from '#main/revisions/align-revisions'

import type { EditedArticle } from './edited-articles'

export interface Tally {
  edits: number
  /** Sentences that had to be kept, and how many of them were. */
  unchanged: number
  kept: number
  keptShare: number
  /** Keeps that should not have been, as people can read them. */
  wrong: string[]
}

/** Counts what an alignment did against what the edits say. */
export function tally(articles: Iterable<EditedArticle>): Tally {
  const counted: Tally = { edits: 0, unchanged: 0, kept: 0, keptShare: 1, wrong: [] }
  for (const { before, after, edits, doubtful } of articles) {
    counted.edits += edits.length
    const kept = new Set<number>()
    for (const { kind, before: from, after: to } of alignRevisions(before, after)) {
      if (kind !== 'kept' && kind !== 'moved') continue
      const [at = -1] = from
      const sentence = after[to[0] ?? -1]
      if (sentence?.origin === at && sentence.isSame) kept.add(at)
      else if (!doubtful.has(at)) {
        const labels = edits.map((edit) => `${edit.kind} ${edit.origins.join(',')}`).join('; ')
        counted.wrong.push(
          `${String(at)} “${before[at]?.text ?? ''}” → “${sentence?.text ?? ''}” (${labels})`,
        )
      }
    }
    for (const { origin, isSame } of after) {
      if (origin === null || !isSame || doubtful.has(origin)) continue
      counted.unchanged += 1
      if (kept.has(origin)) counted.kept += 1
    }
  }
  counted.keptShare = counted.unchanged === 0 ? 1 : counted.kept / counted.unchanged
  return counted
}
