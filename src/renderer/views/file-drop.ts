import { ref, type Ref } from 'vue'

/** Whether files hang over a place, and not words or links of the window itself. */
export const holdsFiles = ({ dataTransfer }: DragEvent): boolean =>
  dataTransfer?.types.includes('Files') === true

/** Whether what is dragged leaves the place, and not only one of its parts for another. */
export function leavesPlace({ currentTarget, relatedTarget }: DragEvent): boolean {
  const stays =
    currentTarget instanceof Element && relatedTarget instanceof Node && currentTarget.contains(relatedTarget)
  return !stays
}

/** Files dropped on a place of the window. Tells whether some hang over it now. */
export function useFileDrop(take: (dropped: DataTransfer | null) => unknown): {
  isHeldOver: Ref<boolean>
  listeners: Record<'dragover' | 'dragleave' | 'drop', (event: DragEvent) => void>
} {
  const isHeldOver = ref(false)

  function dragover(event: DragEvent): void {
    if (!holdsFiles(event)) return
    event.preventDefault()
    isHeldOver.value = true
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
  }

  function dragleave(event: DragEvent): void {
    if (leavesPlace(event)) isHeldOver.value = false
  }

  function drop(event: DragEvent): void {
    isHeldOver.value = false
    if (!holdsFiles(event)) return
    event.preventDefault()
    take(event.dataTransfer)
  }

  return { isHeldOver, listeners: { dragover, dragleave, drop } }
}
