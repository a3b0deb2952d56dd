import { describe, expect, it } from 'vitest'

import { readArticleFile } from '#main/articles/article-file'
import { mailAttachments } from '#main/documents/mail-lines'

import { docxOf, zipOf } from '../../support/evidence-files'

async function read(bytes: Buffer | string, fileName: string) {
  const article = await readArticleFile({ bytes: Buffer.from(bytes), fileName }, { language: 'de' })
  const { text, blocks, comments } = article
  return {
    ...article,
    lines: blocks.map(({ kind, start, end }) => [kind, text.slice(start, end)]),
    remarks: comments.map(({ start, end, ...comment }) => [text.slice(start, end), comment]),
    codes: article.warnings.map(({ code, count }) => [code, count]),
  }
}

/** The same document in every format: a table, two notes, a frame around a text. */
const EXPECTED = [
  ['headline', 'Der Etat der Stadt Rheinau wächst'],
  ['paragraph', 'Die Ausgaben steigen um 3,4 Prozent.[1] Das teilte die Kämmerei mit.'],
  ['table cell', 'Jahr'],
  ['table cell', 'Ausgaben'],
  ['table cell', '2025'],
  ['table cell', '412 Mio. Euro'],
  ['paragraph', 'Der Rat stimmt am 3. Mai ab.[2]'],
  ['footnote', '[1] Ohne Investitionen. Stand: Januar.'],
  ['footnote', '[2] Vorlage 17/2026.'],
]

describe('cells and notes, with their marks, come out of', () => {
  it('Word', async () => {
    const p = (content: string, style = '') =>
      `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}${content}</w:p>`
    const r = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`
    const note = (id: number) => `<w:r><w:footnoteReference w:id="${String(id)}"/></w:r>`
    const cell = (text: string) => `<w:tc>${p(r(text))}</w:tc>`
    const body =
      p(r('Der Etat der Stadt Rheinau wächst'), 'Title') +
      p(r('Die Ausgaben steigen um 3,4 Prozent.') + note(7) + r(' Das teilte die Kämmerei mit.')) +
      `<w:tbl><w:tr>${cell('Jahr')}${cell('Ausgaben')}</w:tr><w:tr>${cell('2025')}${cell('412 Mio. Euro')}</w:tr></w:tbl>` +
      `<w:tbl><w:tr><w:tc>${p(r('Der Rat stimmt am 3. Mai ab.') + note(3))}</w:tc></w:tr></w:tbl>`
    const notes =
      '<w:footnotes><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>' +
      `<w:footnote w:id="3">${p(r('Vorlage 17/2026.'))}</w:footnote>` +
      `<w:footnote w:id="7">${p('<w:r><w:footnoteRef/></w:r>' + r('Ohne Investitionen. Stand: Januar.'))}</w:footnote></w:footnotes>`

    const { lines } = await read(docxOf(body, [{ name: 'word/footnotes.xml', content: notes }]), 'a.docx')

    expect(lines).toEqual([...EXPECTED.slice(0, -2), EXPECTED[8], EXPECTED[7]])
  })

  it('OpenDocument', async () => {
    const note = (mark: number, text: string) =>
      `<text:note text:note-class="footnote"><text:note-citation>${String(mark)}</text:note-citation><text:note-body><text:p>${text}</text:p></text:note-body></text:note>`
    const cell = (text: string) => `<table:table-cell><text:p>${text}</text:p></table:table-cell>`
    const body =
      '<text:p text:style-name="Title">Der Etat der Stadt Rheinau wächst</text:p>' +
      `<text:p>Die Ausgaben steigen um 3,4 Prozent.${note(1, 'Ohne Investitionen. Stand: Januar.')} Das teilte die Kämmerei mit.</text:p>` +
      `<table:table><table:table-row>${cell('Jahr')}${cell('Ausgaben')}</table:table-row><table:table-row>${cell('2025')}${cell('412 Mio. Euro')}</table:table-row></table:table>` +
      `<text:p>Der Rat stimmt am 3. Mai ab.${note(2, 'Vorlage 17/2026.')}</text:p>`

    const { lines } = await read(odtOf(body), 'a.odt')

    expect(lines).toEqual(EXPECTED)
  })

  it('RTF', async () => {
    const rtf = String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}}{\stylesheet{\s0 Normal;}{\s5\b\fs40 Title;}}
{\header\pard Amtsblatt Rheinau\par}
\pard\s5 Der Etat der Stadt Rheinau w\'e4chst\par
\pard Die Ausgaben steigen um 3,4 Prozent.{\super\chftn{\footnote\pard{\super\chftn} Ohne Investitionen. Stand: Januar.}} Das teilte die K\'e4mmerei mit.\par
\trowd\cellx1\cellx2\pard\intbl Jahr\cell Ausgaben\cell\row
\trowd\cellx1\cellx2\pard\intbl 2025\cell 412 Mio. Euro\cell\row
\pard Der Rat stimmt am 3. Mai ab.{\super\chftn{\footnote\pard{\super\chftn} Vorlage 17/2026.}}\par}`

    const { lines } = await read(rtf, 'a.rtf')

    expect(lines).toEqual([...EXPECTED, ['non-text', 'Amtsblatt Rheinau']])
  })

  it('Markdown', async () => {
    const markdown = `# Der Etat der Stadt Rheinau wächst

Die Ausgaben steigen um 3,4 Prozent.[^1] Das teilte die Kämmerei mit.

| Jahr | Ausgaben      |
| ---- | ------------- |
| 2025 | 412 Mio. Euro |

[^1]: Ohne Investitionen. Stand: Januar.
[^b]: Vorlage 17/2026.

Der Rat stimmt am 3. Mai ab.[^b]
`

    const { lines } = await read(markdown, 'a.md')

    expect(lines).toEqual(EXPECTED.map(([kind, text]) => [kind, text?.replace('[2]', '[b]')]))
  })

  it('a web page', async () => {
    const html = `<article><h1>Der Etat der Stadt Rheinau wächst</h1>
<p>Die Ausgaben steigen um 3,4 Prozent.<sup><a href="#fn1" role="doc-noteref">1</a></sup> Das teilte die Kämmerei mit.</p>
<table><tr><th>Jahr</th><th>Ausgaben</th></tr><tr><td><p>2025</p></td><td>412 Mio. Euro</td></tr></table>
<table role="presentation"><tr><td><p>Der Rat stimmt am 3. Mai ab.<a href="#fn2"><sup>2</sup></a></p></td></tr></table>
<section role="doc-endnotes"><ol><li id="fn1">Ohne Investitionen. Stand: Januar. <a href="#r1" role="doc-backlink">↩</a></li>
<li id="fn2">Vorlage 17/2026.</li></ol></section></article>`

    const { lines } = await read(html, 'a.html')

    expect(lines).toEqual(EXPECTED)
  })
})

describe('what people wrote beside a text', () => {
  const long = 'Am Dienstag teilte die Stadt mit, dass die Brücke im Mai gesperrt wird.'

  it('comes out of Word as comments at their place, with author and time', async () => {
    const body =
      `<w:p><w:r><w:t>${long}</w:t></w:r></w:p>` +
      '<w:p><w:r><w:t xml:space="preserve">Sie ist </w:t></w:r><w:commentRangeStart w:id="4"/><w:r><w:t>240 Meter</w:t></w:r><w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r><w:r><w:t xml:space="preserve"> lang.</w:t></w:r><w:r><w:commentReference w:id="5"/></w:r></w:p>'
    const comments =
      '<w:comments><w:comment w:id="4" w:author="J. Kurz" w:date="2026-03-01T10:00:00Z"><w:p><w:r><w:t>Quelle?</w:t></w:r></w:p><w:p><w:r><w:t>Bitte prüfen.</w:t></w:r></w:p></w:comment>' +
      '<w:comment w:id="5" w:author=""><w:p><w:r><w:t>Am Ende</w:t></w:r></w:p></w:comment></w:comments>'

    const { remarks, codes, text } = await read(
      docxOf(body, [{ name: 'word/comments.xml', content: comments }]),
      'a.docx',
    )

    expect(text).toBe(`${long}\n\nSie ist 240 Meter lang.`)
    expect(remarks).toEqual([
      ['240 Meter', { author: 'J. Kurz', at: '2026-03-01T10:00:00Z', text: 'Quelle?\nBitte prüfen.' }],
      ['', { author: null, at: null, text: 'Am Ende' }],
    ])
    expect(codes).toEqual([['comments', 2]])
  })

  it('comes out of OpenDocument, even where a letter came in two parts before it', async () => {
    const body = `<text:p>U\u0308ber der <office:annotation office:name="a1"><dc:creator>Eva</dc:creator><dc:date>2026-03-01T10:00:00</dc:date><text:p>Welche?</text:p></office:annotation>Brücke<office:annotation-end office:name="a1"/> ist Nebel.</text:p>`

    const { remarks, text } = await read(odtOf(body), 'a.odt')

    expect(text).toBe('Über der Brücke ist Nebel.')
    expect(remarks).toEqual([['Brücke', { author: 'Eva', at: '2026-03-01T10:00:00', text: 'Welche?' }]])
  })

  it('comes out of RTF', async () => {
    const rtf = String.raw`{\rtf1\ansi\ansicpg1252 Die Br\'fccke ist {\*\atrfstart 1}alt{\*\atrfend 1}{\*\atnid JK}{\*\atnauthor J. Kurz}\chatn{\*\annotation{\*\atnref 1}\pard Seit wann?}.\par}`

    const { remarks, text } = await read(rtf, 'a.rtf')

    expect(text).toBe('Die Brücke ist alt.')
    expect(remarks).toEqual([['alt', { author: 'J. Kurz', at: null, text: 'Seit wann?' }]])
  })

  it('says how many changes there are and by whom, and reads a text with all of them accepted', async () => {
    const ins = (text: string) =>
      `<w:ins w:author="A. Maier"><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:ins>`
    const del = (text: string) =>
      `<w:del w:author="B. Kurz"><w:r><w:delText xml:space="preserve">${text}</w:delText></w:r></w:del>`
    const body = `<w:p><w:pPr><w:rPr><w:del w:author="B. Kurz"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Die Brücke </w:t></w:r>${del('war')}${ins('ist')}</w:p><w:p><w:r><w:t xml:space="preserve"> alt.</w:t></w:r></w:p>`

    const { text, warnings } = await read(docxOf(body), 'a.docx')

    expect(text).toBe('Die Brücke ist alt.')
    expect(warnings).toMatchObject([
      { code: 'tracked changes', count: 3, en: expect.stringContaining('(B. Kurz, A. Maier)') as string },
    ])
  })

  it('and what a document hides is set apart: RTF and OpenDocument', async () => {
    const rtf = String.raw`{\rtf1\ansi Die Zahl ist{\v  nicht} hoch.\par}`
    const odt = odtOf(
      '<text:p>Die Zahl ist<text:span text:style-name="T1"> nicht</text:span> hoch.</text:p>',
      '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>',
    )

    for (const [bytes, name] of [
      [rtf, 'a.rtf'],
      [odt, 'a.odt'],
    ] as const) {
      const { lines, codes } = await read(bytes, name)
      expect(lines).toEqual([
        ['paragraph', 'Die Zahl ist hoch.'],
        ['non-text', 'nicht'],
      ])
      expect(codes).toContainEqual(['hidden text', 1])
    }
  })

  it('is said in RTF in the letters of each font', async () => {
    const rtf = String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}\f0 Er sagte: \f1\'cd\'e5\'f2.\f0  \u8222?Ja\u8220?.\par}`

    expect((await read(rtf, 'a.rtf')).text).toBe('Er sagte: Нет. „Ja“.')
  })
})

describe('what comes with a mail', () => {
  const mail = [
    'From: Jana Sommer <jana@example.org>',
    'Subject: =?utf-8?Q?Der_Etat_w=C3=A4chst?=',
    'Date: Tue, 5 Mar 2024 10:00:00 +0100',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Die Ausgaben steigen.',
    '--b',
    "Content-Type: application/pdf; name*=utf-8''Etat%20%C3%BCbersicht.pdf",
    'Content-Disposition: attachment',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('%PDF-1.7 …').toString('base64'),
    '--b',
    'Content-Type: text/csv',
    'Content-Disposition: attachment; filename="../../etc/zah\u202elen.csv"',
    '',
    'a;b',
    '--b--',
    '',
  ].join('\r\n')

  it('is listed with name, type and size, and can be had byte by byte', async () => {
    const { attachments, text } = await read(mail, 'a.eml')
    const files = mailAttachments(Buffer.from(mail))

    expect(text).toBe('Die Ausgaben steigen.')
    expect(attachments).toEqual([
      { name: 'Etat übersicht.pdf', mediaType: 'application/pdf', sizeInBytes: 12 },
      { name: 'zahlen.csv', mediaType: 'text/csv', sizeInBytes: 3 },
    ])
    expect(files.map(({ bytes }) => bytes.toString('utf8'))).toEqual(['%PDF-1.7 …', 'a;b'])
  })
})

function odtOf(body: string, styles = ''): Buffer {
  return zipOf([
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text', isPacked: false },
    {
      name: 'content.xml',
      content: `<office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    },
  ])
}
