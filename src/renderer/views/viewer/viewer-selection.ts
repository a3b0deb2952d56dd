import { onBeforeUnmount, onMounted, shallowRef, type Ref } from 'vue'

import { quotable } from '../../components/viewer/text-place'

/** Words chosen in a file, and the labels of the parts they begin and end in. */
export interface ChosenWords {
  words: string
  from: string
  to: string
}

/** What is selected inside an element that shows the parts of a file. */
export function useViewerSelection(container: Ref<HTMLElement | undefined>) {
  const selected = shallowRef<ChosenWords | null>(null)

  function read(): void {
    selected.value = chosenIn(container.value, document.getSelection())
  }

  onMounted(() => document.addEventListener('selectionchange', read))
  onBeforeUnmount(() => document.removeEventListener('selectionchange', read))
  return selected
}

export function chosenIn(container: Element | undefined, selection: Selection | null): ChosenWords | null {
  if (!container || !selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  const from = labelAt(range.startContainer, container)
  const to = labelAt(range.endContainer, container) ?? from
  const words = quotable(selection.toString())
  return from === null || to === null || words === '' ? null : { words, from, to }
}

function labelAt(node: Node, container: Element): string | null {
  if (!container.contains(node)) return null
  const element = node instanceof Element ? node : node.parentElement
  return element?.closest<HTMLElement>('[data-label]')?.dataset['label'] ?? null
}
