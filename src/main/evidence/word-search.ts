import { setImmediate } from 'node:timers/promises'

import type { FileTextPart, FoundPage } from '#shared/model'

import type { EvidenceFileQueries } from './evidence-file-queries'
import type { SearchIndex } from './search-index'
import { piecesOf, searchedText, searchedWords, spansOfWords, type Span } from './searched-text'

const LETTERS_BEFORE = 60
const LETTERS_AFTER = 140
/** Pages of one file in a reply, so that one book does not hide the other files. */
const PAGES_OF_FILE = 5

/** Finds the pages of all evidence files on which every word of a query stands. */
export function findPages(
  query: string,
  limit: number,
  { queries, index }: { queries: EvidenceFileQueries; index: SearchIndex },
): { hits: FoundPage[]; isCut: boolean } {
  const words = searchedWords(query)
  if (words.length === 0) return { hits: [], isCut: false }
  const wanted = limit * PAGES_OF_FILE
  const pieces = index.find(words, wanted)
  const seen = new Map<string, Set<number>>()
  const hits: FoundPage[] = []
  let isCut = pieces.length === wanted
  for (const { hash, part: number, start } of pieces) {
    const pages = seen.get(hash) ?? new Set()
    seen.set(hash, pages)
    if (pages.has(number)) continue
    if (pages.size === PAGES_OF_FILE || hits.length === limit) {
      isCut = true
      continue
    }
    const file = queries.one(hash)
    const part = queries.part(hash, number)
    // The index may be a moment behind.
    const [span] = part ? spansFrom(part, start, words, 1) : []
    if (!file || !part || !span) continue
    pages.add(number)
    const { name, mediaType } = file
    hits.push({
      hash,
      name,
      mediaType,
      part: number,
      label: part.label,
      ...span,
      ...shownWords(part.text, span),
    })
  }
  return { hits, isCut }
}

/** Where the words of a query stand in one file: together where they do, else each of them. */
export async function findPlaces(
  hash: string,
  query: string,
  limit: number,
  { queries, index }: { queries: EvidenceFileQueries; index: SearchIndex },
): Promise<{ places: (Span & { part: number })[]; isCut: boolean }> {
  const words = searchedWords(query)
  if (words.length === 0) return { places: [], isCut: false }
  const together = words.join(' ')
  const known = index.findIn(hash, [together]) ?? []
  const pieces = known.length > 0 ? known : (index.findIn(hash, words) ?? piecesOfFile(hash, queries))
  const places = new Map<string, Span & { part: number }>()
  for (const { part: number, start } of pieces) {
    const part = queries.part(hash, number)
    if (!part) continue
    for (const span of spansFrom(part, start, words, limit + 1)) {
      // Pieces overlap.
      places.set(`${String(number)} ${String(span.start)}`, { part: number, ...span })
    }
    if (places.size > limit) break
    await setImmediate()
  }
  return { places: [...places.values()].slice(0, limit), isCut: places.size > limit }
}

function* piecesOfFile(hash: string, queries: EvidenceFileQueries) {
  for (let number = 1; ; number += 1) {
    const part = queries.part(hash, number)
    if (!part) return
    for (const { start } of piecesOf(part.text)) yield { part: number, start }
  }
}

/** Spans in the text of a part, from those in the piece that begins at an offset. */
function spansFrom({ text }: FileTextPart, start: number, words: readonly string[], limit: number): Span[] {
  const [piece] = piecesOf(text.slice(start))
  if (!piece) return []
  const spans = spansOfWords(searchedText(piece.text), words, limit)
  return spans.map((span) => ({ start: start + span.start, end: start + span.end }))
}

/** The words found, with a little of what stands around them. */
function shownWords(text: string, { start, end }: Span): Pick<FoundPage, 'before' | 'words' | 'after'> {
  const from = Math.max(0, start - LETTERS_BEFORE)
  const to = Math.min(text.length, end + LETTERS_AFTER)
  const before = oneLine(text.slice(from, start))
  const after = oneLine(text.slice(end, to))
  return {
    before: from === 0 ? before : `… ${before.replace(/^\S*\s/, '')}`,
    words: oneLine(text.slice(start, end)),
    after: to === text.length ? after : `${after.replace(/\s\S*$/, '')} …`,
  }
}

function oneLine(text: string): string {
  return text
    .replace(/(\p{L})[-\u2010]\n\s*(?=\p{Ll})/gu, '$1')
    .replaceAll('\u00ad', '')
    .replace(/\s+/g, ' ')
    .toWellFormed()
}
