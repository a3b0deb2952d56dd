import { decodeBytes } from '#main/documents/decode-bytes'
import {
  decodeTransfer,
  decodeWords,
  MAX_DEPTH,
  MAX_MIME_PARTS,
  parsePart,
  splitParts,
  type MailPart,
} from '#main/documents/mail-parts'
import { declaredCharset } from '#main/documents/parsed-page'

import { htmlText } from './html-text'

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
