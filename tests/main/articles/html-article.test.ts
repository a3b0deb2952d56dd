import { describe, expect, it } from 'vitest'

import { readArticleFile } from '#main/articles/article-file'
import type { ReadArticle } from '#main/articles/article-reader'

import { pageHtml } from './same-article'

const read = (html: string, fileName = 'seite.html') =>
  readArticleFile({ bytes: Buffer.from(html), fileName }, { language: 'de' })
const linesOf = ({ text, blocks }: ReadArticle, isText: boolean) =>
  blocks
    .filter(({ kind }) => (kind !== 'non-text') === isText)
    .map(({ start, end }) => text.slice(start, end))

const long =
  'Am Dienstag teilte die Stadt mit, dass die Brücke im Mai gesperrt wird, weil der Beton bröckelt. '
const paragraphs = `<p>${long.repeat(2)}</p><p>${long.repeat(2)}</p>`

describe('a saved page', () => {
  it('fills in what it says about itself', async () => {
    const { byline, outlet, publishedOn, url, title } = await read(pageHtml())

    expect({ byline, outlet, publishedOn, url, title }).toEqual({
      title: 'Hafen von Aqtau stockt den Betrieb auf',
      byline: 'Jana Sommer',
      outlet: 'Kaspische Post',
      publishedOn: '2024-05-04',
      url: 'https://www.kaspische-post.example/wirtschaft/aqtau-100.html',
    })
  })

  it('says the same in Open Graph and meta elements', async () => {
    const { byline, outlet, publishedOn, url, title } = await read(
      `<html><head><title>Falsch | Blatt</title><meta property="og:title" content="Brücke wird gesperrt">
       <meta property="og:site_name" content="Das Blatt"><meta name="author" content="Mia Reich">
       <meta property="article:published_time" content="2023-11-02T05:00:00Z">
       <meta property="og:url" content="https://blatt.example/bruecke"></head><body>${paragraphs}</body></html>`,
    )

    expect({ byline, outlet, publishedOn, url, title }).toEqual({
      title: 'Brücke wird gesperrt',
      byline: 'Mia Reich',
      outlet: 'Das Blatt',
      publishedOn: '2023-11-02',
      url: 'https://blatt.example/bruecke',
    })
  })

  it('takes no link, date or broken data for what it is not', async () => {
    const { url, publishedOn, byline } = await read(
      `<html><head><link rel="canonical" href="javascript:alert(1)"><meta name="date" content="2023-02-31">
       <meta name="author" content="https://blatt.example/mia">
       <script type="application/ld+json">{"@type": "NewsArticle", "headline": </script></head><body>${paragraphs}</body></html>`,
    )

    expect({ url, publishedOn, byline }).toEqual({ url: null, publishedOn: null, byline: null })
  })

  it('keeps what stands around the article as dropped parts, in its place', async () => {
    const article = await read(pageHtml())

    expect(linesOf(article, false)).toEqual([
      'Kaspische Post',
      'Politik',
      'Sport',
      'Wer dies liest, sieht mehr als andere.',
      'Auf Facebook teilen',
      'Mehr aus der Wirtschaft',
      'Weizen wird teurer',
      'Neue Bahnstrecke nach Iran',
      'Impressum und Datenschutz der Kaspischen Post',
    ])
  })

  it.each([
    ['hidden', '<p hidden>Versteckt.</p>'],
    ['display: none', '<div style="color:red; display:none"><p>Versteckt.</p></div>'],
    ['white on white', '<p style="color:#fff">Versteckt.</p>'],
    ['the colour of its ground', '<p style="background-color: #eee; color: #EEE">Versteckt.</p>'],
    ['no size', '<p>Sichtbar. <span style="font-size:0">Versteckt.</span></p>'],
    ['outside of the page', '<p style="position:absolute; left:-9999px">Versteckt.</p>'],
    [
      'a class of its style sheet',
      '<style>/* x */ .weg, .fort{ visibility: hidden }</style><p class="fort">Versteckt.</p>',
    ],
  ])('marks text that nobody sees: %s', async (_, markup) => {
    const { text, blocks, warnings } = await read(
      `<html><body><h1>Brücke gesperrt</h1>${paragraphs}${markup}${paragraphs}</body></html>`,
    )

    const hidden = blocks.filter(({ start, end }) => text.slice(start, end) === 'Versteckt.')
    expect(hidden.map(({ kind }) => kind)).toEqual(['non-text'])
    expect(warnings).toMatchObject([{ code: 'hidden text', count: 1, offsets: [hidden[0]?.start] }])
  })

  it('does not take a rule for printers only for a hiding one', async () => {
    const article = await read(
      `<html><head><style>@media print { .d { display: none } } .e { color: red }</style></head>
       <body><h1>Brücke gesperrt</h1><p class="d">${long}</p>${paragraphs}</body></html>`,
    )

    expect(linesOf(article, true)).toHaveLength(4)
    expect(article.warnings).toEqual([])
  })

  it('tells kicker, byline, caption, credit and quotation apart by what the page calls them', async () => {
    const { text, blocks, kicker, byline } = await read(
      `<html><body><article><header><span class="article__kicker kicker">Bröckelnder Beton</span>
       <h1>Brücke wird gesperrt</h1><p class="byline">Von <a rel="author" href="/mia">Mia Reich</a></p></header>
       ${paragraphs}<figure><img src="x.jpg" alt="Eine Brücke"><figcaption>Die Brücke im April
       <span class="credit">Foto: Ben Wolf</span></figcaption></figure>
       <figure><blockquote><p>Der Beton hält nicht mehr.</p></blockquote><figcaption>Ute Klar, Statikerin</figcaption></figure>
       ${paragraphs}</article></body></html>`,
    )

    expect({ kicker, byline }).toEqual({ kicker: 'Bröckelnder Beton', byline: 'Mia Reich' })
    expect(
      blocks.flatMap(({ kind, start, end, speaker }) =>
        kind === 'paragraph' || kind === 'lead' ? [] : [[kind, text.slice(start, end), speaker]],
      ),
    ).toEqual([
      ['kicker', 'Bröckelnder Beton', null],
      ['headline', 'Brücke wird gesperrt', null],
      ['byline', 'Von Mia Reich', null],
      ['caption', 'Die Brücke im April', null],
      ['credit', 'Foto: Ben Wolf', null],
      ['quote', 'Der Beton hält nicht mehr.', 'Ute Klar'],
      ['attribution', 'Ute Klar, Statikerin', 'Ute Klar'],
    ])
  })

  it('cuts lines where the page does, and keeps hard spaces and numbers as they are', async () => {
    const article = await read(
      `<html><body><h1>Zahlen</h1><p>Erste Zeile<br>zweite   Zeile mit 1,2&nbsp;Prozent.</p>
       <table><tr><th>Jahr</th><td>7.000</td></tr></table>${paragraphs}</body></html>`,
    )

    expect(linesOf(article, true).slice(0, 5)).toEqual([
      'Zahlen',
      'Erste Zeile',
      'zweite Zeile mit 1,2\u00a0Prozent.',
      'Jahr',
      '7.000',
    ])
  })

  it('is read by what it declares where its bytes are no UTF-8', async () => {
    const html = `<html><head><meta charset="iso-8859-15"></head><body><h1>Größe</h1>${paragraphs}</body></html>`

    const { encoding, title } = await readArticleFile(
      { bytes: Buffer.from(html, 'latin1') },
      { language: 'de' },
    )

    expect({ encoding, title }).toEqual({ encoding: 'iso-8859-15', title: 'Größe' })
  })
})

describe('a hostile page', () => {
  it('runs nothing and fetches nothing', async () => {
    const seen: unknown[] = []
    Object.assign(globalThis, { hacked: (what: unknown) => seen.push(what) })
    const article = await read(
      `<html><head><base href="http://127.0.0.1:9/"><link rel="stylesheet" href="/a.css"><script>hacked('script')</script>
       <meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"></head>
       <body onload="hacked('load')"><h1>Titel der Seite</h1><img src="x" onerror="hacked('image')">
       <iframe srcdoc="<script>parent.hacked('frame')</script>Rahmen"></iframe><object data="http://127.0.0.1:9/o"></object>
       <svg><script>hacked('svg')</script><text>Bild</text></svg><template><p>Vorlage</p></template>
       <noscript><p>Ohne Skript</p></noscript><textarea>Feld</textarea>${paragraphs}
       <p>{{constructor.constructor('hacked(1)')()}} &lt;script&gt;hacked(2)&lt;/script&gt;</p></body></html>`,
    )

    expect(seen).toEqual([])
    expect(article.text).toContain('<script>hacked(2)</script>')
    expect(article.text).not.toMatch(/Rahmen|Vorlage|Bild|Feld|Ohne Skript/)
  })

  it('is read in good time and without end of stack, however it is nested', async () => {
    const nested = `${'<div>'.repeat(1_000)}<p>${long}</p>${'</div>'.repeat(1_000)}`
    const spans = `<p>${'<b>Wort</b> '.repeat(20_000)}</p>`
    const style = `<style>${'/*'.repeat(100_000)}${'{'.repeat(50_000)}</style>`

    const article = await read(`<html><body>${style}<h1>Titel</h1>${nested}${spans}</body></html>`)

    expect(article.text).toContain(long.trim())
    expect(article.text.match(/Wort/g)).toHaveLength(20_000)
  })

  it('of nothing but scripts has no text', async () => {
    await expect(read('<html><body><script>let a = 1</script></body></html>')).rejects.toMatchObject({
      code: 'unreadable',
      words: { en: expect.stringContaining('There is no text in it. Nothing was stored.') as string },
    })
  })
})
