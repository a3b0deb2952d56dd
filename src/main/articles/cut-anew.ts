import type { Outline } from '#main/database/article-desk'
import type { Rows } from '#main/database/history'
import type { Block, SentenceId } from '#shared/model'

import type { ArticlePartQueries } from './article-part-queries'
import { segmentPart, type Span } from './segmenter'
import type { Corrections } from './segmenter-corrections'

type StoredSpan = Span & { id: SentenceId }

/** A block with the sentences it has and those it is to have. */
export interface NewCuts {
  blockId: Block['id']
  before: StoredSpan[]
  after: Span[]
}

/**
 * What the blocks that are in the language of their article would be cut into by the rules of another one. A block that
 * is not as the rules of the language before cut it was cut by a person, and stays.
 */
export function newCutsOfArticle(
  outline: Outline,
  before: string,
  language: string,
  corrections: Corrections,
): NewCuts[] {
  const inBlock = Map.groupBy(outline.sentences, ({ blockId }) => blockId)
  return [...outline.blocks.values()].flatMap((block) => {
    const stored = inBlock.get(block.id) ?? []
    // By the rules as they are, or as they were before the library learned better.
    const isByRule = [corrections, undefined].some((each) =>
      isSame(stored, segmentPart(outline.text, block, before, each)),
    )
    if (block.language !== null || !isByRule) return []
    return newCuts(outline.text, block, stored, language, corrections) ?? []
  })
}

/** What a block would be cut into by the rules of a language; null where its sentences are those already. */
export function newCuts(
  text: string,
  block: Block,
  before: readonly StoredSpan[],
  language: string,
  corrections: Corrections,
): NewCuts | null {
  const after = block.kind === 'non-text' ? [] : segmentPart(text, block, language, corrections)
  return isSame(before, after) ? null : { blockId: block.id, before: [...before], after }
}

function isSame(one: readonly Span[], other: readonly Span[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ start, end }, at) => start === other[at]?.start && end === other[at].end)
  )
}

/**
 * Cuts a block anew. A sentence that comes out the same keeps everything; claims and comments of the others go with the
 * words they stand on, and so does where they came from. "No claim" was decided on a sentence that is no more.
 */
export function cutAnew(
  rows: Rows,
  { blockId, before, after }: NewCuts,
  { queries, newId }: { queries: ArticlePartQueries; newId: <Id extends string>() => Id },
): void {
  const key = ({ start, end }: Span) => `${String(start)}-${String(end)}`
  const [old, coming] = [new Set(before.map(key)), new Set(after.map(key))]
  const made = after
    .filter((span) => !old.has(key(span)))
    .map((span) => ({ ...span, id: newId<SentenceId>() }))
  for (const { id, start, end } of made) rows.insert('sentences', { id, block_id: blockId, start, end })
  const moved = new Map<string, string>()
  for (const gone of before.filter((span) => !coming.has(key(span)))) {
    const under = made.filter(({ start, end }) => start < gone.end && end > gone.start)
    const first = under[0]
    if (!first) throw new Error('Every word of a block lies in a sentence')
    for (const anchor of queries.anchorsOn(gone.id)) {
      let isFirst = true
      for (const span of under) {
        const place = { start: Math.max(anchor.start, span.start), end: Math.min(anchor.end, span.end) }
        if (place.start >= place.end) continue
        const twin = moved.get(`${anchor.claimId} ${span.id}`)
        const id = isFirst && twin === undefined ? anchor.id : newId()
        // Two sentences that the claim stood on are one now.
        if (twin !== undefined) rows.update('anchors', twin, { end: place.end })
        else if (isFirst) rows.update('anchors', id, { sentence_id: span.id, ...place })
        else {
          rows.insert('anchors', {
            ...{ id, claim_id: anchor.claimId, sentence_id: span.id, ...place },
            attached_again: anchor.attachedAgain,
          })
        }
        if (twin === undefined) {
          moved.set(`${anchor.claimId} ${span.id}`, id)
          isFirst = false
        }
      }
      if (isFirst) rows.remove('anchors', anchor.id)
    }
    for (const { earlierId, relation, because } of queries.originsOf(gone.id)) {
      for (const { id } of under) {
        rows.insert('sentence_origins', {
          ...{ id: newId(), sentence_id: id, earlier_id: earlierId, relation, because },
        })
      }
    }
    for (const { table, id } of queries.ofSentence(gone.id)) {
      if (table === 'comments') rows.update(table, id, { sentence_id: first.id })
      else rows.remove(table, id)
    }
    rows.remove('sentences', gone.id)
  }
}
