import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { readArticleFile } from '#main/articles/article-file'
import type { ReadArticle } from '#main/articles/article-reader'

import {
  article,
  mail,
  markdown,
  openDocument,
  pageHtml,
  plainText,
  richText,
  savedInOneFile,
  sentences,
  type Piece,
  word,
} from './same-article'

const sentencesOf = ({ text, blocks }: ReadArticle) =>
  blocks.flatMap((block) =>
    block.sentences.map(({ start, end }) => text.slice(start, end).replace(/^[-–•] /u, '')),
  )
const kindsOf = ({ text, blocks }: ReadArticle) =>
  blocks
    .filter(({ kind }) => kind !== 'non-text')
    .map(({ kind, start, end }) => ({ kind, text: text.slice(start, end).replace(/^[-–•] /u, '') }))

const withoutLists = ({ kind, text }: Piece) => ({ kind: kind === 'list item' ? 'paragraph' : kind, text })

describe('the same article', () => {
  it.each<[string, string, () => Buffer]>([
    ['as a saved page', 'aqtau.html', () => Buffer.from(pageHtml())],
    ['as a page saved in one file', 'aqtau.mhtml', savedInOneFile],
    ['as a mail', 'aqtau.eml', mail],
    ['in Markdown', 'aqtau.md', () => Buffer.from(markdown())],
    ['as a Word document', 'aqtau.docx', word],
    ['as an OpenDocument text', 'aqtau.odt', openDocument],
    ['as an RTF document', 'aqtau.rtf', richText],
    ['as a PDF', 'aqtau.pdf', () => readFileSync(join(import.meta.dirname, 'examples/aqtau.pdf'))],
    ['as plain text', 'aqtau.txt', () => Buffer.from(plainText())],
  ])('%s has the same sentences and kinds', async (_, fileName, bytes) => {
    const read = await readArticleFile({ bytes: bytes(), fileName })

    expect(sentencesOf(read)).toEqual(sentences)
    // Bullets in a PDF are drawings, so nothing tells its list items from paragraphs.
    const known = fileName.endsWith('.pdf') ? article.map(withoutLists) : article
    expect(kindsOf(read)).toEqual(known)
    expect(read).toMatchObject({ title: article[0]?.text, byline: 'Jana Sommer', language: 'de' })
    const quote = read.blocks.find(({ kind }) => kind === 'quote')
    expect(quote).toMatchObject({
      speaker: 'Arman Bekow',
      role: 'Direktor des Hafens',
      saidOn: '2024-05-03',
    })
  })
})
