import type { BlockKind } from '#shared/model'

import { has, type ParsedElement } from './parsed-page'

/** What an element of a page is by its name, its attributes and its classes. */

const NO_TEXT = new Set(
  'SCRIPT STYLE TEMPLATE HEAD NOSCRIPT IFRAME OBJECT EMBED SVG MATH TEXTAREA SELECT OPTION AUDIO VIDEO CANVAS'.split(
    ' ',
  ),
)
const BLOCKS = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DETAILS DIALOG DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HGROUP HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL'.split(
    ' ',
  ),
)
const KINDS: Readonly<Record<string, BlockKind>> = {
  H1: 'headline',
  H2: 'subhead',
  H3: 'subhead',
  H4: 'subhead',
  H5: 'subhead',
  H6: 'subhead',
  LI: 'list item',
  DT: 'list item',
  DD: 'list item',
  BLOCKQUOTE: 'quote',
  FIGCAPTION: 'caption',
  CAPTION: 'caption',
}
const KINDS_BY_CLASS: readonly (readonly [names: RegExp, kind: BlockKind])[] = [
  [/^(?:kicker|overline|topline|dachzeile|eyebrow)$/, 'kicker'],
  [/^(?:byline|author|authors|autor|autoren|autorenzeile|verfasser)$/, 'byline'],
  [/^(?:lead|lede|standfirst|dek|vorspann|intro|teaserintro)$/, 'lead'],
  [/^(?:credit|credits|copyright|fotocredit|photocredit|bildnachweis|bildquelle)$/, 'credit'],
]
/** Around the text of an article, never in it. */
const NEVER_TEXT =
  /^(?:ad|ads|advert|advertisement|anzeige|werbung|share|sharing|social|newsletter|breadcrumb|breadcrumbs|cookie|cookies|consent|skiplink|skiplinks|pagination)$/
/** Mostly around the text of an article; a box in it may bear the name as well. */
const HARDLY_TEXT =
  /^(?:related|teaser|teasers|promo|recommend|recommended|recommendations|comment|comments|sidebar|popup|modal|banner|paywall|outbrain|taboola|subscribe|abo|login)$/
const NEVER_ROLES = /^(?:navigation|search|banner|contentinfo|toolbar|menu|menubar)$/

export function hasNoText({ tagName }: ParsedElement): boolean {
  return NO_TEXT.has(tagName.toUpperCase())
}

export function isBlock({ tagName }: ParsedElement): boolean {
  return BLOCKS.has(tagName)
}

/** Null where the element says nothing about the kind. */
export function kindOf(element: ParsedElement): BlockKind | null {
  const { tagName } = element
  const names = [
    element.getAttribute('rel'),
    element.getAttribute('itemprop'),
    ...classWords(element, /\s+|__|--/),
  ]
  const named = KINDS_BY_CLASS.find(([pattern]) => names.some((name) => name !== null && pattern.test(name)))
  if (named && !has(element, 'h1') && element.querySelectorAll('p').length < 2) return named[1]
  if (isNote(element)) return 'footnote'
  if (tagName === 'TD' || tagName === 'TH') return cellKind(element)
  return KINDS[tagName] ?? null
}

const MAX_CELL = 400

/** A cell of data. A cell that a page is laid out with holds paragraphs and headings of its own, which say what they are. */
function cellKind(element: ParsedElement): BlockKind | null {
  if (has(element, 'div,table,ul,ol,h1,h2,h3,h4')) return null
  if (element.textContent.length > MAX_CELL) return null
  const row = element.parentNode
  const rows = row?.parentNode?.children.length ?? 0
  const isData =
    row !== null && row.children.length > 1 && (rows > 1 || row.parentNode?.localName !== 'table')
  if (isData && tableRole(element) !== 'presentation') return 'table cell'
  return has(element, 'p,br') ? null : 'paragraph'
}

function tableRole(cell: ParsedElement): string | null {
  let at: ParsedElement | null = cell
  while (at && at.localName !== 'table') at = at.parentNode
  return at?.getAttribute('role') ?? null
}

const NOTE_ROLE = /^doc-(?:footnote|endnote)$/
const NOTE_ID = /^(?:fn|ftn|footnote|endnote|edn|cite_note|fussnote|note)[-_:.]?(\d+)$/i

/** A note, as programs and pages mark them: by role, or by an id that a mark in the text leads to. */
function isNote(element: ParsedElement): boolean {
  const { tagName } = element
  if (NOTE_ROLE.test(element.getAttribute('role') ?? '')) return true
  return (
    /^(?:LI|P|DIV|ASIDE|DD)$/.test(tagName) && NOTE_ID.test(element.id) && element.textContent.length < 5_000
  )
}

/** The mark of a note in the text: "1" for a link to "#fn1". Null for every other element. */
export function noteMark(element: ParsedElement): string | null {
  const { tagName } = element
  if (tagName !== 'A' && tagName !== 'SUP') return null
  const link = tagName === 'A' ? element : onlyLinkIn(element)
  const words = element.textContent.trim()
  if (!link || !/^\[?(?:\d{1,3}|[a-z]|[ivx]{1,5}|\*{1,3}|[†‡§])\]?$/.test(words)) return null
  const role = link.getAttribute('role') ?? link.getAttribute('epub:type') ?? ''
  const target = link.getAttribute('href') ?? ''
  if (/noteref$/.test(role) || NOTE_ID.test(target.replace(/^[^#]*#_?/, '')))
    return words.replaceAll(/[[\]]/g, '')
  return null
}

function onlyLinkIn(element: ParsedElement): ParsedElement | null {
  const [link, another] = element.querySelectorAll('a')
  return link && !another && link.textContent.trim() === element.textContent.trim() ? link : null
}

/** What the mark of a note would be: that of its own words, its id or its place in the list. */
export function markOfNote(element: ParsedElement): string | null {
  const own = /^\s*(?:\[(\w{1,3})\]|(\d{1,3})[.):\s]|([*†‡]))/.exec(element.textContent)
  if (own) return null
  const byId = NOTE_ID.exec(element.id)?.[1]
  if (byId !== undefined) return byId
  const siblings = element.parentNode?.children.filter(({ tagName }) => tagName === element.tagName) ?? []
  return String(siblings.indexOf(element) + 1)
}

/** The arrow that leads from a note back to the text. */
export function isWayBack(element: ParsedElement): boolean {
  if (element.tagName !== 'A') return false
  if (/[\p{L}\p{N}]/u.test(element.textContent)) return false
  return (
    /backlink$/.test(element.getAttribute('role') ?? '') ||
    (element.getAttribute('href') ?? '').startsWith('#')
  )
}

export function isNeverText(element: ParsedElement): boolean {
  const { tagName } = element
  if (tagName === 'NAV' || tagName === 'BUTTON') return true
  if (NEVER_ROLES.test(element.getAttribute('role') ?? '') && tagName !== 'HEADER') return true
  return isNamed(element, NEVER_TEXT)
}

export function isHardlyText(element: ParsedElement): boolean {
  const { tagName } = element
  if (tagName === 'ASIDE' || tagName === 'FORM' || tagName === 'FOOTER' || tagName === 'DIALOG') return true
  return element.getAttribute('role') === 'complementary' || isNamed(element, HARDLY_TEXT)
}

/** A class of the whole page or article says nothing about its text. */
function isNamed(element: ParsedElement, names: RegExp): boolean {
  if (/^(?:BODY|MAIN|ARTICLE|H[1-6])$/.test(element.tagName)) return false
  return classWords(element, /[^a-z]+/).some((word) => names.test(word)) && !has(element, 'h1')
}

function classWords(element: ParsedElement, separator: RegExp): string[] {
  const names = `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`
  return names.toLowerCase().slice(0, 500).split(separator)
}

const HIDDEN_CLASS =
  /^(?:hidden|sr-only|visually-hidden|visuallyhidden|screen-reader-text|screenreader|invisible)$/

/** Nobody who looks at the page sees what is in this element. */
export function isHidden(element: ParsedElement, hiddenNames: ReadonlySet<string>): boolean {
  if (element.hasAttribute('hidden')) return true
  const names = classWords(element, /\s+/)
  if (names.some((name) => HIDDEN_CLASS.test(name))) return true
  if (hiddenNames.size > 0 && selectorsOf(element).some((name) => hiddenNames.has(name))) return true
  const style = element.getAttribute('style')
  return style !== null && hidesByStyle(style)
}

function selectorsOf(element: ParsedElement): string[] {
  const id = element.getAttribute('id')
  const classes = (element.getAttribute('class') ?? '').split(/\s+/).map((name) => `.${name}`)
  return id === null ? classes : [...classes, `#${id}`]
}

const HIDES =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?\.?0+(?=\s*(?:;|!|$))|font-size\s*:\s*0(?=[a-z%\s;!]|$)|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0)/i
const COLOUR = /(?:^|;)\s*color\s*:\s*([^;!]+)/i
const GROUND = /(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)/i

function hidesByStyle(style: string): boolean {
  if (HIDES.test(style)) return true
  const colour = colourOf(COLOUR.exec(style)?.[1])
  if (colour === null) return false
  const ground = colourOf(GROUND.exec(style)?.[1])
  return colour === 'transparent' || (ground === null ? colour === 'white' : colour === ground)
}

/** White in all its spellings is the same. */
function colourOf(value: string | undefined): string | null {
  if (value === undefined) return null
  const colour = value.trim().toLowerCase().replaceAll(/\s+/g, '')
  return /^(?:#fff|#ffffff|white|rgba?\(255,255,255(?:,1)?\))$/.test(colour) ? 'white' : colour
}

const MAX_STYLE_LENGTH = 500_000

/** Classes and ids that the page's own style sheets hide, whatever the size of the window. */
export function hiddenNames(styles: Iterable<ParsedElement>): Set<string> {
  const names = new Set<string>()
  for (const element of styles) {
    const style = withoutComments(element.textContent.slice(0, MAX_STYLE_LENGTH))
    const open: string[] = []
    let last = ''
    for (const piece of style.split(/([{}])/)) {
      if (piece === '{') open.push(last)
      else if (piece === '}') {
        const selectors = open.pop() ?? ''
        // What stands inside another rule holds for some windows only.
        if (open.length === 0 && HIDES.test(last)) for (const name of plainNames(selectors)) names.add(name)
        last = ''
      } else last = piece
    }
  }
  return names
}

function plainNames(selectors: string): string[] {
  return selectors
    .split(',')
    .map((selector) => selector.trim())
    .filter((selector) => /^[.#][\w-]+$/.test(selector))
}

function withoutComments(style: string): string {
  const [first = '', ...rest] = style.split('/*')
  return first + rest.map((piece) => piece.slice((piece + '*/').indexOf('*/') + 2)).join('')
}
