import MarkdownIt, { type Token } from 'markdown-it'

import { PartialDate, WebLink, type BlockKind } from '#shared/model'

import { lineCollector, NOTHING_SAID, type DocumentAbout, type DocumentText } from './document-lines'

// Elements of HTML stay the characters they are: nothing in a text may become markup.
const parser = new MarkdownIt({ html: false, linkify: false, typographer: false })

const MAX_VALUE = 300
const FRONT_MATTER = /^\ufeff?---[ \t]*\r?\n((?:(?!---[ \t]*\r?$).*\r?\n){0,200}?)---[ \t]*(?:\r?\n|$)/m

/** The lines of a Markdown text, without its marks. What it says about itself at its top is no text of the article. */
export function markdownLines(source: string): DocumentText {
  const { about, properties, text } = splitFrontMatter(source)
  const { lines, add } = lineCollector()
  if (properties !== '') add(properties, 'non-text')
  const outer: string[] = []
  let hasHeadline = false
  let heading = ''
  // The lines of a list item stand together; a quotation and a paragraph begin anew.
  let isApart = true
  const notes: string[] = []
  for (const token of parser.parse(withNotes(text), {})) {
    if (token.type === 'heading_open') heading = token.tag
    else if (token.type === 'heading_close') heading = ''
    if (/^(?:blockquote|bullet_list|ordered_list|list_item|th|td)_open$/.test(token.type))
      outer.push(token.type)
    else if (/^(?:blockquote|bullet_list|ordered_list|list_item|th|td)_close$/.test(token.type)) outer.pop()
    if (token.type === 'fence' || token.type === 'code_block') add(token.content, 'paragraph')
    if (token.type !== 'inline') {
      isApart ||= /^(?:paragraph|heading|blockquote|bullet_list|ordered_list|table)_open$/.test(token.type)
      continue
    }
    const isHeadline: boolean = heading === 'h1' && !hasHeadline && outer.length === 0
    hasHeadline ||= isHeadline
    const { words, pictures } = wordsOf(token.children ?? [])
    const note = NOTE.exec(words)
    if (note && outer.length === 0) {
      // Notes stand at the end, as whoever reads the finished page sees them.
      notes.push(`[${note[1] ?? ''}] ${words.slice(note[0].length)}`)
      continue
    }
    add(
      words.replaceAll(NOTE_MARK, '[$1]'),
      isHeadline ? 'headline' : heading === '' ? kindIn(outer) : 'subhead',
      isApart,
    )
    add(pictures, 'non-text', false)
    isApart = false
  }
  for (const note of notes) add(note.replaceAll(NOTE_MARK, '[$1]'), 'footnote')
  return { lines, about, notes: [] }
}

const NOTE = /^\[\^([^\]\s]{1,20})\]:\s*/
const NOTE_MARK = /\[\^([^\]\s]{1,20})\]/g

/** "[^1]: See there" would be the target of a link to Markdown alone. */
function withNotes(text: string): string {
  return text.replaceAll(/^( {0,3})\[\^([^\]\s]{1,20}\]:)/gm, '\n$1\\[^$2')
}

function kindIn(outer: readonly string[]): BlockKind | null {
  if (outer.includes('blockquote_open')) return 'quote'
  if (outer.includes('list_item_open')) return 'list item'
  return /^t[hd]_open$/.test(outer.at(-1) ?? '') ? 'table cell' : null
}

/** What is read, and what describes a picture to those who cannot see it. */
function wordsOf(tokens: readonly Token[]): { words: string; pictures: string } {
  let words = ''
  const pictures: string[] = []
  for (const { type, content } of tokens) {
    if (type === 'softbreak') words += ' '
    else if (type === 'hardbreak') words += '\n'
    else if (type === 'image') pictures.push(content)
    else words += content
  }
  return { words, pictures: pictures.join('\n') }
}

function splitFrontMatter(source: string): { about: DocumentAbout; properties: string; text: string } {
  const found = FRONT_MATTER.exec(source)
  const properties = found?.index === 0 ? (found[1] ?? '') : ''
  const values = propertiesIn(properties)
  if (!found || values.size === 0) return { about: NOTHING_SAID, properties: '', text: source }
  const value = (...names: string[]) => names.map((name) => values.get(name)).find(Boolean) ?? null
  const url = value('canonical_url', 'canonical', 'url')
  return {
    about: {
      title: value('title', 'titel'),
      byline: value('author', 'authors', 'autor'),
      outlet: value('publication', 'outlet'),
      publishedOn: dayIn(value('date', 'published', 'datum')),
      modifiedOn: dayIn(value('modified', 'updated', 'lastmod')),
      url: url !== null && WebLink.safeParse(url).success ? url : null,
    },
    properties,
    text: source.slice(found[0].length),
  }
}

function dayIn(value: string | null): string | null {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(value ?? '')?.[0] ?? null
  return day !== null && PartialDate.safeParse(day).success ? day : null
}

/** "title: Die Brücke", one a line, as most programs write them. */
function propertiesIn(block: string): Map<string, string> {
  const values = new Map<string, string>()
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon)
    if (colon < 1 || !/^[a-z_]{2,30}$/i.test(name)) continue
    const value = line
      .slice(colon + 1)
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2')
    values.set(name.toLowerCase(), value.slice(0, MAX_VALUE).toWellFormed())
  }
  return values
}
