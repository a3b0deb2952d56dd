import { onScopeDispose, watchEffect } from 'vue'

import { preferredLanguage, setLanguage } from '../../i18n'
import type { useSessionStore } from '../../stores/session-store'
import type { Layout, useViewStore } from '../../stores/view-store'

/** Language, theme, text size and the number of panes follow the settings and the window. */
export function useWindowShape(
  session: ReturnType<typeof useSessionStore>,
  view: ReturnType<typeof useViewStore>,
): void {
  const root = document.documentElement

  watchEffect(() => setLanguage(session.settings.language ?? preferredLanguage()))
  watchEffect(() => {
    const { theme, textSize } = session.settings
    root.style.colorScheme = theme === 'system' ? 'light dark' : theme
    root.style.setProperty('--text-scale', String(textSize / 100))
    fit()
  })

  // In CSS pixels at 100 % text size, so that larger text leaves as much room as zoom does.
  function fit(): void {
    view.layout = layoutFor(window.innerWidth / (session.settings.textSize / 100))
  }

  window.addEventListener('resize', fit)
  onScopeDispose(() => window.removeEventListener('resize', fit))
}

export function layoutFor(width: number): Layout {
  if (width >= 1180) return 'three'
  return width >= 760 ? 'two' : 'one'
}
