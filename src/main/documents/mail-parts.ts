import { isUtf8 } from 'node:buffer'

import { decodeBytes } from './decode-bytes'

/** Messages in messages in messages end here. */
export const MAX_DEPTH = 8
export const MAX_MIME_PARTS = 1_000

export interface MailPart {
  headers: Map<string, string>
  body: Buffer
}

export function parsePart(bytes: Buffer): MailPart {
  const end = headerEnd(bytes)
  const headers = new Map<string, string>()
  const lines = headerText(bytes.subarray(0, end.at))
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return { headers, body: bytes.subarray(end.at + end.length) }
}

/** Some programs write what is not ASCII as it is, in UTF-8. */
function headerText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1')
}

function headerEnd(bytes: Buffer): { at: number; length: number } {
  const crlf = bytes.indexOf('\r\n\r\n')
  const lf = bytes.indexOf('\n\n')
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return { at: crlf, length: 4 }
  return lf >= 0 ? { at: lf, length: 2 } : { at: bytes.length, length: 0 }
}

export function splitParts(body: Buffer, boundary: string): Buffer[] {
  const marker = `--${boundary}`
  const parts: Buffer[] = []
  let start = -1
  for (
    let at = body.indexOf(marker);
    at >= 0 && parts.length < MAX_MIME_PARTS;
    at = body.indexOf(marker, at + marker.length)
  ) {
    if (start >= 0) parts.push(body.subarray(start, Math.max(start, beforeLineEnd(body, at))))
    const lineEnd = body.indexOf('\n', at)
    start = lineEnd < 0 ? body.length : lineEnd + 1
    if (body.toString('latin1', at + marker.length, at + marker.length + 2) === '--') break
  }
  return parts
}

/** The line end before a boundary belongs to the boundary. */
function beforeLineEnd(body: Buffer, at: number): number {
  if (body[at - 1] !== 0x0a) return at
  return body[at - 2] === 0x0d ? at - 2 : at - 1
}

export function decodeTransfer({ headers, body }: MailPart): Buffer {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase()
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64')
  return encoding === 'quoted-printable' ? quotedPrintable(body.toString('latin1')) : body
}

function quotedPrintable(text: string): Buffer {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1')
}

/** "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=" in header lines. */
export function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([\w-]{1,40})\?([bq])\?([^?]*)\?=/gi, (_, charset: string, way: string, words: string) => {
      const bytes =
        way.toLowerCase() === 'b' ? Buffer.from(words, 'base64') : quotedPrintable(words.replaceAll('_', ' '))
      return decodeBytes(bytes, charset)
    })
}
