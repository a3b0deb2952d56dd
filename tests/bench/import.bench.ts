import { Readability } from '@mozilla/readability'
import { it } from 'vitest'

import { readArticleFile } from '#main/articles/article-file'

import { openPdf } from '#main/documents/open-pdf'

import { pdfOf } from '../support/evidence-files'
import { median, report, textOf, times } from './measure'

/** A page of so many bytes: an article with links and emphasis, and what stands around it. */
function pageOf(bytes: number): string {
  const paragraphs = textOf(Math.ceil(bytes / 150))
    .split('\n\n')
    .slice(1)
  const links = Array.from(
    { length: 60 },
    (_, at) => `<li><a href="/r/${String(at)}">Ressort ${String(at)}</a></li>`,
  )
  let body = ''
  for (const [at, text] of paragraphs.entries()) {
    const words = text
      .replace('Regelung', '<a href="/regelung">Regelung</a>')
      .replace('Berlin', '<b>Berlin</b>')
    body += `<p class="p${String(at % 7)}">${words}</p>\n`
    if (body.length > bytes) break
  }
  return `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Bericht über eine Messung</title></head>
<body><nav><ul>${links.join('')}</ul></nav><article><h1>Bericht über eine Messung</h1>${body}</article><footer>${links.join('')}</footer></body></html>`
}

it('a PDF of 200 pages', async () => {
  const sentences = textOf(8_000).split('\n\n').slice(1)
  const pages = Array.from({ length: 200 }, (_, at) =>
    (
      sentences
        .slice(at * 4, at * 4 + 4)
        .join(' ')
        .match(/.{1,90}(?:\s|$)/g) ?? []
    )
      .slice(0, 48)
      .join('\n'),
  )
  const bytes = pdfOf(pages)
  const before = process.memoryUsage().rss
  await readArticleFile({ bytes, fileName: 'a.pdf' })
  const megabytes = (process.memoryUsage().rss - before) / 1_000_000
  const own = median(await times(2, () => readArticleFile({ bytes, fileName: 'a.pdf' })))
  const bare = median(
    await times(2, async () => {
      const task = openPdf(new Uint8Array(bytes))
      const document = await task.promise
      for (let number = 1; number <= document.numPages; number += 1)
        await (await document.getPage(number)).getTextContent()
      await task.destroy()
    }),
  )
  report('A PDF of 200 pages, against its texts taken out by pdf.js and nothing else', [
    { 'whole reading ms': own, 'pdf.js alone ms': bare, ratio: own / bare, 'memory it took MB': megabytes },
  ])
})

it('a web page', async () => {
  // Only now: what it takes to load counts for nobody.
  const { JSDOM } = await import('jsdom')
  const rows = []
  for (const kilobytes of [100, 1_000]) {
    const html = pageOf(kilobytes * 1_000)
    const bytes = Buffer.from(html)
    const own = median(await times(3, () => readArticleFile({ bytes, fileName: 'a.html' })))
    const bare = median(
      await times(3, () => {
        const { document } = new JSDOM(html).window
        // The types of Readability ask for those of a browser.
        return new Readability(document as never).parse()
      }),
    )
    rows.push({
      kB: kilobytes,
      'whole reading ms': own,
      'Readability on jsdom alone ms': bare,
      ratio: own / bare,
    })
  }
  report('A web page: blocks, kinds and sentences, against the article found and nothing else', rows)
})
