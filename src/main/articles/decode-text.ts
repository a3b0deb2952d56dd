import iconv from 'iconv-lite'
import { detect } from 'jschardet'

import { MAX_TEXT_BYTES } from '#shared/limits'
import { AppError, type Words } from '#shared/errors'

export interface DecodedText {
  text: string
  /** As shown to people: "UTF-8", "windows-1252". */
  encoding: string
  /** Nothing in the file says so; it only looks like it. */
  isGuessed: boolean
}

/** What is looked at to guess an encoding. */
const SAMPLE_BYTES = 64 * 1024

/** The detector's best answer is right far below half; under this it says nothing. */
const MIN_CONFIDENCE = 0.05

/** UTF-7 is never read: it hides markup from whoever looks at the bytes. */
const GUESSABLE = [
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'koi8-r',
  'koi8-u',
  'cp866',
  'mac-roman',
  'shift_jis',
  'cp932',
  'euc-jp',
  'gb18030',
  'gb2312',
  'big5',
  'euc-kr',
  'cp949',
]

const SIGNATURES: readonly { bytes: readonly number[]; at?: number; name: Words }[] = [
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1],
    name: { de: 'ein Dokument aus einem alten Word oder Excel', en: 'a document of an old Word or Excel' },
  },
  { bytes: [0x89, 0x50, 0x4e, 0x47], name: { de: 'ein Bild (PNG)', en: 'an image (PNG)' } },
  { bytes: [0xff, 0xd8, 0xff], name: { de: 'ein Bild (JPEG)', en: 'an image (JPEG)' } },
  { bytes: [0x47, 0x49, 0x46, 0x38], name: { de: 'ein Bild (GIF)', en: 'an image (GIF)' } },
  { bytes: [0x57, 0x45, 0x42, 0x50], at: 8, name: { de: 'ein Bild (WebP)', en: 'an image (WebP)' } },
  { bytes: [0x49, 0x49, 0x2a, 0x00], name: { de: 'ein Bild (TIFF)', en: 'an image (TIFF)' } },
  { bytes: [0x4d, 0x4d, 0x00, 0x2a], name: { de: 'ein Bild (TIFF)', en: 'an image (TIFF)' } },
  { bytes: [0x1f, 0x8b], name: { de: 'ein Archiv (gzip)', en: 'an archive (gzip)' } },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], name: { de: 'ein Archiv (7z)', en: 'an archive (7z)' } },
  { bytes: [0x52, 0x61, 0x72, 0x21, 0x1a], name: { de: 'ein Archiv (RAR)', en: 'an archive (RAR)' } },
  {
    bytes: [0x66, 0x74, 0x79, 0x70],
    at: 4,
    name: { de: 'eine Video- oder Tondatei', en: 'a video or sound file' },
  },
  { bytes: [0x49, 0x44, 0x33], name: { de: 'eine Tondatei (MP3)', en: 'a sound file (MP3)' } },
  { bytes: [0x4f, 0x67, 0x67, 0x53], name: { de: 'eine Tondatei (Ogg)', en: 'a sound file (Ogg)' } },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], name: { de: 'ein Programm', en: 'a program' } },
  {
    bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66],
    name: { de: 'eine Datenbank', en: 'a database' },
  },
]

const BYTE_ORDER_MARKS: readonly { bytes: readonly number[]; encoding: string }[] = [
  { bytes: [0xff, 0xfe, 0x00, 0x00], encoding: 'UTF-32LE' },
  { bytes: [0x00, 0x00, 0xfe, 0xff], encoding: 'UTF-32BE' },
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'UTF-8' },
  { bytes: [0xff, 0xfe], encoding: 'UTF-16LE' },
  { bytes: [0xfe, 0xff], encoding: 'UTF-16BE' },
]

/**
 * The text in the bytes of a file, or a refusal that says what they are instead. What the file declares counts when its
 * bytes do not say better; what a person chose counts whatever they say.
 */
export function decodeText(
  bytes: Uint8Array,
  {
    declared,
    chosen,
    maxBytes = MAX_TEXT_BYTES,
  }: { declared?: string | undefined; chosen?: string | undefined; maxBytes?: number } = {},
): DecodedText {
  refuseSize(bytes.length, maxBytes)
  if (bytes.length === 0) throw emptyText()
  refuseKnownBinary(bytes)
  if (chosen !== undefined) return asChosen(bytes, chosen)
  const decoded = byMark(bytes) ??
    asUtf8(bytes) ??
    asDeclared(bytes, declared) ??
    byZeroBytes(bytes) ?? { ...byGuess(bytes), isGuessed: true }
  if (!looksLikeText(decoded.text)) throw notText()
  return decoded
}

/** The limit holds for pasted text too, counted as a file would count it. */
export function refuseSize(byteCount: number, maxBytes = MAX_TEXT_BYTES): void {
  if (byteCount <= maxBytes) return
  const limit = maxBytes / 1024 / 1024
  const size = byteCount / 1024 / 1024
  const inWords = (language: string) => size.toLocaleString(language, { maximumFractionDigits: 1 })
  throw new AppError('unreadable', {
    de: `Der Text ist zu groß: ${inWords('de')} MB, erlaubt sind ${String(limit)} MB. Nichts wurde gespeichert. Teilen Sie ihn und importieren Sie die Teile einzeln.`,
    en: `The text is too large: ${inWords('en')} MB, the limit is ${String(limit)} MB. Nothing was stored. Split it and import the parts one by one.`,
  })
}

export function emptyText(): AppError {
  return new AppError('unreadable', {
    de: 'Darin steht kein Text. Nichts wurde gespeichert. Fügen Sie den Text des Artikels ein oder wählen Sie eine andere Datei.',
    en: 'There is no text in it. Nothing was stored. Paste the text of the article or choose another file.',
  })
}

function byMark(bytes: Uint8Array): DecodedText | undefined {
  const mark = BYTE_ORDER_MARKS.find((each) => startsWith(bytes, each.bytes))
  if (!mark) return undefined
  const rest = bytes.subarray(mark.bytes.length)
  const text = mark.encoding === 'UTF-8' ? new TextDecoder().decode(rest) : decodeAs(rest, mark.encoding)
  return { text, encoding: mark.encoding, isGuessed: false }
}

/**
 * UTF-16 and UTF-32 without a mark show in where their zero bytes fall: even the spaces and line breaks of a text
 * without a Latin letter have one.
 */
function byZeroBytes(bytes: Uint8Array): DecodedText | undefined {
  const zeros: [number, number, number, number] = [0, 0, 0, 0]
  const length = Math.min(bytes.length, SAMPLE_BYTES) & ~3
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[(at & 3) as 0 | 1 | 2 | 3]++
  const quarter = length / 4
  const shares = zeros.map((count) => count / Math.max(1, quarter)) as typeof zeros
  const [first, second, third, fourth] = shares
  const guess = (encoding: string) => {
    const text = decodeAs(bytes, encoding)
    return text.isWellFormed() && !text.includes('\ufffd') ? { text, encoding, isGuessed: true } : undefined
  }
  if (length >= 8 && third > 0.9 && fourth > 0.9 && first < 0.1) return guess('UTF-32LE')
  if (length >= 8 && first > 0.9 && second > 0.9 && fourth < 0.1) return guess('UTF-32BE')
  const even = (first + third) / 2
  const odd = (second + fourth) / 2
  if (odd > 0.05 && odd > even * 10) return guess('UTF-16LE')
  if (even > 0.05 && even > odd * 10) return guess('UTF-16BE')
  return undefined
}

function asChosen(bytes: Uint8Array, encoding: string): DecodedText {
  if (/utf-?7/i.test(encoding) || !iconv.encodingExists(encoding)) throw unknownEncoding(encoding)
  const text = decodeAs(bytes, encoding)
  if (!looksLikeText(text)) throw notTextAs(encoding)
  return { text, encoding, isGuessed: false }
}

/** Zero bytes are valid UTF-8 too, but a text half made of them is none. */
function asUtf8(bytes: Uint8Array): DecodedText | undefined {
  const text = strictUtf8(bytes)
  if (text === undefined || !looksLikeText(text)) return undefined
  // Plain ASCII with these escapes is the one seven-bit encoding still met in old mail.
  if (/\u001b(?:\$[@B]|\([BJ])/.test(text)) {
    return { text: new TextDecoder('iso-2022-jp').decode(bytes), encoding: 'ISO-2022-JP', isGuessed: true }
  }
  return { text, encoding: 'UTF-8', isGuessed: false }
}

/** Never UTF-7, and no encoding of wider units: those show in the bytes. */
function asDeclared(bytes: Uint8Array, declared: string | undefined): DecodedText | undefined {
  // What calls itself Latin-1 is read as windows-1252, as browsers do.
  const name = declared?.trim().replace(/^(?:iso-?8859-?1|latin-?1|us-ascii|ascii)$/i, 'windows-1252')
  if (name === undefined || /utf|ucs/i.test(name) || !iconv.encodingExists(name) || bytes.includes(0))
    return undefined
  return { text: decodeAs(bytes, name), encoding: name.toLowerCase(), isGuessed: false }
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function byGuess(bytes: Uint8Array): { text: string; encoding: string } {
  if (bytes.includes(0)) throw notText()
  const sample = bytes.subarray(0, SAMPLE_BYTES)
  const encoding = isWesternByLetters(sample) ? 'windows-1252' : guessedEncoding(sample)
  return { text: decodeAs(bytes, encoding), encoding }
}

function guessedEncoding(sample: Uint8Array): string {
  const { encoding, confidence } = detect(sample, { detectEncodings: GUESSABLE })
  const isSure = encoding !== null && confidence >= MIN_CONFIDENCE
  return isSure && iconv.encodingExists(encoding) ? encoding : 'windows-1252'
}

/** The letters and marks of German, French, Spanish and English typography in windows-1252. */
const WESTERN = new Set([
  ...[0x80, 0x82, 0x84, 0x85, 0x8b, 0x8c, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x9b, 0x9c],
  ...[0xa0, 0xa1, 0xa7, 0xa9, 0xab, 0xad, 0xb0, 0xb4, 0xb7, 0xba, 0xbb, 0xbf],
  ...[0xc4, 0xc7, 0xc9, 0xd6, 0xdc, 0xdf, 0xe0, 0xe1, 0xe2, 0xe4, 0xe7, 0xe8, 0xe9, 0xea, 0xeb],
  ...[0xed, 0xee, 0xef, 0xf1, 0xf3, 0xf4, 0xf6, 0xf9, 0xfa, 0xfb, 0xfc],
])

/** Few bytes beyond ASCII, and those the usual ones: no statistics needed, and none that could go astray. */
function isWesternByLetters(sample: Uint8Array): boolean {
  let high = 0
  let western = 0
  let letters = 0
  for (const byte of sample) {
    if (byte >= 0x80) {
      high++
      if (WESTERN.has(byte)) western++
    } else if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) letters++
  }
  return high < letters * 0.15 && western >= high * 0.98
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  return iconv.decode(bytes, encoding, { stripBOM: true })
}

/** Control characters may stray into a text, but they don't make up a tenth of it. */
function looksLikeText(text: string): boolean {
  const length = Math.min(text.length, SAMPLE_BYTES)
  let controls = 0
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    const isControl = code < 0x20 ? code < 0x09 || code > 0x0d : code >= 0x7f && code <= 0x9f && code !== 0x85
    if (isControl || code === 0xfffd) controls++
  }
  return controls <= Math.max(2, length / 10)
}

function refuseKnownBinary(bytes: Uint8Array): void {
  const known = SIGNATURES.find(({ bytes: signature, at }) => startsWith(bytes, signature, at))
  if (known) throw unreadableFormat(known.name)
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) throw unreadableFormat(zipContent(bytes))
}

function zipContent(bytes: Uint8Array): Words {
  const names = Buffer.from(bytes.subarray(0, 4096)).toString('latin1')
  if (names.includes('word/')) return { de: 'ein Word-Dokument (DOCX)', en: 'a Word document (DOCX)' }
  if (names.includes('xl/')) return { de: 'eine Excel-Mappe (XLSX)', en: 'an Excel workbook (XLSX)' }
  if (names.includes('opendocument')) return { de: 'ein OpenDocument-Text', en: 'an OpenDocument text' }
  if (names.includes('epub')) return { de: 'ein E-Book (EPUB)', en: 'an e-book (EPUB)' }
  if (names.includes('[Content_Types].xml')) return { de: 'ein Office-Dokument', en: 'an Office document' }
  return { de: 'ein Archiv (ZIP)', en: 'an archive (ZIP)' }
}

function startsWith(bytes: Uint8Array, signature: readonly number[], at = 0): boolean {
  return bytes.length >= at + signature.length && signature.every((byte, index) => bytes[at + index] === byte)
}

/** Besides plain text. */
const READ_KINDS: Words = {
  de: 'HTML, Markdown, Word (DOCX), OpenDocument (ODT), RTF, E-Mail, MHTML und PDF',
  en: 'HTML, Markdown, Word (DOCX), OpenDocument (ODT), RTF, mail, MHTML and PDF',
}

function unreadableFormat(name: Words): AppError {
  return new AppError('unreadable', {
    de: `Diese Datei ist ${name.de}. Als Artikel gelesen werden Text, ${READ_KINDS.de}. Öffnen Sie die Datei, kopieren Sie ihren Text und fügen Sie ihn ein.`,
    en: `This file is ${name.en}. What is read as an article is text, ${READ_KINDS.en}. Open the file, copy its text and paste it.`,
  })
}

function notText(): AppError {
  return new AppError('unreadable', {
    de: 'Diese Datei enthält keinen lesbaren Text, sondern Binärdaten. Nichts wurde gespeichert. Öffnen Sie sie im passenden Programm, kopieren Sie ihren Text und fügen Sie ihn ein.',
    en: 'This file holds binary data, not readable text. Nothing was stored. Open it in the program it belongs to, copy its text and paste it.',
  })
}

function unknownEncoding(encoding: string): AppError {
  const name = encoding.slice(0, 40).replaceAll(/[^\w.:-]/g, '')
  return new AppError('invalid_input', {
    de: `Die Zeichenkodierung „${name}“ ist nicht bekannt. Nichts wurde gespeichert. Wählen Sie eine andere.`,
    en: `The encoding “${name}” is not known. Nothing was stored. Choose another one.`,
  })
}

function notTextAs(encoding: string): AppError {
  return new AppError('unreadable', {
    de: `Als ${encoding} gelesen ergibt die Datei keinen lesbaren Text. Nichts wurde gespeichert. Wählen Sie eine andere Zeichenkodierung.`,
    en: `Read as ${encoding}, the file gives no readable text. Nothing was stored. Choose another encoding.`,
  })
}
