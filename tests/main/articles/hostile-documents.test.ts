import { describe, expect, it } from 'vitest'

import { readArticleFile } from '#main/articles/article-file'
import type { ReadArticle } from '#main/articles/article-reader'

import { docxOf, pdfOf, zipOf } from '../../support/evidence-files'
import { openDocumentOf } from './same-article'

const read = (bytes: Buffer | string, fileName: string) =>
  readArticleFile({ bytes: Buffer.from(bytes), fileName }, { language: 'de' })
const blocksOf = ({ text, blocks }: ReadArticle) =>
  blocks.map(({ kind, start, end }) => [kind, text.slice(start, end)])
const paragraph = (runs: string) => `<w:p>${runs}</w:p>`
const run = (text: string) => `<w:r><w:t>${text}</w:t></w:r>`

describe('a Word document', () => {
  it('with tracked changes is read with them accepted, and says so with the place', async () => {
    const { text, warnings } = await read(
      docxOf(
        paragraph(run('Der Haushalt wächst.')) +
          paragraph(
            `${run('Es sind ')}<w:del><w:r><w:delText>keine</w:delText></w:r></w:del><w:ins>${run('12')}</w:ins>${run(' Millionen Euro.')}`,
          ),
      ),
      'etat.docx',
    )

    expect(text).toBe('Der Haushalt wächst.\n\nEs sind 12 Millionen Euro.')
    expect(warnings).toMatchObject([{ code: 'tracked changes', count: 2, offsets: [22] }])
  })

  it('is nothing but its words: no field code, no fallback, nothing from outside', async () => {
    const { text } = await read(
      docxOf(
        paragraph(
          '<w:r><w:instrText>INCLUDETEXT "http://127.0.0.1:9/x"</w:instrText></w:r>' +
            run('Nur dies &amp; das.') +
            '<mc:AlternateContent><mc:Fallback><w:r><w:t>Doppelt</w:t></w:r></mc:Fallback></mc:AlternateContent>',
        ),
        [
          {
            name: 'word/_rels/document.xml.rels',
            content:
              '<Relationships><Relationship Id="r1" TargetMode="External" Target="file:///etc/passwd"/></Relationships>',
          },
          { name: 'word/vbaProject.bin', content: 'AutoOpen' },
        ],
      ),
      'makro.docx',
    )

    expect(text).toBe('Nur dies & das.')
  })
})

describe('an OpenDocument text', () => {
  it('leaves out what was deleted and annotated, and says so', async () => {
    const { text, warnings } = await read(
      openDocumentOf(
        '<text:tracked-changes><text:changed-region><text:deletion><text:p>Gelöscht.</text:p></text:deletion></text:changed-region></text:tracked-changes>' +
          '<text:p>Es gilt <text:change text:change-id="1"/>das Neue.<office:annotation><text:p>Stimmt das?</text:p></office:annotation></text:p>',
      ),
      'neu.odt',
    )

    expect(text).toBe('Es gilt das Neue.')
    expect(warnings).toMatchObject([{ code: 'tracked changes' }, { code: 'comments', count: 1 }])
  })
})

describe('Markdown', () => {
  it('keeps raw HTML as text and follows no link', async () => {
    const article = await read(
      '# Titel der Sache\n\nEin [Wort](javascript:alert(1)) und <script>alert(2)</script>.\n\n1. Eins ist da.\n2. Zwei ist da.\n',
      'sache.md',
    )

    expect(blocksOf(article)).toEqual([
      ['headline', 'Titel der Sache'],
      ['paragraph', expect.stringContaining('<script>alert(2)</script>.')],
      ['list item', 'Eins ist da.'],
      ['list item', 'Zwei ist da.'],
    ])
  })
})

describe('a mail', () => {
  it('names its attachments, and takes what was quoted from others for no text', async () => {
    const { text, blocks, warnings, byline, publishedOn, title } = await read(
      'From: Mia Reich <mia@post.example>\r\nTo: a@b.example\r\nSubject: =?iso-8859-1?Q?Gr=FC=DFe?=\r\n' +
        'Date: Tue, 5 Mar 2024 10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n' +
        '--x\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nDie Stadt sperrt die \r\nBrücke im Mai.\r\n\r\n> Was sagt die Stadt?\r\n' +
        '--x\r\nContent-Type: application/zip\r\nContent-Disposition: attachment; filename="../../akten.zip"\r\n\r\nPK\r\n--x--\r\n',
      'post.eml',
    )

    expect(text).toBe('Die Stadt sperrt die Brücke im Mai.\n\n> Was sagt die Stadt?')
    expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'non-text'])
    expect({ byline, publishedOn, title }).toEqual({
      byline: 'Mia Reich',
      publishedOn: '2024-03-05',
      title: 'Grüße',
    })
    expect(warnings).toMatchObject([{ code: 'attachments', count: 1 }])
  })
})

describe('a PDF', () => {
  it('joins divided words, keeps the halves of pairs and drops running heads and page numbers', async () => {
    const page = (number: number, lines: string) => `Stadtbote Nr. ${String(number)}\n${lines}`
    const { text, blocks, warnings } = await read(
      pdfOf([
        page(
          1,
          'Die Stadt hat lange mit dem Land verhan-\ndelt. Es ging um die Ein- und Aus-\nfuhr von Holz, wie es',
        ),
        page(2, 'in der Stadt hiess.'),
      ]),
      'bote.pdf',
    )

    const own = blocks
      .filter(({ kind }) => kind !== 'non-text')
      .map(({ start, end }) => text.slice(start, end))
    expect(own.join(' ')).toBe(
      'Die Stadt hat lange mit dem Land verhandelt. Es ging um die Ein- und Ausfuhr von Holz, wie es in der Stadt hiess.',
    )
    expect(warnings.map(({ code }) => code)).toEqual(['layout guessed', 'joined words'])
    expect(blocks.filter(({ kind }) => kind === 'non-text')).toHaveLength(2)
  })

  it('does not run what it carries', async () => {
    const bytes = pdfOf(['Ein Satz steht hier allein.'], {
      catalog: '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>',
    })

    expect((await read(bytes, 'aktion.pdf')).text).toBe('Ein Satz steht hier allein.')
  })
})

describe('what cannot be read', () => {
  const body = paragraph(run('Text'))
  it.each<[string, string, Buffer, RegExp]>([
    ['a scanned PDF', 'scan.pdf', pdfOf(['', '']), /has no text: its pages are images/],
    ['a PDF that is cut off', 'rest.pdf', pdfOf(['x']).subarray(0, 60), /damaged/],
    [
      'a PDF of many pages',
      'buch.pdf',
      pdfOf(Array.from({ length: 501 }, () => 'x')),
      /501 pages, an article at most 500/,
    ],
    [
      'a Word document that is a bomb',
      'bombe.docx',
      docxOf(body, [{ name: 'word/footnotes.xml', content: Buffer.alloc(30_000_000, 0x20) }]),
      /packed more than 200 times/,
    ],
    [
      'names that climb out',
      'weg.docx',
      docxOf(body, [{ name: '../../etc/passwd', content: 'x' }]),
      /lies about names/,
    ],
    [
      'a part twice',
      'doppelt.docx',
      docxOf(body, [{ name: 'Word/Document.xml', content: 'x' }]),
      /occurs twice/,
    ],
    [
      'encryption',
      'geheim.docx',
      zipOf([{ name: 'word/document.xml', content: 'x', encrypted: true }]),
      /encrypted/,
    ],
    [
      'an entity from outside',
      'xxe.docx',
      zipOf([
        {
          name: 'word/document.xml',
          content:
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:document>',
        },
      ]),
      /declares a document type/,
    ],
    [
      'an entity from outside in OpenDocument',
      'xxe.odt',
      openDocumentOf('<!DOCTYPE x><text:p>x</text:p>'),
      /declares a document type/,
    ],
    [
      'an OpenDocument text without content',
      'leer.odt',
      zipOf([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.text', isPacked: false }]),
      /missing/,
    ],
    ['an empty Word document', 'leer.docx', docxOf(paragraph('')), /no text in it/],
    [
      'a mail without text',
      'leer.eml',
      Buffer.from('From: a@b.c\nTo: b@c.d\nSubject: x\nDate: x\nContent-Type: image/png\n\nx'),
      /no readable text/,
    ],
  ])('%s is refused in words that say so', async (_, fileName, bytes, reason) => {
    const refusal = await read(bytes, fileName).catch((error: unknown) => error)

    expect(refusal).toMatchObject({ code: 'unreadable' })
    const { message } = refusal as Error // As the line above says.
    expect(message).toMatch(reason)
    expect(message).toMatch(/Nothing was stored/)
  })
})
