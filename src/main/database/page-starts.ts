/** Where a page of a text begins, in UTF-16 units of it. */
export interface PageStart {
  page: number
  start: number
}

/** The page that a place of the text lies on; null where the text came without pages. */
export function pageAt(pages: readonly PageStart[], at: number): number | null {
  let low = 0
  let high = pages.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pages[middle]?.start ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return pages[Math.max(0, low - 1)]?.page ?? null
}
