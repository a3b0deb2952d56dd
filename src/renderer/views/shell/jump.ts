import { nextTick, watch } from 'vue'

import type { ArticleId, ClaimId, SentenceId } from '#shared/model'

import { useDeskLinkStore } from '../../stores/desk-link-store'
import { useDeskStore } from '../../stores/desk-store'
import { useViewStore } from '../../stores/view-store'

/** From elsewhere in the window to a sentence or claim on the desk. */
export function useJump() {
  const desk = useDeskStore()
  const link = useDeskLinkStore()
  const view = useViewStore()

  async function toSentence(articleId: ArticleId, sentenceId: SentenceId): Promise<void> {
    await open(articleId)
    link.goToSentence(sentenceId)
  }

  async function toClaim(articleId: ArticleId, claimId: ClaimId): Promise<void> {
    await open(articleId)
    const claim = desk.article?.claims.find(({ id }) => id === claimId)
    const anchor = claim?.anchors[0]
    if (!anchor) return
    link.goToSentence(anchor.sentenceId)
    desk.chosenClaimId = claimId
  }

  /** The desk reads the article that the view names; this waits until it has. */
  async function open(articleId: ArticleId): Promise<void> {
    view.openArticle(articleId)
    if (desk.article?.id !== articleId) {
      await new Promise<void>((resolve) => {
        const stop = watch([() => desk.article?.id, () => view.articleId], ([onDesk, wanted]) => {
          if (onDesk !== articleId && wanted === articleId) return
          stop()
          resolve()
        })
      })
    }
    await nextTick()
  }

  return { toSentence, toClaim }
}
