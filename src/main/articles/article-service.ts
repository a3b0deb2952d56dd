import type { Output } from '#shared/contract'
import { AppError } from '#shared/errors'
import type { ArticleId } from '#shared/model'

import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { articlePartQueries } from './article-part-queries'
import { cutAnew, newCutsOfArticle } from './cut-anew'
import type { ArticleSource } from './article-file'
import { insertArticle } from './article-rows'
import type { ReadArticle, ReadOptions } from './article-reader'

type ArticleHandlers = Pick<
  Handlers,
  | 'articles.list'
  | 'articles.import'
  | 'articles.read'
  | 'articles.update'
  | 'articles.remove'
  | 'tasks.cancel'
>

/** Reads a text on another thread or this one; the host decides. */
export type ArticleReader = (
  source: ArticleSource,
  options: ReadOptions,
  following: { signal: AbortSignal; onProgress: (done: number, total: number) => void },
) => Promise<ReadArticle> | ReadArticle

export function articleService(
  context: ServiceContext & {
    readArticle: ArticleReader
    /** The article of which these are nearly the sentences. */
    nearlyLike: (sentences: readonly string[]) => Output<'articles.import'>['nearlyLike']
  },
): ArticleHandlers {
  const { db, now, newId, personId, desk, change, changeArticle, tasks, readArticle, nearlyLike } = context
  const queries = articlePartQueries(db)

  function readFollowed(
    source: ArticleSource,
    language: string | undefined,
    task: string | undefined,
  ): Promise<ReadArticle> {
    return tasks.run(task, async ({ signal, tell }) => {
      const article = await readArticle(source, language === undefined ? {} : { language }, {
        signal,
        onProgress: (done, total) => tell('reading', done, total),
      })
      if (signal.aborted) throw cancelled()
      return article
    })
  }

  return {
    'articles.list': () => desk.summaries(),

    'articles.read': ({ articleId }, { language }) => desk.read(articleId, language),

    'articles.import': async ({ text, bytes, fileName, language, task }, context) => {
      const source =
        text === undefined
          ? { bytes: Buffer.from(bytes ?? '', 'base64'), ...(fileName && { fileName }) }
          : { text }
      const article = await readFollowed(source, language, task)
      const like = nearlyLike(
        article.blocks.flatMap((block) =>
          block.sentences.map(({ start, end }) => article.text.slice(start, end)),
        ),
      )
      const articleId = newId<ArticleId>()
      const sentences = article.blocks.reduce((sum, block) => sum + block.sentences.length, 0)
      change(
        { action: 'article.imported', articleId, facts: { title: article.title, count: sentences } },
        (rows) => {
          insertArticle(rows, article, {
            articleId,
            newId,
            personId: personId(),
            at: now().toISOString(),
            fileName: fileName ?? null,
            isSample: false,
          })
        },
      )
      return {
        article: desk.summary(articleId),
        blocks: article.blocks.length,
        sentences,
        nearlyLike: like,
        warnings: article.warnings.map(({ de, en, ...warning }) => ({
          ...warning,
          text: { de, en }[context.language],
        })),
      }
    },

    'articles.update': ({ articleId, ...given }, { language }) => {
      const { title, language: before } = desk.articleRow(articleId)
      const cuts =
        given.language === undefined || given.language === before
          ? []
          : newCutsOfArticle(desk.outline(articleId), before, given.language)
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

    'tasks.cancel': ({ task }) => ({ cancelled: tasks.cancel(task) }),
  }
}

function cancelled(): AppError {
  return new AppError('cancelled', {
    de: 'Der Import wurde abgebrochen. Nichts wurde gespeichert.',
    en: 'The import was cancelled. Nothing was stored.',
  })
}
