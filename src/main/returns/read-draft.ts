import { readDraftMark, type DraftMark } from '#main/documents/draft-marks'
import { attributeOf, xmlEvents } from '#main/documents/xml-events'
import type { OpenZip } from '#main/documents/zip-gate'

/** An XML part of a draft, unpacked. A draft of 5,000 sentences has 12 MB. */
const MAX_PART_BYTES = 32 * 1024 * 1024
const LEFT_OUT = /^(?:w:instrText|w:rPrChange|w:pPrChange|mc:Fallback)$/
const INSERTED = /^w:(?:ins|moveTo)$/
const DELETED = /^w:(?:del|moveFrom)$/
/** What a draft writes between the figures of two notes at one place. */
const BETWEEN_NOTES = ', '

/** One paragraph twice: as it reads while what is still tracked counts as refused, and as accepted. */
export interface DraftParagraph {
  refused: string
  accepted: string
}

export interface DraftPlace {
  paragraph: number
  /** UTF-16 units of the paragraph, with what is still tracked refused. */
  offset: number
}

export interface DraftComment {
  author: string
  /** As the program that wrote it says, without a zone. */
  writtenAt: string
  text: string
  isResolved: boolean
  /** Position in the list of the comment it replies to. */
  repliesTo: number | null
  place: DraftPlace | null
}

/** An annotated draft that came back: only words are taken out of it, in one pass. */
export interface ReturnedDraft {
  paragraphs: DraftParagraph[]
  marks: { kind: DraftMark; id: string; place: DraftPlace }[]
  comments: DraftComment[]
  /** Who saved it last, as the program says. */
  savedBy: string | null
}

/** null for a document that is no draft of ours. */
export async function readDraft(zip: OpenZip): Promise<ReturnedDraft | null> {
  const xml = await part(zip, 'word/document.xml').catch(() => '')
  if (!xml.includes('_Belegt')) return null
  const { paragraphs, marks, places } = body(xml)
  if (marks.length === 0) return null
  const threads = threadsOf(await part(zip, 'word/commentsExtended.xml'))
  return {
    paragraphs,
    marks,
    comments: commentsOf(await part(zip, 'word/comments.xml'), threads, places),
    savedBy: /<cp:lastModifiedBy>([^<]{1,100})</.exec(await part(zip, 'docProps/core.xml'))?.[1] ?? null,
  }
}

async function part(zip: OpenZip, name: string): Promise<string> {
  return zip.has(name) ? (await zip.read(name, MAX_PART_BYTES)).toString('utf8') : ''
}

function body(xml: string) {
  const paragraphs: DraftParagraph[] = []
  const marks: ReturnedDraft['marks'] = []
  const seen = new Set<string>()
  const places = new Map<string, DraftPlace>()
  let here: DraftParagraph | null = null
  let upToNote: DraftParagraph | null = null
  let [leftOut, inText, inserted, deleted, properties] = [0, 0, 0, 0, 0]

  for (const event of xmlEvents(xml)) {
    if (event.type === 'text') {
      if (inText > 0 && leftOut === 0) write(event.text)
      continue
    }
    const { name } = event
    const step = event.type === 'close' ? -1 : event.isEmpty ? 0 : 1
    const moved = (count: number) => Math.max(0, count + step)
    if (LEFT_OUT.test(name)) leftOut = moved(leftOut)
    if (/^w:[rp]Pr$/.test(name)) properties = moved(properties)
    if (name === 'w:t' || name === 'w:delText') inText = moved(inText)
    // In the properties of a paragraph they speak of its mark, not of words.
    if (properties === 0 && INSERTED.test(name)) inserted = moved(inserted)
    if (properties === 0 && DELETED.test(name)) deleted = moved(deleted)
    if (name === 'w:p' && step === 1) {
      here = { refused: '', accepted: '' }
      upToNote = null
      paragraphs.push(here)
    }
    if (event.type !== 'open' || leftOut > 0) continue
    if (/^w:(?:tab|br|cr)$/.test(name) && properties === 0) write(name === 'w:tab' ? '\t' : '\n')
    else if (name === 'w:noBreakHyphen') write('\u2011')
    else if (name === 'w:softHyphen') write('\u00ad')
    else if (name === 'w:footnoteReference') note()
    else if (name === 'w:bookmarkStart') {
      const written = attributeOf(event.attributes, 'w:name') ?? ''
      const mark = readDraftMark(written)
      // Where somebody copied a passage, the first stands.
      if (mark && !seen.has(written)) marks.push({ ...mark, place: place() })
      seen.add(written)
    } else if (name === 'w:commentRangeStart' || name === 'w:commentReference') {
      const id = attributeOf(event.attributes, 'w:id')
      if (id !== undefined && !places.has(id)) places.set(id, place())
    }
  }
  return { paragraphs, marks, places }

  function write(text: string): void {
    if (!here) return
    if (inserted === 0) here.refused += text
    if (deleted === 0) here.accepted += text
  }

  function note(): void {
    if (!here) return
    if (here.refused === `${upToNote?.refused ?? here.refused}${BETWEEN_NOTES}`) {
      here.refused = here.refused.slice(0, -BETWEEN_NOTES.length)
    }
    if (here.accepted === `${upToNote?.accepted ?? here.accepted}${BETWEEN_NOTES}`) {
      here.accepted = here.accepted.slice(0, -BETWEEN_NOTES.length)
    }
    upToNote = { ...here }
  }

  function place(): DraftPlace {
    return { paragraph: Math.max(0, paragraphs.length - 1), offset: here?.refused.length ?? 0 }
  }
}

interface Thread {
  isResolved: boolean
  parent: string | undefined
}

/** By the mark of the last paragraph of a comment: whether it is settled, and what it replies to. */
function threadsOf(xml: string): Map<string, Thread> {
  const threads = new Map<string, Thread>()
  for (const event of xmlEvents(xml)) {
    if (event.type !== 'open' || event.name !== 'w15:commentEx') continue
    const id = attributeOf(event.attributes, 'w15:paraId')
    if (id === undefined) continue
    threads.set(id, {
      isResolved: attributeOf(event.attributes, 'w15:done') === '1',
      parent: attributeOf(event.attributes, 'w15:paraIdParent'),
    })
  }
  return threads
}

function commentsOf(
  xml: string,
  threads: ReadonlyMap<string, Thread>,
  places: ReadonlyMap<string, DraftPlace>,
): DraftComment[] {
  const comments: (DraftComment & { parent: string | undefined })[] = []
  const byParagraph = new Map<string, number>()
  let here: (typeof comments)[number] | null = null
  let lines: string[] = []
  let inText = 0
  let lastParagraph: string | undefined
  for (const event of xmlEvents(xml)) {
    if (event.type === 'text') {
      if (inText > 0 && here) lines.push(`${lines.pop() ?? ''}${event.text}`)
      continue
    }
    const { name } = event
    const step = event.type === 'close' ? -1 : event.isEmpty ? 0 : 1
    if (name === 'w:t') inText = Math.max(0, inText + step)
    if (name === 'w:p' && event.type === 'open') {
      lines.push('')
      lastParagraph = attributeOf(event.attributes, 'w14:paraId')
      if (lastParagraph !== undefined) byParagraph.set(lastParagraph, comments.length)
    }
    if (name === 'w:comment' && event.type === 'open') {
      lines = []
      here = {
        author: attributeOf(event.attributes, 'w:author') ?? '',
        writtenAt: attributeOf(event.attributes, 'w:date') ?? '',
        text: '',
        isResolved: false,
        repliesTo: null,
        parent: undefined,
        place: places.get(attributeOf(event.attributes, 'w:id') ?? '') ?? null,
      }
    } else if (name === 'w:comment' && here) {
      const thread = threads.get(lastParagraph ?? '')
      const text = lines.join('\n').trim()
      comments.push({ ...here, text, isResolved: thread?.isResolved ?? false, parent: thread?.parent })
      here = null
    }
  }
  return comments.map(({ parent, ...comment }) => ({
    ...comment,
    repliesTo: parent === undefined ? null : (byParagraph.get(parent) ?? null),
  }))
}
