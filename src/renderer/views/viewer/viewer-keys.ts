const FIELDS = 'input, textarea, select'

/** The keys of the viewer. They work anywhere in it but in a field. */
export function useViewerKeys(viewer: {
  turn: (step: 1 | -1) => void
  hasPages: () => boolean
  zoom: (step: 1 | -1 | 0) => void
  search: () => void
  find: (step: 1 | -1) => void
  extend: (step: 1 | -1) => void
}): { onKeydown: (event: KeyboardEvent) => void } {
  function actionFor({ key, shiftKey, target }: KeyboardEvent): (() => void) | null {
    const isOnPlayer = target instanceof Element && target.matches('audio, video')
    switch (key) {
      case 'PageDown':
        return viewer.hasPages() ? () => viewer.turn(1) : null
      case 'PageUp':
        return viewer.hasPages() ? () => viewer.turn(-1) : null
      case 'ArrowRight':
        if (isOnPlayer) return null
        if (shiftKey) return () => viewer.extend(1)
        return viewer.hasPages() ? () => viewer.turn(1) : null
      case 'ArrowLeft':
        if (isOnPlayer) return null
        if (shiftKey) return () => viewer.extend(-1)
        return viewer.hasPages() ? () => viewer.turn(-1) : null
      case '+':
        return () => viewer.zoom(1)
      case '-':
        return () => viewer.zoom(-1)
      case '0':
        return () => viewer.zoom(0)
      case '/':
        return viewer.search
      default:
        return null
    }
  }

  /** What programs agree on for finding; while typing, too. */
  function findingFor({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): (() => void) | null {
    const isCommand = (ctrlKey || metaKey) && !altKey
    if (isCommand && !shiftKey && key.toLowerCase() === 'f') return viewer.search
    if ((isCommand && key.toLowerCase() === 'g') || (key === 'F3' && !isCommand && !altKey)) {
      return () => viewer.find(shiftKey ? -1 : 1)
    }
    return null
  }

  function onKeydown(event: KeyboardEvent): void {
    const { target, ctrlKey, metaKey, altKey, defaultPrevented } = event
    if (defaultPrevented) return
    const finding = findingFor(event)
    if (finding) {
      event.preventDefault()
      finding()
      return
    }
    if (ctrlKey || metaKey || altKey) return
    if (target instanceof Element && target.matches(FIELDS)) return
    const action = actionFor(event)
    if (!action) return
    event.preventDefault()
    action()
  }

  return { onKeydown }
}
