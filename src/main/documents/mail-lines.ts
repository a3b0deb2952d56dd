import { PartialDate, WebLink } from '#shared/model'

import { decodeBytes } from './decode-bytes'
import { lineCollector, NOTHING_SAID, type DocumentNote, type DocumentText } from './document-lines'
import { htmlLines } from './html-lines'
import {
  decodeTransfer,
  decodeWords,
  MAX_DEPTH,
  MAX_MIME_PARTS,
  parsePart,
  splitParts,
  type MailPart,
} from './mail-parts'
import { declaredCharset } from './parsed-page'
import { unreadable } from './unreadable'

const MAX_HEADING = 300

interface Body {
  text: string
  isHtml: boolean
  location: string | undefined
}

/** A file that came with a mail, as the mail names it and calls its type. */
export interface MailAttachment {
  name: string
  mediaType: string
  bytes: Buffer
}

const MAX_NAME = 200

/** What came with a mail besides its text. Each is data to be stored and looked at, never to be opened by itself. */
export function mailAttachments(bytes: Uint8Array): MailAttachment[] {
  return bodiesOf(parsePart(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))).attachments
}

function nameOf({ headers }: MailPart): string | null {
  const given = `${headers.get('content-disposition') ?? ''};${headers.get('content-type') ?? ''}`
  const extended = /(?:file)?name\*(?:0\*)?\s*=\s*([\w-]{1,30})'[^']{0,10}'([^\s;]{1,600})/i.exec(given)
  if (extended) return percentDecoded(extended[2] ?? '', extended[1] ?? 'utf-8')
  const plain = /(?:file)?name\s*=\s*(?:"([^"]{1,600})"|([^\s;]{1,200}))/i.exec(given)
  const name = plain?.[1] ?? plain?.[2]
  return name === undefined ? null : decodeWords(name)
}

function percentDecoded(words: string, charset: string): string {
  const bytes = words.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return decodeBytes(Buffer.from(bytes, 'latin1'), charset)
}

/** The last part of the name, so that it is no path, without what could hide its ending. */
function attachmentOf(part: MailPart, type: string): MailAttachment {
  const mediaType = /^[\w.+-]+\/[\w.+-]+/.exec(type)?.[0].toLowerCase() ?? 'application/octet-stream'
  const name = (
    nameOf(part) ??
    heading({ ...part, headers: parsePart(part.body).headers }, 'subject') ??
    mediaType
  )
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/^.*[/\\]/s, '')
    .slice(-MAX_NAME)
    .toWellFormed()
    .trim()
  return { name: name === '' ? mediaType : name, mediaType, bytes: decodeTransfer(part) }
}

/** The text of a mail: as HTML where it has it, since that says what is a heading; its subject is the title. */
export function mailLines(bytes: Uint8Array, wholePage = false): DocumentText {
  const root = parsePart(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const found = bodiesOf(root)
  const body = found.bodies.find(({ isHtml }) => isHtml) ?? found.bodies[0]
  if (!body) throw withoutText()
  const read = body.isHtml ? htmlLines(body.text, wholePage) : plainLines(body.text)
  const title = heading(root, 'subject')
  const date = new Date(root.headers.get('date') ?? '')
  const day = Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10)
  return {
    ...read,
    about: {
      ...read.about,
      title: title ?? read.about.title,
      byline: read.about.byline ?? heading(root, 'from')?.replace(/\s*<[^<>]*>$|"/g, '') ?? null,
      publishedOn: read.about.publishedOn ?? (PartialDate.safeParse(day).success ? day : null),
    },
    notes: [...read.notes, ...attachmentNotes(found.attachments.map(({ name }) => name))],
    attachments: found.attachments.map(({ name, mediaType, bytes: { length } }) => ({
      ...{ name, mediaType, sizeInBytes: length },
    })),
  }
}

/** A page that a browser saved as one file: its first HTML part is the page, the others are in it. */
export function savedPageLines(bytes: Uint8Array, wholePage = false): DocumentText {
  const root = parsePart(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const page = bodiesOf(root).bodies.find(({ isHtml }) => isHtml)
  if (!page) throw withoutText()
  const read = htmlLines(page.text, wholePage)
  const location = root.headers.get('snapshot-content-location') ?? page.location
  const url = location !== undefined && WebLink.safeParse(location).success ? location : null
  return { ...read, about: { ...read.about, url: read.about.url ?? url } }
}

function bodiesOf(root: MailPart): { bodies: Body[]; attachments: MailAttachment[] } {
  const bodies: Body[] = []
  const attachments: MailAttachment[] = []
  let left = MAX_MIME_PARTS
  const collect = (part: MailPart, depth: number) => {
    if (depth > MAX_DEPTH || left <= 0) return
    left -= 1
    const type = part.headers.get('content-type') ?? 'text/plain'
    const boundary = /boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(type)
    if (/^multipart\//i.test(type) && boundary) {
      for (const each of splitParts(part.body, boundary[1] ?? boundary[2] ?? ''))
        collect(parsePart(each), depth + 1)
      return
    }
    const disposition = part.headers.get('content-disposition') ?? ''
    const isHtml = /^text\/html/i.test(type)
    const isAttached = /^attachment/i.test(disposition) || !(isHtml || /^text\/plain/i.test(type))
    if (isAttached) {
      if (/^attachment/i.test(disposition) || /^message\//i.test(type) || nameOf(part) !== null)
        attachments.push(attachmentOf(part, type))
      return
    }
    const body = decodeTransfer(part)
    const charset =
      /charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1] ?? (isHtml ? declaredCharset(body) : undefined)
    const text = decodeBytes(body, charset)
    bodies.push({
      text: /format\s*=\s*"?flowed/i.test(type) ? unfolded(text) : text,
      isHtml,
      location: part.headers.get('content-location'),
    })
  }
  collect(root, 0)
  return { bodies: bodies.filter(({ text }) => text.trim() !== ''), attachments }
}

/** Lines that end with a space go on in the next; only the signature's dashes do not. */
function unfolded(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => (line.endsWith(' ') && line !== '-- ' ? line : `${line}\n`))
    .join('')
}

/** Blank lines part the paragraphs of a plain text; what a mark of a reply stands before is quoted mail, not the article. */
function plainLines(text: string): DocumentText {
  const { lines, add } = lineCollector()
  let isApart = true
  for (const line of text.split(/\r\n?|\n/)) {
    const made = add(line, /^>/.test(line) ? 'non-text' : null, isApart)
    isApart = made.length === 0
  }
  return { lines, about: NOTHING_SAID, notes: [] }
}

function heading({ headers }: MailPart, name: string): string | null {
  const value = headers.get(name)
  if (value === undefined) return null
  const words = decodeWords(value)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .toWellFormed()
  return words === '' ? null : words.slice(0, MAX_HEADING).toWellFormed()
}

function attachmentNotes(names: readonly string[]): DocumentNote[] {
  if (names.length === 0) return []
  const one = names.length === 1
  const listed = names
    .slice(0, 10)
    .join(', ')
    .slice(0, 500)
    .replaceAll(/\p{Cc}/gu, ' ')
    .toWellFormed()
  return [
    {
      code: 'attachments',
      count: names.length,
      lines: [],
      de: `${one ? 'Ein Anhang ist' : `${names.length.toLocaleString('de')} Anhänge sind`} nicht Teil des Textes: ${listed}. Nehmen Sie als Quelle auf, was Sie davon brauchen.`,
      en: `${one ? 'One attachment is' : `${names.length.toLocaleString('en')} attachments are`} not part of the text: ${listed}. Add those you need as sources.`,
    },
  ]
}

function withoutText() {
  return unreadable({
    de: 'In dieser E-Mail oder gespeicherten Seite steht kein lesbarer Text.',
    en: 'There is no readable text in this mail or saved page.',
  })
}
