const CONTROLS =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  )

/** Names of characters that leave no trace on the page but change how it reads, or who reads what. */
const NAMES: Readonly<Record<number, string>> = {
  0x7f: 'DEL',
  0x61c: 'ALM',
  0x180e: 'MVS',
  0x200b: 'ZWSP',
  0x200c: 'ZWNJ',
  0x200d: 'ZWJ',
  0x200e: 'LRM',
  0x200f: 'RLM',
  0x202a: 'LRE',
  0x202b: 'RLE',
  0x202c: 'PDF',
  0x202d: 'LRO',
  0x202e: 'RLO',
  0x2060: 'WJ',
  0x2061: 'FA',
  0x2062: 'IT',
  0x2063: 'IS',
  0x2064: 'IP',
  0x2066: 'LRI',
  0x2067: 'RLI',
  0x2068: 'FSI',
  0x2069: 'PDI',
  0xfeff: 'BOM',
  0xfff9: 'IAA',
  0xfffa: 'IAS',
  0xfffb: 'IAT',
}

const CANDIDATES =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** What most texts have nothing of, asked in one step. */
const SUSPECTS =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]/

const EMOJI_BEFORE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]$/u
const JOINING_SCRIPT = /(?![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}])[\p{L}\p{M}]/u

export interface Invisible {
  /** UTF-16 offset in the text that was searched. Always one unit long. */
  at: number
  /** What is shown in its place: "NUL", "RLO", "U+D83D". */
  symbol: string
}

export function invisibleCharacters(text: string): Invisible[] {
  if (!SUSPECTS.test(text)) return []
  const found: Invisible[] = []
  for (const { index, 0: character } of text.matchAll(CANDIDATES)) {
    if (isJoinerAtWork(text, index)) continue
    found.push({ at: index, symbol: symbolOf(character.charCodeAt(0)) })
  }
  return found
}

function symbolOf(unit: number): string {
  const control = CONTROLS[unit]
  if (control) return control
  return NAMES[unit] ?? `U+${unit.toString(16).toUpperCase().padStart(4, '0')}`
}

/** Joiners belong into emoji and into scripts whose letters join; elsewhere they only hide. */
function isJoinerAtWork(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  if (unit !== 0x200c && unit !== 0x200d) return false
  const before = text.slice(Math.max(0, index - 2), index)
  if (unit === 0x200d && EMOJI_BEFORE.test(before)) return true
  return JOINING_SCRIPT.test(before.slice(-1)) && JOINING_SCRIPT.test(text.charAt(index + 1))
}
