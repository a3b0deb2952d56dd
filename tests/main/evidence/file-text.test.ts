import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Output } from '#shared/contract'

import { docxOf, eastAsianPdf, pdfOf, storeFile, warcOf, zipOf } from '../../support/evidence-files'
import { openWorkspace, type Workspace } from '../../support/workspace'

let workspace: Workspace
beforeEach(() => {
  workspace = openWorkspace()
})
afterEach(() => {
  workspace.close()
})

async function textOf(
  bytes: Buffer,
  name = 'datei',
): Promise<Output<'evidenceFiles.text'> & { mediaType: string }> {
  const { hash, mediaType } = await storeFile(workspace.call, bytes, name)
  return { ...(await workspace.call('evidenceFiles.text', { hash })), mediaType }
}

const paragraphs = (...texts: string[]) =>
  texts.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('')

describe('the text of a file', () => {
  it('of a PDF has a part for each page', async () => {
    const text = await textOf(pdfOf(['Die Bauakte\nnennt 240 Meter.', '', 'Seite drei']))

    expect(text).toMatchObject({
      mediaType: 'application/pdf',
      state: 'done',
      note: null,
      next: null,
      parts: [
        { number: 1, label: '1', text: 'Die Bauakte\nnennt 240 Meter.' },
        { number: 2, label: '3', text: 'Seite drei' },
      ],
    })
    expect(text.tool).toMatch(/^pdf\.js \d/)
  })

  it.each([
    ['Chinese', 'UniGB-UCS2-H', 'GB1', 'STSong-Light', '53174EAC5E02', '北京市'],
    ['Japanese', '90ms-RKSJ-H', 'Japan1', 'HeiseiMin-W3', '938C8B9E', '東京'],
    ['Korean', 'KSCms-UHC-H', 'Korea1', 'HYSMyeongJo-Medium', 'BCADBFEF', '서울'],
  ])('of a PDF in %s is read by the map it names', async (_, map, ordering, font, bytes, expected) => {
    const text = await textOf(eastAsianPdf({ map, ordering, font, bytes }))

    expect(text.parts.map((part) => part.text)).toEqual([expected])
  })

  it.each<[string, string, Buffer, string]>([
    [
      'HTML: what a reader would see',
      'text/html',
      Buffer.from(
        `<!doctype html><title>T</title><h1>Kopf</h1><script>document.body.innerHTML='böse'</script><p>Erster <b>Satz</b>.<br>Zweiter.</p><p hidden>nie</p><p style="display:none">nie</p><table><tr><td>a</td><td>b</td></tr></table><img src="https://example.org/x.png" onerror="alert(1)">`,
      ),
      'Kopf\n\nErster Satz.\nZweiter.\n\na\tb',
    ],
    [
      'HTML in the encoding it declares',
      'text/html',
      Buffer.from('<html><meta charset="windows-1251"><p>\xcf\xf0\xe8\xe2\xe5\xf2</p></html>', 'latin1'),
      'Привет',
    ],
    [
      'DOCX: without what was deleted, with notes',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      docxOf(
        `${paragraphs('Erster &amp; zweiter')}<w:p><w:del><w:r><w:delText>alt</w:delText></w:r></w:del><w:ins><w:r><w:t>neu</w:t></w:r></w:ins><w:r><w:tab/><w:instrText>INCLUDETEXT</w:instrText></w:r></w:p>`,
      ),
      'Erster & zweiter\nneu',
    ],
    [
      'ODT',
      'application/vnd.oasis.opendocument.text',
      zipOf([
        {
          name: 'content.xml',
          content: '<office:body><text:p>Eins<text:s/>zwei</text:p><text:p>drei</text:p></office:body>',
        },
      ]),
      'Eins zwei\ndrei',
    ],
    [
      'XLSX',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      zipOf([
        { name: 'xl/workbook.xml', content: '<workbook/>' },
        { name: 'xl/sharedStrings.xml', content: '<sst><si><t>Jahr</t></si><si><t>Summe</t></si></sst>' },
        {
          name: 'xl/worksheets/sheet1.xml',
          content:
            '<worksheet><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c><f>SUM(A1)</f><v>2022</v></c></row></worksheet>',
        },
      ]),
      'Jahr\tSumme\n2022',
    ],
    ['JSON', 'application/json', Buffer.from('{"zahl": 12}'), '{"zahl": 12}'],
    ['CSV', 'text/csv', Buffer.from('a;b\n1;2\n3;4\n'), 'a;b\n1;2\n3;4'],
    [
      'plain text in windows-1252',
      'text/plain',
      Buffer.from('Gr\xfc\xdfe aus K\xf6ln', 'latin1'),
      'Grüße aus Köln',
    ],
    [
      'RTF',
      'application/rtf',
      Buffer.from(
        "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\generator X;}Gr\\'fc\\'dfe\\par aus \\u1052?osk\\'61u{\\pict 00ff}}",
      ),
      'Grüße\naus Мoskau',
    ],
  ])('of %s', async (_, mediaType, bytes, expected) => {
    const odt = mediaType.includes('opendocument')
    const text = await textOf(odt ? withMimetype(bytes, mediaType) : bytes)

    expect(text.mediaType).toBe(mediaType)
    expect(text.parts[0]?.text.replace(/[ \t]+\n/g, '\n')).toBe(expected)
  })

  it('of a mail has its headers and every part that is text', async () => {
    const mail = [
      'From: =?utf-8?Q?J=C3=BCrgen?= <j@example.org>',
      'To: desk@example.org',
      'Subject: Antwort',
      'Date: Wed, 25 Nov 2026 09:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="x"',
      '',
      '--x',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Das stimmt n=\r\nicht, gr=C3=BC=C3=9Ft',
      '--x',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('<p>Anlage <script>böse()</script>B</p>').toString('base64'),
      '--x--',
    ].join('\r\n')

    const { mediaType, parts } = await textOf(Buffer.from(mail))

    expect(mediaType).toBe('message/rfc822')
    expect(parts.map(({ text }) => text)).toEqual([
      'From: Jürgen <j@example.org>\nTo: desk@example.org\nDate: Wed, 25 Nov 2026 09:00:00 +0000\nSubject: Antwort',
      'Das stimmt nicht, grüßt',
      'Anlage B',
    ])
  })

  it.each(['warc', 'warc.gz', 'wacz'] as const)(
    'of a web archive (%s) has a part for each page',
    async (kind) => {
      const warc = warcOf([
        { url: 'https://example.org/a', type: 'text/html; charset=utf-8', body: '<p>Seite „A“</p>' },
        { url: 'https://example.org/x.js', type: 'text/javascript', body: 'alert(1)' },
        { url: 'https://example.org/b', type: 'text/plain', body: 'Seite B' },
        { url: 'https://example.org/gone', type: 'text/html', body: '<p>weg</p>', status: 404 },
      ])
      const bytes = {
        warc: () => warc,
        'warc.gz': () => gzipSync(warc),
        wacz: () =>
          zipOf([
            { name: 'datapackage.json', content: '{}' },
            { name: 'archive/data.warc.gz', content: gzipSync(warc) },
          ]),
      }[kind]?.()

      const { parts, state } = await textOf(bytes ?? Buffer.alloc(0))

      expect(state).toBe('done')
      expect(parts).toEqual([
        { number: 1, label: 'https://example.org/a', text: 'Seite „A“' },
        { number: 2, label: 'https://example.org/b', text: 'Seite B' },
      ])
    },
  )

  it('of subtitles has a part for each, labelled with its time', async () => {
    const { parts, mediaType } = await textOf(
      Buffer.from(
        'WEBVTT\n\n00:02:14.000 --> 00:02:16.000\n<v Putin>Ich betone\n\n02:17.000 --> 02:18.000\nnoch einmal\n',
      ),
    )

    expect(mediaType).toBe('text/vtt')
    expect(parts.map(({ label, text }) => [label, text])).toEqual([
      ['00:02:14', 'Ich betone'],
      ['00:02:17', 'noch einmal'],
    ])
  })

  it('begins to be read when the file is stored, and tells its progress', async () => {
    const { hash } = await storeFile(workspace.call, pdfOf(['Eins', 'Zwei']), 'a.pdf')
    expect((await workspace.call('evidenceFiles.describe', { hash })).textState).toBe('pending')

    await workspace.call('evidenceFiles.text', { hash })

    expect(await workspace.call('evidenceFiles.describe', { hash })).toMatchObject({
      textState: 'done',
      textParts: 2,
    })
    const progress = workspace.messages.filter(({ name }) => name === 'progress').map(({ value }) => value)
    expect(progress).toContainEqual({ task: `text:${hash}`, stage: 'reading', done: 2, total: 3 })
    expect(progress.at(-1)).toEqual({ task: `text:${hash}`, stage: 'reading', done: 1, total: 1 })
  })

  it('comes in as many replies as it needs', async () => {
    const page = 'Wort '.repeat(60_000)
    const { hash } = await storeFile(
      workspace.call,
      zipOf([
        { name: 'ppt/presentation.xml', content: '<p/>' },
        ...[1, 2, 10].map((number) => ({
          name: `ppt/slides/slide${String(number)}.xml`,
          content: `<a:p><a:r><a:t>${String(number)} ${page}${page}</a:t></a:r></a:p>`,
        })),
      ]),
      'a.pptx',
    )

    const first = await workspace.call('evidenceFiles.text', { hash })
    const last = await workspace.call('evidenceFiles.text', { hash, part: 3 })

    expect(first).toMatchObject({ partCount: 3, next: 2, parts: [{ label: '1' }] })
    expect(last).toMatchObject({ partCount: 3, next: null, parts: [{ label: '10' }] })
  })

  it('of an image is none, but what the camera wrote is shown', async () => {
    const { hash } = await storeFile(workspace.call, photograph('2022:03:08 12:30:00'), 'foto.jpg')

    const { state, note } = await workspace.call('evidenceFiles.text', { hash })

    const { metadata } = await workspace.call('evidenceFiles.describe', { hash })
    expect({ state, note }).toEqual({ state: 'no text', note: 'An image has no text.' })
    expect(metadata).toContainEqual({ name: 'DateTime', value: '2022:03:08 12:30:00' })
  })

  it('is read again when that is asked for', async () => {
    const { hash } = await storeFile(workspace.call, pdfOf(['Eins']), 'a.pdf')
    const first = await workspace.call('evidenceFiles.text', { hash })

    const again = await workspace.call('evidenceFiles.text', { hash, again: true })

    expect(again).toEqual(first)
  })

  it('is no part of the history, which still adds up', async () => {
    await textOf(pdfOf(['Eins']))

    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
  })
})

/** A JPEG of nothing but EXIF with one tag: when it was taken. */
function photograph(takenAt: string): Buffer {
  const value = Buffer.from(`${takenAt}\0`, 'latin1')
  const tiff = Buffer.alloc(8 + 2 + 12 + 4)
  tiff.write('MM\0*', 0, 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(0x0132, 10)
  tiff.writeUInt16BE(2, 12)
  tiff.writeUInt32BE(value.length, 14)
  tiff.writeUInt32BE(tiff.length, 18)
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, value])
  const header = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0])
  header.writeUInt16BE(exif.length + 2, 4)
  return Buffer.concat([header, exif, Buffer.from([0xff, 0xd9])])
}

/** OpenDocument says in its first, unpacked entry what it is. */
function withMimetype(zip: Buffer, mediaType: string): Buffer {
  const name = Buffer.from('mimetype')
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt32LE(mediaType.length, 18)
  local.writeUInt32LE(mediaType.length, 22)
  local.writeUInt16LE(name.length, 26)
  const front = Buffer.concat([local, name, Buffer.from(mediaType)])
  const moved = Buffer.from(zip)
  const end = moved.length - 22
  const directory = moved.readUInt32LE(end + 16)
  for (let at = directory; at < end; at += 46 + moved.readUInt16LE(at + 28)) {
    moved.writeUInt32LE(moved.readUInt32LE(at + 42) + front.length, at + 42)
  }
  moved.writeUInt32LE(directory + front.length, end + 16)
  return Buffer.concat([front, moved])
}
