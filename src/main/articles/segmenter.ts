import { characterBefore, isDigit, isLineBreak, isLower, isSpace, isUpper, isWord } from './characters'
import { segmentVisible } from './segment-visible'
import { abbreviationWords, correctedSpans, type Corrections } from './segmenter-corrections'
import { languageRules } from './segmentation-data'
import type { LanguageRules } from './segmentation-data/language-rules'

/** Half-open, in UTF-16 code units. */
export interface Span {
  start: number
  end: number
}

/** How far a decision looks around; what lies further off never matters, so the time stays linear. */
const WINDOW = 48
/** A bracket that closes later than this is taken for one that was forgotten. */
const MAX_BRACKET = 400
const MAX_DEPTH = 8
/** Intl.Segmenter takes quadratic time in the length of what it is given. */
const MAX_PIECE = 2_000

/**
 * The sentences of a text: trimmed, in order, disjoint, and every character but white space in exactly one of them. A
 * line break always ends a sentence.
 */
export function segment(text: string, language: string, corrections: Corrections = NO_CORRECTIONS): Span[] {
  return segmentVisible(text, (visible) => segmentLines(visible, language, corrections))
}

/** The sentences of a part of `text`, as places in the whole of it. */
export function segmentPart(
  text: string,
  { start, end }: Span,
  language: string,
  corrections?: Corrections,
): Span[] {
  return segment(text.slice(start, end), language, corrections).map((span) => ({
    start: start + span.start,
    end: start + span.end,
  }))
}

const NO_CORRECTIONS: Corrections = { abbreviations: [], cuts: [] }

function segmentLines(text: string, language: string, { abbreviations, cuts }: Corrections): Span[] {
  const extra = abbreviationWords(abbreviations)
  const known = languageRules(language)
  const rules = known && (extra.size > 0 ? withAbbreviations(known, extra) : known)
  const spans: Span[] = []
  let start = 0
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !isLineBreak(text.charCodeAt(at))) continue
    // A next-line control ends a line but is no white space, so it stays with the line it ends.
    const end = text.charCodeAt(at) === 0x85 ? at + 1 : at
    const first = spans.length
    if (rules) scanLine(text, start, end, rules, spans)
    else askPlatform(text, start, end, { language, extra }, spans)
    if (cuts.length > 0) {
      for (const span of correctedSpans(text, spans.splice(first), cuts)) spans.push(span)
    }
    start = at + 1
  }
  return spans
}

/** They may end a sentence, as every abbreviation of which nothing else is known. */
function withAbbreviations(rules: LanguageRules, words: ReadonlySet<string>): LanguageRules {
  const multiPart = new Map(rules.multiPart)
  for (const word of words) if (word.includes('.')) multiPart.set(word.replaceAll(/\s/g, ''), 'sometimes')
  return { ...rules, multiPart, sometimesFinal: new Set([...rules.sometimesFinal, ...words]) }
}

function push(text: string, from: number, to: number, spans: Span[]): void {
  let start = from
  let end = to
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  if (start < end) spans.push({ start, end })
}

/** Languages without rules of our own. A piece is cut where the platform saw an end, and the rest is asked again. */
function askPlatform(
  text: string,
  from: number,
  to: number,
  { language, extra }: { language: string; extra: ReadonlySet<string> },
  spans: Span[],
): void {
  const segmenter = platformSegmenter(language)
  let start = from
  let open = from
  while (start < to) {
    const piece = text.slice(start, Math.min(start + MAX_PIECE, to))
    const isLast = start + piece.length >= to
    const ends = Array.from(segmenter.segment(piece), ({ index, segment }) => start + index + segment.length)
    if (!isLast) ends.pop()
    for (const end of ends) {
      if (extra.size > 0 && endsWithOneOf(extra, text, end, from)) continue
      push(text, open, end, spans)
      open = end
    }
    start = ends.at(-1) ?? start + piece.length
  }
  push(text, open, to, spans)
}

function endsWithOneOf(
  abbreviations: ReadonlySet<string>,
  text: string,
  end: number,
  floor: number,
): boolean {
  const mark = trimBefore(text, end, floor) - 1
  return text.charCodeAt(mark) === 0x2e && abbreviations.has(wordBefore(text, mark, floor).toLowerCase())
}

const segmenters = new Map<string, Intl.Segmenter>()

function platformSegmenter(language: string): Intl.Segmenter {
  const known = segmenters.get(language)
  if (known) return known
  const made = new Intl.Segmenter(isTag(language) ? language : 'en', { granularity: 'sentence' })
  segmenters.set(language, made)
  return made
}

function isTag(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0
  } catch {
    return false
  }
}

/** A run of end marks with what closes after it, and what comes next on the line. */
interface Candidate {
  text: string
  rules: LanguageRules
  lineStart: number
  lineEnd: number
  sentenceStart: number
  /** First end mark. */
  mark: number
  /** After the last end mark. */
  afterMarks: number
  /** After closing quotation marks, brackets and footnote marks. */
  afterClosers: number
  /** The next character that is not white space. */
  next: number
  /** The first letter or digit of what comes next, behind opening marks and dashes. */
  nextWord: number
}

function scanLine(
  text: string,
  lineStart: number,
  lineEnd: number,
  rules: LanguageRules,
  spans: Span[],
): void {
  let sentenceStart = skipSpace(text, lineStart, lineEnd)
  let item = nextItem(text, sentenceStart, lineEnd, null)
  let quoteIsOpen = false
  let bracketEnd = -1
  let at = sentenceStart
  const endAt = (end: number) => {
    push(text, sentenceStart, end, spans)
    sentenceStart = skipSpace(text, end, lineEnd)
    item = nextItem(text, sentenceStart, lineEnd, item)
    at = sentenceStart
  }
  while (at < lineEnd) {
    const code = text.charCodeAt(at)
    if (isEndMark(code)) {
      const candidate = candidateAt(text, at, lineEnd, { rules, lineStart, sentenceStart, quoteIsOpen })
      const inBracket = bracketEnd >= candidate.afterMarks && !isLastInBracket(candidate, bracketEnd)
      if (inBracket || !endsSentence(candidate)) {
        at = candidate.afterMarks
        continue
      }
      for (let i = candidate.afterMarks; i < candidate.afterClosers; i++) {
        if (text.charCodeAt(i) === 0x22) quoteIsOpen = !quoteIsOpen
      }
      endAt(candidate.afterClosers)
      continue
    }
    if (code === 0x22) quoteIsOpen = !quoteIsOpen
    else if (code === 0x28 || code === 0x5b) {
      if (at > sentenceStart && bracketEnd < at) bracketEnd = closingBracket(text, at, lineEnd)
    } else if (at > sentenceStart && isSpace(text.charCodeAt(at - 1))) {
      const startsItem = isBullet(code) && isSpace(text.charCodeAt(at + 1))
      if (startsItem || (item !== null && startsWithItem(text, at, item))) {
        endAt(at)
        at++
        continue
      }
    }
    at++
  }
  push(text, sentenceStart, lineEnd, spans)
}

/** Where the bracket that opens here closes, or -1 when it seems forgotten. */
function closingBracket(text: string, at: number, lineEnd: number): number {
  const opening = text.charCodeAt(at)
  const closing = opening === 0x28 ? 0x29 : 0x5d
  const limit = Math.min(lineEnd, at + MAX_BRACKET)
  let depth = 0
  for (let i = at; i < limit; i++) {
    const code = text.charCodeAt(i)
    if (code === opening && ++depth > MAX_DEPTH) return -1
    if (code === closing && --depth === 0) return i
  }
  return -1
}

/** "… (how do I explain this?) Basically": the question in the bracket is the end of the sentence around it. */
function isLastInBracket(
  { text, rules, mark, afterMarks, next, nextWord, lineEnd, afterClosers }: Candidate,
  bracketEnd: number,
): boolean {
  if (bracketEnd !== afterMarks || afterClosers <= bracketEnd) return false
  const before = characterBefore(text, mark, 0)
  const isOmission = before === '[' && (afterMarks - mark > 1 || text.charCodeAt(mark) === 0x2026)
  if (!isOmission && (before === '(' || before === '[')) return false
  if (!isUpper(text, nextWord)) return false
  if (isOmission && !rules.nounsAreCapital && next === nextWord) return true
  return rules.starters.has(wordAt(text, nextWord, lineEnd).toLowerCase())
}

/** What opens the next item of a list that runs on in one line: "a. …" wants "b.", "1) …" wants "2)". */
function nextItem(text: string, at: number, lineEnd: number, wanted: string | null): string | null {
  const start = text.slice(at, Math.min(lineEnd, at + 24))
  const match = /^(?:[•‣▪]\s)?(\(?)([a-z]|[A-Z](?=[.)]+\s+\p{Ll})|\d{1,2})(\.?\)|\.(?=\s))\s*\S/u.exec(start)
  const [, opening, label, closing] = match ?? []
  if (opening === undefined || label === undefined || closing === undefined) return null
  const isFirst = label === 'a' || label === 'A' || label === '1'
  if (!isFirst && wanted !== `${opening}${label}${closing}`) return null
  const isCounted = isDigit(label.charCodeAt(0))
  // A number with a full stop is too often no item: an ordinal, a section.
  if (isCounted && closing === '.' && !/^1\.\s+The\s|^\d+\.\s+\p{Lu}\p{Ll}+\s+\p{Ll}/u.test(start))
    return null
  const next = isCounted ? String(Number(label) + 1) : String.fromCharCode(label.charCodeAt(0) + 1)
  return `${opening}${next}${closing}`
}

function startsWithItem(text: string, at: number, item: string): boolean {
  return text.startsWith(item, at) && isSpace(text.charCodeAt(at + item.length))
}

function candidateAt(
  text: string,
  mark: number,
  lineEnd: number,
  line: { rules: LanguageRules; lineStart: number; sentenceStart: number; quoteIsOpen: boolean },
): Candidate {
  let afterMarks = mark + 1
  while (afterMarks < lineEnd && isEndMark(text.charCodeAt(afterMarks))) afterMarks++
  let afterClosers = afterMarks
  let quoteIsOpen = line.quoteIsOpen
  const limit = Math.min(lineEnd, afterMarks + WINDOW)
  while (afterClosers < limit) {
    const code = text.charCodeAt(afterClosers)
    const footnote = code === 0x5b ? footnoteEnd(text, afterClosers, limit) : -1
    if (footnote > 0) afterClosers = footnote
    else if (code === 0x22 && (quoteIsOpen || !isWordAt(text, afterClosers + 1, lineEnd))) {
      quoteIsOpen = !quoteIsOpen
      afterClosers++
    } else if (isCloser(code) && !(isOpener(code) && isWordAt(text, afterClosers + 1, lineEnd)))
      afterClosers++
    else if (isEndMark(code) && afterClosers > afterMarks) afterClosers++
    else break
  }
  afterClosers = skipDetached(text, afterClosers, lineEnd, quoteIsOpen)
  if (afterClosers === afterMarks) afterClosers = skipRaisedNumbers(text, mark, afterMarks, lineEnd)
  const next = skipSpace(text, afterClosers, lineEnd)
  let nextWord = next
  const wordLimit = Math.min(lineEnd, next + WINDOW)
  while (nextWord < wordLimit && !isWord(text.charCodeAt(nextWord)) && !isEndMark(text.charCodeAt(nextWord)))
    nextWord++
  const { rules, lineStart, sentenceStart } = line
  return { text, rules, lineStart, lineEnd, sentenceStart, mark, afterMarks, afterClosers, next, nextWord }
}

/** Closing marks and footnotes that stand a space off: "maladies. [17]", "« Oui. »". */
function skipDetached(text: string, from: number, lineEnd: number, quoteIsOpen: boolean): number {
  let at = from
  const limit = Math.min(lineEnd, from + WINDOW)
  for (;;) {
    const next = skipSpace(text, at, limit)
    if (next === at || next >= limit) return at
    const code = text.charCodeAt(next)
    const footnote = code === 0x5b ? footnoteEnd(text, next, limit) : -1
    const isLoose =
      next + 1 >= lineEnd || isSpace(text.charCodeAt(next + 1)) || text.charCodeAt(next + 1) === 0x2c
    if (footnote > 0) at = footnote
    else if (isLoose && (code === 0xbb || code === 0x201d || (code === 0x22 && quoteIsOpen))) at = next + 1
    else return at
  }
}

/** Footnote numbers that lost their raised position: "in a consultation.11 12 Take the example". */
function skipRaisedNumbers(text: string, mark: number, afterMarks: number, lineEnd: number): number {
  if (text.charCodeAt(mark) !== 0x2e || !isDigit(text.charCodeAt(afterMarks))) return afterMarks
  const isAfterWord =
    text.charCodeAt(mark - 1) === 0x29 || (isLower(text, mark - 1) && isLower(text, mark - 2))
  if (!isAfterWord) return afterMarks
  const rest = text.slice(afterMarks, Math.min(lineEnd, afterMarks + WINDOW))
  const numbers = /^\d{1,3}(?: \d{1,3})*(?= +\p{Lu}|$)/u.exec(rest)
  return afterMarks + (numbers?.[0].length ?? 0)
}

function endsSentence(candidate: Candidate): boolean {
  const { text, lineEnd, mark, afterMarks, afterClosers, next, nextWord } = candidate
  // Nothing but signs to come: a row of asterisks, an emoji, a stray mark.
  if (next >= lineEnd || nextWord >= lineEnd) return false
  if (next === afterClosers) return endsWithoutSpace(candidate)
  const code = text.charCodeAt(next)
  if (isEndMark(code)) return opensWithEllipsis(candidate)
  if (isEndMark(text.charCodeAt(nextWord))) return false
  if (isNumberToLineEnd(candidate)) return false
  if (code === 0x2c || code === 0x3b || code === 0x3a || code === 0x29 || code === 0x5d) return false
  if (goesOnInLowerCase(candidate) && !opensInLowerCase(candidate) && !endsInWholeWord(candidate))
    return false
  const first = text.charCodeAt(mark)
  if (afterMarks - mark === 1 && first === 0x2e) return endsAfterStop(candidate)
  if (first === 0x2026 || (first === 0x2e && afterMarks - mark > 1)) return endsAfterEllipsis(candidate)
  return endsAfterMark(candidate)
}

/** "… der Kirche. ... Als Nächstes": the dots belong to what follows. */
function opensWithEllipsis({ text, mark, afterMarks, next, nextWord, lineEnd }: Candidate): boolean {
  if (afterMarks - mark !== 1 || text.charCodeAt(mark) === 0x2026) return false
  let end = next
  while (end < lineEnd && end - next < 4 && isEndMark(text.charCodeAt(end))) end++
  const isEllipsis = text.charCodeAt(next) === 0x2026 || (end - next > 1 && text.charCodeAt(next) === 0x2e)
  const following = skipSpace(text, end, lineEnd)
  return isEllipsis && nextWord === next && following > end && isUpper(text, following)
}

/** A number alone up to the end of the line is a footnote that lost its place. */
function isNumberToLineEnd({ text, next, lineEnd, mark }: Candidate): boolean {
  if (!isDigit(text.charCodeAt(next)) || lineEnd - next > 8) return false
  return /^\d{1,3}\s*$/.test(text.slice(next, lineEnd)) && !isDigit(text.charCodeAt(mark - 1))
}

function goesOnInLowerCase({ text, next, nextWord, lineEnd }: Candidate): boolean {
  if (nextWord >= lineEnd || !isLower(text, nextWord) || isInvertedMark(text, next)) return false
  // Addresses and names such as eBay and wikiHow open a sentence as they are.
  const word = wordAt(text, nextWord, lineEnd)
  return word !== 'http' && word !== 'https' && word !== 'www' && !/^\p{Ll}+\p{Lu}/u.test(word)
}

/** Informal writing begins sentences in lower case: with the words that open them, or all of them. */
function opensInLowerCase(candidate: Candidate): boolean {
  const { text, sentenceStart, mark, afterMarks, afterClosers, next, nextWord, rules, lineStart, lineEnd } =
    candidate
  if (!rules.lowerCaseSentences || afterClosers > afterMarks || next !== nextWord) return false
  if (text.charCodeAt(mark) === 0x2026 || (text.charCodeAt(mark) === 0x2e && afterMarks - mark > 1))
    return false
  const word = wordBefore(text, trimBefore(text, mark, lineStart), lineStart)
  if (word.length < 2 || isAbbreviation(word, rules)) return false
  if (isLower(text, sentenceStart)) return true
  const following = wordAt(text, nextWord, lineEnd)
  // "Yahoo! and AOL": a name that calls.
  if (following === 'and' || following === 'or') return false
  return word.length > 2 && rules.starters.has(following)
}

/** "Шановні колеги, прошу вас. вношу пропозицію …": nothing is short for this word. */
function endsInWholeWord({
  text,
  rules,
  mark,
  afterMarks,
  afterClosers,
  lineStart,
  next,
  nextWord,
}: Candidate): boolean {
  if (rules.neverShort.size === 0 || text.charCodeAt(mark) !== 0x2e) return false
  if (afterClosers > mark + 1 || afterMarks > mark + 1 || next !== nextWord) return false
  return rules.neverShort.has(wordBefore(text, mark, lineStart).toLowerCase())
}

const DOMAINS = new Set(['com', 'net', 'org', 'edu', 'gov', 'info'])

/** "alt.Es zeigt" ends a sentence; an address, a name or a number does not. */
function endsWithoutSpace(candidate: Candidate): boolean {
  const { text, mark, afterMarks, afterClosers, lineStart, lineEnd, next, nextWord, rules } = candidate
  if (nextWord - next > 1 || !isUpper(text, nextWord)) return false
  if (mark === lineStart || isSpace(text.charCodeAt(mark - 1))) return false
  const after = wordAt(text, nextWord, lineEnd)
  if (DOMAINS.has(after.toLowerCase())) return false
  const rest = text.charCodeAt(nextWord + after.length)
  if (after.length > 1 && !isLower(text, nextWord + 1)) return false
  if (rest === 0x2e && isWordAt(text, nextWord + after.length + 1, lineEnd)) return false
  if (rest === 0x40 || rest === 0x2f || rest === 0x5f) return false
  const token = tokenBefore(text, mark, lineStart)
  if (/[.@/\\_:#=]/.test(token.replace(/[:.]$/, ''))) return false
  if (afterClosers > afterMarks) return true
  if (text.charCodeAt(mark) !== 0x2e) return after.length > 1 || rules.starters.has(after.toLowerCase())
  const before = wordBefore(text, mark, lineStart)
  if (before.length < 2 || isAbbreviation(before, rules)) return false
  if (isDigit(before.charCodeAt(before.length - 1))) return rules.starters.has(after.toLowerCase())
  return isLower(text, mark - 1) && after.length > 1
}

function endsAfterMark({ text, mark, lineStart }: Candidate): boolean {
  const before = characterBefore(text, mark, lineStart)
  // "(!)" and "[?]" comment on a word; they end nothing.
  return before !== '(' && before !== '['
}

function endsAfterEllipsis({ text, mark, sentenceStart, nextWord, lineEnd, rules }: Candidate): boolean {
  if (mark === sentenceStart) return false
  const following = wordAt(text, nextWord, lineEnd)
  if (!isSpace(text.charCodeAt(mark - 1))) return true
  // A capital that stands anywhere says nothing: that of a German noun, that of "I".
  return rules.nounsAreCapital ? rules.starters.has(following.toLowerCase()) : following !== 'I'
}

function endsAfterStop(candidate: Candidate): boolean {
  const { text, rules, mark, lineStart, sentenceStart, lineEnd, next, nextWord, afterMarks, afterClosers } =
    candidate
  // "7. Mai – Das Parlament tagt": a date or a label and what goes with it.
  if (isDash(text.charCodeAt(next)) && mark - sentenceStart < 28) {
    if (/\d/.test(text.slice(sentenceStart, mark))) return false
  }
  const word = wordBefore(text, mark, lineStart)
  const wordStart = mark - word.length
  if (word === '') {
    const before = text.charCodeAt(mark - 1)
    const isNumberSign = before === 0xb0 || before === 0xba
    return before !== 0x28 && !(isNumberSign && isDigit(text.charCodeAt(next)))
  }
  const following = wordAt(text, nextWord, lineEnd)
  const opens = rules.starters.has(following.toLowerCase())
  const isFirst = wordStart <= skipOpeners(text, sentenceStart, mark)
  if (afterClosers > afterMarks && word.length > 1) return true
  if (isNumber(word)) return endsAfterNumber(candidate, { word, wordStart, following, opens, isFirst })
  const parts = partsBefore(text, mark, sentenceStart)
  const kind = parts === null ? undefined : rules.multiPart.get(parts)
  if (kind === 'never') return false
  if (kind === 'sometimes') return opens || isInvertedMark(text, next)
  if (kind === 'word') {
    const lower = following.toLowerCase()
    if (text.charCodeAt(next) === 0x28 || rules.titles.has(lower) || rules.afterTime.has(lower)) return false
    return opens || !isOpeningTime(text.slice(sentenceStart, mark))
  }
  if (startsMultiPart(candidate, word)) return false
  if (isRoman(word) && !isFirst && (word.length > 1 || rules.ordinals)) {
    const name = wordBefore(text, trimBefore(text, wordStart, sentenceStart), sentenceStart)
    if (isUpper(name, 0) || word.length === 1) return opens
  }
  if (word.length === 1 && isUpper(word, 0))
    return endsAfterInitial(candidate, { wordStart, following, opens, isFirst })
  if (word.length === 1 && isFirst) return false
  return endsAfterWord(candidate, { word, wordStart, following, opens })
}

/** "Every day at 7 a.m. Mary comes": too little has been said for an end. */
function isOpeningTime(sentence: string): boolean {
  return (
    sentence.length < 40 &&
    /^(?:at|by|around|every|on|in|until|since|from|before|after)\s[^,;]*$/iu.test(sentence)
  )
}

/** "J. D. Vance" goes on, "Plan B. Die" and "120 °C. Danach" do not. */
function endsAfterInitial(
  { text, sentenceStart, nextWord }: Candidate,
  at: { wordStart: number; following: string; opens: boolean; isFirst: boolean },
): boolean {
  const { wordStart, following, opens, isFirst } = at
  if (isFirst) return false
  const before = text.charCodeAt(wordStart - 1)
  const isPartOfWord = isDash(before) && isLower(text, wordStart - 2) && wordStart - 2 > sentenceStart
  if (isPartOfWord || before === 0xb0) return true
  const isInitial = following.length === 1 && text.charCodeAt(nextWord + 1) === 0x2e
  return opens && !isInitial
}

function endsAfterWord(
  { text, rules, next, nextWord, sentenceStart }: Candidate,
  at: { word: string; wordStart: number; following: string; opens: boolean },
): boolean {
  const { word, wordStart, following, opens } = at
  const isUnit = rules.unit.has(word.toLowerCase())
  if (isUnit || isListed(rules.beforeNumber, word, rules)) {
    if (isDigit(text.charCodeAt(nextWord)) || isRoman(following)) return false
  }
  const isMeasured = isUnit && isDigit(text.charCodeAt(trimBefore(text, wordStart, sentenceStart) - 1))
  if (isMeasured && !rules.nounsAreCapital) return true
  if (isListed(rules.neverFinal, word, rules)) return false
  const isAfterApostrophe = /['’]/.test(text.charAt(wordStart - 1))
  const isShort = word.length === 1 && !isUnit && !isAfterApostrophe
  const isInAddress = /[./@-]/.test(text.charAt(wordStart - 1))
  if (isShort || (isClipped(word) && !isInAddress) || isListed(rules.sometimesFinal, word, rules)) {
    return opens || isInvertedMark(text, next)
  }
  return true
}

/** In Spanish, nothing but a sentence opens with "¿" or "¡". */
function isInvertedMark(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === 0xbf || code === 0xa1
}

function endsAfterNumber(
  { text, rules, sentenceStart, lineEnd, nextWord, next }: Candidate,
  at: { word: string; wordStart: number; following: string; opens: boolean; isFirst: boolean },
): boolean {
  const { word, wordStart, following, opens, isFirst } = at
  // "1. Wer filmte?" is an item of a list, "1. FC Köln" a name.
  if (isFirst) return word.length > 3
  const beforeEnd = trimBefore(text, numberStart(text, wordStart, sentenceStart), sentenceStart)
  const before = wordBefore(text, beforeEnd, sentenceStart)
  const beforeLower = before.toLowerCase()
  const beforeStart = beforeEnd - before.length
  if (rules.headings.has(beforeLower) && beforeStart <= skipOpeners(text, sentenceStart, wordStart))
    return false
  if (!rules.ordinals) return true
  const isShort = word.length <= 3
  if (!isShort) return true
  const lower = following.toLowerCase()
  if (rules.months.has(lower)) return false
  if (isDigit(text.charCodeAt(nextWord))) {
    if (isDash(text.charCodeAt(next))) return false
    const number = wordAt(text, nextWord, lineEnd)
    const isPart = number.length <= 2 && text.charCodeAt(nextWord + number.length) === 0x2e
    const isYear =
      /^(1[5-9]|20)\d\d$/.test(number) &&
      text.charCodeAt(trimBefore(text, wordStart, sentenceStart) - 1) === 0x2e
    return !(word.length <= 2 && (isPart || isYear))
  }
  if (opens) return true
  if (rules.beforeOrdinal.has(beforeLower)) return false
  // "ein volles 13. Monatsgehalt": an adjective that waits for its noun.
  if (/^\p{Ll}{2,}e[sm]$/u.test(before)) return false
  return !rules.afterOrdinal.has(lower)
}

/** "3.1" before its last full stop starts at the 3. */
function numberStart(text: string, wordStart: number, floor: number): number {
  let at = wordStart
  while (at - 1 > floor && wordStart - at < WINDOW) {
    const code = text.charCodeAt(at - 1)
    if (!isDigit(code) && !(code === 0x2e && isDigit(text.charCodeAt(at - 2)))) break
    at--
  }
  return at
}

/** "z. B." before the full stop of "B.": "z.b". Null when the word stands alone. */
function partsBefore(text: string, mark: number, floor: number): string | null {
  let parts = ''
  let end = mark
  for (let count = 0; count < 5; count++) {
    const word = wordBefore(text, end, floor)
    if (word === '' || word.length > 4) break
    parts = parts === '' ? word : `${word}.${parts}`
    let stop = end - word.length
    while (stop > floor && isSpace(text.charCodeAt(stop - 1)) && end - word.length - stop < 2) stop--
    if (stop <= floor || text.charCodeAt(stop - 1) !== 0x2e) break
    end = stop - 1
  }
  return parts.includes('.') ? parts.toLowerCase() : null
}

/** "z." before "B.": the abbreviation goes on. */
function startsMultiPart({ text, rules, nextWord, lineEnd }: Candidate, word: string): boolean {
  const following = wordAt(text, nextWord, lineEnd)
  if (text.charCodeAt(nextWord + following.length) !== 0x2e) return false
  return rules.multiPart.has(`${word}.${following}`.toLowerCase())
}

function isAbbreviation(word: string, rules: LanguageRules): boolean {
  const isKnown = isListed(rules.neverFinal, word, rules) || isListed(rules.sometimesFinal, word, rules)
  return isKnown || isClipped(word)
}

/** "rd.", "Jg.", "Blvd.": nobody says a word without a vowel; whoever means letters writes "ZDF". */
function isClipped(word: string): boolean {
  return /^[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz][b-df-hj-np-tv-xz]{1,3}$/.test(word)
}

/** A listed word may be written with a capital; all in capitals, a German one is an acronym: "WG" is not "wg." */
function isListed(
  list: ReadonlySet<string>,
  word: string,
  { nounsAreCapital, titles }: LanguageRules,
): boolean {
  if (list.has(word)) return true
  const lower = word.toLowerCase()
  if (!list.has(lower)) return false
  return !nounsAreCapital || word.length < 2 || word !== word.toUpperCase() || titles.has(lower)
}

function isNumber(word: string): boolean {
  for (let i = 0; i < word.length; i++) if (!isDigit(word.charCodeAt(i))) return false
  return true
}

function isRoman(word: string): boolean {
  return /^[IVX]+$/.test(word)
}

function wordBefore(text: string, end: number, floor: number): string {
  let start = end
  const limit = Math.max(floor, end - WINDOW)
  while (start > limit && isWord(text.charCodeAt(start - 1))) start--
  return text.slice(start, end)
}

function wordAt(text: string, start: number, lineEnd: number): string {
  let end = start
  const limit = Math.min(lineEnd, start + WINDOW)
  while (end < limit && isWord(text.charCodeAt(end))) end++
  return text.slice(start, end)
}

function isWordAt(text: string, at: number, lineEnd: number): boolean {
  return at < lineEnd && isWord(text.charCodeAt(at))
}

/** Everything up to the white space before. */
function tokenBefore(text: string, end: number, floor: number): string {
  let start = end
  const limit = Math.max(floor, end - WINDOW)
  while (start > limit && !isSpace(text.charCodeAt(start - 1))) start--
  return text.slice(start, end)
}

function trimBefore(text: string, end: number, floor: number): number {
  let at = end
  while (at > floor && end - at < WINDOW && isSpace(text.charCodeAt(at - 1))) at--
  return at
}

function skipSpace(text: string, from: number, to: number): number {
  let at = from
  while (at < to && isSpace(text.charCodeAt(at))) at++
  return at
}

function skipOpeners(text: string, from: number, to: number): number {
  let at = from
  while (at < to && at - from < WINDOW && !isWord(text.charCodeAt(at))) at++
  return at
}

/** "[3]", "[2–11]", "[12, 13]" */
function footnoteEnd(text: string, at: number, limit: number): number {
  let end = at + 1
  while (end < limit && end - at < 12 && /[\d,–\- a-f]/.test(text.charAt(end))) end++
  return end > at + 1 && text.charCodeAt(end) === 0x5d ? end + 1 : -1
}

function isEndMark(code: number): boolean {
  return (
    code === 0x2e ||
    code === 0x21 ||
    code === 0x3f ||
    code === 0x2026 ||
    (code >= 0x203c && code <= 0x2049 && isDoubleMark(code)) ||
    code === 0x3002 ||
    code === 0xff01 ||
    code === 0xff1f
  )
}

function isDoubleMark(code: number): boolean {
  return code === 0x203c || (code >= 0x2047 && code <= 0x2049)
}

const CLOSERS = new Set([...`'’”“‘»«›‹)]}`].map((each) => each.charCodeAt(0)))
const OPENERS = new Set([...`"'„‚“‘»«›‹([{¿¡`].map((each) => each.charCodeAt(0)))

function isCloser(code: number): boolean {
  return CLOSERS.has(code)
}

function isOpener(code: number): boolean {
  return OPENERS.has(code)
}

function isDash(code: number): boolean {
  return code === 0x2d || (code >= 0x2010 && code <= 0x2015)
}

function isBullet(code: number): boolean {
  return code === 0x2022 || code === 0x25cf || code === 0x25aa
}
