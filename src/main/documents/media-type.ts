import { constants, gunzipSync } from 'node:zlib'

/** Bytes looked at to tell the type. */
export const HEAD_BYTES = 4_096

const PROGRAM = 'application/vnd.microsoft.portable-executable'

const SIGNATURES: readonly (readonly [mediaType: string, offset: number, bytes: string])[] = [
  ['application/pdf', 0, '%PDF-'],
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF8'],
  ['image/tiff', 0, 'II*\0'],
  ['image/tiff', 0, 'MM\0*'],
  ['audio/ogg', 0, 'OggS'],
  ['audio/flac', 0, 'fLaC'],
  ['audio/mpeg', 0, 'ID3'],
  ['application/zip', 0, 'PK\x03\x04'],
  ['application/zip', 0, 'PK\x05\x06'],
  ['application/gzip', 0, '\x1f\x8b'],
  ['application/x-7z-compressed', 0, '7z\xbc\xaf\x27\x1c'],
  ['application/vnd.rar', 0, 'Rar!\x1a\x07'],
  ['application/x-ole-storage', 0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['application/warc', 0, 'WARC/'],
  ['application/rtf', 0, '{\\rtf'],
  ['application/vnd.sqlite3', 0, 'SQLite format 3\0'],
  ['application/x-executable', 0, '\x7fELF'],
  ['application/x-executable', 0, '\xcf\xfa\xed\xfe'],
  [PROGRAM, 0, 'MZ'],
  ['text/x-shellscript', 0, '#!'],
]

/** What a file that begins with "ftyp" is, by its brand. */
const BRANDS: readonly (readonly [brand: RegExp, mediaType: string])[] = [
  [/^M4[AB] /, 'audio/mp4'],
  [/^(heic|heix|mif1|msf1)/, 'image/heic'],
  [/^avi[fs]/, 'image/avif'],
  [/^qt {2}/, 'video/quicktime'],
]

const ZIP_MIMETYPES = [
  'application/epub+zip',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
]

/** Type of a file from its first bytes; its name is not asked, since names lie. */
export function mediaType(head: Uint8Array): string {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, HEAD_BYTES))
  const start = bytes.toString('latin1')
  if (start.startsWith('RIFF')) return riffType(start.slice(8, 12))
  if (start.slice(4, 8) === 'ftyp') {
    return BRANDS.find(([brand]) => brand.test(start.slice(8, 12)))?.[1] ?? 'video/mp4'
  }
  if (start.startsWith('\x1a\x45\xdf\xa3')) return start.includes('webm') ? 'video/webm' : 'video/x-matroska'
  if (start.startsWith('BM') && start.slice(6, 10) === '\0\0\0\0') return 'image/bmp'
  const signature = SIGNATURES.find(([, offset, expected]) => start.startsWith(expected, offset))
  const found = signature?.[0]
  if (found === 'audio/ogg') return start.includes('theora') ? 'video/ogg' : found
  if (found === 'application/gzip') return isPackedWarc(bytes) ? 'application/warc+gzip' : found
  if (found === 'application/zip') return ZIP_MIMETYPES.find((type) => declares(start, type)) ?? found
  // Letters that a text can begin with, too.
  const isText = (found === PROGRAM || start.startsWith('ID3')) && !bytes.includes(0)
  if (found !== undefined && !isText) return found
  if (isMpegAudio(bytes)) return 'audio/mpeg'
  return textType(bytes)
}

function riffType(form: string): string {
  if (form === 'WEBP') return 'image/webp'
  if (form === 'WAVE') return 'audio/wav'
  return form === 'AVI ' ? 'video/x-msvideo' : 'application/octet-stream'
}

/** OpenDocument and EPUB begin with an uncompressed entry "mimetype". */
function declares(start: string, type: string): boolean {
  return start.slice(30, 38) === 'mimetype' && start.slice(38, 38 + type.length) === type
}

function isPackedWarc(bytes: Uint8Array): boolean {
  try {
    const begun = gunzipSync(bytes, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: 64 * 1024 * 1024,
    })
    return begun.subarray(0, 5).toString('latin1') === 'WARC/'
  } catch {
    return false
  }
}

const MP3_KILOBITS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const MP3_HERTZ = [44_100, 48_000, 32_000]

/** MPEG-1 layer 3 without a tag: two frames in a row, so that no stray bytes are taken for sound. */
function isMpegAudio(bytes: Buffer): boolean {
  const length = frameLength(bytes, 0)
  return length !== null && frameLength(bytes, length) !== null
}

function frameLength(bytes: Buffer, at: number): number | null {
  if (at + 4 > bytes.length) return null
  const [sync, version, rates] = [bytes.readUInt8(at), bytes.readUInt8(at + 1), bytes.readUInt8(at + 2)]
  if (sync !== 0xff || (version & 0xfe) !== 0xfa) return null
  const kilobits = MP3_KILOBITS[rates >> 4]
  const hertz = MP3_HERTZ[(rates >> 2) & 3]
  if (!kilobits || !hertz) return null
  return Math.floor((144_000 * kilobits) / hertz) + ((rates >> 1) & 1)
}

function textType(bytes: Buffer): string {
  const marked = /^(?:\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2))
  if (!marked && bytes.includes(0)) return 'application/octet-stream'
  const text = decodeHead(bytes).replace(/^\ufeff/, '')
  const start = text.trimStart()
  const lower = start.toLowerCase()
  if (/^(?:<!--[^]*?-->\s*)*<(?:!doctype html|html|head|body)[\s>]/.test(lower)) return 'text/html'
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*|<!doctype svg[^>]*>\s*)*<svg[\s>]/.test(lower))
    return 'image/svg+xml'
  if (/^<\?xml[^>]*>[^]*<html[\s>]/.test(lower)) return 'text/html'
  if (/^<(?:\?xml[\s>]|[a-z][\w:.-]*(?:\s[^<>]*)?>)/.test(lower)) return 'application/xml'
  if (/^webvtt(?:\s|$)/.test(lower)) return 'text/vtt'
  if (/^\d+\r?\n\d\d:\d\d:\d\d,\d{3} --> /.test(start)) return 'application/x-subrip'
  if (isMail(text))
    return /^content-type:\s*multipart\/related/im.test(text) && isSavedPage(text)
      ? 'multipart/related'
      : 'message/rfc822'
  if (/^(?:\{\s*(?:"|\})|\[\s*(?:[[\]{"]|-?\d|true|false|null))/.test(start)) return 'application/json'
  return isCsv(text, bytes.length >= HEAD_BYTES) ? 'text/csv' : 'text/plain'
}

function decodeHead(bytes: Buffer): string {
  const mark = bytes.toString('latin1', 0, 2)
  if (mark === '\xff\xfe') return new TextDecoder('utf-16le').decode(bytes)
  if (mark === '\xfe\xff') return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder().decode(bytes)
}

/** Header lines from the first line on, among them some that mail always has. */
function isMail(text: string): boolean {
  const head = /^(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+/.exec(text)?.[0] ?? ''
  const known = [
    'from',
    'to',
    'subject',
    'date',
    'received',
    'return-path',
    'message-id',
    'mime-version',
    'content-type',
    'delivered-to',
    'snapshot-content-location',
  ]
  const names = new Set([...head.matchAll(/^([A-Za-z][\w-]*):/gm)].map(([, name = '']) => name.toLowerCase()))
  return known.filter((name) => names.has(name)).length >= 3
}

function isSavedPage(text: string): boolean {
  return /^(?:snapshot-content-location|from:\s*<?saved by|x-unmht)/im.test(text)
}

/** Three lines or more with the same number of separators, one at least, as tables have and prose has not. */
function isCsv(text: string, isCut: boolean): boolean {
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  if (isCut) lines.pop()
  if (lines.length < 3) return false
  return [';', '\t', ','].some((separator) => {
    const counts = lines.map((line) => line.replace(/"(?:[^"]|"")*"/g, '').split(separator).length - 1)
    const isProse = separator === ',' && lines.every((line) => !line.includes(',') || /, /.test(line))
    return !isProse && counts.every((count) => count === counts[0]) && (counts[0] ?? 0) > 0
  })
}

/** Types a name's ending stands for, to tell when the bytes say something else. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  pdf: ['application/pdf'],
  png: ['image/png'],
  jpg: ['image/jpeg'],
  jpeg: ['image/jpeg'],
  gif: ['image/gif'],
  webp: ['image/webp'],
  tif: ['image/tiff'],
  tiff: ['image/tiff'],
  bmp: ['image/bmp'],
  svg: ['image/svg+xml'],
  heic: ['image/heic'],
  avif: ['image/avif'],
  mp3: ['audio/mpeg'],
  m4a: ['audio/mp4'],
  wav: ['audio/wav'],
  flac: ['audio/flac'],
  ogg: ['audio/ogg', 'video/ogg'],
  mp4: ['video/mp4', 'audio/mp4'],
  mov: ['video/quicktime', 'video/mp4'],
  webm: ['video/webm'],
  mkv: ['video/x-matroska'],
  docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  pptx: ['application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  odt: ['application/vnd.oasis.opendocument.text'],
  epub: ['application/epub+zip'],
  wacz: ['application/wacz'],
  warc: ['application/warc'],
  gz: ['application/gzip', 'application/warc+gzip'],
  zip: ['application/zip', 'application/wacz', 'application/epub+zip'],
  html: ['text/html'],
  htm: ['text/html'],
  mhtml: ['multipart/related', 'message/rfc822'],
  mht: ['multipart/related', 'message/rfc822'],
  eml: ['message/rfc822', 'multipart/related'],
  rtf: ['application/rtf'],
  txt: ['text/plain', 'text/csv', 'application/x-subrip', 'application/json'],
  md: ['text/plain'],
  csv: ['text/csv', 'text/plain'],
  json: ['application/json', 'text/plain'],
  xml: ['application/xml', 'image/svg+xml'],
  vtt: ['text/vtt'],
  srt: ['application/x-subrip'],
}

/** False when the name of a file promises another type than its bytes have. */
export function nameFitsType(name: string, type: string): boolean {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase()
  const types = ending === undefined || !Object.hasOwn(ENDINGS, ending) ? undefined : ENDINGS[ending]
  return types === undefined || types.includes(type)
}
