import { foldedText } from '#main/database/folded-text'
import type { BlockKind, SENTENCE_CONTEXTS } from '#shared/model'

import { quotationsOf } from './quotations'
import { tablePlacesOf } from './table-places'
import { isNegation, saysWhetherTrue } from './telling-words'

/** A sentence of a revision with what of its surroundings decides what it claims. */
export interface RevisionSentence {
  text: string
  kind: BlockKind
  speaker: string | null
  role: string | null
  saidOn: string | null
  /** Which block it stands in, counted through the revision. */
  block: number
}

export type ContextName = (typeof SENTENCE_CONTEXTS)[number]
/** Two sentences with the same words claim the same when all of these are the same. */
export type SentenceContext = Record<ContextName, string>

/** Kinds that speak in the voice of the article, under its headings. A headline or a credit stands for itself. */
const UNDER_HEADINGS: ReadonlySet<BlockKind> = new Set([
  'lead',
  'paragraph',
  'quote',
  'attribution',
  'list item',
  'table cell',
  'footnote',
])

export function contextsOf(sentences: readonly RevisionSentence[]): SentenceContext[] {
  const blocks = blocksOf(sentences)
  const quotations = quotationsOf(blocks)
  const introductions = introductionsOf(blocks)
  const places = tablePlacesOf(blocks)
  const framing = framingOf(blocks)
  let section = ''
  return blocks.flatMap((block, number) => {
    const { kind } = block
    const text = block.sentences.map((sentence) => foldedText(sentence.text)).join(' ')
    if (kind === 'headline') section = ''
    if (kind === 'subhead') section = text
    const heading = UNDER_HEADINGS.has(kind) ? JSON.stringify([framing, section]) : ''
    return block.sentences.map(({ speaker, role, saidOn }, at): SentenceContext => ({
      // A lead is a paragraph that comes first; every other kind says something else about its words.
      kind: kind === 'lead' ? 'paragraph' : kind,
      speaker: folded(speaker),
      role: folded(role),
      date: saidOn ?? '',
      heading,
      introduction: introductions[number] ?? '',
      table: places[number] ?? '',
      quotation: quotations[block.first + at] ?? '',
    }))
  })
}

export interface BlockOfSentences {
  kind: BlockKind
  /** Position of its first sentence. */
  first: number
  sentences: RevisionSentence[]
}

function blocksOf(sentences: readonly RevisionSentence[]): BlockOfSentences[] {
  const blocks: BlockOfSentences[] = []
  let before: RevisionSentence | undefined
  for (const [at, sentence] of sentences.entries()) {
    if (before?.block === sentence.block) blocks.at(-1)?.sentences.push(sentence)
    else blocks.push({ kind: sentence.kind, first: at, sentences: [sentence] })
    before = sentence
  }
  return blocks
}

function folded(text: string | null): string {
  return text === null ? '' : foldedText(text)
}

/**
 * What the headline and the line above it say about everything under them: whether it is true, asked, quoted, denied.
 * Their other words are not counted: a text stands without its headline, and headlines are rewritten to the last minute.
 * A subhead is, word for word: it can be the question that its section answers.
 */
function framingOf(blocks: readonly BlockOfSentences[]): string {
  const above = blocks.filter(({ kind }) => kind === 'headline' || kind === 'kicker')
  return above
    .flatMap(({ sentences }) => sentences.flatMap(({ text }) => foldedText(text).match(WORD_OR_SIGN) ?? []))
    .map((word) => word.toLowerCase())
    .filter((word) => /[?„“”‚‘"»«›‹]/u.test(word) || isNegation(word) || saysWhetherTrue(word))
    .join(' ')
}

const WORD_OR_SIGN = /[\p{L}\p{M}\p{Cf}'’-]+|[?„“”‚‘"»«›‹]/gu

/** The line with a colon at its end that a block stands behind, or a list or a table as a whole. */
function introductionsOf(blocks: readonly BlockOfSentences[]): string[] {
  let introduction = ''
  return blocks.map(({ kind }, at) => {
    const before = blocks[at - 1]
    if ((kind === 'list item' || kind === 'table cell') && before?.kind === kind) return introduction
    const line = before && UNDER_HEADINGS.has(before.kind) ? before.sentences.at(-1)?.text : undefined
    introduction = line !== undefined && UNDER_HEADINGS.has(kind) ? foldedText(line) : ''
    if (!introduction.endsWith(':')) introduction = ''
    return introduction
  })
}
