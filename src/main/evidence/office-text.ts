import { unreadableText, partCollector, type FileReading } from './text-parts'
import { openZip, type OpenZip } from './zip-gate'

/** An XML part of an Office file, unpacked. */
const MAX_XML_BYTES = 100 * 1024 * 1024
const TOOL = 'Belegt Office text'

interface Markup {
  /** Elements whose characters are words. */
  text: RegExp
  /** Elements that end a line. */
  lines: RegExp
  tabs: RegExp
  /** Elements with everything in them that is no text of the document: deleted passages, field codes. */
  skipped: RegExp
}

const WORD: Markup = {
  text: /^w:t$/,
  lines: /^w:(?:p|br|cr|tr)$/,
  tabs: /^w:(?:tab|tc)$/,
  skipped: /^(?:w:del|w:moveFrom|w:instrText|mc:Fallback)$/,
}
const SLIDE: Markup = { text: /^a:t$/, lines: /^a:(?:p|br)$/, tabs: /^a:tab$/, skipped: /^mc:Fallback$/ }
const SHEET: Markup = { text: /^(?:t|v)$/, lines: /^row$/, tabs: /^c$/, skipped: /^(?:f|rPh)$/ }
const OPEN_DOCUMENT: Markup = {
  text: /^text:(?:p|h|span|a)$/,
  lines: /^(?:text:(?:p|h|line-break)|table:table-row)$/,
  tabs: /^(?:text:tab|table:table-cell)$/,
  skipped: /^(?:text:tracked-changes|office:annotation|office:meta|office:styles|office:automatic-styles)$/,
}

export async function readOffice(path: string): Promise<FileReading> {
  const zip = await openZip(path)
  try {
    const parts = partCollector()
    for (const { label, name, markup } of documentParts(zip)) {
      const shared = markup === SHEET ? await sharedStrings(zip) : []
      if (!parts.add(label, xmlText((await zip.read(name, MAX_XML_BYTES)).toString('utf8'), markup, shared)))
        break
    }
    return parts.reading(TOOL, {
      de: 'In diesem Dokument steht kein Text.',
      en: 'There is no text in this document.',
    })
  } finally {
    zip.close()
  }
}

function documentParts(zip: OpenZip): { label: string; name: string; markup: Markup }[] {
  const numbered = (pattern: RegExp, markup: Markup) =>
    zip.names
      .flatMap((name) => {
        const number = pattern.exec(name)?.[1]
        return number === undefined ? [] : [{ label: number, name, markup, number: Number(number) }]
      })
      .sort((a, b) => a.number - b.number)
  const single = (label: string, name: string, markup: Markup) =>
    zip.has(name) ? [{ label, name, markup }] : []
  return [
    ...single('text', 'word/document.xml', WORD),
    ...single('footnotes', 'word/footnotes.xml', WORD),
    ...single('endnotes', 'word/endnotes.xml', WORD),
    ...numbered(/^ppt\/slides\/slide(\d+)\.xml$/, SLIDE),
    ...numbered(/^xl\/worksheets\/sheet(\d+)\.xml$/, SHEET),
    ...single('text', 'content.xml', OPEN_DOCUMENT),
  ]
}

async function sharedStrings(zip: OpenZip): Promise<string[]> {
  if (!zip.has('xl/sharedStrings.xml')) return []
  const xml = (await zip.read('xl/sharedStrings.xml', MAX_XML_BYTES)).toString('utf8')
  const entries = { ...SHEET, lines: /^si$/, tabs: /^$/ }
  return xmlText(xml, entries, [], '\u0000').split('\u0000')
}

const TAG =
  /<(\/?)([A-Za-z_][\w:.-]*)([^<>]*?)(\/?)>|<!\[CDATA\[([^]*?)\]\]>|<!--[^]*?-->|<\?[^>]*\?>|<!DOCTYPE/gi

/** Words of a part, in one pass and without a tree. A document type is refused: only attacks need one. */
export function xmlText(xml: string, markup: Markup, shared: readonly string[], lineEnd = '\n'): string {
  const out: string[] = []
  let at = 0
  let inText = 0
  let skipping = 0
  let isShared = false
  for (const match of xml.matchAll(TAG)) {
    if (inText > 0 && skipping === 0) out.push(worded(entities(xml.slice(at, match.index)), isShared, shared))
    at = match.index + match[0].length
    const [whole, closing, name, attributes = '', empty, verbatim] = match
    if (whole.toUpperCase() === '<!DOCTYPE') throw documentType()
    if (verbatim !== undefined && inText > 0 && skipping === 0) out.push(verbatim)
    if (name === undefined) continue
    const step = empty === '/' ? 0 : closing === '/' ? -1 : 1
    if (markup.skipped.test(name)) skipping = Math.max(0, skipping + step)
    if (markup.text.test(name)) inText = Math.max(0, inText + step)
    if (name === 'c' && step === 1) isShared = /\bt="s"/.test(attributes)
    if (name === 'text:s') out.push(' ')
    if (step === 1 || skipping > 0) continue
    if (markup.lines.test(name)) out.push(lineEnd)
    else if (markup.tabs.test(name)) out.push('\t')
  }
  return out.join('')
}

function worded(text: string, isShared: boolean, shared: readonly string[]): string {
  return isShared ? (shared[Number(text)] ?? text) : text
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function entities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return NAMED[name] ?? whole
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : ''
  })
}

function documentType() {
  return unreadableText({
    de: 'Dieses Dokument enthält eine Dokumenttyp-Angabe (DOCTYPE), wie sie nur Angriffe brauchen. Sein Text wird nicht gelesen.',
    en: 'This document declares a document type (DOCTYPE), which only attacks need. Its text is not read.',
  })
}
