import { html as names, parse, parseFragment, type TreeAdapter, type TreeAdapterTypeMap } from 'parse5'

import { markupOf } from './page-markup'

const ELEMENT = 1
const TEXT = 3
const COMMENT = 8
const DOCUMENT = 9
const DOCUMENT_TYPE = 10
const FRAGMENT = 11

export interface PageAttribute {
  name: string
  value: string
  cloneNode(): PageAttribute
}

/**
 * A node of a page, with as much of what a browser knows of it as the search for the article asks for. A browser's whole
 * model takes longer to build and to walk, and nothing here runs, fetches or looks at a style sheet.
 */
export interface PageNode {
  nodeType: number
  nodeName: string
  tagName: string
  localName: string
  namespace: string
  /** Characters of a text or a comment. */
  nodeValue: string | null
  attributes: PageAttribute[]
  ownerDocument: PageNode | null
  parentNode: PageNode | null
  firstChild: PageNode | null
  lastChild: PageNode | null
  previousSibling: PageNode | null
  nextSibling: PageNode | null
  /** What stands in a template, which is no part of the page. */
  content: PageNode | null
  /** Of a copy: what it is a copy of. */
  origin: PageNode | null
  /** What was in it when its markup was asked for. */
  snapshot: { markup: string; copy: PageNode } | null
  mode: names.DOCUMENT_MODE
  /** Both are made when they are asked for, and forgotten when a child comes or goes. */
  knownChildNodes: PageNode[] | null
  knownChildren: PageNode[] | null
  readonly childNodes: PageNode[]
  readonly children: PageNode[]
  readonly firstElementChild: PageNode | null
  readonly nextElementSibling: PageNode | null
  readonly previousElementSibling: PageNode | null
  readonly documentElement: PageNode | null
  /** The page itself where it has none, as a page of frames. */
  readonly body: PageNode
  readonly title: string
  readonly style: { display: string; visibility: string }
  readonly src: string
  readonly srcset: string
  textContent: string
  innerHTML: string
  id: string
  className: string
  getAttribute(name: string): string | null
  hasAttribute(name: string): boolean
  setAttribute(name: string, value: string): void
  setAttributeNode(attribute: PageAttribute): void
  removeAttribute(name: string): void
  appendChild(node: PageNode): PageNode
  insertBefore(node: PageNode, next: PageNode | null): PageNode
  removeChild(node: PageNode): PageNode
  replaceChild(node: PageNode, last: PageNode): PageNode
  remove(): void
  getElementsByTagName(name: string): PageNode[]
  /** Names of elements with commas between them, nothing more. */
  querySelectorAll(tagNames: string): PageNode[]
  createElement(name: string): PageNode
  createTextNode(text: string): PageNode
}

const attributeMethods: ThisType<PageAttribute> & Pick<PageAttribute, 'cloneNode'> = {
  cloneNode() {
    return attributeOf(this.name, this.value)
  },
}

function attributeOf(name: string, value: string): PageAttribute {
  // Its prototype brings what it lacks.
  return Object.assign(Object.create(attributeMethods) as PageAttribute, { name, value })
}

type Methods = Omit<
  PageNode,
  | 'nodeType'
  | 'nodeName'
  | 'tagName'
  | 'localName'
  | 'namespace'
  | 'nodeValue'
  | 'attributes'
  | 'ownerDocument'
  | 'parentNode'
  | 'firstChild'
  | 'lastChild'
  | 'previousSibling'
  | 'nextSibling'
  | 'content'
  | 'origin'
  | 'snapshot'
  | 'mode'
  | 'knownChildNodes'
  | 'knownChildren'
>

const SHOWN = { display: '', visibility: '' }

const methods: ThisType<PageNode> & Methods = {
  get childNodes() {
    return (this.knownChildNodes ??= childrenOf(this))
  },
  get children() {
    return (this.knownChildren ??= this.childNodes.filter(({ nodeType }) => nodeType === ELEMENT))
  },
  get firstElementChild() {
    return elementFrom(this.firstChild, 'nextSibling')
  },
  get nextElementSibling() {
    return elementFrom(this.nextSibling, 'nextSibling')
  },
  get previousElementSibling() {
    return elementFrom(this.previousSibling, 'previousSibling')
  },
  get documentElement() {
    return this.children[0] ?? null
  },
  get body() {
    const { documentElement } = this
    return documentElement?.children.find(({ localName }) => localName === 'body') ?? documentElement ?? this
  },
  get title() {
    return this.getElementsByTagName('title')[0]?.textContent ?? ''
  },
  get style() {
    const style = this.getAttribute('style')
    if (style === null) return SHOWN
    return {
      display: /(?:^|;)\s*display\s*:\s*none\b/i.test(style) ? 'none' : '',
      visibility: /(?:^|;)\s*visibility\s*:\s*hidden\b/i.test(style) ? 'hidden' : '',
    }
  },
  get src() {
    return this.getAttribute('src') ?? ''
  },
  get srcset() {
    return this.getAttribute('srcset') ?? ''
  },
  get textContent() {
    if (this.nodeType === TEXT || this.nodeType === COMMENT) return this.nodeValue ?? ''
    let text = ''
    for (let node = following(this, this); node; node = following(node, this)) {
      if (node.nodeType === TEXT) text += node.nodeValue ?? ''
    }
    return text
  },
  set textContent(text: string) {
    if (this.nodeType === TEXT || this.nodeType === COMMENT) this.nodeValue = text
    else {
      while (this.firstChild) detach(this.firstChild)
      if (text !== '') insert(this, nodeOf(TEXT, '#text', text), null)
    }
  },
  get innerHTML() {
    const markup = markupOf(this)
    if (this.localName === 'body') this.snapshot = { markup, copy: copyOf(this) }
    return markup
  },
  set innerHTML(source: string) {
    while (this.firstChild) detach(this.firstChild)
    if (this.snapshot?.markup === source) {
      // Put back as it was, so that each node still knows where it comes from.
      const { copy } = this.snapshot
      while (copy.firstChild) insert(this, copy.firstChild, null)
      return
    }
    const fragment = parseFragment(source, { treeAdapter: adapter })
    while (fragment.firstChild) insert(this, fragment.firstChild, null)
  },
  get id() {
    return this.getAttribute('id') ?? ''
  },
  set id(value: string) {
    this.setAttribute('id', value)
  },
  get className() {
    return this.getAttribute('class') ?? ''
  },
  set className(value: string) {
    this.setAttribute('class', value)
  },
  getAttribute(name) {
    for (const each of this.attributes) if (each.name === name) return each.value
    return null
  },
  hasAttribute(name) {
    return this.attributes.some((each) => each.name === name)
  },
  setAttribute(name, value) {
    const known = this.attributes.find((each) => each.name === name)
    if (known) known.value = String(value)
    else this.attributes.push(attributeOf(name, String(value)))
  },
  setAttributeNode({ name, value }) {
    this.setAttribute(name, value)
  },
  removeAttribute(name) {
    this.attributes = this.attributes.filter((each) => each.name !== name)
  },
  appendChild(node) {
    return insert(this, node, null)
  },
  insertBefore(node, next) {
    return insert(this, node, next)
  },
  removeChild(node) {
    detach(node)
    return node
  },
  replaceChild(node, last) {
    insert(this, node, last)
    detach(last)
    return last
  },
  remove() {
    detach(this)
  },
  getElementsByTagName(name) {
    return elementsIn(this, name === '*' ? null : new Set([name.toLowerCase()]))
  },
  querySelectorAll(tagNames) {
    return elementsIn(this, new Set(tagNames.toLowerCase().split(',')))
  },
  createElement(name) {
    return elementOf(name, names.NS.HTML, [])
  },
  createTextNode(text) {
    return nodeOf(TEXT, '#text', text)
  },
}

function nodeOf(nodeType: number, nodeName: string, nodeValue: string | null = null): PageNode {
  // Its prototype brings what it lacks.
  return Object.assign(Object.create(methods) as PageNode, {
    nodeType,
    nodeName,
    tagName: '',
    localName: '',
    namespace: names.NS.HTML,
    nodeValue,
    attributes: NO_ATTRIBUTES,
    ownerDocument: null,
    parentNode: null,
    firstChild: null,
    lastChild: null,
    previousSibling: null,
    nextSibling: null,
    content: null,
    origin: null,
    snapshot: null,
    mode: names.DOCUMENT_MODE.NO_QUIRKS,
    knownChildNodes: null,
    knownChildren: null,
  })
}

/** Of what is no element; nobody writes into it. */
const NO_ATTRIBUTES: PageAttribute[] = []

function elementOf(name: string, namespace: string, attributes: readonly { name: string; value: string }[]) {
  const tagName = namespace === names.NS.HTML ? name.toUpperCase() : name
  const element = nodeOf(ELEMENT, tagName)
  element.tagName = tagName
  element.localName = name
  element.namespace = namespace
  element.attributes = attributes.map((each) => attributeOf(each.name, each.value))
  element.ownerDocument = MAKER
  return element
}

/** A copy of an element and all that is in it. */
function copyOf(outer: PageNode): PageNode {
  const copies = new Map<PageNode, PageNode>()
  const top = elementOf(outer.localName, outer.namespace, outer.attributes)
  copies.set(outer, top)
  for (let node = following(outer, outer); node; node = following(node, outer)) {
    const copy =
      node.nodeType === ELEMENT
        ? elementOf(node.localName, node.namespace, node.attributes)
        : nodeOf(node.nodeType, node.nodeName, node.nodeValue)
    copy.origin = node.origin ?? node
    copies.set(node, copy)
    const parent = node.parentNode && copies.get(node.parentNode)
    if (parent) insert(parent, copy, null)
  }
  return top
}

/** Makes elements and texts for whoever asks a node for its document. */
const MAKER = nodeOf(DOCUMENT, '#document')

function childrenOf(parent: PageNode): PageNode[] {
  const children: PageNode[] = []
  for (let child = parent.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}

function elementFrom(start: PageNode | null, step: 'nextSibling' | 'previousSibling'): PageNode | null {
  let node = start
  while (node && node.nodeType !== ELEMENT) node = node[step]
  return node
}

/** The node after this one in the order of the text, inside of an outer one. */
function following(node: PageNode, outer: PageNode): PageNode | null {
  if (node.firstChild) return node.firstChild
  let at: PageNode = node
  while (at !== outer) {
    if (at.nextSibling) return at.nextSibling
    if (!at.parentNode) return null
    at = at.parentNode
  }
  return null
}

function elementsIn(outer: PageNode, wanted: ReadonlySet<string> | null): PageNode[] {
  const found: PageNode[] = []
  for (let node = following(outer, outer); node; node = following(node, outer)) {
    if (node.nodeType === ELEMENT && (wanted === null || wanted.has(node.localName))) found.push(node)
  }
  return found
}

function insert(parent: PageNode, node: PageNode, next: PageNode | null): PageNode {
  if (node === next) return node
  detach(node)
  const previous = next ? next.previousSibling : parent.lastChild
  node.parentNode = parent
  node.previousSibling = previous
  node.nextSibling = next
  if (previous) previous.nextSibling = node
  else parent.firstChild = node
  if (next) next.previousSibling = node
  else parent.lastChild = node
  parent.knownChildNodes = parent.knownChildren = null
  return node
}

function detach(node: PageNode): void {
  const { parentNode, previousSibling, nextSibling } = node
  if (!parentNode) return
  if (previousSibling) previousSibling.nextSibling = nextSibling
  else parentNode.firstChild = nextSibling
  if (nextSibling) nextSibling.previousSibling = previousSibling
  else parentNode.lastChild = previousSibling
  parentNode.knownChildNodes = parentNode.knownChildren = null
  node.parentNode = node.previousSibling = node.nextSibling = null
}

type PageTree = TreeAdapterTypeMap<
  PageNode,
  PageNode,
  PageNode,
  PageNode,
  PageNode,
  PageNode,
  PageNode,
  PageNode,
  PageNode,
  PageNode
>

/** How parse5 builds such a tree. */
const adapter: TreeAdapter<PageTree> = {
  createDocument: () => nodeOf(DOCUMENT, '#document'),
  createDocumentFragment: () => nodeOf(FRAGMENT, '#document-fragment'),
  createElement: elementOf,
  createCommentNode: (data) => nodeOf(COMMENT, '#comment', data),
  createTextNode: (value) => nodeOf(TEXT, '#text', value),
  appendChild: (parent, node) => void insert(parent, node, null),
  insertBefore: (parent, node, next) => void insert(parent, node, next),
  detachNode: detach,
  insertText: (parent, text) => {
    insertText(parent, text, parent.lastChild, null)
  },
  insertTextBefore: (parent, text, next) => {
    insertText(parent, text, next.previousSibling, next)
  },
  adoptAttributes: (recipient, attributes) => {
    for (const { name, value } of attributes)
      if (!recipient.hasAttribute(name)) recipient.setAttribute(name, value)
  },
  setTemplateContent: (template, content) => {
    template.content = content
  },
  getTemplateContent: ({ content }) => content ?? nodeOf(FRAGMENT, '#document-fragment'),
  setDocumentMode: (document, mode) => {
    document.mode = mode
  },
  getDocumentMode: ({ mode }) => mode,
  // What a document calls its type says nothing about its text.
  setDocumentType: () => undefined,
  getFirstChild: ({ firstChild }) => firstChild,
  getChildNodes: (node) => node.childNodes,
  getParentNode: ({ parentNode }) => parentNode,
  getAttrList: ({ attributes }) => attributes,
  getTagName: ({ localName }) => localName,
  // What it was made with.
  getNamespaceURI: ({ namespace }) => namespace as names.NS,
  getTextNodeContent: ({ nodeValue }) => nodeValue ?? '',
  getCommentNodeContent: ({ nodeValue }) => nodeValue ?? '',
  getDocumentTypeNodeName: () => '',
  getDocumentTypeNodePublicId: () => '',
  getDocumentTypeNodeSystemId: () => '',
  isTextNode: (node): node is PageNode => node.nodeType === TEXT,
  isCommentNode: (node): node is PageNode => node.nodeType === COMMENT,
  isElementNode: (node): node is PageNode => node.nodeType === ELEMENT,
  isDocumentTypeNode: (node): node is PageNode => node.nodeType === DOCUMENT_TYPE,
  setNodeSourceCodeLocation: () => undefined,
  getNodeSourceCodeLocation: () => null,
  updateNodeSourceCodeLocation: () => undefined,
}

function insertText(parent: PageNode, text: string, previous: PageNode | null, next: PageNode | null): void {
  if (previous?.nodeType === TEXT) previous.nodeValue = `${previous.nodeValue ?? ''}${text}`
  else insert(parent, nodeOf(TEXT, '#text', text), next)
}

/** A page as the standard says it is to be read. */
export function pageTree(source: string): PageNode {
  const page = parse(source, { treeAdapter: adapter })
  // Tells Readability that names of elements can be written, as in the tree that it brings along itself.
  if (page.firstChild) Object.assign(page.firstChild, { __JSDOMParser__: true })
  return page
}

/** The texts in an element, each as it stood in the page before anything was moved. */
export function originalTexts(outer: PageNode): Set<PageNode> {
  const texts = new Set<PageNode>()
  for (let node = following(outer, outer); node; node = following(node, outer)) {
    if (node.nodeType === TEXT) texts.add(node.origin ?? node)
  }
  return texts
}
