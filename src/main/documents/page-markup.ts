import type { PageNode } from './page-tree'

const ELEMENT = 1
const TEXT = 3
const WITHOUT_END = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/
const UNESCAPED = /^(?:style|script|xmp|iframe|noembed|noframes|plaintext|noscript)$/

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** What is in an element, as markup. By hand and not by recursion: pages can be nested deeper than a stack. */
export function markupOf(outer: PageNode): string {
  let out = ''
  let node = outer.firstChild
  while (node) {
    if (node.nodeType === TEXT) {
      const isRaw = UNESCAPED.test(node.parentNode?.localName ?? '')
      out += isRaw ? (node.nodeValue ?? '') : escaped(node.nodeValue ?? '')
    } else if (node.nodeType === ELEMENT) {
      const attributes = node.attributes.map(({ name, value }) => ` ${name}="${escaped(value)}"`).join('')
      out += `<${node.localName}${attributes}>`
    }
    if (node.firstChild) {
      node = node.firstChild
      continue
    }
    let last: PageNode = node
    for (;;) {
      if (last.nodeType === ELEMENT && !WITHOUT_END.test(last.localName)) out += `</${last.localName}>`
      if (last.nextSibling || !last.parentNode || last.parentNode === outer) break
      last = last.parentNode
    }
    node = last.nextSibling
  }
  return out
}
