import { refuseOutdated } from '#main/database/refuse-outdated'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { articlePartQueries } from './article-part-queries'
import { cutAnew, newCutsOfArticle } from './cut-anew'
import { correctionsOf, cuttingQueries } from './cutting-queries'

type ArticleHandlers = Pick<
  Handlers,
  'articles.list' | 'articles.read' | 'articles.update' | 'articles.remove'
>

export function articleService({ db, newId, desk, change, changeArticle }: ServiceContext): ArticleHandlers {
  const queries = articlePartQueries(db)
  const cutting = cuttingQueries(db)

  return {
    'articles.list': () => desk.summaries(),

    'articles.read': ({ articleId, upToSentence }, { language }) =>
      desk.read(articleId, language, upToSentence),

    'articles.update': ({ articleId, expected, ...given }, { language }) => {
      const article = desk.articleRow(articleId)
      const { title, language: before } = article
      refuseOutdated(
        { de: 'Dieser Artikel', en: 'This article' },
        { expected, current: { ...article }, wanted: given },
      )
      const cuts =
        given.language === undefined || given.language === before
          ? []
          : newCutsOfArticle(desk.outline(articleId), before, given.language, correctionsOf(cutting))
      const patch = {
        title: given.title,
        kicker: given.kicker,
        byline: given.byline,
        outlet: given.outlet,
        url: given.url,
        language: given.language,
        published_on: given.publishedOn,
        modified_on: given.modifiedOn,
        deadline: given.deadline,
        assignee_id: given.assigneeId,
      }
      return changeArticle(
        language,
        { action: 'article.updated', articleId, facts: { title: given.title ?? title } },
        { structureChanged: cuts.length > 0 },
        (rows) => {
          rows.update('articles', articleId, patch)
          for (const each of cuts) cutAnew(rows, each, { queries, newId })
        },
      )
    },

    'articles.remove': ({ articleId, reason }) => {
      const { title, isSample } = desk.articleRow(articleId)
      change({ action: 'article.removed', articleId, reason, facts: { title } }, (rows) => {
        const sources = isSample === 1 ? queries.sourcesOnlyIn(articleId) : []
        for (const { table, id } of queries.ofArticle(articleId)) rows.remove(table, id)
        for (const id of sources) rows.remove('sources', id)
      })
      return { done: true }
    },
  }
}
