import { docxOf, zipOf } from '../../support/evidence-files'

/** One article, and how each program would save it. */
export interface Piece {
  kind: 'headline' | 'byline' | 'lead' | 'paragraph' | 'subhead' | 'quote' | 'attribution' | 'list item'
  text: string
}

export const article: readonly Piece[] = [
  { kind: 'headline', text: 'Hafen von Aqtau stockt den Betrieb auf' },
  { kind: 'byline', text: 'Von Jana Sommer' },
  {
    kind: 'lead',
    text: 'Der Hafen am Kaspischen Meer schlägt so viel um wie nie. Doch die Becken werden flacher.',
  },
  {
    kind: 'paragraph',
    text: 'Am 8. März 2022 lagen hier noch 14 Schiffe. Heute sind es z. B. montags mehr als 40, sagt Dr. Arman Bekow.',
  },
  {
    kind: 'paragraph',
    text: 'Rund 7.000 Kilometer misst der Weg über das Kaspische Meer bis nach Europa. Er führt an Russland vorbei und dauert etwa drei Wochen.',
  },
  { kind: 'subhead', text: 'Das Meer zieht sich zurück' },
  {
    kind: 'paragraph',
    text: 'Seit 2005 ist der Wasserspiegel um 2,1 Meter gefallen. Die größten Schiffe laden deshalb nur noch drei Viertel ihrer Fracht.',
  },
  { kind: 'quote', text: 'Wir baggern jeden Tag. Ohne Bagger wäre hier in fünf Jahren Schluss.' },
  { kind: 'attribution', text: 'Arman Bekow, Direktor des Hafens, 3. Mai 2024' },
  { kind: 'paragraph', text: 'Drei Maßnahmen sollen helfen, die zusammen 120 Millionen Euro kosten:' },
  { kind: 'list item', text: 'Die Fahrrinne wird auf 7,5 Meter vertieft.' },
  { kind: 'list item', text: 'Ein zweiter Kai entsteht im Norden.' },
  { kind: 'list item', text: 'Kleinere Schiffe werden angeschafft.' },
  {
    kind: 'paragraph',
    text: 'Ob das reicht, ist offen. „Niemand weiß, wie weit das Meer noch zurückgeht“, sagt die Geologin Saule Omarowa – und verweist auf die Jahre nach 1930.',
  },
]

export const sentences: readonly string[] = [
  'Hafen von Aqtau stockt den Betrieb auf',
  'Von Jana Sommer',
  'Der Hafen am Kaspischen Meer schlägt so viel um wie nie.',
  'Doch die Becken werden flacher.',
  'Am 8. März 2022 lagen hier noch 14 Schiffe.',
  'Heute sind es z. B. montags mehr als 40, sagt Dr. Arman Bekow.',
  'Rund 7.000 Kilometer misst der Weg über das Kaspische Meer bis nach Europa.',
  'Er führt an Russland vorbei und dauert etwa drei Wochen.',
  'Das Meer zieht sich zurück',
  'Seit 2005 ist der Wasserspiegel um 2,1 Meter gefallen.',
  'Die größten Schiffe laden deshalb nur noch drei Viertel ihrer Fracht.',
  'Wir baggern jeden Tag.',
  'Ohne Bagger wäre hier in fünf Jahren Schluss.',
  'Arman Bekow, Direktor des Hafens, 3. Mai 2024',
  'Drei Maßnahmen sollen helfen, die zusammen 120 Millionen Euro kosten:',
  'Die Fahrrinne wird auf 7,5 Meter vertieft.',
  'Ein zweiter Kai entsteht im Norden.',
  'Kleinere Schiffe werden angeschafft.',
  'Ob das reicht, ist offen.',
  '„Niemand weiß, wie weit das Meer noch zurückgeht“, sagt die Geologin Saule Omarowa – und verweist auf die Jahre nach 1930.',
]

const inMarkup = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Puts what belongs to a list or a quotation into one element. */
function grouped(
  tags: Readonly<Record<string, [open: string, close: string]>>,
  one: (piece: Piece) => string,
): string {
  let open: [string, string] | undefined
  let out = ''
  for (const piece of article) {
    const wanted = tags[piece.kind]
    if (open && open !== wanted) out += open[1]
    if (wanted && open !== wanted) out += wanted[0]
    open = wanted
    out += one(piece)
  }
  return out + (open ? open[1] : '')
}

const HTML_TAGS = {
  headline: 'h1',
  byline: 'p class="byline"',
  lead: 'p class="lead"',
  paragraph: 'p',
  subhead: 'h2',
  quote: 'p',
  attribution: 'footer',
  'list item': 'li',
} as const

export function bodyHtml(): string {
  const quote: [string, string] = ['<blockquote>\n', '</blockquote>\n']
  return grouped({ quote, attribution: quote, 'list item': ['<ul>\n', '</ul>\n'] }, ({ kind, text }) => {
    const tag = HTML_TAGS[kind]
    return `<${tag}>${inMarkup(text)}</${tag.split(' ')[0] ?? ''}>\n`
  })
}

/** The page as a browser saves it, with everything that stands around an article. */
export function pageHtml(): string {
  const data = {
    '@context': 'https://schema.org',
    '@graph': [
      { '@type': 'WebSite', name: 'Kaspische Post' },
      {
        '@type': 'NewsArticle',
        headline: 'Hafen von Aqtau stockt den Betrieb auf',
        author: [{ '@type': 'Person', name: 'Jana Sommer' }],
        publisher: { '@type': 'Organization', name: 'Kaspische Post' },
        datePublished: '2024-05-04T06:30:00+02:00',
      },
    ],
  }
  return `<!DOCTYPE html>
<!-- saved from url=(0042)https://www.kaspische-post.example/aqtau -->
<html lang="de"><head><meta charset="utf-8"><title>Hafen von Aqtau stockt den Betrieb auf - Kaspische Post</title>
<link rel="canonical" href="https://www.kaspische-post.example/wirtschaft/aqtau-100.html">
<script type="application/ld+json">${JSON.stringify(data)}</script>
<style>.unsichtbar { display: none } @media print { .druck { display: none } }</style></head>
<body><header class="site"><a href="/">Kaspische Post</a><nav><ul><li><a href="/politik">Politik</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<main><article><div class="text">
${bodyHtml()}
<p class="unsichtbar">Wer dies liest, sieht mehr als andere.</p>
<div class="share-bar"><a href="#">Auf Facebook teilen</a></div>
</div></article>
<aside class="related"><h2>Mehr aus der Wirtschaft</h2><ul><li><a href="/1">Weizen wird teurer</a></li><li><a href="/2">Neue Bahnstrecke nach Iran</a></li></ul></aside></main>
<footer><p>Impressum und Datenschutz der Kaspischen Post</p></footer>
<script>document.title = 'Gehackt'</script></body></html>`
}

export function plainText(): string {
  return article.map(({ kind, text }) => (kind === 'list item' ? `- ${text}` : text)).join('\n\n')
}

export function markdown(): string {
  const marks = { headline: '# ', subhead: '## ', quote: '> ', 'list item': '- ' } as const
  return article
    .map(({ kind, text }) => {
      if (kind === 'attribution') return `> – ${text}`
      return `${kind in marks ? marks[kind as keyof typeof marks] : ''}${text.replace(' ', kind === 'paragraph' ? '\n' : ' ')}`
    })
    .join('\n\n')
    .replaceAll('\n\n> –', '\n>\n> –')
}

const WORD_STYLES = {
  headline: 'Titel',
  byline: null,
  lead: 'Untertitel',
  paragraph: null,
  subhead: 'berschrift1',
  quote: 'Zitat',
  attribution: null,
  'list item': 'Listenabsatz',
} as const

export function word(): Buffer {
  const run = (text: string) => `<w:r><w:t xml:space="preserve">${inMarkup(text)}</w:t></w:r>`
  const body = article.map(({ kind, text }) => {
    const style = WORD_STYLES[kind]
    const [first = '', ...rest] = text.split(' ')
    return `<w:p>${style === null ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}${run(first)}${run(rest.map((each) => ` ${each}`).join(''))}</w:p>`
  })
  const names = {
    Titel: 'Title',
    Untertitel: 'Subtitle',
    berschrift1: 'heading 1',
    Zitat: 'Quote',
    Listenabsatz: 'List Paragraph',
  }
  const styles = Object.entries(names).map(
    ([id, name]) => `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`,
  )
  return docxOf(body.join(''), [
    { name: 'word/styles.xml', content: `<w:styles>${styles.join('')}</w:styles>` },
  ])
}

export function openDocumentOf(body: string): Buffer {
  return zipOf([
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text', isPacked: false },
    {
      name: 'content.xml',
      content: `<?xml version="1.0"?><office:document-content><office:automatic-styles><style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/></office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    },
  ])
}

export function openDocument(): Buffer {
  const styles = { headline: 'P1', lead: 'Subtitle', quote: 'Quotations' } as const
  const body = grouped({ 'list item': ['<text:list>', '</text:list>'] }, ({ kind, text }) => {
    const words = inMarkup(text)
    if (kind === 'subhead') return `<text:h text:outline-level="1">${words}</text:h>`
    const style = kind in styles ? styles[kind as keyof typeof styles] : 'Text_20_body'
    const paragraph = `<text:p text:style-name="${style}">${words.replace(' ', '<text:s/>')}</text:p>`
    return kind === 'list item' ? `<text:list-item>${paragraph}</text:list-item>` : paragraph
  })
  return openDocumentOf(body)
}

export function richText(): Buffer {
  const escaped = (text: string) =>
    [...text].map((each) => (each > '~' ? `\\u${String(each.charCodeAt(0))}?` : each)).join('')
  const body = article.map(
    ({ kind, text }) => `{\\pard ${kind === 'list item' ? '- ' : ''}${escaped(text)}\\par}`,
  )
  return Buffer.from(
    `{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\info{\\title Geheim}}\n${body.join('\n')}}`,
    'latin1',
  )
}

const encodedWord = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`

export function mail(): Buffer {
  const html = Buffer.from(`<html><body>${bodyHtml()}</body></html>`).toString('base64')
  const plain = Buffer.from(plainText()).toString('base64')
  return Buffer.from(
    [
      'From: "Jana Sommer" <jana@post.example>',
      'To: redaktion@post.example',
      `Subject: ${encodedWord(article[0]?.text ?? '')}`,
      'Date: Sat, 4 May 2024 08:00:00 +0200',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="aussen"',
      '',
      '--aussen',
      'Content-Type: multipart/alternative; boundary="innen"',
      '',
      '--innen',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      plain,
      '--innen',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      html,
      '--innen--',
      '--aussen',
      'Content-Type: application/pdf; name="karte.pdf"',
      'Content-Disposition: attachment; filename="karte.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      'JVBERg==',
      '--aussen--',
      '',
    ].join('\r\n'),
  )
}

export function savedInOneFile(): Buffer {
  return Buffer.from(
    [
      'From: <Saved by Blink>',
      'Snapshot-Content-Location: https://www.kaspische-post.example/aqtau',
      'Subject: Aqtau',
      'Date: Sat, 4 May 2024 08:00:00 -0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/related; type="text/html"; boundary="teil"',
      '',
      '--teil',
      'Content-Type: text/html',
      'Content-Transfer-Encoding: base64',
      'Content-Location: https://www.kaspische-post.example/aqtau',
      '',
      Buffer.from(pageHtml()).toString('base64'),
      '--teil',
      'Content-Type: text/html',
      'Content-Transfer-Encoding: 8bit',
      'Content-Location: cid:rahmen',
      '',
      '<html><body><p>Werbung in einem Rahmen</p></body></html>',
      '--teil--',
      '',
    ].join('\r\n'),
  )
}
