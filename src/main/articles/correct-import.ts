import { AppError } from '#shared/errors'
import type { Parsed } from '#shared/contract'

import type { ReadArticle, ReadBlock } from './article-reader'
import { segmentPart } from './segmenter'
import type { Corrections } from './segmenter-corrections'

type Given = Pick<
  Parsed<'imports.store'>,
  'title' | 'kicker' | 'byline' | 'outlet' | 'url' | 'publishedOn' | 'modifiedOn' | 'blocks'
>

/** A block in a language, null for that of its article, with the sentences which that gives. */
export function cutIn(
  language: string | null,
  article: ReadArticle,
  block: ReadBlock,
  corrections: Corrections,
): Pick<ReadBlock, 'language' | 'sentences'> {
  const own = language === article.language ? null : language
  return { language: own, sentences: segmentPart(article.text, block, own ?? article.language, corrections) }
}

/** What was read, with what a person made of it. Its words stay. */
export function corrected(article: ReadArticle, given: Given, corrections: Corrections): ReadArticle {
  const { title, kicker, byline, outlet, url, publishedOn, modifiedOn } = given
  const changes = new Map(given.blocks.map(({ at, ...change }) => [at, change]))
  const blocks = article.blocks.map((block, at): ReadBlock => {
    const change = changes.get(at)
    if (!change) return block
    const kind = change.kind ?? block.kind
    if (kind === 'non-text') return { ...block, kind, sentences: [] }
    const { language = block.language } = change
    const isAsRead = language === block.language && block.sentences.length > 0
    return { ...block, kind, ...(!isAsRead && cutIn(language, article, block, corrections)) }
  })
  if (blocks.every(({ sentences }) => sentences.length === 0)) throw nothingToCheck()
  return {
    ...article,
    blocks,
    title: title ?? article.title,
    kicker: kicker === undefined ? article.kicker : kicker,
    byline: byline === undefined ? article.byline : byline,
    outlet: outlet === undefined ? article.outlet : outlet,
    url: url === undefined ? article.url : url,
    publishedOn: publishedOn === undefined ? article.publishedOn : publishedOn,
    modifiedOn: modifiedOn === undefined ? article.modifiedOn : modifiedOn,
  }
}

function nothingToCheck(): AppError {
  return new AppError('rule_broken', {
    de: 'In diesem Text bliebe kein Satz zu prüfen. Nichts wurde gespeichert. Stellen Sie mindestens einen Absatz wieder her.',
    en: 'This text would leave no sentence to check. Nothing was stored. Restore at least one block.',
  })
}
