import { AppError } from '#shared/errors'
import type { ArticleId, ArticleSummary } from '#shared/model'
import type { Call } from '#shared/rpc'

/** The article meant by an id, by its title, or by a beginning of either that only one article has. */
export async function findArticle(call: Call, name: string): Promise<ArticleId> {
  const articles = await call('articles.list', {})
  const wanted = fold(name)
  const exact = articles.filter(({ id, title }) => id === wanted || fold(title) === wanted)
  const found =
    exact.length > 0
      ? exact
      : articles.filter(
          ({ id, title }) => wanted !== '' && (id.startsWith(wanted) || fold(title).startsWith(wanted)),
        )
  const [article] = found
  if (!article) throw unknown(name)
  if (found.length > 1) throw ambiguous(name, found)
  return article.id
}

function fold(text: string): string {
  return text.trim().normalize('NFC').toLowerCase()
}

function unknown(name: string): AppError {
  return new AppError('not_found', {
    de: `In dieser Bibliothek gibt es keinen Artikel „${name}“. Nennen Sie seine Kennung oder den Anfang seines Titels.`,
    en: `There is no article "${name}" in this library. Name its id or the beginning of its title.`,
  })
}

function ambiguous(name: string, found: ArticleSummary[]): AppError {
  const list = found.map(({ id, title }) => `\n  ${id}  ${title}`).join('')
  return new AppError('invalid_input', {
    de: `„${name}“ passt auf ${String(found.length)} Artikel. Nennen Sie die Kennung:${list}`,
    en: `"${name}" fits ${String(found.length)} articles. Name the id:${list}`,
  })
}
