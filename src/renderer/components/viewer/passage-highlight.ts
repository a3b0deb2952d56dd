import { onScopeDispose } from 'vue'

const NAME = 'passage'

/** Marks a range as the passage without touching the page. Browsers that cannot do it show the right page all the same. */
export function usePassageHighlight(): (range: Range | null) => void {
  let marked: Range | null = null

  function mark(range: Range | null): void {
    const highlight = sharedHighlight()
    if (!highlight) return
    if (marked) highlight.delete(marked)
    if (range) highlight.add(range)
    marked = range
  }

  onScopeDispose(() => mark(null))
  return mark
}

function sharedHighlight(): Highlight | null {
  if (typeof Highlight === 'undefined') return null
  const known = CSS.highlights.get(NAME)
  if (known) return known
  const made = new Highlight()
  CSS.highlights.set(NAME, made)
  return made
}

/** Brings a range into sight, a third below the upper edge. */
export function reveal(range: Range, scroller: Element | null): void {
  if (!scroller) return
  const { top, left, right } = range.getBoundingClientRect()
  const frame = scroller.getBoundingClientRect()
  scroller.scrollTop += top - frame.top - frame.height / 3
  if (left < frame.left || right > frame.right) scroller.scrollLeft += left - frame.left - 24
}
