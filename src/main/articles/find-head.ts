import { isName, readByline } from './attribution'
import { isBullet } from './page-furniture'
import { type Page, type Part, words } from './page-parts'
import { segment } from './segmenter'

const MAX_TITLE = 200
const MAX_HEADLINE = 170
/** Lines at the top in which headline, byline and the like are looked for. */
const HEAD_LINES = 18

export interface Head {
  title: string | null
  kicker: string | null
  byline: string | null
  headline: Part | null
  /** Position of the first part below the head. */
  end: number
}

/** What stands above the running text: page title, kicker, headline, byline. */
export function readHead(page: Page): Head {
  const { parts } = page
  const byline = markBylines(parts)
  const given = parts.find(({ kind }) => kind === 'headline')
  if (given) return givenHead(page, given, byline)
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
    if (isSameTitle(line.text, headline.text) || isPageTitle(page, line)) line.kind = 'non-text'
    else if (head.kicker !== null && line.text === head.kicker) line.kind = 'non-text'
    else if (byline !== null && line.text === byline) line.kind = 'non-text'
    else if (isNameLine(parts, line)) {
      line.kind = 'byline'
      head.byline ??= line.text.replace(/\s+(?:in|aus)\s.*$|,.*$/u, '')
    } else if (line.start > headline.start && words(line.text) >= 4) line.kind = 'lead'
  }
  const below = parts.findIndex((part) => part.start > (lines.at(-1) ?? headline).start)
  return { ...head, end: below === -1 ? parts.length : below }
}

/** The document says what its headline is; what stands above it is its kicker, or says the same once more. */
function givenHead(page: Page, headline: Part, byline: string | null): Head {
  const { parts } = page
  const head: Head = { title: null, kicker: null, byline, headline, end: 0 }
  splitKicker(page, [headline], head)
  const lines = parts.slice(0, parts.indexOf(headline))
  const above = lines.findLast(({ kind }) => kind !== 'non-text')
  const isKickerAbove = above?.kind === null && isKicker(above, headline) && head.kicker === null
  if (above && isKickerAbove) above.kind = 'kicker'
  const kicker = lines.find(({ kind }) => kind === 'kicker')
  if (kicker) head.kicker ??= kicker.text.replace(/\s*[:|–—]$/u, '')
  for (const line of lines)
    if (line.kind === null && isSameTitle(line.text, headline.text)) line.kind = 'non-text'
  head.title = headline.text.slice(0, MAX_TITLE)
  return { ...head, byline: byline ?? givenByline(parts), end: parts.indexOf(headline) + 1 }
}

function givenByline(parts: readonly Part[]): string | null {
  const given = parts.find(
    ({ kind, isGiven, text }) => kind === 'byline' && isGiven && text.length <= MAX_TITLE,
  )
  if (!given) return null
  const name = given.text.replace(/,.*$/u, '').trim()
  return readByline(given.text) ?? (isName(name) ? name : null)
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
  const candidates = lines.filter(
    (line, at) => !isNameLine(parts, line) && !lines.slice(at + 1).some(({ text }) => text === line.text),
  )
  const [first, second] = belowNavigation(candidates)
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
    !/[,;:]$/u.test(text) &&
    segment(text, language).length === 1 &&
    next !== undefined &&
    next.text.length > text.length
  )
}

/** "Startseite", "Ausland", "Europa": of several labels above a headline only the last may be its kicker. */
function belowNavigation(lines: Part[]): Part[] {
  const count = lines.findIndex(({ text }) => words(text) > 2)
  const next = lines[count]
  if (count < 2 || !next) return lines
  const isHeadline = words(next.text) >= 4
  const labels = lines.slice(0, isHeadline ? count - 1 : count)
  for (const label of labels) label.kind = 'non-text'
  return lines.slice(labels.length)
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

/** The very first line names the site behind a dash: the title of the window it was copied from. */
function isPageTitle({ parts }: Page, line: Part): boolean {
  return line === parts[0] && /\S\s[-–—|]\s\p{Lu}?[\p{L}\p{N}.]+(?:\s[\p{L}\p{N}.]+){0,2}$/u.test(line.text)
}

/** A line with nothing but a name stands beside a date, a separator or a byline. */
function isNameLine(parts: Part[], line: Part): boolean {
  // "Jane Doe in Almaty" as well.
  const name = line.text.replace(/\s+(?:in|aus)\s+\p{Lu}[\p{L}-]+$/u, '').replace(/,\s+\p{Lu}[\p{L}-]+$/u, '')
  if (!isName(name) || !name.includes(' ') || line.text.length > 60) return false
  const at = parts.indexOf(line)
  if (at === 0) return false
  return [parts[at - 1], parts[at + 1]].some(
    (beside) =>
      beside !== undefined &&
      (beside.kind === 'byline' || (beside.kind === 'non-text' && !/\p{L}/u.test(beside.text))),
  )
}
