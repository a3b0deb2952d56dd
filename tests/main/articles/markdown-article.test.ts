import { describe, expect, it } from 'vitest'

import { readArticleFile } from '#main/articles/article-file'

async function read(markdown: string) {
  const article = await readArticleFile(
    { bytes: Buffer.from(markdown), fileName: 'artikel.md' },
    { language: 'de' },
  )
  const lines = article.blocks.map(({ kind, start, end }) => [kind, article.text.slice(start, end)])
  return { ...article, lines }
}

describe('a Markdown file', () => {
  it('loses its marks and none of its words', async () => {
    const { lines } = await read(
      `Titel der Seite
===============

Ein *schräges* und **fettes** Wort, \`Code\`, ein [Verweis](https://blatt.example/a "Titel") und \\*kein\\* Stern.

### Zwischentitel ###

1. Erstens kommt das.
2. Zweitens kommt jenes,
   das länger ist.

| Jahr | Zahl |
| ---- | ---: |
| 2024 | 7.000 |

    Eingerückt steht es.

![Eine Brücke](bruecke.jpg)
Zeile mit Umbruch\\
und noch eine.
`,
    )

    expect(lines).toEqual([
      ['headline', 'Titel der Seite'],
      ['paragraph', 'Ein schräges und fettes Wort, Code, ein Verweis und *kein* Stern.'],
      ['subhead', 'Zwischentitel'],
      ['list item', 'Erstens kommt das.'],
      ['list item', 'Zweitens kommt jenes, das länger ist.'],
      ['table cell', 'Jahr'],
      ['table cell', 'Zahl'],
      ['table cell', '2024'],
      ['table cell', '7.000'],
      ['paragraph', 'Eingerückt steht es.'],
      ['paragraph', 'Zeile mit Umbruch'],
      ['paragraph', 'und noch eine.'],
      ['non-text', 'Eine Brücke'],
    ])
  })

  it('fills in what it says about itself at its top, and keeps that as no text', async () => {
    const { title, byline, publishedOn, url, lines } = await read(
      `---\ntitle: "Brücke wird gesperrt"\nauthor: Mia Reich\ndate: 2023-11-02T06:00:00Z\nurl: javascript:alert(1)\n---\n\nDie Stadt sperrt die Brücke.\n`,
    )

    expect({ title, byline, publishedOn, url }).toEqual({
      title: 'Brücke wird gesperrt',
      byline: 'Mia Reich',
      publishedOn: '2023-11-02',
      url: null,
    })
    expect(lines.filter(([kind]) => kind !== 'non-text')).toEqual([
      ['paragraph', 'Die Stadt sperrt die Brücke.'],
    ])
    expect(lines).toContainEqual(['non-text', 'author: Mia Reich'])
  })

  it('takes a line between two rules for text, where nothing is said about the article', async () => {
    const { lines } = await read('---\nDie Stadt sperrt die Brücke.\n\n---\n\nSie ist alt.\n')

    expect(lines).toEqual([
      ['paragraph', 'Die Stadt sperrt die Brücke.'],
      ['paragraph', 'Sie ist alt.'],
    ])
  })

  it('keeps elements of HTML as the characters they are', async () => {
    const { text } = await read(
      'Text mit <script>alert(1)</script> darin.\n\n<div onclick="x()">Kasten</div>\n',
    )

    expect(text).toBe('Text mit <script>alert(1)</script> darin.\n\n<div onclick="x()">Kasten</div>')
  })

  it('is read in good time, however it is nested', async () => {
    const { text } = await read(
      `${'> '.repeat(5_000)}tief\n\n${'[('.repeat(20_000)}\n\n${'*a_ '.repeat(20_000)}\n\nEnde.`,
    )

    expect(text).toContain('Ende.')
  }, 10_000)
})
