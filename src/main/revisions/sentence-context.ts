import { foldedText } from '#main/database/folded-text'
import type { BlockKind, SENTENCE_CONTEXTS } from '#shared/model'

import { isNegation, isSpeech, saysWhetherTrue } from './telling-words'

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
  const framing = framingOf(blocks)
  let section = ''
  return blocks.flatMap((block) => {
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
      quotation: quotations[block.first + at] ?? '',
    }))
  })
}

interface BlockOfSentences {
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
    .filter((word) => /[?„“”"»«]/u.test(word) || isNegation(word) || saysWhetherTrue(word))
    .join(' ')
}

const WORD_OR_SIGN = /[\p{L}\p{M}\p{Cf}'’-]+|[?„“”"»«]/gu

/**
 * For a sentence with words in quotation marks, the words around the quotation: they say who spoke. They can stand in
 * another sentence, when one quotation goes over several, or when the sentence before or behind introduces it.
 */
function quotationsOf(blocks: readonly BlockOfSentences[]): string[] {
  let introduction = ''
  return blocks.flatMap(({ sentences }) => {
    const texts = sentences.map(({ text }) => foldedText(text))
    if (!texts.some((text) => MARK.test(text))) {
      introduction = texts.at(-1)?.endsWith(':') ? (texts.at(-1) ?? '') : ''
      return texts.map(() => '')
    }
    const quoted = readQuotations(texts)
    const around = quoted.map(({ isQuoted }, at) => (isQuoted ? wordsAround(quoted, at, introduction) : ''))
    const last = quoted.at(-1)?.outside ?? ''
    introduction = last.endsWith(':') ? last : ''
    return around
  })
}

function wordsAround(quoted: readonly Quoted[], index: number, introduction: string): string {
  let from = index
  let to = index
  while (quoted[from - 1]?.goesOn) from -= 1
  while (quoted[to]?.goesOn && to < quoted.length - 1) to += 1
  const own = quoted.slice(from, to + 1).map(({ outside }) => outside)
  if (own.some((words) => words !== '')) return own.join(' | ')
  const before = quoted.slice(0, from).findLast(({ outside }) => outside !== '')?.outside ?? introduction
  const behind = quoted.slice(to + 1).find(({ outside }) => outside !== '')?.outside ?? ''
  return [before, behind].map((words) => (says(words) ? words : '')).join(' | ')
}

interface Quoted {
  /** Some of its words stand in quotation marks. */
  isQuoted: boolean
  /** The quotation is still open behind it. */
  goesOn: boolean
  /** What stands outside the marks; empty when that is punctuation only. */
  outside: string
}

const MARK = /([„“”"»«])/u

function readQuotations(texts: readonly string[]): Quoted[] {
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

function says(words: string): boolean {
  return (
    words.endsWith(':') ||
    words
      .toLowerCase()
      .split(/[^\p{L}-]+/u)
      .some(isSpeech)
  )
}
