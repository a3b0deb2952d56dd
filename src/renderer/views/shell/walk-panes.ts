import type { useViewStore } from '../../stores/view-store'
import { focusPane, type PaneName } from '../../stores/view-store'

const DESK: readonly PaneName[] = ['library', 'manuscript', 'inspector']

/** Moves the focus one pane on, in the order of the window; panes that are out of sight are brought into it. */
export function walkPanes(view: ReturnType<typeof useViewStore>, step: 1 | -1): void {
  const middle =
    view.view === 'desk' ? (view.articleId ? DESK : DESK.slice(0, 2)) : ['side', 'view', 'inspector']
  const names: readonly string[] = ['top', ...middle, 'status']
  const current = document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset['pane']
  const at = current === undefined ? -1 : names.indexOf(current)
  for (let tries = 1; tries <= names.length; tries += 1) {
    const start = at === -1 && step === -1 ? 0 : at
    const name = names[(start + step * tries + names.length * 2) % names.length]
    if (name === undefined) continue
    const ofDesk = view.view === 'desk' ? DESK.find((pane) => pane === name) : undefined
    if (ofDesk) {
      view.showPane(ofDesk)
      return
    }
    if (focusPane(name)) return
  }
}
