import type { Article, ArticleChange, Claim, Sentence, SentenceId } from '#shared/model'

/** The article with what a change left behind. What the change doesn't name stays the same object. */
export function mergeChange(article: Article, change: ArticleChange): Article {
  const sentences = new Map(change.sentences.map((sentence) => [sentence.id, sentence]))
  const claims = new Map(change.claims.map((claim) => [claim.id, claim]))
  const removed = new Set(change.removedClaimIds)
  const known = new Set(article.claims.map(({ id }) => id))
  return {
    ...article,
    sentences: article.sentences.map((sentence) => sentences.get(sentence.id) ?? sentence),
    claims: [
      ...article.claims.map((claim) => claims.get(claim.id) ?? claim),
      ...change.claims.filter(({ id }) => !known.has(id)),
    ].filter(({ id }) => !removed.has(id)),
    progress: change.progress,
    signOff: change.signOff,
    changedAt: change.at,
  }
}

/** The sentence that has this offset now, or the last one that begins before it. */
export function sentenceAtOffset(sentences: readonly Sentence[], offset: number): Sentence | null {
  return sentences.findLast(({ start }) => start <= offset) ?? sentences[0] ?? null
}

/** Claims in the order in which they stand in their sentence; ids are in the order in which they were made. */
export function claimsBySentence(claims: readonly Claim[]): Map<SentenceId, Claim[]> {
  const bySentence = new Map<SentenceId, Claim[]>()
  for (const claim of claims) {
    for (const sentenceId of new Set(claim.anchors.map((anchor) => anchor.sentenceId))) {
      const others = bySentence.get(sentenceId)
      if (others) others.push(claim)
      else bySentence.set(sentenceId, [claim])
    }
  }
  for (const [sentenceId, listed] of bySentence) {
    const startOf = (claim: Claim): number =>
      claim.anchors.find((anchor) => anchor.sentenceId === sentenceId)?.start ?? 0
    listed.sort((a, b) => startOf(a) - startOf(b) || a.id.localeCompare(b.id))
  }
  return bySentence
}

/** Characters, white space aside, that lie in no sentence and in no part that was dropped on purpose. */
export function charactersOutside(article: Pick<Article, 'text' | 'blocks' | 'sentences'>): number {
  const dropped = article.blocks.filter(({ kind }) => kind === 'non-text')
  const spans = [...article.sentences, ...dropped].sort((a, b) => a.start - b.start)
  let at = 0
  let outside = 0
  for (const { start, end } of [...spans, { start: article.text.length, end: article.text.length }]) {
    if (start > at) outside += article.text.slice(at, start).replace(/\s/g, '').length
    at = Math.max(at, end)
  }
  return outside
}
