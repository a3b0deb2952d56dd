import { Readability } from '@mozilla/readability'

import type { BlockKind } from '#shared/model'

import { lineCollector, type DocumentText } from './document-lines'
import { pageAbout } from './page-about'
import {
  hasNoText,
  isWayBack,
  markOfNote,
  noteMark,
  hiddenNames,
  isBlock,
  isHardlyText,
  isHidden,
  isNeverText,
  kindOf,
} from './page-element'
import { originalTexts } from './page-tree'
import {
  has,
  isElement,
  isText,
  parsePage,
  type ParsedElement,
  type ParsedNode,
  type ParsedPage,
} from './parsed-page'

/** What is known of a text by the elements it stands in. */
interface Place {
  element: ParsedElement
  /** The nearest element that makes a paragraph. */
  block: ParsedElement
  /** What the paragraph stood in, before the page was rebuilt. */
  container: ParsedNode | null
  kind: BlockKind | null
  isHidden: boolean
  /** Stands in what is around an article: navigation, buttons. */
  isNever: boolean
  /** Stands in what is mostly around an article. */
  isHardly: boolean
  isPreformatted: boolean
  depth: number
  header: ParsedElement | null
  /** In a figure whose content is a quotation. */
  isOfQuote: boolean
}

interface PageLine {
  text: string
  place: Place
  nodes: ParsedNode[]
  isApart: boolean
  /** Belongs to the article, as far as is known by now. */
  isKept: boolean
}

const MAX_ELEMENTS = 200_000
/** Readability takes cubic time in how deep a page is nested. */
const MAX_DEPTH = 150
/** An article of fewer characters is not told apart from its page. */
const MIN_ARTICLE_LENGTH = 150
const LINES_AROUND_HEADLINE = 8

/**
 * The lines of a page in the order in which they stand there. What is not part of the article, or cannot be seen, is
 * marked as no text, so that it can be restored; of a whole page, only what cannot be seen. Nothing is run and nothing
 * fetched: the page is only taken apart.
 */
export function htmlLines(html: string, wholePage = false): DocumentText {
  const page = parsePage(html)
  const about = pageAbout(page, html)
  const lines = linesOf(page)
  const headline = headlineOf(lines, about.title)
  if (wholePage) keepWhole(lines)
  else keepArticle(page, lines, headline)
  const { lines: all, add } = lineCollector()
  const hidden: number[] = []
  for (const line of lines) {
    const made = add(line.text, line.isKept ? kindIn(line, headline) : 'non-text', line.isApart)
    if (line.place.isHidden) hidden.push(...made)
  }
  return { lines: all, about, notes: hidden.length > 0 ? [hiddenText(hidden)] : [] }
}

function kindIn({ place }: PageLine, headline: PageLine | null): BlockKind | null {
  const isHeadline = place.block === headline?.place.block
  if (isHeadline) return place.kind === 'kicker' ? 'kicker' : 'headline'
  if (place.kind === 'headline') return 'subhead'
  if (place.kind === 'caption' && place.isOfQuote) return 'attribution'
  return place.kind
}

function linesOf(page: ParsedPage): PageLine[] {
  const { body } = page
  const names = hiddenNames(page.querySelectorAll('style'))
  const lines: PageLine[] = []
  let nodes: ParsedNode[] = []
  let text = ''
  let isApart = true
  let place: Place | null = null
  const outside: Place = {
    element: body,
    block: body,
    container: null,
    kind: null,
    isHidden: false,
    isNever: false,
    isHardly: false,
    isPreformatted: false,
    depth: 0,
    header: null,
    isOfQuote: false,
  }
  const places = [placeIn(outside, body, names)]

  const close = (endsParagraph: boolean) => {
    if (place && text.trim() !== '') {
      lines.push({ text: text.trim(), place, nodes, isApart, isKept: false })
      isApart = false
    }
    isApart ||= endsParagraph
    nodes = []
    text = ''
    place = null
  }

  // By hand and not by recursion: pages can be nested deeper than a stack.
  let node: ParsedNode = body
  for (;;) {
    const here = places.at(-1) ?? outside
    let entered: ParsedElement | null = null
    if (isText(node)) {
      const value = node.nodeValue ?? ''
      if (here.isPreformatted) {
        for (const [at, piece] of value.split('\n').entries()) {
          if (at > 0) close(false)
          take(piece, node, here)
        }
      } else take(value.replaceAll(/[ \t\n\r\f]+/g, ' '), node, here)
    } else if (isElement(node) && node.tagName === 'BR') close(false)
    else if (isElement(node) && node !== body && !hasNoText(node) && !isWayBack(node)) {
      const mark = noteMark(node)
      if (mark !== null) {
        const words = firstText(node)
        if (words) take(`[${mark}]`, words, here)
      } else {
        entered = node
        const inner = placeIn(here, node, names)
        if (endsLine(node, inner, here)) close(true)
        places.push(inner)
        const own = inner.kind === 'footnote' && here.kind !== 'footnote' ? markOfNote(node) : null
        if (own !== null) text = `[${own}] `
      }
    } else if (node === body) entered = body
    const next: ParsedNode | null = entered?.firstChild ?? leave(node, entered !== null)
    if (!next) break
    node = next
  }
  close(true)
  return lines

  function take(words: string, from: ParsedNode, here: Place): void {
    const isSpace = words.trim() === ''
    if (isSpace && text === '') return
    // A hidden word in a visible line must not pass for a part of it.
    if (place && !isSpace && here.isHidden !== place.isHidden) close(false)
    text += words
    if (isSpace) return
    place ??= here
    nodes.push(from)
  }

  function firstText(element: ParsedElement): ParsedNode | null {
    let at: ParsedNode | null = element
    while (at && !isText(at)) at = at.firstChild
    return at
  }

  /** The node after this one and all that is in it; ends the elements that end in between. */
  function leave(from: ParsedNode, isEntered: boolean): ParsedNode | null {
    let at: ParsedNode = from
    let isOpen = isEntered
    for (;;) {
      if (at === body) return null
      if (isOpen) {
        const inner = places.pop()
        const outer = places.at(-1)
        if (isElement(at) && inner && outer && endsLine(at, inner, outer)) close(true)
      }
      if (at.nextSibling) return at.nextSibling
      if (!at.parentNode) return null
      at = at.parentNode
      isOpen = true
    }
  }
}

/** Blocks do, and so does what has a kind of its own inside a line: the credit in a caption. */
function endsLine(element: ParsedElement, inner: Place, outer: Place): boolean {
  return isBlock(element) || (inner.kind !== outer.kind && inner.kind !== 'byline')
}

function placeIn(outer: Place, element: ParsedElement, names: ReadonlySet<string>): Place {
  const { tagName } = element
  const isInQuote = outer.kind === 'quote' && (tagName === 'FOOTER' || tagName === 'CITE')
  const own = isInQuote ? 'attribution' : kindOf(element)
  return {
    element,
    block: isBlock(element) ? element : outer.block,
    container: isBlock(element) ? element.parentNode : outer.container,
    // Headings in lists and quotes stay what is around them; a box named after its author is no byline.
    kind: outer.kind === 'quote' && own === 'list item' ? outer.kind : (own ?? outer.kind),
    isHidden: outer.isHidden || isHidden(element, names),
    isNever: outer.isNever || isNeverText(element),
    isHardly: outer.isHardly || (!isInQuote && isHardlyText(element)),
    isPreformatted: outer.isPreformatted || tagName === 'PRE',
    depth: outer.depth + 1,
    header: tagName === 'HEADER' || tagName === 'HGROUP' ? element : outer.header,
    isOfQuote: tagName === 'FIGURE' ? has(element, 'blockquote') : outer.isOfQuote,
  }
}

/** The heading that says what the page says its title is; else the first one. */
function headlineOf(lines: readonly PageLine[], title: string | null): PageLine | null {
  const headings = lines.filter(
    ({ place }) =>
      (place.kind === 'headline' || place.kind === 'subhead') && !place.isHidden && !place.isNever,
  )
  const wanted = title === null ? '' : folded(title)
  const isTitle = ({ text }: PageLine) => {
    const words = folded(text)
    return words.length >= 8 && wanted !== '' && (wanted.includes(words) || words.includes(wanted))
  }
  return headings.find(isTitle) ?? headings.find(({ place }) => place.kind === 'headline') ?? null
}

function folded(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function keepWhole(lines: readonly PageLine[]): void {
  for (const line of lines) line.isKept = !line.place.isHidden
}

function keepArticle(page: ParsedPage, lines: readonly PageLine[], headline: PageLine | null): void {
  const seen = lines.filter(({ place }) => !place.isHidden)
  const isShallow = lines.every(({ place }) => place.depth <= MAX_DEPTH)
  const article = isShallow ? readableNodes(page) : new Set<ParsedNode>()
  const isInArticle = (line: PageLine) => !line.place.isNever && line.nodes.some((node) => article.has(node))
  const length = seen.reduce((sum, line) => sum + (isInArticle(line) ? line.text.length : 0), 0)
  if (length < MIN_ARTICLE_LENGTH) {
    for (const line of seen) line.isKept = !line.place.isNever
    return
  }
  const first = seen.findIndex(isInArticle)
  const last = seen.findLastIndex(isInArticle)
  const head = headline ? seen.indexOf(headline) : -1
  const end = seen[last]?.place.container
  for (const [at, line] of seen.entries()) {
    const { place } = line
    if (isInArticle(line) || line === headline) line.isKept = true
    else if (place.isNever) line.isKept = false
    else if (at > first && at < last) line.isKept = !place.isHardly
    else if (at > last) line.isKept = !place.isHardly && place.container === end && place.kind !== 'headline'
    else if (head >= 0 && at < first) line.isKept = isInHead(line, at - head, headline)
  }
}

/** Between headline and text, or shortly above the headline in the same head of the article. */
function isInHead({ place }: PageLine, distance: number, headline: PageLine | null): boolean {
  if (distance > 0) return !place.isHardly
  if (distance < -LINES_AROUND_HEADLINE || !headline) return false
  if (place.kind === 'kicker' || place.block === headline.place.block) return true
  return place.header !== null && place.header === headline.place.header && place.kind !== 'list item'
}

/** The texts that Readability takes for the article. */
function readableNodes(page: ParsedPage): Set<ParsedNode> {
  for (const link of page.querySelectorAll('a')) {
    // It would make a new text of those of a link that is a script.
    if (/^\s*javascript:/i.test(link.getAttribute('href') ?? '')) link.setAttribute('href', '#')
  }
  const content = readable(page)
  return content ? originalTexts(content) : new Set()
}

/** Null where Readability finds no article, or the page is more than it can take; then the whole page is. */
function readable(page: ParsedPage): ParsedElement | null {
  try {
    // The types of Readability ask for those of a browser, which this side of the program has not.
    const reading = new Readability<unknown>(page as never, {
      maxElemsToParse: MAX_ELEMENTS,
      charThreshold: MIN_ARTICLE_LENGTH,
      disableJSONLD: true,
      serializer: (node) => node,
    }).parse()
    return (reading?.content as ParsedElement | null | undefined) ?? null
  } catch {
    return null
  }
}

function hiddenText(lines: number[]) {
  const one = lines.length === 1
  const count = lines.length
  return {
    code: 'hidden text',
    count,
    lines,
    de: `${one ? 'Eine Zeile' : `${count.toLocaleString('de')} Zeilen`} der Seite ${one ? 'ist' : 'sind'} für ihre Leser unsichtbar und ${one ? 'steht' : 'stehen'} deshalb unter „kein Text“. Prüfen Sie, ob etwas davon zum Artikel gehört.`,
    en: `${one ? 'One line' : `${count.toLocaleString('en')} lines`} of the page cannot be seen by its readers and therefore ${one ? 'counts' : 'count'} as “non-text”. Check whether any of it belongs to the article.`,
  }
}
