import type { BlockKind } from '#shared/model'

import { lineCollector, NOTHING_SAID, type DocumentNote, type DocumentText } from './document-lines'
import { attributeOf, xmlEvents } from './xml-events'
import { openZip, type OpenZip } from './zip-gate'

/** An XML part of a document, unpacked. */
const MAX_XML_BYTES = 100 * 1024 * 1024
const LEFT_OUT = /^(?:w:del|w:moveFrom|w:instrText|w:rPrChange|w:pPrChange|mc:Fallback)$/
/** Around these, the ground may be of any colour. */
const BOX = /^w:(?:tbl|txbxContent)$/
const NOTES = ['word/footnotes.xml', 'word/endnotes.xml']

const STYLE_KINDS: readonly (readonly [style: RegExp, kind: BlockKind])[] = [
  [/^(?:title|titel)$/, 'headline'],
  [/^(?:subtitle|untertitel)$/, 'lead'],
  [/^(?:heading|überschrift|berschrift)\s*\d$/, 'subhead'],
  [/^(?:intense )?quote$|^(?:intensives )?zitat$/, 'quote'],
  [/^(?:caption|beschriftung)$/, 'caption'],
  [/^(?:list paragraph|listenabsatz|list (?:bullet|number).*|aufzählungszeichen.*)$/, 'list item'],
]

/**
 * The paragraphs of a Word document as they would be if its tracked changes were accepted. Nothing outside of the
 * document is looked at, whatever it points to.
 */
export async function wordLines(bytes: Uint8Array): Promise<DocumentText> {
  const zip = await openZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  try {
    const names = styleNames(await part(zip, 'word/styles.xml'))
    const collected = lineCollector()
    const changed = new Set<number>()
    const hidden: number[] = []
    const read = (xml: string) => {
      for (const { text, hiddenText, kind, isChanged } of paragraphs(xml, names)) {
        for (const line of collected.add(text, kind)) if (isChanged) changed.add(line)
        hidden.push(...collected.add(hiddenText, 'non-text'))
      }
    }
    read((await zip.read('word/document.xml', MAX_XML_BYTES)).toString('utf8'))
    for (const name of NOTES) read(await part(zip, name))
    const { lines } = collected
    // Without a title, the first heading at the top is one.
    const first = lines.findIndex(({ kind }) => kind === 'subhead')
    const firstLine = lines[first]
    if (firstLine && first < 3 && !lines.some(({ kind }) => kind === 'headline')) firstLine.kind = 'headline'
    const comments = (await part(zip, 'word/comments.xml')).match(/<w:comment[\s>]/g)?.length ?? 0
    return {
      lines,
      about: NOTHING_SAID,
      notes: [...hiddenNotes(hidden), ...changeNotes([...changed]), ...commentNotes(comments)],
    }
  } finally {
    zip.close()
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

interface Paragraph {
  text: string
  /** What stands in it and is not shown: formatted as hidden, or white on the paper. */
  hiddenText: string
  kind: BlockKind | null
  isChanged: boolean
  isShaded: boolean
}

function* paragraphs(xml: string, names: ReadonlyMap<string, string>): Generator<Paragraph> {
  const empty = (): Paragraph => ({ text: '', hiddenText: '', kind: null, isChanged: false, isShaded: false })
  const outer: Paragraph[] = []
  let here = empty()
  let leftOut = 0
  let inText = 0
  let inBox = 0
  let look = { isHidden: false, isWhite: false, isShaded: false }
  for (const event of xmlEvents(xml)) {
    if (event.type === 'text') {
      if (inText === 0 || leftOut > 0) continue
      if (look.isHidden || (look.isWhite && !look.isShaded && !here.isShaded && inBox === 0))
        here.hiddenText += event.text
      else here.text += event.text
      continue
    }
    const { name } = event
    const step = event.type === 'close' ? -1 : event.isEmpty ? 0 : 1
    if (LEFT_OUT.test(name)) leftOut = Math.max(0, leftOut + step)
    if (/^w:(?:ins|del|moveTo|moveFrom)$/.test(name)) here.isChanged = true
    if (name === 'w:t') inText = Math.max(0, inText + step)
    if (name === 'w:p' && step === 1) {
      outer.push(here)
      here = empty()
    } else if (name === 'w:p' && step === -1) {
      yield here
      // What a text box in the paragraph holds is a paragraph of its own.
      here = outer.pop() ?? empty()
    }
    if (BOX.test(name)) inBox = Math.max(0, inBox + step)
    if (name === 'w:r' || name === 'w:p') look = { isHidden: false, isWhite: false, isShaded: false }
    else if (name === 'w:pPr' && step === -1) {
      here.isShaded = look.isShaded
      look = { isHidden: false, isWhite: false, isShaded: false }
    }
    if (event.type !== 'open' || leftOut > 0) continue
    if (name === 'w:vanish')
      look.isHidden = !/^(?:0|false|off)$/.test(attributeOf(event.attributes, 'w:val') ?? '')
    else if (name === 'w:color')
      look.isWhite = attributeOf(event.attributes, 'w:val')?.toLowerCase() === 'ffffff'
    else if (name === 'w:shd' || name === 'w:highlight') look.isShaded = true
    else if (name === 'w:tab') here.text += '\t'
    else if (name === 'w:br' || name === 'w:cr') here.text += '\n'
    else if (name === 'w:noBreakHyphen') here.text += '\u2011'
    else if (name === 'w:softHyphen') here.text += '\u00ad'
    else if (name === 'w:pStyle') {
      const id = attributeOf(event.attributes, 'w:val') ?? ''
      const style = names.get(id) ?? id.replace(/(?<=\D)(?=\d$)/, ' ').toLowerCase()
      here.kind = STYLE_KINDS.find(([pattern]) => pattern.test(style))?.[1] ?? here.kind
    } else if (name === 'w:numPr' && here.kind === null) here.kind = 'list item'
  }
}

function hiddenNotes(lines: number[]): DocumentNote[] {
  if (lines.length === 0) return []
  const one = lines.length === 1
  return [
    {
      code: 'hidden text',
      count: lines.length,
      lines,
      de: `${one ? 'Eine Zeile' : `${lines.length.toLocaleString('de')} Zeilen`} des Dokuments ${one ? 'ist' : 'sind'} ausgeblendet oder weiß geschrieben und ${one ? 'steht' : 'stehen'} deshalb unter „kein Text“. Prüfen Sie, ob etwas davon zum Artikel gehört.`,
      en: `${one ? 'One line' : `${lines.length.toLocaleString('en')} lines`} of the document ${one ? 'is' : 'are'} hidden or written in white and therefore ${one ? 'counts' : 'count'} as “non-text”. Check whether any of it belongs to the article.`,
    },
  ]
}

export function changeNotes(lines: number[]): DocumentNote[] {
  if (lines.length === 0) return []
  const one = lines.length === 1
  return [
    {
      code: 'tracked changes',
      count: lines.length,
      lines,
      de: `${one ? 'Eine Zeile enthält' : `${lines.length.toLocaleString('de')} Zeilen enthalten`} nachverfolgte Änderungen. Geprüft wird der Text, in dem sie angenommen sind; Gelöschtes steht nicht darin.`,
      en: `${one ? 'One line holds' : `${lines.length.toLocaleString('en')} lines hold`} tracked changes. What is checked is the text with them accepted; what was deleted is not in it.`,
    },
  ]
}

export function commentNotes(count: number): DocumentNote[] {
  if (count === 0) return []
  const one = count === 1
  return [
    {
      code: 'comments',
      count,
      lines: [],
      de: `${one ? 'Eine Anmerkung' : `${count.toLocaleString('de')} Anmerkungen`} im Dokument ${one ? 'ist' : 'sind'} nicht Teil des Textes. Lesen Sie im Original nach.`,
      en: `${one ? 'One comment' : `${count.toLocaleString('en')} comments`} in the document ${one ? 'is' : 'are'} not part of the text. Look them up in the original.`,
    },
  ]
}
