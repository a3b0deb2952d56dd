import { JSDOM } from 'jsdom'

const ELEMENT = 1
const TEXT = 3

/** What is used of a parsed page. The types of jsdom need the DOM library, which this side of the program has not. */
export interface ParsedNode {
  readonly nodeType: number
  readonly nodeValue: string | null
  readonly firstChild: ParsedNode | null
  readonly nextSibling: ParsedNode | null
  readonly parentNode: ParsedNode | null
  readonly textContent: string | null
}
export interface ParsedElement extends ParsedNode {
  readonly tagName: string
  hasAttribute(name: string): boolean
  getAttribute(name: string): string | null
  setAttribute(name: string, value: string): void
  querySelector(selector: string): ParsedElement | null
  querySelectorAll(selector: string): Iterable<ParsedElement>
  append(node: ParsedNode): void
  replaceChild(next: ParsedNode, last: ParsedNode): void
}
export interface ParsedPage {
  readonly title: string
  readonly body: ParsedElement
  readonly documentElement: ParsedElement
  createElement(name: string): ParsedElement
  querySelector(selector: string): ParsedElement | null
  querySelectorAll(selector: string): Iterable<ParsedElement>
}
interface ParserWindow {
  readonly DOMParser: new () => { parseFromString(html: string, type: 'text/html'): ParsedPage }
}

/** Parses pages that belong to no window: not even their style sheets are looked at. */
const { DOMParser } = new JSDOM('').window as unknown as ParserWindow

export function parsePage(html: string): ParsedPage {
  return new DOMParser().parseFromString(html, 'text/html')
}

export function isElement(node: ParsedNode): node is ParsedElement {
  return node.nodeType === ELEMENT
}

export function isText(node: ParsedNode): boolean {
  return node.nodeType === TEXT
}

/** What the page itself says it is written in. */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 4_096)).toString('latin1')
  return /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1]
}
