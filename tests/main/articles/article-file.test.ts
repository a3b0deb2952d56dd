import { describe, expect, it } from 'vitest'

import { readArticleFile } from '#main/articles/article-file'
import type { ReadArticle } from '#main/articles/article-reader'

import { article, pageHtml, sentences } from './same-article'

const sentencesOf = ({ text, blocks }: ReadArticle) =>
  blocks.flatMap((block) => block.sentences.map(({ start, end }) => text.slice(start, end)))
const kindsOf = ({ text, blocks }: ReadArticle) =>
  blocks
    .filter(({ kind }) => kind !== 'non-text')
    .map(({ kind, start, end }) => ({ kind, text: text.slice(start, end) }))

describe('the same article', () => {
  it.each<[string, string, () => Buffer]>([['as a saved page', 'aqtau.html', () => Buffer.from(pageHtml())]])(
    '%s has the same sentences and kinds',
    async (_, fileName, bytes) => {
      const read = await readArticleFile({ bytes: bytes(), fileName })

      expect(sentencesOf(read)).toEqual(sentences)
      expect(kindsOf(read)).toEqual(article)
      expect(read).toMatchObject({ title: article[0]?.text, byline: 'Jana Sommer', language: 'de' })
      const quote = read.blocks.find(({ kind }) => kind === 'quote')
      expect(quote).toMatchObject({
        speaker: 'Arman Bekow',
        role: 'Direktor des Hafens',
        saidOn: '2024-05-03',
      })
    },
  )
})
