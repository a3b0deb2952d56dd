import type { BlockKind } from '#shared/model'

import { lineCollector, NOTHING_SAID, type DocumentText } from './document-lines'
import { changeNotes, commentNotes } from './word-lines'
import { attributeOf, xmlEvents } from './xml-events'
import { openZip } from './zip-gate'

const MAX_XML_BYTES = 100 * 1024 * 1024
const LEFT_OUT =
  /^(?:text:tracked-changes|office:annotation|office:meta|office:styles|office:automatic-styles)$/
const MAX_SPACES = 1_000

/** The paragraphs of an OpenDocument text as they would be if its tracked changes were accepted. */
export async function openDocumentLines(bytes: Uint8Array): Promise<DocumentText> {
  const zip = await openZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  try {
    const xml = (await zip.read('content.xml', MAX_XML_BYTES)).toString('utf8')
    return linesOf(xml)
  } finally {
    zip.close()
  }
}

interface Paragraph {
  text: string
  kind: BlockKind | null
  isChanged: boolean
}

function linesOf(xml: string): DocumentText {
  const collected = lineCollector()
  const parents = styleParents(xml)
  const open: Paragraph[] = []
  const changed: number[] = []
  let leftOut = 0
  let lists = 0
  let comments = 0
  for (const event of xmlEvents(xml)) {
    const here = open.at(-1)
    if (event.type === 'text') {
      // Line ends in the XML are spaces; those of the text are elements.
      if (here && leftOut === 0) here.text += event.text.replaceAll(/[ \t\r\n]+/g, ' ')
      continue
    }
    const { name } = event
    const step = event.type === 'close' ? -1 : event.isEmpty ? 0 : 1
    if (LEFT_OUT.test(name)) leftOut = Math.max(0, leftOut + step)
    if (name === 'office:annotation' && step === 1) comments += 1
    if (leftOut > 0) continue
    if (name === 'text:list') lists = Math.max(0, lists + step)
    if (name === 'text:p' || name === 'text:h') {
      if (event.type === 'open' && step === 1) {
        const style = attributeOf(event.attributes, 'text:style-name') ?? ''
        const kind = name === 'text:h' ? 'subhead' : kindOf(parents.get(style) ?? style)
        open.push({ text: '', kind: kind ?? (lists > 0 ? 'list item' : null), isChanged: false })
      } else if (step === -1) {
        const done = open.pop()
        const made = done ? collected.add(done.text, done.kind) : []
        if (done?.isChanged) changed.push(...made)
      }
    }
    if (event.type !== 'open' || !here) continue
    if (/^text:change(?:-start)?$/.test(name)) here.isChanged = true
    else if (name === 'text:line-break') here.text += '\n'
    else if (name === 'text:tab') here.text += '\t'
    else if (name === 'text:s') {
      const count = Number(attributeOf(event.attributes, 'text:c') ?? 1)
      here.text += ' '.repeat(Number.isInteger(count) ? Math.min(Math.max(count, 0), MAX_SPACES) : 1)
    }
  }
  const { lines } = collected
  const first = lines.findIndex(({ kind }) => kind === 'subhead')
  const firstLine = lines[first]
  if (firstLine && first < 3 && !lines.some(({ kind }) => kind === 'headline')) firstLine.kind = 'headline'
  return { lines, about: NOTHING_SAID, notes: [...changeNotes(changed), ...commentNotes(comments)] }
}

/** What the styles of single paragraphs are made from. */
function styleParents(xml: string): Map<string, string> {
  const parents = new Map<string, string>()
  for (const [element] of xml.matchAll(/<style:style\s[^<>]*>/g)) {
    const name = attributeOf(element, 'style:name')
    const parent = attributeOf(element, 'style:parent-style-name')
    if (name !== undefined && parent !== undefined) parents.set(name, parent)
  }
  return parents
}

function kindOf(style: string): BlockKind | null {
  if (/^(?:Title|Titel)$/.test(style)) return 'headline'
  if (/^(?:Subtitle|Untertitel)$/.test(style)) return 'lead'
  if (/^Heading/.test(style)) return 'subhead'
  if (/^(?:Quotations|Zitat)$/.test(style)) return 'quote'
  return /^(?:Caption|Illustration|Figure|Abbildung)$/.test(style) ? 'caption' : null
}
