import { ref, type Ref } from 'vue'

import { useReturnStore } from '../../stores/return-store'
import { useRevisionStore } from '../../stores/revision-store'
import { filesOf } from '../import/dropped-files'
import { useImport } from '../import/use-import'

/** A file dropped on the open article may be its new version: what it is meant for is asked. Several are articles. */
export function useNewVersionDrop(): {
  isHeldOver: Ref<boolean>
  listeners: Record<'dragover' | 'dragleave' | 'drop', (event: DragEvent) => void>
} {
  const revisions = useRevisionStore()
  const returns = useReturnStore()
  const { importFiles } = useImport()
  const isHeldOver = ref(false)

  const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true

  function onDragOver(event: DragEvent): void {
    if (!holdsFiles(event)) return
    event.preventDefault()
    isHeldOver.value = true
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
  }

  function onDragLeave({ currentTarget, relatedTarget }: DragEvent): void {
    const stays =
      currentTarget instanceof Element &&
      relatedTarget instanceof Node &&
      currentTarget.contains(relatedTarget)
    if (!stays) isHeldOver.value = false
  }

  function onDrop(event: DragEvent): void {
    isHeldOver.value = false
    if (!holdsFiles(event)) return
    event.preventDefault()
    void filesOf(event.dataTransfer).then(async (dropped) => {
      const files = await returns.takeOut(dropped)
      const [only, ...more] = files
      if (only && more.length === 0) revisions.dropped = only.file
      else void importFiles(files, { method: 'dropped' })
    })
  }

  return { isHeldOver, listeners: { dragover: onDragOver, dragleave: onDragLeave, drop: onDrop } }
}
