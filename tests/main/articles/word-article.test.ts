import { describe, expect, it } from 'vitest'

import { readArticleFile } from '#main/articles/article-file'

import { docxOf } from '../../support/evidence-files'

const run = (text: string, properties = '') =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`
const paragraph = (content: string) => `<w:p>${content}</w:p>`
const long = paragraph(run('Am Dienstag teilte die Stadt mit, dass die Brücke im Mai gesperrt wird.'))

async function read(body: string) {
  const article = await readArticleFile({ bytes: docxOf(body), fileName: 'a.docx' }, { language: 'de' })
  const lines = article.blocks.map(({ kind, start, end }) => [kind, article.text.slice(start, end)])
  return { ...article, lines }
}

describe('a Word document', () => {
  it.each([
    ['hidden', '<w:vanish/>'],
    ['white', '<w:color w:val="FFFFFF"/>'],
  ])('keeps text that nobody sees apart: %s', async (_, properties) => {
    const { lines, warnings } = await read(
      `${long}${paragraph(`${run('Sie ist')}${run(' nicht', properties)}${run(' alt.')}`)}`,
    )

    expect(lines.slice(1)).toEqual([
      ['paragraph', 'Sie ist alt.'],
      ['non-text', 'nicht'],
    ])
    expect(warnings).toMatchObject([{ code: 'hidden text', count: 1 }])
  })

  it('does not take for hidden what is said not to be', async () => {
    const { lines, warnings } = await read(
      `${long}${paragraph(`<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>${run('Sie ist alt.', '<w:vanish w:val="0"/>')}`)}`,
    )

    expect(lines.slice(1)).toEqual([['paragraph', 'Sie ist alt.']])
    expect(warnings).toEqual([])
  })

  it.each([
    ['a shaded cell', '<w:tbl><w:tr><w:tc>', '</w:tc></w:tr></w:tbl>', ''],
    ['a shaded paragraph', '', '', '<w:pPr><w:shd w:val="clear" w:fill="000000"/></w:pPr>'],
  ])('leaves white text where its ground may be dark: %s', async (_, before, after, properties) => {
    const white = run('Sie ist alt.', '<w:color w:val="FFFFFF"/>')
    const { lines, warnings } = await read(`${long}${before}${paragraph(properties + white)}${after}`)

    expect(lines.slice(1)).toEqual([['paragraph', 'Sie ist alt.']])
    expect(warnings).toEqual([])
  })

  it('that is cut off is called damaged', async () => {
    const bytes = docxOf(long).subarray(0, 200)

    await expect(readArticleFile({ bytes, fileName: 'a.docx' })).rejects.toMatchObject({
      code: 'unreadable',
      words: { en: expect.stringMatching(/damaged.*Nothing was stored/) as string },
    })
  })
})
