import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { ArticleId } from '#shared/model'

export type DialogName = 'palette' | 'shortcuts' | 'people' | 'article' | 'remove article'

/** Which dialog of the window is open, and about which article. */
export const useDialogStore = defineStore('dialogs', () => {
  const open = ref<DialogName | null>(null)
  const articleId = ref<ArticleId | null>(null)

  function ask(name: 'article' | 'remove article', about: ArticleId): void {
    articleId.value = about
    open.value = name
  }

  function close(): void {
    open.value = null
  }

  return { open, articleId, ask, close }
})
