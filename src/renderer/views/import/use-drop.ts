import { onScopeDispose, ref, type Ref } from 'vue'

import { holdsFiles } from '../file-drop'
import { filesOf, type NamedFile } from './dropped-files'

/** Files dropped anywhere but where a part of the window takes them itself, such as the inspector for evidence. Tells whether some hang over the window now. */
export function useDrop(take: (files: readonly NamedFile[]) => unknown): Ref<boolean> {
  const dragging = ref(false)
  const abort = new AbortController()
  const options = { signal: abort.signal }

  const isTaken = ({ target }: DragEvent): boolean =>
    target instanceof Element &&
    target.closest('[data-pane="inspector"], [data-takes-files], [role="dialog"]') !== null

  window.addEventListener(
    'dragover',
    (event) => {
      if (!holdsFiles(event)) return
      const taken = event.defaultPrevented
      // Without this the window would leave for the file.
      event.preventDefault()
      dragging.value = !isTaken(event)
      if (event.dataTransfer && !taken) event.dataTransfer.dropEffect = dragging.value ? 'copy' : 'none'
    },
    options,
  )
  window.addEventListener(
    'dragleave',
    ({ relatedTarget }) => {
      if (relatedTarget === null) dragging.value = false
    },
    options,
  )
  window.addEventListener(
    'drop',
    (event) => {
      dragging.value = false
      if (!holdsFiles(event)) return
      const taken = event.defaultPrevented
      event.preventDefault()
      if (!taken && !isTaken(event)) void filesOf(event.dataTransfer).then(take)
    },
    options,
  )
  onScopeDispose(() => abort.abort())
  return dragging
}
