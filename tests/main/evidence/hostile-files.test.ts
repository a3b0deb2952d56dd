import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { docxOf, pdfOf, storeFile, zipOf } from '../../support/evidence-files'
import { openWorkspace, temporaryFolder, type Workspace } from '../../support/workspace'

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace
beforeEach(() => {
  folder = temporaryFolder()
  workspace = openWorkspace({ libraryPath: folder.libraryPath })
})
afterEach(() => {
  workspace.close()
  folder.remove()
})

async function readingOf(bytes: Uint8Array, name = 'datei') {
  const file = await storeFile(workspace.call, bytes, name)
  const text = await workspace.call('evidenceFiles.text', { hash: file.hash })
  return { file, ...text, all: text.parts.map(({ text: words }) => words).join('\n') }
}

const withWrongOffsets = (pdf: Buffer) =>
  Buffer.from(
    pdf
      .toString('latin1')
      .replace(/\d{10} 00000 n/g, '0000099999 00000 n')
      .replace(/startxref\n\d+/, 'startxref\n7'),
    'latin1',
  )

describe('a hostile PDF', () => {
  it.each<[string, Buffer, string]>([
    [
      'with scripts, actions and links: they are not run and no text',
      pdfOf(['Seite'], {
        catalog:
          '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AA << /WC << /S /URI /URI (https://example.org) >> >>',
      }),
      'Seite',
    ],
    ['with a broken cross-reference table', withWrongOffsets(pdfOf(['Trotzdem lesbar'])), 'Trotzdem lesbar'],
    [
      'that says it has 1,000,000 pages',
      Buffer.from(pdfOf(['Eine Seite']).toString('latin1').replace('/Count 1 ', '/Count 1000000 '), 'latin1'),
      'Eine Seite',
    ],
  ])(
    '%s',
    async (_, bytes, expected) => {
      const { all, file } = await readingOf(bytes)

      expect(file.mediaType).toBe('application/pdf')
      expect(all).toBe(expected)
    },
    60_000,
  )

  it.each<[string, Buffer, RegExp]>([
    [
      'whose pages contain themselves',
      Buffer.from(
        pdfOf(['x'])
          .toString('latin1')
          .replace(/\/Kids \[[^\]]*\]/, '/Kids [2 0 R]'),
        'latin1',
      ),
      /./,
    ],
    ['that is cut off', pdfOf(['x']).subarray(0, 60), /damaged/],
    ['that is only a beginning', Buffer.from('%PDF-1.7\nHallo'), /damaged/],
    [
      'that is encrypted',
      Buffer.from(
        pdfOf(['x'], {
          extra: [
            `<< /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O <${'11'.repeat(32)}> /U <${'22'.repeat(32)}> >>`,
          ],
        })
          .toString('latin1')
          .replace(
            '/Root 1 0 R',
            `/Root 1 0 R /Encrypt 6 0 R /ID [<${'33'.repeat(16)}> <${'33'.repeat(16)}>]`,
          ),
        'latin1',
      ),
      /encrypted/,
    ],
  ])('%s is stored, its text refused in words', async (_, bytes, words) => {
    const { state, note, parts } = await readingOf(bytes)

    expect(['refused', 'no text']).toContain(state)
    expect(note).toMatch(words)
    expect(parts).toEqual([])
  })

  it('of more than 10,000 pages is read from its beginning as far as its time goes, and what is read is said', async () => {
    const bytes = pdfOf(Array.from({ length: 10_050 }, (_, at) => `Blatt ${String(at + 1)}`))
    const { state, note, parts } = await readingOf(bytes)

    expect(state).toBe('done')
    expect(parts[0]?.text).toBe('Blatt 1')
    expect(note).toMatch(/pages\. The first 10,000 are read|Its beginning is read/)
  }, 120_000)

  it('with a damaged page keeps the text of the others, and says so', async () => {
    const pdf = pdfOf(['Eins', 'Zwei', 'Drei']).toString('latin1')
    const broken = Buffer.from(pdf.replace('6 0 obj\n<<', '6 0 obj\n)('), 'latin1')

    const { all, note } = await readingOf(broken)

    expect(all).toContain('Eins')
    if (!all.includes('Zwei'))
      expect(note).toBe('Pages that are damaged or missing are not read: at least 1.')
  })

  it('without text is said to be a picture of pages', async () => {
    const { state, note } = await readingOf(pdfOf(['', '']))

    expect({ state, note }).toEqual({
      state: 'no text',
      note: 'This PDF has no text: it is a picture of pages.',
    })
  })
})

describe('a hostile archive', () => {
  const paragraph = '<w:p><w:r><w:t>Text</w:t></w:r></w:p>'

  it.each<[string, Buffer, RegExp]>([
    [
      'a bomb',
      docxOf(paragraph, [{ name: 'word/footnotes.xml', content: Buffer.alloc(30_000_000, 0x20) }]),
      /packed more than 200 times/,
    ],
    [
      'names that climb out',
      docxOf(paragraph, [{ name: '../../etc/passwd', content: 'x' }]),
      /lies about names or sizes/,
    ],
    ['absolute names', docxOf(paragraph, [{ name: '/etc/passwd', content: 'x' }]), /lies about names/],
    ['backslashes', docxOf(paragraph, [{ name: 'a\\b', content: 'x' }]), /lies about names/],
    ['a part twice', docxOf(paragraph, [{ name: 'Word/Document.xml', content: 'x' }]), /occurs twice/],
    [
      'a symbolic link',
      docxOf(paragraph, [{ name: 'word/link', content: '/etc/passwd', mode: 0o120777 }]),
      /symbolic link/,
    ],
    [
      'an encrypted part',
      docxOf(paragraph, [{ name: 'word/x', content: 'x', encrypted: true }]),
      /encrypted/,
    ],
    [
      'a lying size',
      zipOf([{ name: 'word/document.xml', content: 'x'.repeat(9_000), declaredSize: 10 }]),
      /lies about/,
    ],
    [
      'a document type',
      docxOf('', [
        {
          name: 'word/footnotes.xml',
          content: '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:p>&a;</w:p>',
        },
      ]),
      /DOCTYPE/,
    ],
    [
      'more than 20,000 parts',
      docxOf(
        paragraph,
        Array.from({ length: 20_001 }, (_, at) => ({ name: `x/${String(at)}`, content: '' })),
      ),
      /more than 20,000 entries/,
    ],
  ])('with %s is stored, its text refused in words', async (_, bytes, words) => {
    const { state, note, file } = await readingOf(bytes, 'a.docx')

    expect(file.sizeInBytes).toBe(bytes.length)
    expect(state).toBe('refused')
    expect(note).toMatch(words)
    expect(note).toContain('The file itself is stored and unchanged.')
  })

  it('obeys no style map, follows no relation and runs no field', async () => {
    const { all } = await readingOf(
      docxOf(
        `${paragraph}<w:p><w:r><w:instrText>INCLUDEPICTURE "file:///etc/passwd"</w:instrText></w:r></w:p>`,
        [
          { name: 'mammoth/style-map', content: 'p => iframe' },
          {
            name: 'word/_rels/document.xml.rels',
            content:
              '<Relationships><Relationship TargetMode="External" Target="file:///etc/passwd"/></Relationships>',
          },
        ],
      ),
    )

    expect(all).toBe('Text')
  })

  it('takes markup nested a hundred thousand deep', async () => {
    const { all } = await readingOf(
      docxOf(`${'<w:tbl>'.repeat(100_000)}${paragraph}${'</w:tbl>'.repeat(100_000)}`),
    )

    expect(all).toBe('Text')
  })
})

describe('a hostile page or image', () => {
  it('takes a page nested ten thousand deep', async () => {
    const { all } = await readingOf(Buffer.from(`<html>${'<div>'.repeat(10_000)}tief`))

    expect(all.trim()).toBe('tief')
  })

  it('reads a page whose scripts would call home without running or fetching anything', async () => {
    const { all } = await readingOf(
      Buffer.from(
        '<html><base href="https://example.org/"><link rel=stylesheet href=x.css><script src=x.js></script><iframe src=x></iframe><p>Text</p><img src=x onerror="globalThis.polluted=1">',
      ),
    )

    expect(all).toBe('Text')
    expect(globalThis).not.toHaveProperty('polluted')
  })

  it.each<[string, Buffer]>([
    [
      'metadata that points outside',
      Buffer.from('ffd8ffe100184578696600004d4d002a7fffffff00010000ffffffffffd9', 'hex'),
    ],
    [
      'metadata that points to itself',
      Buffer.from(
        'ffd8ffe1001c4578696600004d4d002a0000000800010112000300000001000100000000000800ffd9',
        'hex',
      ),
    ],
    ['nothing but a beginning', Buffer.from('ffd8ffe1', 'hex')],
    ['a PNG cut off', Buffer.from('89504e470d0a1a0a0000000d49484452000000', 'hex')],
  ])('shows an image with %s as an image without text', async (_, bytes) => {
    const { state, note, file } = await readingOf(bytes, 'bild.jpg')

    expect(file.mediaType).toMatch(/^image\//)
    expect({ state, note }).toEqual({ state: 'no text', note: 'An image has no text.' })
  })
})

describe('a file that lies', () => {
  it.each([
    ['CON.txt', 'CON.txt'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\evil.exe', 'evil.exe'],
    ['rechnung\u202efdp.exe', 'rechnungfdp.exe'],
    ['a\u0000b\nc.pdf', 'abc.pdf'],
    ['..', 'file'],
    ['NUL', 'NUL'],
  ])('by its name %j is stored by its hash and called %j', async (name, shown) => {
    const { file } = await readingOf(Buffer.from('Text'), name)

    expect(file.name).toBe(shown)
    const root = `${folder.libraryPath}-evidence`
    expect(existsSync(join(root, file.hash.slice(0, 2), file.hash))).toBe(true)
    expect(readdirSync(root).every((entry) => /^(?:[0-9a-f]{2}|incoming)$/.test(entry))).toBe(true)
  })

  it('about its type is shown as what it is', async () => {
    const { file } = await readingOf(Buffer.from('<html><script>alert(1)</script><p>Seite'), 'bild.png')

    expect(await workspace.call('evidenceFiles.describe', { hash: file.hash })).toMatchObject({
      mediaType: 'text/html',
      nameFitsType: false,
    })
  })

  it('does not keep the next one from being read', async () => {
    const broken = await storeFile(workspace.call, pdfOf(['x']).subarray(0, 60), 'kaputt.pdf')
    const whole = await storeFile(workspace.call, pdfOf(['Heil']), 'heil.pdf')

    expect((await workspace.call('evidenceFiles.text', { hash: whole.hash })).state).toBe('done')
    expect((await workspace.call('evidenceFiles.text', { hash: broken.hash })).state).toBe('refused')
  })
})
