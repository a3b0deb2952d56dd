/** What stands before a word or inside it, as bits. */
export const STARTS_SENTENCE = 1
/** A full stop, question or exclamation mark, or semicolon lies between this word and the one before. */
export const AFTER_STOP = 2
/** Was divided by a hyphen at the end of a line. */
export const WAS_DIVIDED = 4

export type OnWord = (word: string, start: number, end: number, flags: number) => void

/**
 * A word counts in a comparison; what lies between words is typography. Words are runs of letters, numbers with their
 * sign and separators, and the signs that say something: "%", "€", "§", "?". A soft hyphen, or a hyphen at the end of a
 * line before a small letter, does not end a word.
 */
const WORD =
  /\p{L}(?:[\p{L}\p{M}\u00ad\u200b\u2060\ufeff]|['’ʼ‘´`](?=\p{L})|[-‐][ \t]*\r?\n\s*(?=\p{Ll}))*|(?:(?<![\p{L}\p{N}])[-+−–](?=\p{N}))?\p{N}+(?:[.,:/'’]\p{N}+)*|[%‰§&@#*?]|(?![■-◿])[\p{Sm}\p{Sc}\p{So}]/gu

const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g
const DIVISION = /([-‐])[ \t]*\r?\n\s*/g
/**
 * "Ein-" before a word like these is half of a pair, not half of a word. Words that end a divided word as often ("pho-to",
 * "Kür-bis") are not among them.
 */
const AFTER_SUSPENDED = /^(?:und|oder|bzw|sowie|beziehungsweise|and|и|или|або)(?!\p{L})/u
const STOP = /[.!?;…:„“”»«"]|\n\s*\n/
const FULL_STOP = /[.!?;…]|\n\s*\n/
/** Scripts that put no space between words: each of their letters is compared by itself. */
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]/
const NEEDS_FOLDING = /[^\x21-\x7eäöüÄÖÜßа-яА-ЯёЁéèêçñ]/

/** Hands out the words of a text in order, at most `limit` at a time. False once there are no more. */
export function wordScanner(text: string): (onWord: OnWord, limit: number) => boolean {
  const pattern = new RegExp(WORD)
  let before = -1
  return (onWord, limit) => {
    for (let count = 0; count < limit; count += 1) {
      const match = pattern.exec(text)
      if (!match) return false
      const [raw] = match
      const flags = before < 0 ? STARTS_SENTENCE | AFTER_STOP : flagsOfGap(text, before, match.index)
      before = match.index + raw.length
      if (raw.includes('\n')) emitDivided(raw, match.index, flags, onWord)
      else if (UNSPACED.test(raw)) emitLetters(raw, match.index, flags, onWord)
      else onWord(NEEDS_FOLDING.test(raw) ? folded(raw) : raw, match.index, before, flags)
    }
    return true
  }
}

export function forEachWord(text: string, onWord: OnWord): void {
  wordScanner(text)(onWord, Number.POSITIVE_INFINITY)
}

/** Words spelled with other characters for the same letters become the same. ß and ss stay different. */
function folded(raw: string): string {
  return raw
    .replace(INVISIBLE, '')
    .replace(/[’ʼ‘´`]/g, "'")
    .replace(/[−–]/g, '-')
    .replace(/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize('NFKC'))
    .normalize('NFC')
}

function flagsOfGap(text: string, from: number, to: number): number {
  if (to - from === 1) {
    const only = text.charCodeAt(from)
    if (only === 0x20) return 0
  }
  const gap = text.slice(from, to)
  if (!STOP.test(gap)) return 0
  return STARTS_SENTENCE | (FULL_STOP.test(gap) ? AFTER_STOP : 0)
}

/** A word over the end of a line: put together, unless its hyphen is that of "Ein- und Ausgang". */
function emitDivided(raw: string, start: number, flags: number, onWord: OnWord): void {
  let from = 0
  let flagsNow = flags
  let divided = 0
  for (const { 0: hyphen, index } of raw.matchAll(DIVISION)) {
    const after = index + hyphen.length
    if (AFTER_SUSPENDED.test(raw.slice(after))) {
      onWord(whole(raw.slice(from, index)), start + from, start + index, flagsNow | divided)
      from = after
      flagsNow = 0
      divided = 0
    } else divided = WAS_DIVIDED
  }
  onWord(whole(raw.slice(from)), start + from, start + raw.length, flagsNow | divided)
}

function whole(raw: string): string {
  return folded(raw.replace(DIVISION, ''))
}

function emitLetters(raw: string, start: number, flags: number, onWord: OnWord): void {
  let at = start
  let flagsNow = flags
  for (const letter of raw) {
    onWord(folded(letter), at, at + letter.length, flagsNow)
    at += letter.length
    flagsNow = 0
  }
}
