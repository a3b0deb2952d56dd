import { foldedText } from '#main/database/folded-text'
import type { BlockKind } from '#shared/model'

import type { BlockOfSentences } from './sentence-context'
import { isSpeech } from './telling-words'

/** A line with more characters than this is no name and office under a quote. */
const MAX_LINE = 130
/** Blocks of one quote that are passed over to find who spoke. */
const MAX_BLOCKS = 8

/**
 * For a sentence of a quotation, the words around the quotation: they say who spoke. They can stand in another sentence,
 * when one quotation goes over several, or when the sentence before or behind tells of it, also in the next block.
 */
export function quotationsOf(blocks: readonly BlockOfSentences[]): string[] {
  return blocks.flatMap((block, at) => {
    const quoted = readQuotations(block)
    const isAsked =
      quoted.some(({ isQuoted }) => isQuoted) && block.sentences.some(({ speaker }) => speaker === null)
    const attribution = isAsked ? attributionBeside(blocks, at) : ''
    return quoted.map(({ isQuoted }, sentence) =>
      isQuoted ? wordsAround(quoted, sentence, attribution) : '',
    )
  })
}

function wordsAround(quoted: readonly Quoted[], index: number, attribution: string): string {
  let from = index
  let to = index
  while (quoted[from - 1]?.goesOn) from -= 1
  while (quoted[to]?.goesOn && to < quoted.length - 1) to += 1
  const own = quoted.slice(from, to + 1).map(({ outside }) => outside)
  if (own.some((words) => words !== '')) return own.join(' | ')
  const before = quoted.slice(0, from).findLast(({ outside }) => outside !== '')?.outside ?? ''
  const behind = quoted.slice(to + 1).find(({ outside }) => outside !== '')?.outside ?? ''
  return [before, behind].filter(says).join(' | ') || attribution
}

interface Quoted {
  /** Some of its words stand in quotation marks, or all in a block that is a quote. */
  isQuoted: boolean
  /** The quotation is still open behind it. */
  goesOn: boolean
  /** What stands outside the marks; empty when that is punctuation only. */
  outside: string
}

const MARK = /([„“”"»«])/u
/** Words in single marks. An apostrophe stands before or behind letters only. */
const IN_SINGLE_MARKS =
  /(?<![\p{L}\p{N}])[‚‘‹›'](?=[\p{L}\p{N}])([^‚‘‹›„“”"»«]{0,600}?[\p{L}\p{N}.,!?…])[’‘‹›'](?![\p{L}\p{N}])/gu

function readQuotations({ kind, sentences }: BlockOfSentences): Quoted[] {
  const words = sentences.map(({ text }) => foldedText(text)).join('\n')
  const texts = words.replace(IN_SINGLE_MARKS, '“$1”').split('\n')
  if (kind === 'quote' && !MARK.test(words)) {
    return texts.map(() => ({ isQuoted: true, goesOn: false, outside: '' }))
  }
  let isOpen = false
  return texts.map((text) => {
    let isQuoted = isOpen
    let outside = ''
    for (const piece of text.split(MARK)) {
      if (piece.length === 1 && MARK.test(piece)) {
        // “ and » open in one language and close in another; „ opens in all.
        isOpen = piece === '„' || !isOpen
        isQuoted = true
      } else if (!isOpen) outside += piece
    }
    return { isQuoted, goesOn: isOpen, outside: /[\p{L}\p{N}]/u.test(outside) ? foldedText(outside) : '' }
  })
}

const MAY_SAY: ReadonlySet<BlockKind> = new Set(['paragraph', 'lead', 'quote', 'attribution'])

/** What the sentence behind a block says of whose words they are, or the one before it; a colon there says it all. */
function attributionBeside(blocks: readonly BlockOfSentences[], at: number): string {
  const [before, behind] = [beside(blocks, at, -1), beside(blocks, at, 1)]
  if (before.endsWith(':')) return ''
  return [behind, before].find((words) => says(words) || isName(words)) ?? ''
}

/** The first sentence behind or the last one before a block, past what else belongs to its quote. */
function beside(blocks: readonly BlockOfSentences[], at: number, step: -1 | 1): string {
  for (let next = at + step; Math.abs(next - at) <= MAX_BLOCKS; next += step) {
    const block = blocks[next]
    if (!block || !MAY_SAY.has(block.kind)) break
    const words = wordsOf(block, step)
    if (block.kind !== 'quote' || isName(words)) return words
  }
  return ''
}

function wordsOf({ sentences }: BlockOfSentences, step: -1 | 1): string {
  return foldedText(sentences.at(step === 1 ? 0 : -1)?.text ?? '')
}

/** "Karin Lenz, Bauamtsleiterin": a line that is no sentence. */
function isName(words: string): boolean {
  return words !== '' && words.length <= MAX_LINE && !/[.!?…:]["“”»«’]*$/u.test(words)
}

function says(words: string): boolean {
  return (
    words.endsWith(':') ||
    words
      .toLowerCase()
      .split(/[^\p{L}-]+/u)
      .some(isSpeech)
  )
}
