import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { foldedAddress } from '#main/articles/known-article'
import type { Output } from '#shared/contract'

import { zipOf } from '../../support/evidence-files'
import { openWorkspace, SHORT_ARTICLE, type Workspace } from '../../support/workspace'

let workspace: Workspace
beforeEach(() => {
  workspace = openWorkspace()
})
afterEach(() => workspace.close())

const page = (body: string, url = 'https://zeitung.example/bruecke'): string =>
  `<!doctype html><html lang="de"><head><title>Neue Brücke</title><link rel="canonical" href="${url}"></head>
   <body><article><h1>Neue Brücke über die Elbe</h1><p>${body}</p></article></body></html>`

const BODY =
  'Die Brücke ist 240 Meter lang und wurde in drei Jahren gebaut. Sie kostete am 8. März 2022 noch 12 Mio. Euro, wie die Stadt mitteilte. Im Mai soll sie fertig sein.'

/** Sends a file as the window does, and reads it for review. */
async function review(name: string, bytes: Uint8Array): Promise<Output<'imports.read'>> {
  return workspace.call('imports.read', { uploadId: await send(name, bytes) })
}

async function send(name: string, bytes: Uint8Array): Promise<string> {
  const { uploadId } = await workspace.call('evidenceFiles.begin', {
    name,
    sizeInBytes: bytes.length,
    method: 'dropped',
  })
  await workspace.call('evidenceFiles.append', { uploadId, bytes: Buffer.from(bytes).toString('base64') })
  return uploadId
}

async function stored(): Promise<{ articles: number; files: string[]; sequence: number }> {
  const { articles, sequence } = await workspace.call('library.describe', {})
  const files = await workspace.call('evidenceFiles.list', {})
  return { articles, files: files.map(({ name }) => name), sequence }
}

describe('a text for review', () => {
  it('is shown whole and leaves nothing behind when it is given up', async () => {
    const before = await stored()

    const read = await review('bruecke.html', Buffer.from(page(BODY)))
    const shown = await stored()
    await workspace.call('imports.discard', { importId: read.id })

    expect(read).toMatchObject({
      fileName: 'bruecke.html',
      title: 'Neue Brücke über die Elbe',
      url: 'https://zeitung.example/bruecke',
      language: 'de',
      known: null,
    })
    expect(read.blocks.map(({ kind, sentences }) => [kind, sentences.length])).toEqual([
      ['headline', 1],
      ['paragraph', 3],
    ])
    expect([shown, await stored()]).toEqual([before, before])
    await expect(workspace.call('imports.store', { importId: read.id })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('cuts a block by the rules of the language a person says it is in', async () => {
    const text =
      'Notiz\n\nDie neue Brücke ist fertig und offen.\n\nDie erste Feier war am 3. Mai in der Stadt.'
    const read = await review('notiz.txt', Buffer.from(text))
    const at = read.blocks.length - 1

    const cut = await workspace.call('imports.cut', { importId: read.id, at, language: 'en' })
    const same = await workspace.call('imports.cut', { importId: read.id, at, language: read.language })
    const { article } = await workspace.call('imports.store', {
      importId: read.id,
      blocks: [{ at, language: 'en' }],
    })

    const { blocks, sentences } = await workspace.call('articles.read', { articleId: article.id })
    const inBlock = sentences.filter(({ blockId }) => blockId === blocks[at]?.id)
    expect([cut.language, blocks[at]?.language, same.language]).toEqual(['en', 'en', null])
    expect(inBlock.map(({ start, end }) => ({ start, end }))).toEqual(cut.sentences)
    expect([read.blocks[at]?.sentences, same.sentences]).toEqual([same.sentences, read.blocks[at]?.sentences])
    expect(cut.sentences).not.toEqual(same.sentences)
  })

  it('is stored as it was corrected, with its original, in one step that can be undone', async () => {
    const bytes = Buffer.from(`${SHORT_ARTICLE}\nMehr zum Thema\n`)
    const read = await review('C:\\Texte\\bruecke.txt', bytes)
    const dropped = read.blocks.findIndex(({ kind }) => kind === 'link note' || kind === 'non-text')
    const before = await stored()

    const { article } = await workspace.call('imports.store', {
      importId: read.id,
      title: 'Elbbrücke',
      outlet: 'Stadtanzeiger',
      publishedOn: '2022-03',
      blocks: [
        { at: 1, kind: 'lead' },
        { at: dropped, kind: 'non-text' },
      ],
    })

    const desk = await workspace.call('articles.read', { articleId: article.id })
    expect(desk).toMatchObject({
      ...{ title: 'Elbbrücke', outlet: 'Stadtanzeiger', publishedOn: '2022-03' },
      original: { name: 'bruecke.txt', sizeInBytes: bytes.length },
    })
    expect(desk.blocks.map(({ kind }) => kind)).toEqual([
      'headline',
      'lead',
      'quote',
      'attribution',
      'non-text',
    ])
    expect(desk.sentences).toHaveLength(5)
    const { sequence, files } = await stored()
    expect([sequence, files]).toEqual([before.sequence + 1, ['bruecke.txt']])
    const original = await workspace.call('evidenceFiles.read', { hash: desk.original?.hash ?? '' })
    expect(Buffer.from(original.bytes, 'base64').equals(bytes)).toBe(true)
    await workspace.call('history.undo', {})
    expect(await stored()).toMatchObject({ articles: 0, files: [] })
    await workspace.call('history.redo', {})
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true, problems: [] })
  })

  it('cuts what is brought back, and is refused when nothing would be left', async () => {
    const read = await review('a.txt', Buffer.from('Titel\n\n* * *\n\nEin Satz steht hier. Noch einer.'))
    const separator = read.blocks.findIndex(({ kind }) => kind === 'non-text')
    const all = read.blocks.map((_, at) => ({ at, kind: 'non-text' as const }))

    const refused = workspace.call('imports.store', { importId: read.id, blocks: all })
    await expect(refused).rejects.toMatchObject({ code: 'rule_broken' })
    const { sentences } = await workspace.call('imports.store', {
      importId: read.id,
      blocks: [{ at: separator, kind: 'paragraph' }],
    })

    expect([separator, sentences]).toEqual([1, 4])
  })

  it('is read anew in another encoding, and as a whole page', async () => {
    const latin = await review('alt.txt', Buffer.from('Brücke\n\nDie Brücke führt über den Fluß.', 'latin1'))
    const menu = '<nav><a href="/">Start</a></nav>'
    const html = await review('seite.html', Buffer.from(page(BODY).replace('<body>', `<body>${menu}`)))

    const cyrillic = await workspace.call('imports.read', { importId: latin.id, encoding: 'windows-1251' })
    const whole = await workspace.call('imports.read', { importId: html.id, extent: 'whole page' })

    expect([latin.title, cyrillic.title, cyrillic.encoding]).toEqual(['Brücke', 'Brьcke', 'windows-1251'])
    expect(latin.encodings).toContain('windows-1251')
    const textIn = (read: Output<'imports.read'>) =>
      read.blocks.filter(({ kind }) => kind !== 'non-text').length
    expect([html.extent, whole.extent, latin.extent]).toEqual(['article', 'whole page', null])
    expect(textIn(whole)).toBe(textIn(html) + 1)
  })

  it('is read anew in another language', async () => {
    const read = await workspace.call('imports.read', { text: 'Satz eins. Satz zwei.', language: 'de' })

    const again = await workspace.call('imports.read', { importId: read.id, language: 'en' })
    const { article } = await workspace.call('imports.store', { importId: read.id })

    expect([read.language, again.language, again.id === read.id, article.language]).toEqual([
      ...['de', 'en'],
      ...[true, 'en'],
    ])
  })

  it('keeps what was pasted as a file, also as HTML', async () => {
    const read = await workspace.call('imports.read', { html: page(BODY) })

    const { article } = await workspace.call('imports.store', { importId: read.id })

    const { original } = await workspace.call('articles.read', { articleId: article.id })
    expect(original).toMatchObject({ name: 'Pasted.html', mediaType: 'text/html' })
    const { captures } = await workspace.call('evidenceFiles.describe', { hash: original?.hash ?? '' })
    expect(captures).toMatchObject([{ method: 'pasted', sourceUrl: 'https://zeitung.example/bruecke' }])
  })

  it('is not there after a file that cannot be read, and neither is the file', async () => {
    const before = await stored()
    const uploadId = await send('bild.png', Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1'))

    await expect(workspace.call('imports.read', { uploadId })).rejects.toMatchObject({ code: 'unreadable' })

    await expect(workspace.call('imports.read', { uploadId })).rejects.toMatchObject({ code: 'not_found' })
    expect(await stored()).toEqual(before)
  })
})

describe('a mail for review', () => {
  const mail = [
    'From: Anna Berg <anna@blatt.example>',
    'Subject: Neue Bruecke',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="teil"',
    '',
    '--teil',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Die Brücke ist 240 Meter lang. Sie ist neu.',
    '--teil',
    'Content-Type: text/csv; name="laengen.csv"',
    'Content-Disposition: attachment; filename="laengen.csv"',
    '',
    'Brücke;240',
    '--teil--',
  ].join('\r\n')

  it('offers what came with it, and keeps what a person chose as a source with its file', async () => {
    const read = await review('post.eml', Buffer.from(mail))

    await workspace.call('imports.store', { importId: read.id, attachments: [0] })

    expect(read.attachments).toMatchObject([{ name: 'laengen.csv', mediaType: 'text/csv' }])
    const sources = await workspace.call('sources.list', {})
    expect(sources).toMatchObject([{ title: 'laengen.csv', type: 'document' }])
    expect(sources[0]?.note).toMatch(/^Came with “post\.eml”\. SHA-256: [0-9a-f]{64}$/)
    expect((await stored()).files.sort()).toEqual(['laengen.csv', 'post.eml'])
    await workspace.call('history.undo', {})
    expect([await workspace.call('sources.list', {}), (await stored()).files]).toEqual([[], []])
  })

  it('stays for another try when an attachment is asked for that is none', async () => {
    const read = await review('post.eml', Buffer.from(mail))

    const refused = workspace.call('imports.store', { importId: read.id, attachments: [7] })
    await expect(refused).rejects.toMatchObject({ code: 'not_found' })

    const { article } = await workspace.call('imports.store', { importId: read.id })
    expect(article.title).toBe('Neue Bruecke')
  })
})

describe('an archive', () => {
  it('gives its files one by one, and a document that is a zip inside stays one', async () => {
    const packed = zipOf([
      { name: 'texte/a.txt', content: 'Ein Artikel. Er ist kurz.' },
      { name: 'texte/', content: '' },
      { name: 'leer.txt', content: '' },
    ])
    const word = zipOf([{ name: 'word/document.xml', content: '<w:document/>' }])

    const files = await workspace.call('imports.unpack', { uploadId: await send('a.zip', packed) })
    const uploadId = await send('a.docx', word)
    const document = await workspace.call('imports.unpack', { uploadId })

    expect(files.map(({ path, sizeInBytes }) => [path, sizeInBytes])).toEqual([['texte/a.txt', 25]])
    expect(document).toEqual([{ uploadId, path: 'a.docx', sizeInBytes: word.length }])
    const read = await workspace.call('imports.read', { uploadId: files[0]?.uploadId ?? '' })
    expect(read).toMatchObject({ fileName: 'a.txt', language: 'de' })
  })

  it.each([
    ['leads out of its folder', [{ name: '../a.txt', content: 'x' }], 'falsche Namen'],
    ['is packed too tightly', [{ name: 'a.txt', content: Buffer.alloc(11 * 1024 * 1024) }], '200'],
    [
      'holds more files than go at once',
      Array.from({ length: 501 }, (_, at) => ({ name: `${String(at)}.txt`, content: 'x' })),
      '500',
    ],
  ])('that %s is refused with the limit named, and leaves nothing', async (_, entries, named) => {
    const german = openWorkspace({ language: 'de' })
    const packed = zipOf(entries)
    const { uploadId } = await german.call('evidenceFiles.begin', {
      name: 'a.zip',
      sizeInBytes: packed.length,
    })
    await german.call('evidenceFiles.append', { uploadId, bytes: packed.toString('base64') })

    const refused = german.call('imports.unpack', { uploadId })

    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining(named) as unknown })
    await expect(german.call('imports.read', { uploadId })).rejects.toMatchObject({ code: 'not_found' })
    german.close()
  })
})

describe('a text that the library has already', () => {
  it('is told by its words, its address or most of its sentences', async () => {
    const { article } = await workspace.call('articles.import', {
      bytes: Buffer.from(page(BODY)).toString('base64'),
    })
    const { text } = await workspace.call('articles.read', { articleId: article.id })

    const known = async (input: Parameters<typeof review>) => (await review(...input)).known
    const byWords = await known(['a.txt', Buffer.from(text)])
    const otherWords = 'Über etwas ganz anderes steht hier ein langer Satz, der sonst nirgends steht. '
    const byAddress = await known([
      'b.html',
      Buffer.from(page(otherWords.repeat(3), 'http://www.zeitung.example/bruecke/?utm_source=brief#mitte')),
    ])
    const nearly = await known(['c.txt', Buffer.from(`${BODY} Ein Satz mehr.`)])
    const not = await known(['d.txt', Buffer.from(otherWords)])

    const { id: articleId, title } = article
    expect([byWords, byAddress, nearly, not]).toEqual([
      { articleId, title, because: 'text', share: 1 },
      { articleId, title, because: 'address', share: 0.5 },
      { articleId, title, because: 'nearly', share: 1 },
      null,
    ])
  })

  it('is not doubled where that is asked for, and the refusal names the article', async () => {
    await workspace.call('articles.import', { text: SHORT_ARTICLE })
    const before = await stored()

    const refused = workspace.call('articles.import', { text: SHORT_ARTICLE, refuseKnown: true })

    await expect(refused).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('“Neue Brücke über die Elbe”') as unknown,
    })
    expect(await stored()).toEqual(before)
    const { known } = await workspace.call('articles.import', { text: SHORT_ARTICLE })
    expect(known).toMatchObject({ because: 'text', title: 'Neue Brücke über die Elbe' })
  })

  it('shares its original with the one that was there, and both say how it came', async () => {
    const { article } = await workspace.call('articles.import', { text: SHORT_ARTICLE })
    await workspace.call('articles.import', { text: SHORT_ARTICLE })

    const { original } = await workspace.call('articles.read', { articleId: article.id })
    const { captures } = await workspace.call('evidenceFiles.describe', { hash: original?.hash ?? '' })

    expect([(await stored()).files, captures.length]).toEqual([['Pasted.txt'], 2])
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
  })
})

describe('a new version', () => {
  it('keeps its own file, in the step that makes it', async () => {
    const { article } = await workspace.call('articles.import', { text: SHORT_ARTICLE })
    const bytes = Buffer.from(SHORT_ARTICLE.replace('240 Meter', '24 Meter')).toString('base64')
    const given = { articleId: article.id, bytes, fileName: 'neu.txt' }

    const { previewHash } = await workspace.call('revisions.preview', given)
    const previewed = (await stored()).files
    await workspace.call('revisions.apply', { ...given, previewHash })

    const { original, revision } = await workspace.call('articles.read', { articleId: article.id })
    expect([previewed, original?.name, revision]).toEqual([['Pasted.txt'], 'neu.txt', 2])
    await workspace.call('history.undo', {})
    expect((await stored()).files).toEqual(['Pasted.txt'])
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true, problems: [] })
  })
})

describe('addresses of a page', () => {
  it.each([
    ['https://a.example/b', 'http://www.a.example/b/#c', true],
    ['https://a.example/b?id=1&utm_medium=x', 'https://a.example/b?fbclid=2&id=1', true],
    ['https://a.example/b?id=1', 'https://a.example/b?id=2', false],
    ['https://a.example/b', 'https://a.example:8080/b', false],
  ])('%s and %s', (one, other, areSame) => {
    expect(foldedAddress(one) === foldedAddress(other)).toBe(areSame)
  })

  it('of a front page is the address of no article', () => {
    expect(foldedAddress('https://www.a.example/?utm_source=x')).toBeNull()
  })
})
