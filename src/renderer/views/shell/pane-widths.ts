import { computed, ref, watch } from 'vue'

import type { Settings } from '#shared/model'

import { useNoticeStore } from '../../stores/notice-store'
import type { useSessionStore } from '../../stores/session-store'

/** Widths of the panes in pixels at 100 % text size: live while dragging, remembered when settled. */
export function usePaneWidths(session: ReturnType<typeof useSessionStore>) {
  const notices = useNoticeStore()
  const library = ref(session.settings.libraryWidth)
  const inspector = ref(session.settings.inspectorWidth)
  const scale = computed(() => session.settings.textSize / 100)

  watch(
    () => session.settings,
    (settings) => {
      library.value = settings.libraryWidth
      inspector.value = settings.inspectorWidth
    },
  )

  function remember(widths: Partial<Pick<Settings, 'libraryWidth' | 'inspectorWidth'>>): void {
    session.change(widths).catch(notices.reportError)
  }

  return { library, inspector, scale, remember }
}
