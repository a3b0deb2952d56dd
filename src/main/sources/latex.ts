/** TeX's words for letters and signs, as bibliographies use them. */

const ACCENTS: Readonly<Record<string, string>> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  u: '\u0306',
  '.': '\u0307',
  '"': '\u0308',
  r: '\u030a',
  H: '\u030b',
  v: '\u030c',
  d: '\u0323',
  c: '\u0327',
  k: '\u0328',
  b: '\u0331',
}

const SIGNS: Readonly<Record<string, string>> = {
  ss: 'ß',
  SS: 'ẞ',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  o: 'ø',
  O: 'Ø',
  aa: 'å',
  AA: 'Å',
  l: 'ł',
  L: 'Ł',
  i: 'ı',
  j: 'ȷ',
  dh: 'ð',
  DH: 'Ð',
  th: 'þ',
  TH: 'Þ',
  dj: 'đ',
  DJ: 'Đ',
  ng: 'ŋ',
  NG: 'Ŋ',
  S: '§',
  P: '¶',
  pounds: '£',
  euro: '€',
  texteuro: '€',
  copyright: '©',
  textcopyright: '©',
  textregistered: '®',
  texttrademark: '™',
  textdegree: '°',
  dots: '…',
  ldots: '…',
  textellipsis: '…',
  textendash: '–',
  textemdash: '—',
  textquoteleft: '‘',
  textquoteright: '’',
  textquotedblleft: '“',
  textquotedblright: '”',
  quotedblbase: '„',
  quotesinglbase: '‚',
  glqq: '„',
  grqq: '“',
  glq: '‚',
  grq: '‘',
  flqq: '«',
  frqq: '»',
  guillemotleft: '«',
  guillemotright: '»',
  guilsinglleft: '‹',
  guilsinglright: '›',
  textasciitilde: '~',
  textasciicircum: '^',
  textbackslash: '\\',
  textbar: '|',
  textless: '<',
  textgreater: '>',
  textunderscore: '_',
  textdollar: '$',
  textquotesingle: "'",
  textquotedbl: '"',
  newline: '\n',
  par: '\n',
  slash: '/',
  space: ' ',
}

/** Written as two or three plain signs. Longest first. */
const LIGATURES: readonly (readonly [string, string])[] = [
  ['---', '—'],
  ['--', '–'],
  ['``', '“'],
  ["''", '”'],
]

/**
 * Text as people read it. Commands that only format are left out, what they format stays. With `keepBraces` the
 * braces that group stay too: names need them.
 */
export function decodeLatex(source: string, { keepBraces = false } = {}): string {
  let text = ''
  /** Put on the next letter. */
  let accent = ''
  let position = 0

  const add = (letters: string) => {
    if (accent === '' || letters === '') {
      text += letters
      return
    }
    const [first = '', ...rest] = letters
    text += (first === 'ı' ? 'i' : first === 'ȷ' ? 'j' : first) + accent + rest.join('')
    accent = ''
  }

  while (position < source.length) {
    const sign = source[position] ?? ''
    if (sign === '\\') {
      position = readCommand(position + 1)
    } else if (sign === '{' || sign === '}') {
      // A brace around one accented letter is no group of a name.
      if (keepBraces) text += sign
      position += 1
    } else if (sign === '~') {
      add('\u00a0')
      position += 1
    } else if (sign === '$') {
      position += 1
    } else if (/\s/.test(sign)) {
      if (accent === '') text += ' '
      position += 1
    } else {
      const ligature = LIGATURES.find(([written]) => source.startsWith(written, position))
      const [written, read] = ligature ?? [letterAt(source, position), letterAt(source, position)]
      add(read)
      position += written.length
    }
  }
  return text
    .normalize('NFC')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .trim()

  function readCommand(from: number): number {
    const word = /^[a-zA-Z]+/.exec(source.slice(from, from + 40))?.[0]
    if (word === undefined) {
      const mark = source[from] ?? ''
      if (mark === '\\') text += '\n'
      else if (mark in ACCENTS && /['"`^~=.]/.test(mark)) accent += ACCENTS[mark] ?? ''
      else if (mark !== '-' && mark !== '/' && mark !== ',') add(mark === ' ' ? ' ' : mark)
      return from + 1
    }
    const end = from + word.length
    const after = end + (/^\s*/.exec(source.slice(end, end + 20))?.[0].length ?? 0)
    if (word.length === 1 && word in ACCENTS) {
      accent += ACCENTS[word] ?? ''
      return after
    }
    const written = SIGNS[word]
    if (written !== undefined && Object.hasOwn(SIGNS, word)) {
      if (written === '\n') text += '\n'
      else add(written)
      return source.startsWith('{}', after) ? after + 2 : after
    }
    // Formatting, or something unknown: what it is given stays.
    return after
  }
}

function letterAt(text: string, position: number): string {
  return String.fromCodePoint(text.codePointAt(position) ?? 0)
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '%': '\\%',
  '#': '\\#',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '\u00a0': '~',
  '\n': '\\newline{}',
  '"': '\\textquotedbl{}',
}

/** Text as BibLaTeX takes it: letters as they are, TeX's own signs by their names. */
export function encodeLatex(text: string): string {
  return text
    .replaceAll(/[\\{}$&%#_^~\u00a0\n"]/g, (sign) => ESCAPES[sign] ?? sign)
    .replaceAll(/-(?=-)|`(?=`)|'(?=')/g, (sign) => `${sign}{}`)
}
