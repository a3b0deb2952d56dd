import type { BlockKind } from '#shared/model'

import { lineCollector, NOTHING_SAID, type CommentInText, type DocumentText } from './document-lines'
import { changeNotes, commentNotes, hiddenNotes } from './document-notes'
import { tableCells } from './document-tables'
import { attributeOf, xmlEvents } from './xml-events'
import { openZip, type OpenZip } from './zip-gate'

/** An XML part of a document, unpacked. */
const MAX_XML_BYTES = 100 * 1024 * 1024
const LEFT_OUT = /^(?:w:del|w:moveFrom|w:instrText|w:rPrChange|w:pPrChange|mc:Fallback)$/
const CHANGE = /^w:(?:ins|del|moveTo)$/
/** Ranges that never end are no comments any more. */
const MAX_OPEN_COMMENTS = 1_000
/** Around these, the ground may be of any colour. */
const BOX = /^w:(?:tbl|txbxContent)$/
const NOTES = ['word/footnotes.xml', 'word/endnotes.xml']
const RUNNING_HEAD = /^word\/(?:header|footer)\d*\.xml$/

const STYLE_KINDS: readonly (readonly [style: RegExp, kind: BlockKind])[] = [
  [/^(?:title|titel)$/, 'headline'],
  [/^(?:subtitle|untertitel|vorspann|teaser|lead)$/, 'lead'],
  [/^(?:heading|überschrift|berschrift)\s*\d$|^zwischen(?:überschrift|titel)$/, 'subhead'],
  [/^(?:dachzeile|kicker)$/, 'kicker'],
  [/^(?:autorenzeile|byline)$/, 'byline'],
  [/^(?:intense )?quote$|^(?:intensives )?zitat$/, 'quote'],
  [/^(?:caption|beschriftung|bildunterschrift)$/, 'caption'],
  [/^(?:bildnachweis|credit)$/, 'credit'],
  [/^(?:list paragraph|listenabsatz|list (?:bullet|number).*|aufzählungszeichen.*)$/, 'list item'],
  [/^(?:toc|verzeichnis)\s*\d$/, 'non-text'],
]

type NoteKind = 'footnote' | 'endnote'

/** What paragraphs refer to by a number. */
interface References {
  styles: ReadonlyMap<string, string>
  comments: ReadonlyMap<string, Pick<CommentInText, 'author' | 'at' | 'text'>>
  /** Marks of notes by their number in the file, given in the order in which the text leads to them. */
  marks: Record<NoteKind, Map<string, string>>
  changes: { count: number; authors: Set<string> }
}

/**
 * The paragraphs of a Word document as they would be if its tracked changes were accepted. Nothing outside of the
 * document is looked at, whatever it points to.
 */
export async function wordLines(bytes: Uint8Array): Promise<DocumentText> {
  const zip = await openZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  try {
    const references: References = {
      styles: styleNames(await part(zip, 'word/styles.xml')),
      comments: commentTexts(await part(zip, 'word/comments.xml')),
      marks: { footnote: new Map(), endnote: new Map() },
      changes: { count: 0, authors: new Set() },
    }
    const collected = lineCollector()
    const { lines, comments } = collected
    const tables = tableCells(lines)
    const changed = new Set<number>()
    const hidden: number[] = []
    const read = (xml: string, kind: BlockKind | null = null) => {
      for (const piece of pieces(xml, references)) {
        if (piece === 'table') tables.begin()
        else if (piece === 'cell') tables.cell()
        else if (piece === 'end of table') tables.end()
        else {
          const made = collected.add(piece.text, kind ?? piece.kind, true, piece.comments)
          tables.add(made)
          for (const line of made) if (piece.isChanged) changed.add(line)
          hidden.push(...collected.add(piece.hiddenText, 'non-text'))
        }
      }
    }
    read((await zip.read('word/document.xml', MAX_XML_BYTES)).toString('utf8'))
    for (const name of NOTES) read(await part(zip, name), 'footnote')
    // Without a title, the first heading at the top is one.
    const first = lines.findIndex(({ kind }) => kind === 'subhead')
    const firstLine = lines[first]
    if (firstLine && first < 3 && !lines.some(({ kind }) => kind === 'headline')) firstLine.kind = 'headline'
    const { count, authors } = references.changes
    const notes = [
      ...hiddenNotes(hidden),
      ...changeNotes(count, [...authors], [...changed]),
      ...commentNotes(comments),
    ]
    await addRunningHeads(zip, references, collected)
    return { lines, about: NOTHING_SAID, notes, comments }
  } finally {
    zip.close()
  }
}

/** What stands on every page is no part of the text, and each of it is listed once. */
async function addRunningHeads(
  zip: OpenZip,
  references: References,
  { add }: ReturnType<typeof lineCollector>,
): Promise<void> {
  const seen = new Set<string>()
  for (const name of zip.names.filter((each) => RUNNING_HEAD.test(each))) {
    for (const piece of pieces(await part(zip, name), references)) {
      if (typeof piece === 'string' || seen.has(piece.text) || !/\p{L}/u.test(piece.text)) continue
      seen.add(piece.text)
      add(piece.text, 'non-text')
    }
  }
}

async function part(zip: OpenZip, name: string): Promise<string> {
  return zip.has(name) ? (await zip.read(name, MAX_XML_BYTES)).toString('utf8') : ''
}

/** Names of the styles by what paragraphs call them; the name stays, the call is in the language of the program. */
function styleNames(xml: string): Map<string, string> {
  const names = new Map<string, string>()
  let style: string | undefined
  for (const event of xmlEvents(xml)) {
    if (event.type !== 'open') continue
    if (event.name === 'w:style') style = attributeOf(event.attributes, 'w:styleId')
    if (event.name === 'w:name' && style !== undefined && !names.has(style)) {
      names.set(style, (attributeOf(event.attributes, 'w:val') ?? '').toLowerCase())
    }
  }
  return names
}

function commentTexts(xml: string): References['comments'] {
  const comments = new Map<string, Pick<CommentInText, 'author' | 'at' | 'text'>>()
  let open: Pick<CommentInText, 'author' | 'at' | 'text'> | null = null
  let inText = 0
  for (const event of xmlEvents(xml)) {
    if (event.type === 'text') {
      if (open && inText > 0) open.text += event.text
      continue
    }
    const isOpening = event.type === 'open'
    if (event.name === 'w:t' && !(isOpening && event.isEmpty))
      inText = Math.max(0, inText + (isOpening ? 1 : -1))
    if (open && event.name === 'w:p' && isOpening && open.text !== '') open.text += '\n'
    if (event.name !== 'w:comment' || !isOpening) continue
    const id = attributeOf(event.attributes, 'w:id')
    const author = attributeOf(event.attributes, 'w:author')?.trim() ?? ''
    const at = attributeOf(event.attributes, 'w:date') ?? null
    open = { author: author === '' ? null : author, at, text: '' }
    if (id !== undefined) comments.set(id, open)
  }
  return comments
}

interface Paragraph {
  text: string
  /** What stands in it and is not shown: formatted as hidden, or white on the paper. */
  hiddenText: string
  kind: BlockKind | null
  isChanged: boolean
  isShaded: boolean
  /** Its end was deleted: what comes next goes on in it. */
  goesOn: boolean
  comments: CommentInText[]
}

type Piece = Paragraph | 'table' | 'cell' | 'end of table'

const emptyParagraph = (): Paragraph => ({
  ...{ text: '', hiddenText: '', kind: null, isChanged: false, isShaded: false, goesOn: false },
  comments: [],
})

function* pieces(xml: string, { styles, comments, marks, changes }: References): Generator<Piece> {
  const outer: Paragraph[] = []
  const remarked = new Map<string, { paragraph: Paragraph; start: number }>()
  const placed = new Set<string>()
  let here = emptyParagraph()
  let before: Paragraph | null = null
  let leftOut = 0
  let inText = 0
  let inBox = 0
  let inProperties = 0
  let note = ''
  let look = { isHidden: false, isWhite: false, isShaded: false }
  const remark = (id: string, start: number, end: number) => {
    const comment = comments.get(id)
    if (comment && comment.text.trim() !== '') here.comments.push({ ...comment, start, end })
    placed.add(id)
    remarked.delete(id)
  }
  const words = (text: string) => {
    if (look.isHidden || (look.isWhite && !look.isShaded && !here.isShaded && inBox === 0))
      here.hiddenText += text
    else here.text += text
  }
  for (const event of xmlEvents(xml)) {
    if (event.type === 'text') {
      if (inText > 0 && leftOut === 0) words(event.text)
      continue
    }
    const { name } = event
    const step = event.type === 'close' ? -1 : event.isEmpty ? 0 : 1
    if (LEFT_OUT.test(name)) leftOut = Math.max(0, leftOut + step)
    if (name === 'w:pPr') inProperties = Math.max(0, inProperties + step)
    if (event.type === 'open' && CHANGE.test(name)) {
      here.isChanged = true
      changes.count += 1
      const author = attributeOf(event.attributes, 'w:author')?.trim()
      if (author) changes.authors.add(author)
      if (name === 'w:del' && inProperties > 0) here.goesOn = true
    } else if (name === 'w:moveFrom') here.isChanged = true
    if (name === 'w:t' || name === 'm:t') inText = Math.max(0, inText + step)
    if (name === 'w:tbl' && step === 1) yield 'table'
    if (name === 'w:tc' && step === 1) yield 'cell'
    if (name === 'w:p' && step === 1) {
      outer.push(here)
      here = { ...emptyParagraph(), ...before, kind: null, goesOn: false }
      before = null
      if (note !== '') here.text += `[${note}] `
      note = ''
    } else if (name === 'w:p' && step === -1) {
      for (const [id, { paragraph, start }] of remarked)
        if (paragraph === here) remark(id, start, here.text.length)
      if (here.goesOn) before = here
      else yield here
      // What a text box in the paragraph holds is a paragraph of its own.
      here = outer.pop() ?? emptyParagraph()
    }
    if (name === 'w:tbl' && step === -1) yield 'end of table'
    if (BOX.test(name)) inBox = Math.max(0, inBox + step)
    if (name === 'w:r' || name === 'w:p') look = { isHidden: false, isWhite: false, isShaded: false }
    else if (name === 'w:pPr' && step === -1) {
      here.isShaded = look.isShaded
      look = { isHidden: false, isWhite: false, isShaded: false }
    }
    if (event.type !== 'open') continue
    const attribute = (attributeName: string) => attributeOf(event.attributes, attributeName)
    if (name === 'w:commentRangeStart' && remarked.size < MAX_OPEN_COMMENTS)
      remarked.set(attribute('w:id') ?? '', { paragraph: here, start: here.text.length })
    else if (name === 'w:commentRangeEnd' || name === 'w:commentReference') {
      const id = attribute('w:id') ?? ''
      const known = remarked.get(id)
      if (known?.paragraph === here) remark(id, known.start, here.text.length)
      else if (name === 'w:commentReference' && !placed.has(id))
        remark(id, here.text.length, here.text.length)
    }
    if (leftOut > 0) continue
    if (name === 'w:vanish') look.isHidden = !/^(?:0|false|off)$/.test(attribute('w:val') ?? '')
    else if (name === 'w:color') look.isWhite = attribute('w:val')?.toLowerCase() === 'ffffff'
    else if (name === 'w:shd' || name === 'w:highlight') look.isShaded = true
    else if (name === 'w:tab' && inProperties === 0) here.text += '\t'
    else if (name === 'w:br' || name === 'w:cr') here.text += '\n'
    else if (name === 'w:noBreakHyphen') words('\u2011')
    else if (name === 'w:softHyphen') words('\u00ad')
    // A letter of a font that only that font knows.
    else if (name === 'w:sym') words('\ufffd')
    else if (name === 'w:footnoteReference' || name === 'w:endnoteReference') {
      const kind = name === 'w:footnoteReference' ? 'footnote' : 'endnote'
      if (attribute('w:customMarkFollows') === undefined) {
        words(`[${markOf(marks[kind], kind, attribute('w:id') ?? '')}]`)
      }
    } else if (name === 'w:footnote' || name === 'w:endnote') {
      note = marks[name === 'w:footnote' ? 'footnote' : 'endnote'].get(attribute('w:id') ?? '') ?? ''
    } else if (name === 'w:pStyle') {
      const id = attribute('w:val') ?? ''
      const style = styles.get(id) ?? id.replace(/(?<=\D)(?=\d$)/, ' ').toLowerCase()
      here.kind = STYLE_KINDS.find(([pattern]) => pattern.test(style))?.[1] ?? here.kind
    } else if (name === 'w:numPr' && here.kind === null) here.kind = 'list item'
  }
}

/** Footnotes are counted 1, 2, 3, endnotes i, ii, iii, as Word does where nobody says otherwise. */
function markOf(marks: Map<string, string>, kind: NoteKind, id: string): string {
  const known = marks.get(id)
  if (known !== undefined) return known
  const mark = kind === 'footnote' ? String(marks.size + 1) : roman(marks.size + 1)
  marks.set(id, mark)
  return mark
}

const ROMAN: readonly (readonly [number, string])[] = [
  ...([
    [100, 'c'],
    [90, 'xc'],
    [50, 'l'],
    [40, 'xl'],
  ] as const),
  ...([
    [10, 'x'],
    [9, 'ix'],
    [5, 'v'],
    [4, 'iv'],
    [1, 'i'],
  ] as const),
]

function roman(number: number): string {
  let rest = number
  let letters = ''
  for (const [value, sign] of ROMAN) {
    letters += sign.repeat(Math.floor(rest / value))
    rest %= value
  }
  return letters
}
