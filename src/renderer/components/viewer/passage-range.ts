/** What two renderings of the same text agree on: letters, figures and signs, without white space and hyphens. */
const NOT_COMPARED = /[\s\u00ad\-\u2010\u2011]/

/**
 * The words in the page that read like `words`, as a range; of several the one nearest to `near`, a share of the text
 * from 0 to 1. null where they are not there.
 */
export function rangeOf(element: Element, words: string, near: number): Range | null {
  const sought = compared(words).text
  if (sought === '') return null
  const nodes = textNodesIn(element)
  const page = compared(nodes.map(({ data }) => data).join(''))
  const start = nearest(page.text, sought, near * page.text.length)
  const from = page.offsets[start]
  const last = page.offsets[start + sought.length - 1]
  return from === undefined || last === undefined ? null : rangeBetween(nodes, from, last + 1)
}

/** A range over two offsets in the text of an element. */
export function rangeAt(element: Element, { start, end }: { start: number; end: number }): Range | null {
  return rangeBetween(textNodesIn(element), start, end)
}

function compared(text: string): { text: string; offsets: number[] } {
  const offsets: number[] = []
  let kept = ''
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (NOT_COMPARED.test(character)) continue
    kept += character
    offsets.push(at)
  }
  return { text: kept, offsets }
}

function nearest(text: string, sought: string, near: number): number {
  let best = -1
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
    if (best < 0 || Math.abs(at - near) < Math.abs(best - near)) best = at
  }
  return best
}

function textNodesIn(element: Element): Text[] {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const nodes: Text[] = []
  for (let node = walker.nextNode(); node instanceof Text; node = walker.nextNode()) nodes.push(node)
  return nodes
}

function rangeBetween(nodes: readonly Text[], from: number, to: number): Range | null {
  const start = boundary(nodes, from, 'start')
  const end = boundary(nodes, to, 'end')
  if (!start || !end) return null
  const range = start.node.ownerDocument.createRange()
  range.setStart(start.node, start.offset)
  range.setEnd(end.node, end.offset)
  return range
}

/** A place between two nodes belongs to the later one where a range begins, to the earlier one where it ends. */
function boundary(
  nodes: readonly Text[],
  offset: number,
  side: 'start' | 'end',
): { node: Text; offset: number } | null {
  let left = offset
  for (const node of nodes) {
    if (left < node.length || (side === 'end' && left === node.length)) return { node, offset: left }
    left -= node.length
  }
  return null
}
