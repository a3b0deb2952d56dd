import { xmlEvents } from '#main/documents/xml-events'
import { openZip, type OpenZip } from '#main/documents/zip-gate'

import { partCollector, type FileReading } from './text-parts'

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

/** Words of a part, in one pass. */
export function xmlText(xml: string, markup: Markup, shared: readonly string[], lineEnd = '\n'): string {
  const out: string[] = []
  let inText = 0
  let skipping = 0
  let isShared = false
  for (const event of xmlEvents(xml)) {
    if (event.type === 'text') {
      if (inText > 0 && skipping === 0) out.push(worded(event.text, isShared, shared))
      continue
    }
    const { name } = event
    const isOpening = event.type === 'open' && !event.isEmpty
    const step = isOpening ? 1 : event.type === 'close' ? -1 : 0
    if (markup.skipped.test(name)) skipping = Math.max(0, skipping + step)
    if (markup.text.test(name)) inText = Math.max(0, inText + step)
    if (name === 'c' && isOpening) isShared = /\bt="s"/.test(event.attributes)
    if (name === 'text:s') out.push(' ')
    if (isOpening || skipping > 0) continue
    if (markup.lines.test(name)) out.push(lineEnd)
    else if (markup.tabs.test(name)) out.push('\t')
  }
  return out.join('')
}

function worded(text: string, isShared: boolean, shared: readonly string[]): string {
  return isShared ? (shared[Number(text)] ?? text) : text
}
