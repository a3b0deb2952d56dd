import { onUnmounted } from 'vue'
import { useI18n } from 'vue-i18n'

import { useApi } from '../../api'
import { useNoticeStore } from '../../stores/notice-store'

/** Tells that backups are not made, which nobody would notice before one is needed. */
export function useBackupAlarm(): void {
  const { t, locale } = useI18n()
  const { listen } = useApi()
  const notices = useNoticeStore()

  onUnmounted(
    listen((message) => {
      if (message.name !== 'backupFailed') return
      const { de, en } = message.value
      notices.report(t('notice.backupFailed'), [locale.value === 'de' ? de : en])
    }),
  )
}
