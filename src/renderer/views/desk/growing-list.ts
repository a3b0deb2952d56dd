import { computed, onMounted, onScopeDispose, ref, type ComputedRef } from 'vue'

/** What fills a window, and as many as come with each frame after that. */
const AT_FIRST = 8
const EACH_FRAME = 6

/** A long list that is there at once: its beginning first, the rest frame by frame. */
export function useGrowingList<Item>(items: () => readonly Item[]): ComputedRef<readonly Item[]> {
  const shown = ref(AT_FIRST)
  let frame = 0

  function grow(): void {
    shown.value += EACH_FRAME
    // Whatever is added from now on is shown at once.
    if (shown.value >= items().length) shown.value = Number.POSITIVE_INFINITY
    else frame = requestAnimationFrame(grow)
  }

  onMounted(() => {
    frame = requestAnimationFrame(grow)
  })
  onScopeDispose(() => cancelAnimationFrame(frame))
  return computed(() => items().slice(0, shown.value))
}
