import type { Database } from 'better-sqlite3'

import type { ArticleId } from '#shared/model'

export function knownArticleQueries(db: Database) {
  const sameText = db.prepare<[string], { articleId: ArticleId; title: string }>(`
    SELECT a.id AS articleId, a.title FROM revisions r JOIN articles a ON a.id = r.article_id
    WHERE r.text_hash = ? ORDER BY r.id DESC LIMIT 1`)
  const addresses = db.prepare<[], { articleId: ArticleId; title: string; url: string }>(
    'SELECT id AS articleId, title, url FROM articles WHERE url IS NOT NULL ORDER BY id DESC',
  )
  return {
    /** The article that has this text in one of its revisions. */
    sameText: (textHash: string) => sameText.get(textHash),
    addresses: () => addresses.all(),
  }
}
