import { type Attribution, hasSeveralNames, namesRole, readAttribution, readOffice } from './attribution'
import { isWholeQuote, type Page, type Part, SENTENCE_END } from './page-parts'

const MAX_ATTRIBUTION = 130
const MAX_LINES = 3
const MAX_LINES_TOGETHER = 450
const FIRST_PERSON = {
  de: /(?<!\p{L})(?:ich|mich|mir|mein\p{L}{0,2}|wir|uns|unser\p{L}{0,2})(?!\p{L})/iu,
  en: /(?<!\p{L})(?:I|me|my|we|us|our)(?!\p{L})/u,
} as const

/** Quotes set off from the text, with the line that says whose words they are. */
export function markQuotes(page: Page, headEnd: number): void {
  const { parts } = page
  for (let at = Math.max(1, headEnd); at < parts.length; at++) {
    const part = parts[at]
    if (part && saysWhoseWords(page, part, parts[at - 1])) attributeGiven(page, at, headEnd)
    if (!part || part.kind !== null) continue
    const next = parts[at + 1]
    // Several lines with a dash are a list, not somebody's name.
    if (next && hasDash(part) && hasDash(next)) continue
    const run = quoteBefore(parts, at, headEnd)
    const last = run.at(-1)
    const said = last && attributionOf(page, run, part)
    if (last && said) {
      attribute(run, part, last, said)
      if (next && saysRole(part, next)) attribute(run, next, last, { ...said, role: next.text }, [part])
    } else if (isWholeQuote(part.text) && SENTENCE_END.test(part.text.slice(0, -1))) part.kind = 'quote'
  }
}

/** As the document says, or behind a dash at the end of what it says is a quotation. */
function saysWhoseWords({ language }: Page, part: Part, before: Part | undefined): boolean {
  if (!part.isGiven) return false
  if (part.kind === 'attribution') return true
  const isInQuote = part.kind === 'quote' && before?.kind === 'quote' && before.isGiven
  return isInQuote && hasDash(part) && readAttribution(part.text, language) !== null
}

/** The document says whose words they are, so whatever stands there is a name. */
function attributeGiven({ parts, language }: Page, at: number, floor: number): void {
  const line = parts[at]
  const run = quoteBefore(parts, at, floor)
  const last = run.at(-1)
  if (!line || last?.kind !== 'quote') return
  const bare = line.text.replace(/^[-–—―~\s]+/u, '')
  const said = readAttribution(line.text, language) ?? readOffice(line.text)
  attribute(run, line, last, said ?? { speaker: bare.slice(0, MAX_ATTRIBUTION), role: null, saidOn: null })
}

function attribute(run: Part[], line: Part, quote: Part, said: Attribution, others: Part[] = []): void {
  for (const each of run) Object.assign(each, { kind: 'quote', said })
  Object.assign(line, { kind: 'attribution', said, quote })
  for (const other of others) other.said = said
}

/** The name stands on one line, the office on the next. */
function saysRole({ said }: Part, { kind, text, blankBefore }: Part): boolean {
  const isOpen = kind === null && !blankBefore && said !== null && said.role === null
  return isOpen && text.length <= 100 && !SENTENCE_END.test(text) && namesRole(text)
}

/** The paragraph before a line, or the paragraphs when a quotation opens in one and closes in a later one. */
function quoteBefore(parts: Part[], at: number, floor: number): Part[] {
  const last = parts[at - 1]
  const isText = (part: Part | undefined) =>
    part !== undefined && (part.kind === null || part.kind === 'quote') && !part.said
  if (!last || at - 1 < floor || !isText(last)) return []
  if (last.kind === 'quote' && last.isGiven) {
    let from = at - 1
    while (isText(parts[from - 1]) && parts[from - 1]?.isGiven && parts[from - 1]?.kind === 'quote') from--
    return parts.slice(from, at)
  }
  if (isWholeQuote(last.text)) return [last]
  if (!/["“”«»]$/u.test(last.text)) return linesTogether(parts, at, floor)
  for (let from = at - 2; from >= Math.max(floor, at - 8); from--) {
    const part = parts[from]
    if (!part || !isText(part)) break
    if (/^["„“»«]/u.test(part.text) && !/["“”«»]$/u.test(part.text)) return parts.slice(from, at)
  }
  return [last]
}

/** Without marks, what stands in one piece between empty lines is one quote, unless it is long. */
function linesTogether(parts: Part[], at: number, floor: number): Part[] {
  let from = at - 1
  while (from > floor && at - from <= MAX_LINES && parts[from]?.blankBefore === false) from--
  const run = parts.slice(from, at)
  const isQuoteLike = run.length <= MAX_LINES && run.every(({ kind, said }) => kind === null && !said)
  const length = run.reduce((sum, { text }) => sum + text.length, 0)
  return isQuoteLike && length <= MAX_LINES_TOGETHER ? run : parts.slice(at - 1, at)
}

function attributionOf(page: Page, run: Part[], line: Part): Attribution | null {
  const { language } = page
  const { text } = line
  const [quote] = run
  if (!quote || text.length > MAX_ATTRIBUTION || /[!?;:]$/.test(text)) return null
  if (/\.$/.test(text) && !/(?:^|\s)\p{Lu}\.$/u.test(text)) return null
  const whole = run.map((part) => part.text).join(' ')
  const isGiven = quote.kind === 'quote' && quote.isGiven
  const isQuoted = isGiven || (/^["„“»«]/u.test(whole) && (run.length > 1 || isWholeQuote(whole)))
  const said = readAttribution(text, language) ?? (isQuoted || hasDash(line) ? readOffice(text) : null)
  if (!said || !isPerson(page, text, said)) return null
  if (isQuoted) return said
  if (!SENTENCE_END.test(whole) || !quote.blankBefore) return null
  if (hasDash(line)) return said.role !== null || isKnownPerson(page, said.speaker) ? said : null
  if (isClearWithoutMarks(said)) return line.blankBefore || line.blankAfter ? said : null
  if (!line.blankBefore || !line.blankAfter) return null
  const { speaker, role } = said
  const speaks = (language.startsWith('en') ? FIRST_PERSON.en : FIRST_PERSON.de).test(whole)
  if (isKnownPerson(page, speaker)) {
    if (role !== null || hasSeveralNames(speaker) || speaks) return said
    // Who was introduced before, and is not spoken of in the lines themselves, may have spoken them.
    const first = page.names().get(speaker)?.first ?? Infinity
    return first < quote.start && !whole.includes(speaker) && whole.length <= MAX_LINES_TOGETHER ? said : null
  }
  if (role === null || isThing(page, speaker)) return null
  // "Nur-Sultan, die Hauptstadt" heads a section; "Oleg, geflohener Russe" has spoken.
  return speaks || !/^(?:der|die|das|ein|eine|the|a|an)\s/iu.test(role) ? said : null
}

function hasDash({ text }: Part): boolean {
  return /^[–—―-]/u.test(text)
}

function isClearWithoutMarks({ speaker, role, saidOn }: Attribution): boolean {
  const severalNames = hasSeveralNames(speaker)
  if (saidOn !== null) return role !== null || severalNames
  return severalNames && role !== null && namesRole(role)
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

function isThing({ names }: Page, speaker: string): boolean {
  return speaker.split(/\s+/).some((name) => {
    const found = names().get(name)
    return found !== undefined && (found.asThing > 0 || found.asPlace > 0)
  })
}
