import { useI18n } from 'vue-i18n'

import { MAX_TEXT_BYTES } from '#shared/limits'
import type { ArticleId } from '#shared/model'
import { CallError } from '#shared/rpc'

import { TextRefused, useRevisionStore, type NewText } from '../../stores/revision-store'

/** Shows what a text would do as a new version. Gives the reason, in words, where it can't be read; empty where it can. */
export function useNewVersion() {
  const { t } = useI18n()
  const revisions = useRevisionStore()

  async function propose(articleId: ArticleId, given: NewText): Promise<string> {
    const name = 'file' in given ? given.file.name : t('import.pastedText')
    try {
      await revisions.propose(articleId, given)
      return ''
    } catch (error) {
      if (error instanceof TextRefused) {
        return error.refusal === 'empty'
          ? t('import.empty', { name })
          : t('import.tooLarge', { name, limit: String(MAX_TEXT_BYTES / 1024 / 1024) })
      }
      if (error instanceof CallError) return error.message
      // The browser could not read the file; it may have been moved since it was chosen.
      return t('import.unreadable', { name })
    }
  }

  return { propose }
}
