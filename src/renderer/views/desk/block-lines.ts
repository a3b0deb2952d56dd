import { onBeforeUnmount, onMounted, shallowRef, watch, type Ref } from 'vue'

import {
  ROW_PITCH,
  heightOfRows,
  linesOf,
  placeRows,
  type SentenceLines,
} from '../../components/desk/mark-rows'

interface BlockLines {
  lines: readonly SentenceLines[]
  rows: readonly number[]
  /** So that the block is never shorter than its marks. */
  minHeight: number
}

const NOT_SET_YET: BlockLines = { lines: [], rows: [], minHeight: 0 }

/** Where the sentences of a block lie once it is set; read anew when its size or its sentences change. */
export function useBlockLines(
  block: Ref<HTMLElement | undefined>,
  text: Ref<HTMLElement | undefined>,
  sentenceKey: () => string,
  scale: () => number,
): Ref<BlockLines> {
  const measured = shallowRef<BlockLines>(NOT_SET_YET)

  function measure(): void {
    if (!block.value || !text.value) return
    const { left, top } = block.value.getBoundingClientRect()
    const sentences = [...text.value.querySelectorAll('[data-sentence]')].map((sentence) => [
      ...sentence.getClientRects(),
    ])
    const lineHeight = Number.parseFloat(getComputedStyle(text.value).lineHeight)
    const lines = linesOf(sentences, { left, top }, lineHeight)
    const pitch = ROW_PITCH * scale()
    const rows = placeRows(
      lines.map(({ firstLine }) => firstLine),
      pitch,
    )
    measured.value = { lines, rows, minHeight: heightOfRows(rows, pitch) }
  }

  const observer = new ResizeObserver(measure)
  onMounted(() => {
    measure()
    if (text.value) observer.observe(text.value)
    // Faces arrive after the first layout, and a line may break elsewhere in a block of the same size.
    void document.fonts.ready.then(measure)
  })
  watch([sentenceKey, scale], measure, { flush: 'post' })
  onBeforeUnmount(() => observer.disconnect())

  return measured
}
