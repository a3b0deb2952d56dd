import { decodeBytes } from './decode-bytes'
import { declaredCharset, htmlText } from './html-text'

/** Messages in messages in messages end here. */
const MAX_DEPTH = 8
const MAX_MIME_PARTS = 1_000

interface MailPart {
  headers: Map<string, string>
  body: Buffer
}

/** The words of a mail or of a page saved as MHTML: subject and sender, then every text part. */
export function mailText(bytes: Buffer): { label: string; text: string }[] {
  const found: { label: string; text: string }[] = []
  const budget = { parts: MAX_MIME_PARTS }
  const root = parsePart(bytes)
  const heading = ['from', 'to', 'date', 'subject']
    .flatMap((name) => {
      const value = root.headers.get(name)
      return value === undefined
        ? []
        : [`${name[0]?.toUpperCase() ?? ''}${name.slice(1)}: ${decodeWords(value)}`]
    })
    .join('\n')
  if (heading !== '') found.push({ label: 'headers', text: heading })
  collect(root, 0, budget, found)
  return found
}

function collect(
  part: MailPart,
  depth: number,
  budget: { parts: number },
  found: { label: string; text: string }[],
): void {
  if (depth > MAX_DEPTH || budget.parts <= 0) return
  budget.parts -= 1
  const type = part.headers.get('content-type') ?? 'text/plain'
  const boundary = /boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(type)
  if (/^multipart\//i.test(type) && boundary) {
    for (const each of splitParts(part.body, boundary[1] ?? boundary[2] ?? ''))
      collect(parsePart(each), depth + 1, budget, found)
    return
  }
  if (/^message\/rfc822/i.test(type)) {
    collect(parsePart(part.body), depth + 1, budget, found)
    return
  }
  const isHtml = /^text\/html/i.test(type)
  if (!isHtml && !/^text\/plain/i.test(type)) return
  const body = decodeTransfer(part)
  const charset =
    /charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1] ?? (isHtml ? declaredCharset(body) : undefined)
  const text = decodeBytes(body, charset)
  const location = part.headers.get('content-location')
  found.push({ label: location ?? (isHtml ? 'HTML' : 'text'), text: isHtml ? htmlText(text).text : text })
}

function parsePart(bytes: Buffer): MailPart {
  const end = headerEnd(bytes)
  const headers = new Map<string, string>()
  const lines = bytes
    .toString('latin1', 0, end.at)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return { headers, body: bytes.subarray(end.at + end.length) }
}

function headerEnd(bytes: Buffer): { at: number; length: number } {
  const crlf = bytes.indexOf('\r\n\r\n')
  const lf = bytes.indexOf('\n\n')
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return { at: crlf, length: 4 }
  return lf >= 0 ? { at: lf, length: 2 } : { at: bytes.length, length: 0 }
}

function splitParts(body: Buffer, boundary: string): Buffer[] {
  const marker = `--${boundary}`
  const parts: Buffer[] = []
  let start = -1
  for (
    let at = body.indexOf(marker);
    at >= 0 && parts.length < MAX_MIME_PARTS;
    at = body.indexOf(marker, at + marker.length)
  ) {
    if (start >= 0) parts.push(body.subarray(start, at))
    const lineEnd = body.indexOf('\n', at)
    start = lineEnd < 0 ? body.length : lineEnd + 1
    if (body.toString('latin1', at + marker.length, at + marker.length + 2) === '--') break
  }
  return parts
}

function decodeTransfer({ headers, body }: MailPart): Buffer {
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
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([\w-]{1,40})\?([bq])\?([^?]*)\?=/gi, (_, charset: string, way: string, words: string) => {
      const bytes =
        way.toLowerCase() === 'b' ? Buffer.from(words, 'base64') : quotedPrintable(words.replaceAll('_', ' '))
      return decodeBytes(bytes, charset)
    })
}
