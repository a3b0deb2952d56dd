import { pageTree, type PageNode } from './page-tree'

const ELEMENT = 1
const TEXT = 3

export type ParsedNode = PageNode
/** An element; its fields say so. */
export type ParsedElement = PageNode
export type ParsedPage = PageNode

/** Takes a page apart; it belongs to no window, so nothing in it can do anything. */
export function parsePage(html: string): ParsedPage {
  return pageTree(html)
}

export function isElement(node: ParsedNode): boolean {
  return node.nodeType === ELEMENT
}

export function isText(node: ParsedNode): boolean {
  return node.nodeType === TEXT
}

/** The first element of these names inside of another. */
export function has(outer: ParsedElement, names: string): boolean {
  return outer.querySelectorAll(names).length > 0
}

/** What the page itself says it is written in. */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 4_096)).toString('latin1')
  return /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1]
}
