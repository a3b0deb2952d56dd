export interface QuotedSpan {
  /** UTF-16 offsets of the words inside the marks, without white space at their ends; end exclusive. */
  start: number
  end: number
  /** 1 for words in quotation marks, 2 for those in marks inside them. */
  depth: number
  /** False when one of the two marks is missing: the words run to an end of the text. */
  closed: boolean
}

/** Which marks end what a mark began. Straight marks and some others do both. */
const ENDS: Readonly<Record<string, string>> = {
  '„': '“”"',
  '“': '”“',
  '”': '”',
  '‟': '”',
  '«': '»',
  '»': '«»',
  '‚': '‘’',
  '‘': '’',
  '‹': '›',
  '›': '‹›',
  '"': '"',
  '「': '」',
  '『': '』',
}
const MARK = /[„“”‟«»‚‘’‹›"「」『』]/g
/** Nobody quotes deeper; marks beyond are none, and many of them take no time. */
const MAX_DEPTH = 6
const LETTER = /[\p{L}\p{N}]/u
const SPACE_OR_OPENING = /[\s([{„“‟«»‚‘‹›"「『\-–—/]/

interface Open {
  mark: string
  at: number
}

/** The words inside quotation marks. In German „…“, »…« and ‚…‘, in English “…” and ‘…’, in Russian «…»: all of them. */
export function quotedSpans(text: string, language: string): QuotedSpan[] {
  const open: Open[] = []
  const found: QuotedSpan[] = []
  const add = (from: number, to: number, depth: number, closed: boolean) => {
    const inside = text.slice(from, to)
    const start = from + (inside.length - inside.trimStart().length)
    const end = to - (inside.length - inside.trimEnd().length)
    if (start < end && LETTER.test(inside)) found.push({ start, end, depth, closed })
  }

  /** A mark that only ends something can end what began before the text, as long as nothing began in it. */
  let isBegun = false
  for (const { 0: mark, index: at } of text.matchAll(MARK)) {
    const before = text.charAt(at - 1)
    const after = text.charAt(at + 1)
    if (isApostrophe(mark, before, after)) continue
    const begins = beginsHere(mark, before, after)
    const level = open.findLastIndex((candidate) => ENDS[candidate.mark]?.includes(mark) === true)
    const matching = open[level]
    if (matching && !(begins && opensAgain(mark, matching, before))) {
      // What was begun inside and never ended is no quote: its mark stood for something else.
      open.length = level
      add(matching.at + 1, at, level + 1, true)
    } else if (ENDS[mark] !== undefined && begins && !onlyEnds(mark, language)) {
      if (open.length === MAX_DEPTH) open.shift()
      open.push({ mark, at })
      isBegun = true
    } else if (!isBegun && !begins && endsWithoutBeginning(mark, before)) {
      add(0, at, 1, false)
      isBegun = true
    }
  }
  const first = open[0]
  if (first) add(first.at + 1, text.length, 1, false)
  return found.sort((a, b) => a.start - b.start || b.end - a.end)
}

/** "l’été", "Hans’ Haus", "’s ist": no quotation mark. */
function isApostrophe(mark: string, before: string, after: string): boolean {
  if (mark !== '’' && mark !== '‘') return false
  return LETTER.test(before) && LETTER.test(after)
}

function beginsHere(mark: string, before: string, after: string): boolean {
  if (mark === '„' || mark === '‚' || mark === '「' || mark === '『') return true
  // French and Swiss marks keep a space inside, so only what lies outside tells.
  if (mark === '«' || mark === '‹')
    return before === '' || SPACE_OR_OPENING.test(before) || before === '’' || before === "'"
  if (mark === '’') return false
  const outside = before === '' || SPACE_OR_OPENING.test(before)
  return outside && after !== '' && !/\s/.test(after)
}

/** A mark that could end what is open begins something new only where nothing can end: after a space. */
function opensAgain(mark: string, matching: Open, before: string): boolean {
  if (mark !== matching.mark && ENDS[matching.mark]?.startsWith(mark) === true) return false
  return before === '' || /\s/.test(before)
}

/** In English, “ begins and ” ends; in Finnish and Swedish ” does both. */
function onlyEnds(mark: string, language: string): boolean {
  return mark === '”' && !/^(fi|sv|da|nb|no)\b/.test(language)
}

function endsWithoutBeginning(mark: string, before: string): boolean {
  return mark !== '’' && mark !== '‘' && before !== '' && !/\s/.test(before) && !/\p{N}/u.test(before)
}
