import type { BlockKind } from '#shared/model'

import { type Attribution, readAttribution } from './attribution'
import { isLineBreak } from './characters'
import type { NameIndex } from './name-index'
import { creditAtEnd } from './page-furniture'
import type { Span } from './segmenter'

/** A line, or a part of one that is a block of its own. */
export interface Part extends Span {
  text: string
  kind: BlockKind | null
  /** The document itself says what this is. */
  isGiven: boolean
  blankBefore: boolean
  blankAfter: boolean
  said: Attribution | null
  quote: Part | null
}

export interface Page {
  language: string
  parts: Part[]
  names: () => NameIndex
  /** Some lines are parted by empty ones, so their absence says something. */
  hasBlanks: boolean
}

export const SENTENCE_END = /[.!?…](?:["“”«»’‘')\]]|\[\d+\])*$/u

/** The parts of a text. A document says of some of its lines what they are: one kind or null for each that is not empty. */
export function partsOf(text: string, language: string, kinds: readonly (BlockKind | null)[] = []): Part[] {
  const parts: Part[] = []
  let blankBefore = true
  let start = 0
  let line = 0
  const add = (from: number, to: number, blank: boolean, kind: BlockKind | null = null): Part => {
    const raw = text.slice(from, to)
    const lead = raw.length - raw.trimStart().length
    const words = raw.trim()
    const part: Part = {
      start: from + lead,
      end: from + lead + words.length,
      text: words,
      kind,
      isGiven: false,
      blankBefore: blank,
      blankAfter: false,
      said: null,
      quote: null,
    }
    parts.push(part)
    return part
  }
  const close = (end: number) => {
    const words = text.slice(start, end).trim()
    if (words === '') {
      const last = parts.at(-1)
      if (last) last.blankAfter = true
      blankBefore = true
      return
    }
    const given = kinds[line++] ?? null
    const from = start + text.slice(start, end).indexOf(words)
    const isSingle = given !== null && given !== 'quote' && given !== 'caption'
    const saidAt = isSingle ? null : attributionAtEnd(words, language)
    const creditStart = isSingle || saidAt !== null ? null : creditAtEnd(words)
    if (saidAt !== null) {
      const quote = add(from, from + saidAt, blankBefore, 'quote')
      const attribution = add(from + saidAt, from + words.length, false, 'attribution')
      quote.said = attribution.said = readAttribution(attribution.text, language)
      attribution.quote = quote
    } else if (creditStart !== null) {
      add(from, from + creditStart, blankBefore, 'caption')
      add(from + creditStart, from + words.length, false, 'credit')
    } else add(from, from + words.length, blankBefore, given).isGiven = given !== null
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

/** `„…“ – Olaf Scholz, Bundeskanzler`: where the attribution begins. */
function attributionAtEnd(line: string, language: string): number | null {
  if (line.length > 3_000 || !/^["„“»«]/u.test(line)) return null
  const match = /["“”«»]\s*(?=(?:[–—―-]\s?|\()\p{Lu}[^.!?“”"«»]{2,120}(?:\p{Lu}\.)?\)?$)/u.exec(line)
  if (!match) return null
  const start = match.index + match[0].length
  if (!isWholeQuote(line.slice(0, start).trim())) return null
  return readAttribution(line.slice(start), language) ? start : null
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

export function words(text: string): number {
  return text.split(/\s+/).length
}
