import type { BlockKind } from '#shared/model'

import { type Head, readHead } from './find-head'
import { markQuotes } from './find-quotes'
import { nameIndex, type NameIndex } from './name-index'
import { isBullet, itemNumber, ownKind } from './page-furniture'
import { type Page, type Part, partsOf, SENTENCE_END, words } from './page-parts'
import { segment, type Span } from './segmenter'

export interface FoundBlock extends Span {
  kind: BlockKind
  speaker: string | null
  role: string | null
  saidOn: string | null
  /** Position of the quote an attribution belongs to. */
  attributionOf: number | null
}

export interface FoundArticle {
  title: string
  kicker: string | null
  byline: string | null
  blocks: FoundBlock[]
}

const MAX_SUBHEAD = 100
/** Lines that are no text between a subhead and what it heads. */
const MAX_FURNITURE = 8

/**
 * What the lines of a pasted page are. In doubt a line is a paragraph: a wrong kind misleads, and the checker can
 * correct it. Every character that is not white space lies in one block. Where the text comes from a document that says
 * what a line is, that stands.
 */
export function findBlocks(
  text: string,
  language: string,
  kinds: readonly (BlockKind | null)[] = [],
): FoundArticle {
  const parts = partsOf(text, language, kinds)
  let index: NameIndex | undefined
  const page: Page = {
    language,
    parts,
    names: () => (index ??= nameIndex(text)),
    hasBlanks: parts.some(({ blankBefore }, at) => at > 0 && blankBefore),
  }
  for (const part of parts) part.kind ??= ownKind(part.text)
  // What stands twice in a document was written twice.
  if (kinds.length === 0) markRepetitions(parts)
  const head = readHead(page)
  markQuotes(page, head.end)
  markLists(parts)
  markCaptions(parts)
  markLead(page, head)
  // Who marks one heading as such marks them all.
  if (!kinds.includes('subhead')) markSubheads(page, head.end)
  markTail(parts)
  const positions = new Map(parts.map((part, at) => [part, at]))
  return {
    title: head.title ?? beginning(parts),
    kicker: head.kicker,
    byline: head.byline,
    blocks: parts.map(({ start, end, kind, said, quote }) => ({
      kind: kind ?? 'paragraph',
      start,
      end,
      speaker: said?.speaker ?? null,
      role: said?.role ?? null,
      saidOn: said?.saidOn ?? null,
      attributionOf: (quote && positions.get(quote)) ?? null,
    })),
  }
}

/** What stands longer than this is text, also when it stands twice. */
const MAX_REPETITION = 350

/**
 * A line that says once more what the line before said is furniture: a page title, a hidden text for an image. What is
 * said three times in a row is said on purpose.
 */
function markRepetitions(parts: Part[]): void {
  const lines = parts.filter(({ kind, text }) => kind !== 'non-text' && text.length > 1)
  for (const [at, line] of lines.entries()) {
    const isAgain = line.text === lines[at - 1]?.text
    const isOnce = line.text !== lines[at - 2]?.text && line.text !== lines[at + 1]?.text
    if (isAgain && isOnce && line.text.length <= MAX_REPETITION) line.kind = 'non-text'
  }
}

function markLists(parts: Part[]): void {
  for (const [at, part] of parts.entries()) {
    if (part.kind !== null) continue
    const number = itemNumber(part.text)
    const beside = [parts[at - 1], parts[at + 1]].map((other) => (other ? itemNumber(other.text) : null))
    const isCounted = number !== null && (beside[0] === number - 1 || beside[1] === number + 1)
    if (isCounted || isBullet(part.text)) part.kind = 'list item'
  }
}

const PICTURE = /fotos?\b|bild|photo|picture|image|grafik|graphic|illustration|©|\(c\)/iu

/** What stands directly above the credit of a picture describes it. */
function markCaptions(parts: Part[]): void {
  for (const [at, credit] of parts.entries()) {
    const before = parts[at - 1]
    if (credit.kind !== 'credit' || credit.blankBefore || !before) continue
    // A description said twice is that of an image: once for those who cannot see it.
    const isTwice = before.kind === 'non-text' && before.text === parts[at - 2]?.text
    const above = isTwice ? parts[at - 2] : before
    if (above?.kind !== null) continue
    if (isTwice) above.kind = 'caption'
    const isSource = !PICTURE.test(credit.text)
    const stands = above.blankBefore || (parts[at - 2] !== undefined && parts[at - 2]?.kind !== null)
    const isShort = isSource
      ? above.text.length <= 120 && !SENTENCE_END.test(above.text)
      : above.text.length <= 350
    if (stands && isShort) above.kind = 'caption'
  }
}

/** "Berlin (dpa) - Die Bahn …" is news from the first word on. */
const DATELINE =
  /^\p{Lu}[\p{L}\s/.,-]{1,50}(?:\([^)]{2,30}\)|\d{1,2}\.\s?\p{L}+)\s*[-–—]\s|^\p{Lu}{3,}[\p{L}\s/,.-]{0,40}\s[–—-]{1,2}\s/u

function markLead({ parts, language, hasBlanks }: Page, { headline, end, byline, kicker }: Head): void {
  if (!headline || parts.some(({ kind }) => kind === 'lead')) return
  const at = parts.findIndex(
    (part, index) =>
      index >= end &&
      part.kind !== 'non-text' &&
      part.kind !== 'byline' &&
      part.kind !== 'caption' &&
      part.kind !== 'credit',
  )
  const lead = parts[at]
  if (!lead || lead.kind !== null || DATELINE.test(lead.text) || lead.text.length < 40) return
  const rest = parts.slice(at + 1).filter(({ kind }) => kind === null || kind === 'quote')
  const paragraphs = rest.filter(({ text }) => text.length > MAX_SUBHEAD)
  const next = parts[at + 1]
  const bylineFollows = next?.kind === 'byline'
  if (!bylineFollows && (!hasBlanks || !lead.blankAfter)) return
  if (paragraphs.length < (bylineFollows ? 1 : 2)) return
  if (lead.text.length > 500 || segment(lead.text, language).length > 4) return
  const average = paragraphs.reduce((sum, { text }) => sum + text.length, 0) / paragraphs.length
  const hasHead = byline !== null || kicker !== null
  const limit = bylineFollows ? 2 : hasHead ? 1.3 : 0.6
  if (lead.text.length <= average * limit) lead.kind = 'lead'
}

function markSubheads(page: Page, headEnd: number): void {
  const { parts, hasBlanks, language } = page
  for (let at = Math.max(1, headEnd); at < parts.length; at++) {
    const part = parts[at]
    if (!part || part.kind !== null || part.text.length > MAX_SUBHEAD || words(part.text) > 14) continue
    if (/[.!;,:…]["“”«»)]*$/u.test(part.text) || /^\p{Ll}/u.test(part.text)) continue
    if (
      /\?["“”«»]?$/u.test(part.text) &&
      (words(part.text) > 9 || /\b(?:Sie|Ihnen|Ihr|you|your)\b/.test(part.text))
    )
      continue
    const before = parts[at - 1]
    let nextAt = at + 1
    while (nextAt < at + MAX_FURNITURE && parts[nextAt]?.kind === 'non-text') nextAt++
    const next = parts[nextAt]
    const leadsOn =
      next !== undefined && (next.kind === null || next.kind === 'quote' || next.kind === 'list item')
    const isLonger = next !== undefined && next.text.length > Math.max(part.text.length, 60)
    const stands = hasBlanks
      ? part.blankBefore
      : before !== undefined && (before.kind !== null || SENTENCE_END.test(before.text))
    if (leadsOn && (isLonger || next.kind === 'quote') && stands && segment(part.text, language).length === 1)
      part.kind = 'subhead'
  }
}

/** Below the text, the lines under "Mehr zum Thema" are headlines of other articles. */
function markTail(parts: Part[]): void {
  const lastText = parts.findLastIndex(
    ({ kind, text }) => kind === 'quote' || (kind === null && SENTENCE_END.test(text)),
  )
  const note = parts.findIndex(
    ({ kind, text }, at) => at > lastText && kind === 'link note' && !/[:.]\s/.test(text),
  )
  if (note === -1) return
  for (const part of parts.slice(note)) {
    if (part.text.length <= 160 && (part.kind === null || part.kind === 'subhead')) part.kind = 'link note'
  }
}

/** A title for a text that has none: how it begins. */
function beginning(parts: readonly Part[]): string {
  const text = (parts.find(({ kind }) => kind !== 'non-text') ?? parts[0])?.text ?? ''
  if (text.length <= 80) return text
  const cut = text
    .slice(0, 80)
    .toWellFormed()
    .replace(/\ufffd$/, '')
  return `${cut.replace(/\s+\S*$/u, '')}…`
}
