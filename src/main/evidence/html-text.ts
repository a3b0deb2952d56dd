import {
  isElement,
  isText,
  parsePage,
  type ParsedElement,
  type ParsedNode,
} from '#main/documents/parsed-page'

const NOT_SHOWN = new Set([
  'SCRIPT',
  'STYLE',
  'TEMPLATE',
  'HEAD',
  'NOSCRIPT',
  'IFRAME',
  'OBJECT',
  'SVG',
  'MATH',
  'TEXTAREA',
  'SELECT',
])
const OWN_LINE = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY BR CAPTION DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TR UL'.split(
    ' ',
  ),
)

export interface PageText {
  title: string
  text: string
}

/** The words a reader would have seen. Nothing is run and nothing fetched: the page is only taken apart. */
export function htmlText(html: string): PageText {
  const { title, body } = parsePage(html)
  const out: string[] = []
  // By hand and not by recursion: pages can be nested deeper than a stack.
  let node: ParsedNode = body
  for (;;) {
    if (isText(node)) out.push((node.nodeValue ?? '').replace(/\s+/g, ' '))
    const entered = isElement(node) && isShown(node) ? node : null
    if (entered && OWN_LINE.has(entered.tagName)) out.push('\n')
    const next = entered?.firstChild ?? following(node, body, out)
    if (!next) break
    node = next
  }
  // Spaces first: then no pattern meets more than one.
  const text = out
    .join('')
    .replace(/ {2,}/g, ' ')
    .replace(/ ?\n ?/g, '\n')
  return { title: title.replace(/\s+/g, ' ').trim(), text }
}

/** The node after this one and all that is in it, ending the elements that end in between. */
function following(from: ParsedNode, body: ParsedNode, out: string[]): ParsedNode | null {
  let node: ParsedNode = from
  for (;;) {
    if (isElement(node)) out.push(endOf(node))
    if (node === body) return null
    if (node.nextSibling) return node.nextSibling
    if (!node.parentNode) return null
    node = node.parentNode
  }
}

function isShown(element: ParsedElement): boolean {
  if (NOT_SHOWN.has(element.tagName.toUpperCase()) || element.hasAttribute('hidden')) return false
  return !/(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(element.getAttribute('style') ?? '')
}

function endOf({ tagName }: ParsedElement): string {
  if (OWN_LINE.has(tagName)) return tagName === 'BR' ? '' : '\n'
  return tagName === 'TD' || tagName === 'TH' ? '\t' : ''
}
