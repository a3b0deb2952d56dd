import iconv from 'iconv-lite'

import type { BlockKind } from '#shared/model'

import { lineCollector, NOTHING_SAID, type CommentInText, type DocumentText } from './document-lines'
import { changeNotes, commentNotes, hiddenNotes } from './document-notes'
import { tableCells } from './document-tables'
import { RTF_TOKEN, SPOKEN } from './rtf-text'

/** Groups that hold no words of the document. */
const LEFT_OUT =
  /^(?:fonttbl|colortbl|stylesheet|info|pict|object|themedata|datastore|listtable|listoverridetable|fldinst|generator|xmlnstbl|listtext|pntext|pntxta|pntxtb|atnid|atnref|atndate|atntime|atnparent|atnicn)$/
const RUNNING_HEAD = /^(?:header|footer)[lrf]?$/
/** Where tables of fonts and styles stand. */
const HEAD_LENGTH = 500_000

const STYLE_KINDS: readonly (readonly [style: RegExp, kind: BlockKind])[] = [
  [/^(?:title|titel)$/, 'headline'],
  [/^(?:subtitle|untertitel|vorspann)$/, 'lead'],
  [/^(?:heading|überschrift|berschrift)\s*\d$/, 'subhead'],
  [/^(?:dachzeile|kicker)$/, 'kicker'],
  [/^(?:autorenzeile|byline)$/, 'byline'],
  [/^(?:intense |block )?quot(?:e|ations?)$|^(?:intensives )?zitat$/, 'quote'],
  [/^(?:caption|beschriftung|bildunterschrift)$/, 'caption'],
]
/** Code pages by what a font says its characters are. */
const CODE_PAGES: Readonly<Record<string, string>> = {
  '0': '1252',
  '77': 'macintosh',
  '128': '932',
  '129': '949',
  '134': '936',
  '136': '950',
  '161': '1253',
  '162': '1254',
  '177': '1255',
  '178': '1256',
  '186': '1257',
  '204': '1251',
  '238': '1250',
}

type Place = 'text' | 'note' | 'running head' | 'comment' | 'author' | 'nowhere'

interface Group {
  place: Place
  /** Characters that stand in for one that old programs do not know. */
  fallback: number
  isHidden: boolean
  isDeleted: boolean
  font: string
}

interface Paragraph {
  text: string
  hiddenText: string
  kind: BlockKind | null
  isInTable: boolean
  isChanged: boolean
  comments: CommentInText[]
}

const emptyParagraph = (): Paragraph => ({
  ...{ text: '', hiddenText: '', kind: null, isInTable: false, isChanged: false },
  comments: [],
})

/** The paragraphs of an RTF document, with what their styles say that they are. Nothing it points to is looked at. */
export function rtfLines(bytes: Uint8Array): DocumentText {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const head = source.slice(0, HEAD_LENGTH)
  const styles = stylesIn(head)
  const fonts = fontsIn(head)
  const codePage = /\\ansicpg(\d{3,5})/.exec(head)?.[1] ?? '1252'
  const collected = lineCollector()
  const { lines, comments } = collected
  const tables = tableCells(lines)
  const groups: Group[] = []
  const outer: Paragraph[] = []
  const notes: Paragraph[] = []
  const runningHeads: Paragraph[] = []
  const changed: number[] = []
  const hidden: number[] = []
  let group: Group = { place: 'text', fallback: 1, isHidden: false, isDeleted: false, font: '' }
  let here = emptyParagraph()
  let isTableOpen = false
  let isCellOpen = false
  let toSkip = 0
  let pending: number[] = []
  let marks = 0
  let changes = 0
  let author = ''
  let comment = ''
  let range = -1

  const say = (text: string) => {
    if (group.place === 'comment') comment += text
    else if (group.place === 'author') author += text
    else if (group.place === 'nowhere' || group.isDeleted) return
    else if (group.isHidden) here.hiddenText += text
    else here.text += text
  }
  const flush = () => {
    if (pending.length === 0) return
    const bytesSaid = Buffer.from(pending)
    pending = []
    const page = fonts.get(group.font) ?? codePage
    const encoding = /^\d+$/.test(page) ? `windows-${page}` : page
    const known = [encoding, `cp${page}`].find((each) => iconv.encodingExists(each))
    say(iconv.decode(bytesSaid, known ?? 'windows-1252'))
  }
  const close = () => {
    if (group.place === 'note') notes.push(here)
    else if (group.place === 'running head') runningHeads.push(here)
    else if (group.place === 'text') addParagraph(here)
    here = { ...emptyParagraph(), kind: here.kind, isInTable: here.isInTable }
  }
  const addParagraph = (done: Paragraph): void => {
    if (done.isInTable && !isTableOpen) tables.begin()
    else if (!done.isInTable && isTableOpen) tables.end()
    if (done.isInTable && !isCellOpen) tables.cell()
    isTableOpen = done.isInTable
    isCellOpen = done.isInTable
    const made = collected.add(done.text, done.kind, true, done.comments)
    tables.add(made)
    if (done.isChanged) changed.push(...made)
    hidden.push(...collected.add(done.hiddenText, 'non-text'))
  }
  const enter = (place: Place) => {
    group.place = place
    if (place !== 'note' && place !== 'running head') return
    outer.push(here)
    here = emptyParagraph()
    if (place === 'note') {
      here.kind = 'footnote'
      here.text = `[${String(marks)}] `
    }
  }
  const leave = (left: Group, next: Group) => {
    if (left.place === next.place) return
    if (left.place === 'note' || left.place === 'running head') {
      if (/\p{L}|\p{N}/u.test(here.text.replace(/^\[\d+\] /, ''))) {
        if (left.place === 'note') notes.push(here)
        else runningHeads.push(here)
      }
      here = outer.pop() ?? emptyParagraph()
    } else if (left.place === 'comment') {
      const text = comment.trim()
      const end = here.text.length
      const start = range >= 0 && range <= end ? range : end
      if (text !== '')
        here.comments.push({
          start,
          end,
          author: author.trim() === '' ? null : author.trim(),
          at: null,
          text,
        })
      comment = author = ''
      range = -1
    }
  }

  RTF_TOKEN.lastIndex = 0
  for (;;) {
    const match = RTF_TOKEN.exec(source)
    if (!match) break
    const [plain, word, parameter, hex, symbol, brace] = match
    if (hex !== undefined) {
      if (toSkip > 0) toSkip -= 1
      else pending.push(Number.parseInt(hex, 16))
      continue
    }
    flush()
    const isOff = parameter === '0'
    if (brace === '{') {
      groups.push(group)
      group = { ...group }
    } else if (brace === '}') {
      const left = group
      group = groups.pop() ?? { ...group, place: 'text' }
      leave(left, group)
      toSkip = 0
    } else if (symbol === '*') group.place = 'nowhere'
    else if (word === 'bin') RTF_TOKEN.lastIndex += Math.max(0, Number(parameter ?? 0))
    else if (word === 'atnauthor') enter('author')
    else if (word === 'annotation') enter('comment')
    else if (word === 'atrfstart') range = here.text.length
    else if (word !== undefined && LEFT_OUT.test(word)) {
      if (word === 'listtext' || word === 'pntext') here.kind ??= 'list item'
      group.place = 'nowhere'
    } else if (word === 'footnote' && group.place === 'text') enter('note')
    else if (word !== undefined && RUNNING_HEAD.test(word) && group.place === 'text') enter('running head')
    else if (word === 'uc') group.fallback = Math.max(0, Number(parameter ?? 1))
    else if (word === 'u') {
      const code = Number(parameter ?? 63)
      say(String.fromCharCode(code < 0 ? code + 0x10000 : code))
      toSkip = group.fallback
    } else if (word === 'f') group.font = parameter ?? ''
    else if (word === 'v') group.isHidden = !isOff
    else if (word === 'deleted' || word === 'revised') {
      if (!isOff) {
        changes += 1
        here.isChanged = true
      }
      if (word === 'deleted') group.isDeleted = !isOff
    } else if (word === 'plain') group.isHidden = group.isDeleted = false
    else if (group.place === 'nowhere') continue
    else if (word === 'pard') {
      here.kind = group.place === 'note' ? 'footnote' : null
      here.isInTable = false
    } else if (word === 'intbl') here.isInTable = true
    else if (word === 's') here.kind = styles.get(parameter ?? '') ?? here.kind
    else if (word === 'outlinelevel' && Number(parameter) < 9) here.kind ??= 'subhead'
    else if (word === 'ls' && group.place === 'text') here.kind ??= 'list item'
    else if (word === 'chftn') {
      if (group.place !== 'note') say(`[${String((marks += 1))}]`)
    } else if (word === 'par' || word === 'sect' || word === 'page') close()
    else if (word === 'cell' || word === 'nestcell') {
      here.isInTable = true
      close()
      isCellOpen = false
    } else if (word === 'row' || word === 'nestrow') continue
    else if (word !== undefined) say(SPOKEN[word] ?? '')
    else if (symbol === '~') say('\u00a0')
    else if (symbol === '-') say('\u00ad')
    else if (symbol !== undefined) say(/[\\{}_]/.test(symbol) ? symbol.replace('_', '\u2011') : '')
    else if (!/^[\r\n]/.test(plain)) {
      say(plain.slice(toSkip))
      toSkip = Math.max(0, toSkip - plain.length)
    }
  }
  flush()
  if (here.text.trim() !== '' || here.hiddenText.trim() !== '') addParagraph(here)
  if (isTableOpen) tables.end()
  const first = lines.findIndex(({ kind }) => kind === 'subhead')
  const firstLine = lines[first]
  if (firstLine && first < 3 && !lines.some(({ kind }) => kind === 'headline')) firstLine.kind = 'headline'
  const isPlain = lines.every(({ kind }) => kind === null)
  for (const note of notes)
    collected.add(note.text.replace(/^(\[\d+\]) +/, '$1 '), 'footnote', true, note.comments)
  for (const each of new Set(runningHeads.map(({ text }) => text)))
    if (/\p{L}/u.test(each)) collected.add(each, 'non-text')
  return {
    lines: lines.map((line) => ({ ...line, text: line.text.toWellFormed() })),
    about: NOTHING_SAID,
    notes: [
      ...(isPlain ? [layoutNote()] : []),
      ...hiddenNotes(hidden),
      ...changeNotes(changes, [], changed),
      ...commentNotes(comments),
    ],
    comments,
  }
}

function stylesIn(head: string): Map<string, BlockKind> {
  const styles = new Map<string, BlockKind>()
  for (const [, number = '', name = ''] of head.matchAll(
    /\{\\s(\d{1,5})(?:\\[^{};]{0,400})?\s([^{};\\]{1,80});?\}/g,
  )) {
    const kind = STYLE_KINDS.find(([pattern]) => pattern.test(name.trim().toLowerCase()))?.[1]
    if (kind) styles.set(number, kind)
  }
  return styles
}

/** The code page of each font. */
function fontsIn(head: string): Map<string, string> {
  const fonts = new Map<string, string>()
  for (const [, number = '', charset = ''] of head.matchAll(
    /\{\\f(\d{1,5})(?:\\[^{}]{0,200}?)?\\fcharset(\d{1,3})/g,
  )) {
    const page = CODE_PAGES[charset]
    if (page !== undefined && charset !== '0') fonts.set(number, page)
  }
  return fonts
}

function layoutNote() {
  return {
    code: 'layout guessed',
    count: 1,
    lines: [],
    de: 'Dieses RTF-Dokument sagt nicht, was Überschrift, Zitat oder Liste ist; das ist aus den Wörtern erschlossen. Vergleichen Sie mit dem Original.',
    en: 'This RTF document does not say what is a heading, a quotation or a list; that is inferred from the words. Compare with the original.',
  }
}
