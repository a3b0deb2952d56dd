import type { ArticleId } from '#shared/model'

import { useNoticeStore } from '../../stores/notice-store'
import { useNewVersion } from '../revisions/new-version'

/** Shows the words of a draft as a new version of its article, to be applied or left. */
export function useDraftVersion(): (articleId: ArticleId, text: string) => Promise<void> {
  const { propose } = useNewVersion()
  const notices = useNoticeStore()
  return async (articleId, text) => {
    const problem = await propose(articleId, { text })
    if (problem !== '') notices.report(problem, [])
  }
}
