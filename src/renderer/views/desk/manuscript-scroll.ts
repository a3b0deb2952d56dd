import { useVirtualizer, defaultRangeExtractor } from '@tanstack/vue-virtual'
import { computed, nextTick, watch, type Ref } from 'vue'

import { estimatedHeight, spaceBefore } from '../../components/desk/block-rhythm'
import { useDeskStore } from '../../stores/desk-store'

const PAGE_TOP = 22
const PAGE_BOTTOM = 48
/** Where the focused sentence stands after a jump, as a share of the pane's height. */
const READING_HEIGHT = 1 / 3

/** Only the blocks in sight, and the focused one, are in the page. */
export function useManuscriptScroll(scroller: Ref<HTMLElement | undefined>, scale: () => number) {
  const desk = useDeskStore()
  /** Below the last block: sign-off and dropped parts. */
  const rowCount = computed(() => desk.blocks.length + 1)
  const indexOfBlock = computed(() => new Map(desk.blocks.map(({ id }, index) => [id, index])))
  const focusedIndex = computed(() =>
    desk.focused ? (indexOfBlock.value.get(desk.focused.blockId) ?? -1) : -1,
  )

  function gapBefore(index: number): number {
    const block = desk.blocks[index]
    return block ? spaceBefore(desk.blocks[index - 1]?.kind ?? null, block.kind) : 0
  }

  /** A function of its own for each row that is kept: the rows are read anew when it changes. */
  function keeping(row: number): typeof defaultRangeExtractor {
    return (range) => {
      const indexes = defaultRangeExtractor(range)
      if (row < 0 || row >= range.count || indexes.includes(row)) return indexes
      return [...indexes, row].sort((a, b) => a - b)
    }
  }

  const virtualizer = useVirtualizer(
    computed(() => ({
      count: rowCount.value,
      getScrollElement: () => scroller.value ?? null,
      estimateSize: (index: number) => {
        const block = desk.blocks[index]
        const height = block ? estimatedHeight(block.kind, block.end - block.start) : 160
        return (height + gapBefore(index)) * scale()
      },
      getItemKey: (index: number) => desk.blocks[index]?.id ?? 'end',
      overscan: 3,
      paddingStart: PAGE_TOP * scale(),
      paddingEnd: PAGE_BOTTOM * scale(),
      rangeExtractor: keeping(focusedIndex.value),
    })),
  )

  function sentenceElement(): HTMLElement | null {
    return scroller.value?.querySelector<HTMLElement>(`[data-sentence="${desk.focusedId ?? ''}"]`) ?? null
  }

  /** Brings the focused sentence to its height in the window, at once. Twice: what comes into sight is measured anew. */
  async function reveal(): Promise<void> {
    await nextTick()
    place()
    await new Promise(requestAnimationFrame)
    place()
  }

  function place(): void {
    const pane = scroller.value
    const line = sentenceElement()?.getClientRects()[0]
    if (!pane || !line) return
    const wanted = pane.getBoundingClientRect().top + pane.clientHeight * READING_HEIGHT
    pane.scrollTop += (line.top + line.bottom) / 2 - wanted
  }

  /** Only when the focused sentence is out of sight. */
  async function revealIfHidden(): Promise<void> {
    await nextTick()
    const pane = scroller.value?.getBoundingClientRect()
    const line = sentenceElement()?.getClientRects()[0]
    if (pane && line && line.top >= pane.top && line.bottom <= pane.bottom) return
    await reveal()
  }

  function focusSentence(): void {
    sentenceElement()?.focus({ preventScroll: true })
  }

  watch(
    () => desk.revealed,
    async () => {
      await nextTick()
      focusSentence()
      await reveal()
    },
  )

  return { virtualizer, gapBefore, revealIfHidden, focusSentence }
}
