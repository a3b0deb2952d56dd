import type { Outline } from '#main/database/article-desk'
import { foldedText } from '#main/database/folded-text'

import type { ReadText, ReadTextBlock } from './read-text'

type Attributed = Pick<ReadTextBlock, 'kind' | 'speaker' | 'role' | 'saidOn'>
type StoredBlock = Attributed & {
  language: string | null
  start: number
  end: number
  sentences: { start: number; end: number }[]
}

/**
 * A new text as it was read, with what people had corrected in the revision before: kind, speaker and cuts of a block. A
 * correction is taken over where the reader saw the same words and made the same of them. Who spoke a quote can stand
 * beside it, so a speaker is taken over between the same two neighbours only. The block that begins at `edited` is edited
 * in place and keeps both, before the eyes of who edits it.
 */
export function withCorrections(
  from: Outline,
  readBefore: ReadText,
  read: ReadText,
  edited: number | null = null,
): ReadText {
  const stored = storedBlocks(from)
  const before = placesOf(readBefore)
  const now = placesOf(read)
  const blocks = read.blocks.map((block, at): ReadTextBlock => {
    const words = wordsOf(read, at)
    const [place = -1, twin] = before.get(words) ?? []
    const isOnly = twin === undefined && now.get(words)?.length === 1
    const isEdited = block.start === edited
    const old = isEdited
      ? readBefore.blocks.find(({ start }) => start === edited)
      : readBefore.blocks[isOnly ? place : -1]
    const corrected = old && stored.get(old.start)
    if (!corrected || corrected.end !== old.end || !isReadAlike(block, old)) return block
    const { kind, speaker, role, saidOn, language } = corrected
    const isBetweenTheSame =
      wordsOf(readBefore, place - 1) === wordsOf(read, at - 1) &&
      wordsOf(readBefore, place + 1) === wordsOf(read, at + 1)
    if (!isEdited && !isBetweenTheSame && !isAttributedAlike(corrected, old)) return block
    const isSameText = read.text.slice(block.start, block.end) === readBefore.text.slice(old.start, old.end)
    const shift = block.start - old.start
    const own = corrected.sentences.map(({ start, end }) => ({ start: start + shift, end: end + shift }))
    const sentences = kind === 'non-text' ? [] : isSameText ? own : block.sentences
    // Brought back by hand, and now with other white space: there is nothing to cut it by.
    if (sentences.length === 0 && kind !== 'non-text') return block
    return { ...block, kind, speaker, role, saidOn, language, sentences }
  })
  return { ...read, blocks }
}

function storedBlocks({ blocks, sentences }: Outline): Map<number, StoredBlock> {
  const inBlock = Map.groupBy(sentences, ({ blockId }) => blockId)
  return new Map(
    [...blocks.values()].map(({ id, kind, speaker, role, saidOn, language, start, end }) => [
      start,
      { kind, speaker, role, saidOn, language, start, end, sentences: inBlock.get(id) ?? [] },
    ]),
  )
}

function placesOf(read: ReadText): Map<string, number[]> {
  return Map.groupBy(read.blocks.keys(), (at) => wordsOf(read, at))
}

function wordsOf({ text, blocks }: ReadText, at: number): string {
  const block = blocks[at]
  return block ? foldedText(text.slice(block.start, block.end)) : ''
}

function isReadAlike(a: Attributed, b: Attributed): boolean {
  return a.kind === b.kind && isAttributedAlike(a, b)
}

function isAttributedAlike(a: Attributed, b: Attributed): boolean {
  return a.speaker === b.speaker && a.role === b.role && a.saidOn === b.saidOn
}
