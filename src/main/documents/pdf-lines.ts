import type { BlockKind } from '#shared/model'

import {
  lineCollector,
  NOTHING_SAID,
  type DocumentNote,
  type DocumentText,
  type PageInLine,
} from './document-lines'
import { openPdf, pdfRefusal } from './open-pdf'
import { unreadable } from './unreadable'

/** What is read of one PDF; an article is shorter. */
export const MAX_PAGES = 500
/** How much taller than the text a heading is. */
const HEADING_RATIO = 1.15
/** How much more than the usual distance of lines parts paragraphs. */
const PARAGRAPH_RATIO = 1.35
/** The share of a page at its top and bottom in which running heads stand. */
const MARGIN = 0.1
const MAX_HEADING = 250
/** Running heads are shorter, lines of text mostly longer. */
const LONG_LINE = 60
/** How many times the size of its letters a running head stands off the text. */
const SET_APART = 1.7
/** How much smaller than the text notes at the foot of a page are. */
const NOTE_RATIO = 0.92
/** The share of a page at its bottom in which notes stand. */
const NOTES = 0.5
/** How much smaller than its line a raised number is. */
const RAISED_RATIO = 0.85

interface Item {
  str: string
  transform: number[]
  width: number
  height: number
}

interface PdfLine {
  text: string
  page: number
  left: number
  right: number
  /** From the bottom of the page. */
  base: number
  size: number
  /** 0 for the whole width, 1 and 2 for columns. */
  column: number
}

interface Page {
  width: number
  height: number
  lines: PdfLine[]
}

/** The paragraphs of a PDF, put together from its lines. A PDF knows neither paragraphs nor headings, only places. */
export async function pdfLines(
  bytes: Uint8Array,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<DocumentText> {
  // pdf.js takes the bytes for itself.
  const task = openPdf(new Uint8Array(bytes))
  try {
    const document = await task.promise
    if (document.numPages > MAX_PAGES) throw tooManyPages(document.numPages)
    const pages: Page[] = []
    for (let number = 1; number <= document.numPages; number += 1) {
      onProgress(number, document.numPages)
      const page = await document.getPage(number)
      const { width, height } = page.getViewport({ scale: 1 })
      const { items } = await page.getTextContent()
      page.cleanup()
      const lines = linesOf(
        items.filter((item) => 'str' in item),
        number,
      )
      pages.push({ width, height, lines: inReadingOrder(lines, width) })
    }
    if (pages.every(({ lines }) => lines.length === 0)) throw withoutText()
    return paragraphsOf(pages)
  } catch (error) {
    throw pdfRefusal(error)
  } finally {
    await task.destroy()
  }
}

function linesOf(items: readonly Item[], page: number): PdfLine[] {
  const lines: PdfLine[] = []
  for (const { str, transform, width, height } of items) {
    const [, , , scale = 0, left = 0, base = 0] = transform
    const size = height || Math.abs(scale)
    const last = lines.at(-1)
    const raised = last && raisedMark(str, { size, base, left }, last)
    if (last && raised) {
      last.text += raised
      last.right = Math.max(last.right, left + width)
      continue
    }
    const isSpace = str.trim() === ''
    const gap = last ? left - last.right : 0
    const isSame = last && Math.abs(last.base - base) < Math.max(last.size, size) * 0.5 && gap > -size
    // A gap as wide as several letters parts columns.
    if (last && isSame && (isSpace || gap < size * 2.5)) {
      const needsSpace = gap > size * 0.15 && !/\s$/.test(last.text) && !/^\s/.test(str)
      last.text += needsSpace ? ` ${str}` : str
      if (!isSpace && size > last.size) {
        // A line can begin with the raised number of a note.
        last.size = size
        last.base = base
      }
      last.right = isSpace ? last.right : Math.max(last.right, left + width)
    } else if (!isSpace) lines.push({ text: str, page, left, right: left + width, base, size, column: 0 })
  }
  return lines.map((line) => ({ ...line, text: line.text.trim() }))
}

/** "[3]" for a small raised number behind a word: the mark of a note, which must not become a part of a number. */
function raisedMark(
  str: string,
  { size, base, left }: Pick<PdfLine, 'size' | 'base' | 'left'>,
  last: PdfLine,
): string | null {
  const mark = /^\s*(\d{1,3}|\*{1,3}|[†‡])(\s*)$/.exec(str)
  const isRaised = base - last.base > last.size * 0.15 && base - last.base < last.size * 0.8
  const isClose = left - last.right < last.size * 0.6 && left >= last.right - last.size * 0.3
  if (!mark || !isRaised || !isClose || size > last.size * RAISED_RATIO) return null
  return `[${mark[1] ?? ''}]${mark[2] ?? ''}`
}

/** From top to bottom; where there are two columns, one after the other between what goes across both. */
function inReadingOrder(lines: PdfLine[], width: number): PdfLine[] {
  const middle = width / 2
  const sorted = lines.toSorted((a, b) => b.base - a.base || a.left - b.left)
  const leftLines = sorted.filter(({ right }) => right <= middle + 2)
  const rightLines = sorted.filter(({ left }) => left >= middle - 2)
  const isTwoColumns =
    leftLines.length >= 4 &&
    rightLines.length >= 4 &&
    leftLines.length + rightLines.length > sorted.length * 0.6
  if (!isTwoColumns) return sorted
  const ordered: PdfLine[] = []
  let band: PdfLine[] = []
  const flush = () => {
    ordered.push(...band.filter(({ column }) => column === 1), ...band.filter(({ column }) => column === 2))
    band = []
  }
  for (const line of sorted) {
    line.column = line.right <= middle + 2 ? 1 : line.left >= middle - 2 ? 2 : 0
    if (line.column === 0) {
      flush()
      ordered.push(line)
    } else band.push(line)
  }
  flush()
  return ordered
}

function paragraphsOf(pages: readonly Page[]): DocumentText {
  const { lines, add } = lineCollector()
  const isFurniture = furnitureOf(pages)
  const all = pages.flatMap((page) => page.lines)
  const text = all.filter((line) => !isFurniture(line))
  const size = usualSize(text)
  const distance = usualDistance(text, size)
  const edges = columnEdges(text, size)
  const joined: number[] = []
  const isNote = notesOf(pages, text, size)
  const notes: { text: string; page: number }[] = []
  let dropped: string[] = []
  let open: OpenParagraph | null = null
  let hasHeadline = false

  const close = () => {
    if (open) {
      const words = open.pieces.join('')
      const kind = kindOf(words, open.last.size)
      hasHeadline ||= kind === 'headline'
      const made = add(words, kind)
      const first = lines[made[0] ?? -1]
      if (first) first.pages = open.pages
      if (open.isJoined) joined.push(...made)
    }
    open = null
    for (const each of dropped) add(each, 'non-text')
    dropped = []
  }
  const kindOf = (words: string, height: number): BlockKind | null => {
    if (height < size * HEADING_RATIO || words.length > MAX_HEADING) return null
    return hasHeadline ? 'subhead' : 'headline'
  }

  for (const line of all) {
    if (isFurniture(line)) {
      dropped.push(line.text)
      continue
    }
    if (isNote(line)) {
      const last = notes.at(-1)
      const mark = NOTE_MARK.exec(line.text)
      if (mark || !last || last.page !== line.page) {
        const words = mark ? line.text.slice(mark[0].length) : line.text
        notes.push({ text: mark ? `[${mark[1] ?? ''}] ${words}` : words, page: line.page })
      } else last.text = beforeLine(last.text, line.text).head + line.text
      continue
    }
    if (open && !goesOn(open.last, line, { size, distance, edges })) close()
    if (open) goOn(open, line)
    else {
      const pages = [{ page: line.page, at: 0 }]
      open = { pieces: [line.text], length: line.text.length, last: line, isJoined: false, pages }
    }
  }
  close()
  for (const { text: words, page } of notes) {
    const first = lines[add(words, 'footnote')[0] ?? -1]
    if (first) first.pages = [{ page, at: 0 }]
  }
  return { lines, about: NOTHING_SAID, notes: [layoutNote(), ...joinedNotes(joined)] }
}

/** Its text in pieces: to look at the end of a long one would cost as much as all of it. */
interface OpenParagraph {
  pieces: string[]
  length: number
  last: PdfLine
  isJoined: boolean
  pages: PageInLine[]
}

function goOn(open: OpenParagraph, line: PdfLine): void {
  const last = open.pieces.pop() ?? ''
  const { head, isJoined } = beforeLine(last, line.text)
  open.pieces.push(head, line.text)
  const at = open.length - last.length + head.length
  if (open.last.page !== line.page) open.pages.push({ page: line.page, at })
  open.length = at + line.text.length
  open.last = line
  open.isJoined ||= isJoined
}

const NOTE_MARK = /^\[?(\d{1,3}|\*{1,3}|[†‡])\]?[.)]?\s*(?=\S)/

/**
 * Lines of notes: small, at the foot of a page, from one that begins with a mark on, and nothing in the size of the text
 * below.
 */
function notesOf(pages: readonly Page[], text: readonly PdfLine[], size: number): (line: PdfLine) => boolean {
  const isText = new Set(text)
  const notes = new Set<PdfLine>()
  for (const { lines, height } of pages) {
    const own = lines.filter((line) => isText.has(line)).toSorted((a, b) => a.base - b.base)
    let found: PdfLine[] = []
    for (const line of own) {
      if (line.size > size * NOTE_RATIO || line.base > height * NOTES) break
      found.push(line)
    }
    const first = found.findLastIndex((line) => NOTE_MARK.test(line.text))
    found = found.slice(0, first + 1)
    for (const line of found) notes.add(line)
  }
  return (line) => notes.has(line)
}

type Edges = ReadonlyMap<number, { left: number; right: number }>

function goesOn(
  last: PdfLine,
  line: PdfLine,
  { size, distance, edges }: { size: number; distance: number; edges: Edges },
): boolean {
  if (Math.abs(last.size - line.size) > size * 0.1 || /^(?:[•▪●◦‣·]|[-–—]\s)/u.test(line.text)) return false
  const isEnd = /[.!?…:](?:["“”«»’‘')\]])*$/u.test(last.text)
  if (last.page !== line.page || last.column !== line.column)
    return !isEnd && last.size < size * HEADING_RATIO
  if (last.base - line.base > distance * (line.size / size) * PARAGRAPH_RATIO) return false
  const edge = edges.get(line.column)
  if (!edge || last.size >= size * HEADING_RATIO) return true
  const isIndented = line.left > edge.left + size * 0.8 && line.left > last.left + size * 0.8
  const isShort = last.right < edge.right - (edge.right - edge.left) * 0.25
  return !(isEnd && (isIndented || isShort))
}

/**
 * A line as it stands before the next one: "Verhand-" and "lungen" are one word; "Ein-" and "und Ausfuhr" are not, and
 * "Nord-" and "Süd" keep their hyphen.
 */
function beforeLine(line: string, next: string): { head: string; isJoined: boolean } {
  if (line.endsWith('\u00ad')) return { head: line.slice(0, -1), isJoined: true }
  if (!/\p{L}[-‐]$/u.test(line.slice(-3))) return { head: `${line} `, isJoined: false }
  if (/^(?:und|oder|bzw|sowie|and|or|to)(?!\p{L})/u.test(next)) return { head: `${line} `, isJoined: false }
  if (/^\p{Ll}/u.test(next)) return { head: line.slice(0, -1), isJoined: true }
  return { head: line, isJoined: false }
}

/** What stands at the top or the bottom of most pages, but for its numbers, and what is nothing but a number there. */
function furnitureOf(pages: readonly Page[]): (line: PdfLine) => boolean {
  const counts = new Map<string, number>()
  const isAtEdge = ({ base, page }: PdfLine) => {
    const height = pages[page - 1]?.height ?? 0
    return base < height * MARGIN || base > height * (1 - MARGIN)
  }
  // What stands as close to the text as its own lines is text, also where it says nearly the same on several pages: but for
  // a page number at its end, it has to be the same to the letter. So has a sentence: its numbers are what it says.
  const attached = new Set(pages.flatMap(({ lines }) => attachedLines(lines, isAtEdge)))
  const isSentence = ({ text }: PdfLine) => /[.!?…]["'“”«»]?$/u.test(text)
  const key = (line: PdfLine) => {
    const isText = attached.has(line) || isSentence(line)
    return isText ? line.text.replace(/(?<=\s)\d+$/, '#') : line.text.replaceAll(/\d+/g, '#')
  }
  for (const { lines } of pages) {
    for (const each of new Set(lines.filter(isAtEdge).map(key))) counts.set(each, (counts.get(each) ?? 0) + 1)
  }
  const needed = Math.max(2, pages.length / 2)
  const isRepeated = (line: PdfLine) => (counts.get(key(line)) ?? 0) >= needed
  const canBeRepeated = (line: PdfLine) =>
    attached.has(line) ? line.text.length < LONG_LINE && !isSentence(line) : true
  return (line) =>
    isAtEdge(line) &&
    ((isRepeated(line) && canBeRepeated(line)) ||
      /^(?:(?:Seite|Page|S\.|p\.)\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:\/|von|of)\s*\d{1,4})?$/iu.test(
        line.text,
      ))
}

/** The lines at the edges that follow the text inside them without a gap. */
function attachedLines(lines: readonly PdfLine[], isAtEdge: (line: PdfLine) => boolean): PdfLine[] {
  const sorted = lines.toSorted((a, b) => a.base - b.base)
  const found: PdfLine[] = []
  for (const inOrder of [sorted, sorted.toReversed()]) {
    let last: PdfLine | null = null
    for (const line of inOrder) {
      const isInside = !isAtEdge(line)
      const isClose =
        last !== null && Math.abs(line.base - last.base) <= Math.max(line.size, last.size) * SET_APART
      if (!isInside && isClose) found.push(line)
      if (isInside || isClose) last = line
    }
  }
  return found
}

/** The size that most characters have. */
function usualSize(lines: readonly PdfLine[]): number {
  const counts = new Map<number, number>()
  for (const { size, text } of lines) {
    const rounded = Math.round(size * 2) / 2
    counts.set(rounded, (counts.get(rounded) ?? 0) + text.length)
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 10
}

function usualDistance(lines: readonly PdfLine[], size: number): number {
  const distances = lines
    .flatMap((line, at) => {
      const last = lines[at - 1]
      const distance =
        last && last.page === line.page && last.column === line.column ? last.base - line.base : 0
      return distance > size * 0.8 && distance < size * 3 ? [distance] : []
    })
    .sort((a, b) => a - b)
  // Lines inside paragraphs stand closest, and there are many of them.
  return distances[Math.floor(distances.length * 0.3)] ?? size * 1.2
}

function columnEdges(lines: readonly PdfLine[], size: number): Edges {
  const edges = new Map<number, { left: number; right: number }>()
  for (const { column, left, right, size: own } of lines) {
    if (Math.abs(own - size) > size * 0.1) continue
    const edge = edges.get(column)
    edges.set(column, {
      left: Math.min(edge?.left ?? left, left),
      right: Math.max(edge?.right ?? right, right),
    })
  }
  return edges
}

function layoutNote(): DocumentNote {
  return {
    code: 'layout guessed',
    count: 1,
    lines: [],
    de: 'Ein PDF kennt keine Absätze; sie sind aus der Anordnung der Zeilen erschlossen. Vergleichen Sie Absätze und Reihenfolge mit dem Original.',
    en: 'A PDF knows no paragraphs; they are inferred from how its lines are placed. Compare paragraphs and order with the original.',
  }
}

function joinedNotes(lines: number[]): DocumentNote[] {
  if (lines.length === 0) return []
  const one = lines.length === 1
  return [
    {
      code: 'joined words',
      count: lines.length,
      lines,
      de: `In ${one ? 'einem Absatz' : `${lines.length.toLocaleString('de')} Absätzen`} sind am Zeilenende getrennte Wörter zusammengesetzt: Ein Trennstrich vor kleinem Buchstaben fällt weg.`,
      en: `In ${one ? 'one paragraph' : `${lines.length.toLocaleString('en')} paragraphs`} words divided at the end of a line are joined: a hyphen before a small letter is left out.`,
    },
  ]
}

function withoutText() {
  return unreadable({
    de: 'Dieses PDF hat keinen Text: Seine Seiten sind Bilder. Lassen Sie den Text mit einer Texterkennung (OCR) auslesen und importieren Sie ihn.',
    en: 'This PDF has no text: its pages are images. Have its text recognised (OCR) and import that.',
  })
}

function tooManyPages(count: number) {
  return unreadable({
    de: `Dieses PDF hat ${count.toLocaleString('de')} Seiten, ein Artikel höchstens ${String(MAX_PAGES)}. Speichern Sie die Seiten, um die es geht, als eigenes PDF.`,
    en: `This PDF has ${count.toLocaleString('en')} pages, an article at most ${String(MAX_PAGES)}. Save the pages in question as a PDF of their own.`,
  })
}
