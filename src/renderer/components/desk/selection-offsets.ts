import { tightened, type Span } from './word-selection'

/**
 * Sentences stand in the page as elements with `data-sentence` (id) and `data-start` (UTF-16 offset in the text of the
 * revision). Their text nodes hold exactly the characters of the revision, also where a symbol is drawn, so that counting
 * them is all there is to do.
 */
export interface SentenceSelection extends Span {
  sentenceId: string
}

function sentenceAt(node: Node): HTMLElement | null {
  const element = node instanceof HTMLElement ? node : node.parentElement
  return element?.closest<HTMLElement>('[data-sentence]') ?? null
}

/** Offset in the text of the revision of a place in the page; a place outside the sentence counts as its nearer end. */
export function offsetAt(sentence: HTMLElement, node: Node, offset: number): number {
  const start = Number(sentence.dataset['start'])
  const range = sentence.ownerDocument.createRange()
  range.selectNodeContents(sentence)
  const order = range.comparePoint(node, offset)
  if (order < 0) return start
  if (order > 0) return start + range.toString().length
  range.setEnd(node, offset)
  return start + range.toString().length
}

/** What is selected in the sentence in which the selection began; null where nothing of it is. */
export function readSelection(selection: Selection | null, text: string): SentenceSelection | null {
  if (!selection || selection.rangeCount === 0 || !selection.anchorNode || !selection.focusNode) return null
  const sentence = sentenceAt(selection.anchorNode) ?? sentenceAt(selection.focusNode)
  const sentenceId = sentence?.dataset['sentence']
  if (!sentence || !sentenceId) return null
  const anchor = offsetAt(sentence, selection.anchorNode, selection.anchorOffset)
  const focus = offsetAt(sentence, selection.focusNode, selection.focusOffset)
  const span = tightened(text, { start: Math.min(anchor, focus), end: Math.max(anchor, focus) })
  return span ? { sentenceId, ...span } : null
}

/** The place behind which the cursor stands, also when nothing is selected. */
export function readCaret(selection: Selection | null): { sentenceId: string; at: number } | null {
  if (!selection?.focusNode) return null
  const sentence = sentenceAt(selection.focusNode)
  const sentenceId = sentence?.dataset['sentence']
  if (!sentence || !sentenceId) return null
  const range = selection.getRangeAt(0)
  return { sentenceId, at: offsetAt(sentence, range.startContainer, range.startOffset) }
}

/** Selects in the page what lies between two offsets of a sentence. */
export function writeSelection(selection: Selection | null, sentence: HTMLElement, span: Span): void {
  const from = placeOf(sentence, span.start)
  const to = placeOf(sentence, span.end)
  if (selection && from && to) selection.setBaseAndExtent(from.node, from.offset, to.node, to.offset)
}

function placeOf(sentence: HTMLElement, offset: number): { node: Text; offset: number } | null {
  const walker = sentence.ownerDocument.createTreeWalker(sentence, NodeFilter.SHOW_TEXT)
  let left = offset - Number(sentence.dataset['start'])
  let last: Text | null = null
  for (let node = walker.nextNode(); node instanceof Text; node = walker.nextNode()) {
    if (left <= node.length) return { node, offset: left }
    left -= node.length
    last = node
  }
  return last && { node: last, offset: last.length }
}
