import type { ArticleSummary } from '#shared/model'

/** Whether the deadline needs eyes: due today, past, or neither. One that is signed off is in time for good. */
export function deadlineState(
  { deadline, signOff }: Pick<ArticleSummary, 'deadline' | 'signOff'>,
  now: Date,
): 'far' | 'today' | 'late' {
  if (deadline === null || signOff?.current) return 'far'
  const due = new Date(deadline)
  if (due < now) return 'late'
  return due.toDateString() === now.toDateString() ? 'today' : 'far'
}

/** An instant as `<input type="datetime-local">` takes it, in local time. */
export function toLocalInput(instant: string | null): string {
  if (instant === null) return ''
  const date = new Date(instant)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** What a field holds; null for an empty one. A field shows minutes only, so a moment nobody typed over stays to the second. */
export function momentOf(value: string, seen: string | null = null): string | null {
  if (value === toLocalInput(seen)) return seen
  const date = new Date(value)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
