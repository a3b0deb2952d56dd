import type { Database } from 'better-sqlite3'

import { sha256 } from '#main/database/canonical-json'
import type { KnownArticle } from '#shared/model'

import type { ReadArticle } from './article-reader'
import { knownArticleQueries } from './known-article-queries'

type Nearly = Omit<KnownArticle, 'because'>

/** Finds the article of the library that a text is: by its words, by its address, or by most of its sentences. */
export function knownArticle(
  db: Database,
  nearlyLike: (sentences: readonly string[]) => Nearly | null,
): (article: ReadArticle) => KnownArticle | null {
  const queries = knownArticleQueries(db)

  return (article) => {
    const same = queries.sameText(sha256(article.text))
    if (same) return { ...same, because: 'text', share: 1 }
    const nearly = nearlyLike(
      article.blocks.flatMap((block) =>
        block.sentences.map(({ start, end }) => article.text.slice(start, end)),
      ),
    )
    const address = article.url === null ? null : foldedAddress(article.url)
    const there =
      address === null ? undefined : queries.addresses().find(({ url }) => foldedAddress(url) === address)
    if (there) {
      const share = nearly?.articleId === there.articleId ? nearly.share : 0
      return { articleId: there.articleId, title: there.title, because: 'address', share }
    }
    return nearly && { ...nearly, because: 'nearly' }
  }
}

/** What sites add to count who comes from where. */
const COUNTING = /^(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|wt_\w+|at_\w+|igshid|cmpid)$/i

/** One form for the addresses of a page; null for a front page, which is no article. */
export function foldedAddress(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { hostname, pathname, searchParams, port } = new URL(address)
  const kept = [...searchParams]
    .filter(([name]) => !COUNTING.test(name))
    .map(([name, value]) => `${name}=${value}`)
  const path = pathname.replace(/\/+$/, '')
  if (path === '' && kept.length === 0) return null
  return `${hostname.replace(/^www\./, '')}${port && `:${port}`}${path}?${kept.sort().join('&')}`
}
