import { onUnmounted } from 'vue'
import { useI18n } from 'vue-i18n'

import { useApi } from '../../api'
import { useDeskFileStore } from '../../stores/desk-file-store'
import { useNoticeStore } from '../../stores/notice-store'

/** Tells of evidence files that were found damaged without anybody looking for it. */
export function useFileAlarm(): void {
  const { t } = useI18n()
  const { listen } = useApi()
  const notices = useNoticeStore()
  const evidence = useDeskFileStore()

  onUnmounted(
    listen((message) => {
      if (message.name !== 'filesDamaged') return
      const { files } = message.value
      files.forEach(evidence.remember)
      notices.report(
        t('notice.filesDamaged', { count: files.length }, files.length),
        files.map(({ name, foundHash }) =>
          t(foundHash ? 'notice.fileChanged' : 'notice.fileMissing', { name }),
        ),
      )
    }),
  )
}
