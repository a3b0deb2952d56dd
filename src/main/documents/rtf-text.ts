import { decodeBytes } from './decode-bytes'

export const RTF_TOKEN =
  /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([\da-f]{2})|\\([^a-z])|([{}])|[\r\n]+|[^\\{}\r\n]+/gi
/** Groups that hold no words of the document. */
const DESTINATIONS =
  /^(?:fonttbl|colortbl|stylesheet|info|pict|object|themedata|datastore|header|footer|listtable|listoverridetable|fldinst|generator|xmlnstbl)$/
/** Controls that stand for characters. */
export const SPOKEN: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  row: '\n',
  cell: '\t',
  tab: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
}

/** The words of an RTF document. Layout is lost; pictures, objects and field codes are left out. */
function rtfText(source: string, decode: (bytes: Buffer) => string): string {
  const out: string[] = []
  const groups: { skips: boolean; fallback: number }[] = []
  let group = { skips: false, fallback: 1 }
  let toSkip = 0
  let bytes: number[] = []
  const flush = () => {
    if (bytes.length > 0) out.push(decode(Buffer.from(bytes)))
    bytes = []
  }
  for (const [plain, word, parameter, hex, symbol, brace] of source.matchAll(RTF_TOKEN)) {
    if (hex !== undefined) {
      if (toSkip > 0) toSkip -= 1
      else if (!group.skips) bytes.push(Number.parseInt(hex, 16))
      continue
    }
    flush()
    if (brace === '{') {
      groups.push(group)
      group = { ...group }
    } else if (brace === '}') {
      group = groups.pop() ?? { skips: false, fallback: 1 }
      toSkip = 0
    } else if (symbol === '*' || (word !== undefined && DESTINATIONS.test(word))) group.skips = true
    else if (word === 'uc') group.fallback = Number(parameter ?? 1)
    else if (word === 'u') {
      const code = Number(parameter ?? 63)
      if (!group.skips) out.push(String.fromCharCode(code < 0 ? code + 0x10000 : code))
      toSkip = group.fallback
    } else if (group.skips) continue
    else if (word !== undefined) out.push(SPOKEN[word] ?? '')
    else if (symbol === '~') out.push('\u00a0')
    else if (symbol === '-') out.push('\u00ad')
    else if (symbol !== undefined) out.push(/[\\{}_]/.test(symbol) ? symbol.replace('_', '-') : '')
    else if (!/^[\r\n]/.test(plain)) {
      out.push(plain.slice(toSkip))
      toSkip = Math.max(0, toSkip - plain.length)
    }
  }
  flush()
  return out.join('').toWellFormed()
}

/** The words in the bytes of an RTF document, by the code page it names. */
export function rtfBytesText(bytes: Uint8Array): string {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const codePage = /\\ansicpg(\d{3,5})/.exec(source)?.[1] ?? '1252'
  return rtfText(source, (part) => decodeBytes(part, `windows-${codePage}`))
}
