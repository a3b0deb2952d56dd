import iconv from 'iconv-lite'
import { detect } from 'jschardet'

const SAMPLE_BYTES = 64 * 1024
const MIN_CONFIDENCE = 0.5
const MARKS: readonly (readonly [bytes: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
]

/** Text of stored bytes: by byte order mark, as strict UTF-8, as declared, as it looks, else as windows-1252. Never UTF-7. */
export function decodeBytes(bytes: Uint8Array, declared?: string): string {
  const mark = MARKS.find(([start]) => start.every((byte, at) => bytes[at] === byte))
  if (mark) return decodeAs(bytes.subarray(mark[0].length), mark[1])
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const encoding = declared?.trim().toLowerCase()
    if (encoding !== undefined && isReadable(encoding)) return decodeAs(bytes, encoding)
    const { encoding: guess, confidence } = detect(Buffer.from(bytes.subarray(0, SAMPLE_BYTES)))
    const isSure = guess !== null && confidence >= MIN_CONFIDENCE && isReadable(guess)
    return decodeAs(bytes, isSure ? guess : 'windows-1252')
  }
}

function isReadable(encoding: string): boolean {
  return !/utf-?7/i.test(encoding) && iconv.encodingExists(encoding)
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding).toWellFormed()
}
