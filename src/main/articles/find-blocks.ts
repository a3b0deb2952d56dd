import type { BlockKind } from '#shared/model'

import {
  type Attribution,
  hasSeveralNames,
  isName,
  namesRole,
  readAttribution,
  readByline,
  readOffice,
} from './attribution'
import { isLineBreak } from './characters'
import { creditAtEnd, isBullet, itemNumber, ownKind } from './page-furniture'
import { segment, type Span } from './segmenter'
import { nameIndex, type NameIndex } from './name-index'

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

const MAX_TITLE = 200
const MAX_HEADLINE = 170
const MAX_SUBHEAD = 100
/** Lines at the top in which headline, byline and the like are looked for. */
const HEAD_LINES = 14

/** A line, or a part of one that is a block of its own. */
interface Part extends Span {
  text: string
  kind: BlockKind | null
  blankBefore: boolean
  blankAfter: boolean
  said: Attribution | null
  quote: Part | null
}

interface Page {
  text: string
  language: string
  parts: Part[]
  names: () => NameIndex
  /** Some lines are parted by empty ones, so their absence says something. */
  hasBlanks: boolean
}

/**
 * What the lines of a pasted page are. In doubt a line is a paragraph: a wrong kind misleads, and the checker can
 * correct it. Every character that is not white space lies in one block.
 */
export function findBlocks(text: string, language: string): FoundArticle {
  const parts = partsOf(text, language)
  let index: NameIndex | undefined
  const page: Page = {
    text,
    language,
    parts,
    names: () => (index ??= nameIndex(text)),
    hasBlanks: parts.some(({ blankBefore }, at) => at > 0 && blankBefore),
  }
  for (const part of parts) part.kind ??= ownKind(part.text)
  markRepetitions(parts)
  const head = readHead(page)
  markQuotes(page, head.end)
  markLists(parts)
  markCaptions(parts)
  markLead(page, head)
  markSubheads(page, head.end)
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

function partsOf(text: string, language: string): Part[] {
  const parts: Part[] = []
  let blankBefore = true
  let start = 0
  const add = (from: number, to: number, blank: boolean, kind: BlockKind | null = null): Part => {
    const raw = text.slice(from, to)
    const lead = raw.length - raw.trimStart().length
    const line = raw.trim()
    const part: Part = {
      start: from + lead,
      end: from + lead + line.length,
      text: line,
      kind,
      blankBefore: blank,
      blankAfter: false,
      said: null,
      quote: null,
    }
    parts.push(part)
    return part
  }
  const close = (end: number) => {
    const line = text.slice(start, end).trim()
    if (line === '') {
      const last = parts.at(-1)
      if (last) last.blankAfter = true
      blankBefore = true
      return
    }
    const from = start + text.slice(start, end).indexOf(line)
    const saidAt = attributionAtEnd(line, language)
    const creditStart = saidAt === null ? creditAtEnd(line) : null
    if (saidAt !== null) {
      const quote = add(from, from + saidAt, blankBefore, 'quote')
      const attribution = add(from + saidAt, from + line.length, false, 'attribution')
      quote.said = attribution.said = readAttribution(attribution.text, language)
      attribution.quote = quote
    } else if (creditStart !== null) {
      add(from, from + creditStart, blankBefore, 'caption')
      add(from + creditStart, from + line.length, false, 'credit')
    } else add(from, from + line.length, blankBefore)
    blankBefore = false
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (!isLineBreak(code)) continue
    close(code === 0x85 ? at + 1 : at)
    start = at + 1
  }
  close(text.length)
  const last = parts.at(-1)
  if (last) last.blankAfter = true
  return parts
}

/** A line that says again what the line before said is furniture: a page title, a hidden text for an image. */
function markRepetitions(parts: Part[]): void {
  let before: Part | undefined
  for (const part of parts) {
    if (before && part.text === before.text && part.text.length > 1) part.kind = 'non-text'
    else if (part.kind !== 'non-text') before = part
  }
}

interface Head {
  title: string | null
  kicker: string | null
  byline: string | null
  headline: Part | null
  /** Position of the first part below the head. */
  end: number
}

function readHead(page: Page): Head {
  const { parts } = page
  const byline = markBylines(parts)
  const end = headEnd(page)
  const lines = parts.slice(0, end).filter(({ kind }) => kind === null)
  const head: Head = { title: null, kicker: null, byline, headline: null, end }
  splitKicker(page, lines, head)
  if (!head.headline) chooseHeadline(page, lines, head)
  const { headline } = head
  if (!headline) return { ...head, end: 0 }
  headline.kind = 'headline'
  head.title = headline.text.slice(0, MAX_TITLE)
  for (const line of lines) {
    if (line === headline || line.kind !== null) continue
    if (isSameTitle(line.text, headline.text)) line.kind = 'non-text'
    else if (head.kicker !== null && line.text === head.kicker) line.kind = 'non-text'
    else if (byline !== null && line.text === byline) line.kind = 'non-text'
    else if (isNameLine(parts, line)) {
      line.kind = 'byline'
      head.byline ??= line.text
    } else if (line.start > headline.start && words(line.text) >= 4) line.kind = 'lead'
  }
  return { ...head, end: parts.findIndex((part) => part.start > (lines.at(-1) ?? headline).start) }
}

/** "Von Max Mustermann" near the top or at the very end. */
function markBylines(parts: Part[]): string | null {
  let first: string | null = null
  for (const [at, part] of parts.entries()) {
    if (at === 0 || part.kind !== null || (at >= HEAD_LINES && at < parts.length - 3)) continue
    const names = readByline(part.text)
    if (names === null) continue
    part.kind = 'byline'
    first ??= names
  }
  return first
}

/** The head ends where the running text begins. */
function headEnd(page: Page): number {
  const { parts } = page
  let at = 0
  for (; at < Math.min(parts.length, HEAD_LINES); at++) {
    const part = parts[at]
    if (!part || (part.kind === null && !isHeadlineLike(page, part))) break
  }
  return at
}

function isHeadlineLike({ language }: Page, { text }: Part): boolean {
  if (text.length > MAX_HEADLINE || isBullet(text)) return false
  if (/[.:;,]$/u.test(text) && !/^[^.]{2,50}:$/u.test(text)) return false
  return segment(text, language).length === 1 || text.length <= 110
}

/** "Angst vor der Armee:Darum fliehen …": a kicker and a headline that lost the space between them. */
function splitKicker({ parts }: Page, lines: Part[], head: Head): void {
  for (const line of lines) {
    const known = lines.find(
      (other) => other !== line && line.text.length > other.text.length && line.text.endsWith(other.text),
    )
    const glued = /^(?<kicker>[^:]{2,60}:)(?=["„»“‚]?\p{Lu})(?<headline>.{12,})$/u.exec(line.text)?.groups
    const spaced = known && /[:|–—]\s*$/u.test(line.text.slice(0, line.text.length - known.text.length))
    if (!glued && !spaced) continue
    const length = known && spaced ? line.text.length - known.text.length : (glued?.['kicker']?.length ?? 0)
    const kicker: Part = {
      ...line,
      end: line.start + line.text.slice(0, length).trimEnd().length,
      text: line.text.slice(0, length).trim(),
      kind: 'kicker',
      blankAfter: false,
    }
    const rest = line.text.slice(length)
    line.start += length + (rest.length - rest.trimStart().length)
    line.text = rest.trim()
    line.blankBefore = false
    parts.splice(parts.indexOf(line), 0, kicker)
    head.end++
    head.headline = line
    head.kicker = kicker.text.replace(/\s*[:|–—]$/u, '').trim()
    return
  }
}

function chooseHeadline(page: Page, lines: Part[], head: Head): void {
  const { parts } = page
  const [first, second] = lines.filter(
    (line, at) => !isNameLine(parts, line) && !lines.slice(at + 1).some(({ text }) => text === line.text),
  )
  if (!first) {
    const top = parts.find(({ kind }) => kind === null)
    if (top && parts.length > 1 && parts.indexOf(top) < HEAD_LINES && isHeadlineSentence(page, top))
      head.headline = top
    return
  }
  if (parts.filter(({ kind }) => kind !== 'non-text').length === 1) return
  if (second && isSameTitle(first.text, second.text)) {
    head.headline = first.text.length <= second.text.length ? first : second
    return
  }
  if (second && isKicker(first, second)) {
    first.kind = 'kicker'
    head.kicker = first.text.replace(/\s*:$/, '')
    head.headline = second
    return
  }
  head.headline = first
}

/** A first line that is one short sentence with its full stop, over longer text. */
function isHeadlineSentence({ language, parts }: Page, { text }: Part): boolean {
  const next = parts.find((part) => part.kind === null && part.text !== text)
  return (
    text.length <= 110 &&
    segment(text, language).length === 1 &&
    next !== undefined &&
    next.text.length > text.length
  )
}

function isKicker(first: Part, second: Part): boolean {
  if (/:$/.test(first.text)) return true
  if (/[?!.]$/.test(first.text)) return false
  const isShort = words(first.text) <= 4 && first.text.length <= 40
  return (
    isShort && words(second.text) >= 4 && second.text.length <= 110 && second.text.length > first.text.length
  )
}

/** "Darum fliehen junge Russen" and "Darum fliehen junge Russen - ZDFheute" or "… | tagesschau.de". */
function isSameTitle(one: string, other: string): boolean {
  if (one === other) return true
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  if (short.length < 12 || !long.startsWith(short)) return false
  return /^\s*[|–—:·•-]/u.test(long.slice(short.length)) && long.length - short.length < 60
}

/** A line with nothing but a name stands beside a date, a separator or a byline. */
function isNameLine(parts: Part[], line: Part): boolean {
  if (!isName(line.text) || !line.text.includes(' ') || line.text.length > 50) return false
  const at = parts.indexOf(line)
  if (at === 0) return false
  return [parts[at - 1], parts[at + 1]].some(
    (beside) =>
      beside !== undefined &&
      (beside.kind === 'byline' || (beside.kind === 'non-text' && !/\p{L}/u.test(beside.text))),
  )
}

const SENTENCE_END = /[.!?…](?:["“”«»’‘')\]]|\[\d+\])*$/u
const FIRST_PERSON = {
  de: /(?<!\p{L})(?:ich|mich|mir|mein\p{L}{0,2}|wir|uns|unser\p{L}{0,2})(?!\p{L})/iu,
  en: /(?<!\p{L})(?:I|me|my|we|us|our)(?!\p{L})/u,
} as const

function markQuotes(page: Page, headEnd: number): void {
  const { parts } = page
  for (let at = Math.max(1, headEnd); at < parts.length; at++) {
    const part = parts[at]
    if (!part || part.kind !== null) continue
    const run = quoteBefore(parts, at, headEnd)
    const last = run.at(-1)
    if (last) {
      const said = attributionOf(page, run, part)
      if (said) {
        for (const quote of run) Object.assign(quote, { kind: 'quote', said })
        part.kind = 'attribution'
        part.said = said
        part.quote = last
        continue
      }
    }
    if (isWholeQuote(part.text) && SENTENCE_END.test(part.text.slice(0, -1))) part.kind = 'quote'
  }
}

/** The paragraph before a line, or the paragraphs when a quotation opens in one and closes in a later one. */
function quoteBefore(parts: Part[], at: number, floor: number): Part[] {
  const last = parts[at - 1]
  const isText = (part: Part | undefined) =>
    part !== undefined && (part.kind === null || part.kind === 'quote') && !part.said
  if (!last || at - 1 < floor || !isText(last)) return []
  if (isWholeQuote(last.text) || !/["“”«»]$/u.test(last.text)) return [last]
  for (let from = at - 2; from >= Math.max(floor, at - 8); from--) {
    const part = parts[from]
    if (!part || !isText(part)) break
    if (/^["„“»«]/u.test(part.text) && !/["“”«»]$/u.test(part.text)) return parts.slice(from, at)
  }
  return [last]
}

function attributionOf(page: Page, run: Part[], line: Part): Attribution | null {
  const { language } = page
  const { text } = line
  const [quote] = run
  if (
    !quote ||
    text.length > 130 ||
    /[!?;:]$/.test(text) ||
    (/\.$/.test(text) && !/(?:^|\s)\p{Lu}\.$/u.test(text))
  )
    return null
  const whole = run.map((part) => part.text).join(' ')
  const isQuoted = run.length > 1 || isWholeQuote(whole)
  const hasDash = /^[–—―-]/u.test(text)
  const said = readAttribution(text, language) ?? (isQuoted || hasDash ? readOffice(text) : null)
  if (!said || !isPerson(page, text, said)) return null
  if (isQuoted) return said
  if (!SENTENCE_END.test(whole)) return null
  if (hasDash) return said.role !== null || isKnownPerson(page, said.speaker) ? said : null
  if (!quote.blankBefore || !line.blankBefore || !line.blankAfter) return null
  const { speaker, role, saidOn } = said
  const severalNames = hasSeveralNames(speaker)
  if (saidOn !== null && (role !== null || severalNames)) return said
  if (severalNames && role !== null && namesRole(role)) return said
  const speaks = language.startsWith('en') ? FIRST_PERSON.en : FIRST_PERSON.de
  if (!speaks.test(whole)) return null
  return isKnownPerson(page, speaker) || (role !== null && (severalNames || namesRole(role))) ? said : null
}

/** "Flucht aus Russland" and "Die Regeln" have the shape of a name, but the article uses their words as things. */
function isPerson(page: Page, text: string, { speaker, role, saidOn }: Attribution): boolean {
  const isBare = role === null && saidOn === null
  const goesOnUnset = /^[^\p{L}]*\p{Lu}[\p{L}'’-]*\s+\p{Ll}/u.test(text) && !hasSeveralNames(speaker)
  if (goesOnUnset && !namesRole(text)) return isKnownPerson(page, speaker)
  if (!isBare) return true
  return speaker.split(/\s+/).every((name) => (page.names().get(name)?.asThing ?? 0) === 0)
}

/** The article speaks of somebody by this name: bare, as names are, and not as of a place. */
function isKnownPerson({ names }: Page, speaker: string): boolean {
  const name = speaker.split(/\s+/).findLast((each) => each.length > 2)
  const found = name === undefined ? undefined : names().get(name)
  // One of the mentions is the line itself.
  return found !== undefined && found.bare > 1 && found.asThing === 0 && found.asPlace * 2 < found.bare
}

/** Nothing stands outside the quotation marks. */
export function isWholeQuote(text: string): boolean {
  const first = text.charAt(0)
  const closing = { '„': '“”', '“': '”', '"': '"', '»': '«', '«': '»', '‚': '‘' }[first]
  if (closing === undefined || text.length < 8) return false
  for (let at = 1; at < text.length; at++) {
    if (closing.includes(text.charAt(at))) return at === text.length - 1
  }
  return false
}

/** `„…“ – Olaf Scholz, Bundeskanzler`: where the attribution begins. */
function attributionAtEnd(line: string, language: string): number | null {
  if (line.length > 3_000 || !/^["„“»«]/u.test(line)) return null
  const match = /["“”«»]\s*(?=(?:[–—―-]\s?|\()\p{Lu}[^.!?“”"«»]{2,120}(?:\p{Lu}\.)?\)?$)/u.exec(line)
  if (!match) return null
  const start = match.index + match[0].length
  if (!isWholeQuote(line.slice(0, start).trim())) return null
  return readAttribution(line.slice(start), language) ? start : null
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
    const above = parts[at - 1]
    if (credit.kind !== 'credit' || credit.blankBefore || !above || above.kind !== null) continue
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
    const next = parts.slice(at + 1).find(({ kind }) => kind !== 'non-text')
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

function words(text: string): number {
  return text.split(/\s+/).length
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
