import type { BlockKind } from '#shared/model'

import { lineCollector, NOTHING_SAID, type CommentInText, type DocumentText } from './document-lines'
import { changeNotes, commentNotes, hiddenNotes } from './document-notes'
import { tableCells } from './document-tables'
import { attributeOf, xmlEvents } from './xml-events'
import { openZip } from './zip-gate'

const MAX_XML_BYTES = 100 * 1024 * 1024
const LEFT_OUT = /^(?:office:meta|office:styles|office:automatic-styles|svg:title|svg:desc|text:ruby-text)$/
const INDEX = /^text:(?:table-of-content|alphabetical-index|illustration-index|table-index|bibliography)$/
const MAX_SPACES = 1_000

/** The paragraphs of an OpenDocument text as they would be if its tracked changes were accepted. */
export async function openDocumentLines(bytes: Uint8Array): Promise<DocumentText> {
  const zip = await openZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  try {
    const content = (await zip.read('content.xml', MAX_XML_BYTES)).toString('utf8')
    const styles = zip.has('styles.xml') ? (await zip.read('styles.xml', MAX_XML_BYTES)).toString('utf8') : ''
    return linesOf(content, styles)
  } finally {
    zip.close()
  }
}

interface Paragraph {
  text: string
  hiddenText: string
  kind: BlockKind | null
  isChanged: boolean
  comments: CommentInText[]
}

/** An element that is read for what it says about the text, not as a part of it. */
interface Aside {
  element: string
  name: string
  start: number
  author: string
  at: string
  text: string
}

function linesOf(xml: string, styles: string): DocumentText {
  const collected = lineCollector()
  const { lines, comments } = collected
  const tables = tableCells(lines)
  const parents = styleParents(xml)
  const hiddenStyles = stylesThatHide(xml + styles)
  const open: Paragraph[] = []
  const notes: Paragraph[] = []
  const spans: boolean[] = []
  const remarked = new Map<string, CommentInText>()
  const changed: number[] = []
  const hidden: number[] = []
  const authors = new Set<string>()
  let changes = 0
  let aside: Aside | null = null
  let part = ''
  let leftOut = 0
  let lists = 0
  let indexes = 0
  let noteBodies = 0
  let mark = ''
  let isCitation = false
  for (const event of xmlEvents(xml)) {
    const here = open.at(-1)
    if (event.type === 'text') {
      // Line ends in the XML are spaces; those of the text are elements.
      const words = event.text.replaceAll(/[ \t\r\n]+/g, ' ')
      if (aside) {
        if (part === 'dc:creator') aside.author += words
        else if (part === 'dc:date') aside.at += words
        else if (part === 'text:p') aside.text += words
      } else if (isCitation) mark += words
      else if (here && leftOut === 0) {
        if (spans.includes(true)) here.hiddenText += words
        else here.text += words
      }
      continue
    }
    const { name } = event
    const attribute = (wanted: string) =>
      event.type === 'open' ? attributeOf(event.attributes, wanted) : undefined
    const step = event.type === 'close' ? -1 : event.isEmpty ? 0 : 1
    if (aside) {
      if (name === aside.element && step === -1) {
        const author = aside.author.trim()
        if (name === 'text:changed-region') {
          changes += 1
          if (author !== '') authors.add(author)
        } else if (here && aside.text.trim() !== '') {
          const { start, at, text } = aside
          const comment = {
            ...{ start, end: start, author: author === '' ? null : author },
            ...{ at: at.trim() === '' ? null : at.trim(), text: text.trim() },
          }
          here.comments.push(comment)
          if (aside.name !== '') remarked.set(aside.name, comment)
        }
        aside = null
      } else if (step === 1) {
        part = name
        if (name === 'text:p' && aside.text !== '') aside.text += '\n'
      } else if (step === -1 && name === part) part = ''
      continue
    }
    if ((name === 'office:annotation' || name === 'text:changed-region') && step === 1) {
      const start = here?.text.length ?? 0
      aside = { element: name, name: attribute('office:name') ?? '', start, author: '', at: '', text: '' }
      continue
    }
    if (LEFT_OUT.test(name)) leftOut = Math.max(0, leftOut + step)
    if (leftOut > 0) continue
    if (name === 'text:list') lists = Math.max(0, lists + step)
    if (INDEX.test(name)) indexes = Math.max(0, indexes + step)
    if (name === 'text:note-citation') {
      isCitation = step === 1
      if (step === 1) mark = ''
      else if (here) here.text += `[${mark.trim()}]`
    }
    if (name === 'text:note-body') noteBodies = Math.max(0, noteBodies + step)
    if (name === 'text:span' && step !== 0) {
      if (step === 1) spans.push(hiddenStyles.has(attribute('text:style-name') ?? ''))
      else spans.pop()
    }
    if (name === 'table:table') {
      if (step === 1) tables.begin()
      else if (step === -1) tables.end()
    }
    if (name === 'table:table-cell' && step === 1) tables.cell()
    if (name === 'text:p' || name === 'text:h') {
      if (step === 1) {
        const style = attribute('text:style-name') ?? ''
        const kind = name === 'text:h' ? 'subhead' : kindOf(parents.get(style) ?? style)
        const own = noteBodies > 0 ? 'footnote' : indexes > 0 ? 'non-text' : kind
        open.push({
          ...{ text: noteBodies > 0 && mark !== '' ? `[${mark.trim()}] ` : '', hiddenText: '' },
          ...{ kind: own ?? (lists > 0 ? 'list item' : null), isChanged: false, comments: [] },
        })
        if (noteBodies > 0) mark = ''
        spans.push(hiddenStyles.has(style))
      } else if (step === -1) {
        spans.pop()
        const done = open.pop()
        if (done && noteBodies > 0) notes.push(done)
        else if (done) tables.add(addParagraph(done))
      }
    }
    if (event.type !== 'open' || !here) continue
    if (/^text:change(?:-start)?$/.test(name)) here.isChanged = true
    else if (name === 'office:annotation-end') {
      const comment = remarked.get(attribute('office:name') ?? '')
      if (comment && here.comments.includes(comment)) comment.end = here.text.length
    } else if (name === 'text:line-break') here.text += '\n'
    else if (name === 'text:tab') here.text += '\t'
    else if (name === 'text:s') {
      const count = Number(attribute('text:c') ?? 1)
      here.text += ' '.repeat(Number.isInteger(count) ? Math.min(Math.max(count, 0), MAX_SPACES) : 1)
    }
  }
  for (const note of notes) addParagraph(note)
  const first = lines.findIndex(({ kind }) => kind === 'subhead')
  const firstLine = lines[first]
  if (firstLine && first < 3 && !lines.some(({ kind }) => kind === 'headline')) firstLine.kind = 'headline'
  for (const each of runningHeads(styles)) collected.add(each, 'non-text')
  return {
    lines,
    about: NOTHING_SAID,
    notes: [
      ...hiddenNotes(hidden),
      ...changeNotes(changes, [...authors], changed),
      ...commentNotes(comments),
    ],
    comments,
  }

  function addParagraph({ text, hiddenText, kind, isChanged, comments: remarks }: Paragraph): number[] {
    const made = collected.add(text, kind, true, remarks)
    if (isChanged) changed.push(...made)
    hidden.push(...collected.add(hiddenText, 'non-text'))
    return made
  }
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

/** Styles whose text is not shown, or is white on the paper. */
function stylesThatHide(xml: string): Set<string> {
  const names = new Set<string>()
  let style = ''
  for (const [element] of xml.matchAll(/<style:(?:style|text-properties)\s[^<>]*>/g)) {
    if (element.startsWith('<style:style')) {
      style = attributeOf(element, 'style:name') ?? ''
      continue
    }
    const isWhite =
      /^#ffffff$/i.test(attributeOf(element, 'fo:color') ?? '') &&
      /^(?:|transparent|#ffffff)$/i.test(attributeOf(element, 'fo:background-color') ?? '')
    if (attributeOf(element, 'text:display') === 'none' || isWhite) names.add(style)
  }
  return names
}

/** What stands at the head and the foot of every page, each of it once. */
function runningHeads(styles: string): Set<string> {
  const found = new Set<string>()
  let depth = 0
  let text = ''
  for (const event of xmlEvents(styles)) {
    if (event.type === 'text') {
      if (depth > 0) text += event.text
      continue
    }
    if (!/^style:(?:header|footer)(?:-left|-first)?$/.test(event.name)) continue
    depth = Math.max(0, depth + (event.type === 'close' ? -1 : event.isEmpty ? 0 : 1))
    if (depth === 0) {
      const words = text.replaceAll(/\s+/g, ' ').trim()
      if (/\p{L}/u.test(words)) found.add(words)
      text = ''
    }
  }
  return found
}

function kindOf(style: string): BlockKind | null {
  if (/^(?:Title|Titel)$/.test(style)) return 'headline'
  if (/^(?:Subtitle|Untertitel)$/.test(style)) return 'lead'
  if (/^(?:Dachzeile|Kicker)$/.test(style)) return 'kicker'
  if (/^(?:Autorenzeile|Byline)$/.test(style)) return 'byline'
  if (/^Heading/.test(style)) return 'subhead'
  if (/^(?:Quotations|Zitat)$/.test(style)) return 'quote'
  return /^(?:Caption|Illustration|Figure|Abbildung)$/.test(style) ? 'caption' : null
}
