import type { Database } from 'better-sqlite3'

import type { ArticleId } from '#shared/model'

import { revisionQueries } from './revision-queries'

/** Sentences of a text that are looked for at first, and in what seems to be the same article. */
const FIRST_PROBES = 8
const PROBES = 60
/** Share of the sentences that have to stand there word for word. */
const MIN_SHARE = 0.5
const MIN_LENGTH = 25

export interface NearlyLike {
  articleId: ArticleId
  title: string
  /** Share of the sentences looked for that stand there word for word. */
  share: number
}

/** Finds the article of the library of which a text is nearly the text. It is offered as a new version; nothing follows. */
export function nearlyLike(db: Database) {
  const queries = revisionQueries(db)
  return (sentences: readonly string[]): NearlyLike | null => {
    const telling = [...new Set(sentences.filter(({ length }) => length >= MIN_LENGTH))]
    if (telling.length === 0) return null
    const probes = spread(telling, PROBES)
    const first = spread(probes, FIRST_PROBES)
    let best: NearlyLike | null = null
    for (const { articleId, title, text } of queries.currentTexts()) {
      if (!first.some((sentence) => text.includes(sentence))) continue
      const share = probes.filter((sentence) => text.includes(sentence)).length / probes.length
      if (share >= MIN_SHARE && share > (best?.share ?? 0)) best = { articleId, title, share }
    }
    return best
  }
}

/** At most so many, from everywhere in the list. */
function spread<T>(list: readonly T[], count: number): T[] {
  if (list.length <= count) return [...list]
  return Array.from({ length: count }, (_, at) => list[Math.floor((at * list.length) / count)]).filter(
    (each) => each !== undefined,
  )
}
