import iconv from 'iconv-lite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { readArticleFile } from '#main/articles/article-file'
import { segment } from '#main/articles/segmenter'
import { wordsAround } from '#main/articles/segmenter-corrections'
import { migrate, migrations } from '#main/database/migrations'
import type { Output } from '#shared/contract'
import type { ArticleId } from '#shared/model'

import { makeOldLibrary } from '../../support/old-libraries'
import { addClaim, importText, openWorkspace, temporaryFolder, type Workspace } from '../../support/workspace'

const cutsOf = (text: string, ...rest: [string, Parameters<typeof segment>[2]?]) =>
  segment(text, ...rest).map(({ start, end }) => text.slice(start, end))

describe('an encoding that a person chose', () => {
  const german = 'Die Straße zum Café kostet 12 € – sagt „Frau Größl“.'
  const western = 'Die Straße zum Café kostet zwölf Euro, sagt Frau Größl.'
  const russian = 'Президент заявил: резервистов призывать не будут. Ёлки стоят.'

  it.each([
    ['UTF-8', german],
    ['windows-1252', german],
    ['ISO-8859-1', western],
    ['ISO-8859-15', western.replace('zwölf Euro', '12 €')],
    ['UTF-16LE', german],
    ['UTF-16BE', german],
    ['KOI8-R', russian],
    ['windows-1251', russian],
    ['CP866', russian],
    ['macintosh', western],
  ])('reads %s, letter by letter', async (encoding, text) => {
    const read = await readArticleFile({ bytes: iconv.encode(text, encoding) }, { encoding })

    expect([read.text, read.encoding, read.warnings.map(({ code }) => code)]).toEqual([text, encoding, []])
  })

  it('counts against what the bytes say, for web pages and Markdown too', async () => {
    const bytes = iconv.encode(`<meta charset="koi8-r"><p>${russian}</p>`, 'windows-1251')
    const page = await readArticleFile({ bytes, fileName: 'a.html' }, { encoding: 'windows-1251' })
    const markdown = iconv.encode(`# Über\n\n${western}`, 'ISO-8859-15')
    const read = await readArticleFile({ bytes: markdown, fileName: 'a.md' }, { encoding: 'ISO-8859-15' })

    expect(page.text).toBe(russian)
    expect(read.text).toBe(`Über\n\n${western}`)
  })

  it('is refused when nobody knows it, when it hides markup, and when no text comes of it', async () => {
    const bytes = Buffer.from(german)
    const reading = (encoding: string, of = bytes) => readArticleFile({ bytes: of }, { encoding })

    await expect(reading('klingon')).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(reading('utf-7')).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(reading('UTF-8', Buffer.alloc(400, 1))).rejects.toMatchObject({ code: 'unreadable' })
  })
})

describe('a whole page', () => {
  const page = `<!doctype html><title>Pegel</title><body><nav><a href="/">Start</a></nav>
    <article><h1>Der Pegel steigt weiter</h1><p>${'Der Pegel der Elbe ist in Dresden gestiegen. '.repeat(8)}</p></article>
    <aside class="related"><p>Zehn Tipps gegen nasse Keller</p></aside>
    <p style="display:none">Unsichtbar gemacht</p></body>`

  it('keeps what is around the article as text, but not what nobody sees', async () => {
    const kept = async (wholePage: boolean) => {
      const { blocks, text } = await readArticleFile(
        { bytes: Buffer.from(page), fileName: 'a.html' },
        { wholePage },
      )
      return ['Zehn Tipps', 'Unsichtbar'].map((words) => {
        const at = text.indexOf(words)
        return blocks.find(({ start, end }) => start <= at && at < end)?.kind !== 'non-text'
      })
    }

    expect([await kept(false), await kept(true)]).toEqual([
      [false, false],
      [true, false],
    ])
  })
})

describe('corrections of cuts', () => {
  it('take an abbreviation of the newsroom for one, and still end before a word that opens a sentence', () => {
    const corrections = { abbreviations: ['Bhf.', 'i. S. v.'], cuts: [] }
    const text = 'Er wartete am Bhf. Zoo. Sie kam zum Bhf. Danach regnete es i. S. v. Regen.'

    expect(cutsOf(text, 'de', corrections)).toEqual([
      'Er wartete am Bhf. Zoo.',
      'Sie kam zum Bhf.',
      'Danach regnete es i. S. v. Regen.',
    ])
    expect(
      cutsOf('Hij woont in de Abcd. Efgh. Dat is alles.', 'nl', { abbreviations: ['abcd'], cuts: [] }),
    ).toEqual(['Hij woont in de Abcd. Efgh.', 'Dat is alles.'])
  })

  it('are remembered by the words on both sides, and hold wherever these meet again', () => {
    const text = 'Wir lieben Yolo! Magazin und Film. Der Plan: Wir gehen.'
    const never = { ...wordsAround(text, text.indexOf('Magazin')), isCut: false }
    const always = { ...wordsAround(text, text.indexOf('Wir gehen')), isCut: true }
    const corrections = {
      abbreviations: [],
      cuts: [never, always] as NonNullable<Parameters<typeof segment>[2]>['cuts'],
    }

    expect(never).toEqual({ before: 'Yolo!', after: 'Magazin', isCut: false })
    expect(cutsOf(text, 'de', corrections)).toEqual([
      'Wir lieben Yolo! Magazin und Film.',
      'Der Plan:',
      'Wir gehen.',
    ])
    expect(cutsOf('Sie liest Yolo! Magazin. Plan: Wir gehen.', 'de', corrections)).toEqual([
      'Sie liest Yolo! Magazin.',
      'Plan:',
      'Wir gehen.',
    ])
  })
})

describe('the language of a block', () => {
  let workspace: Workspace
  beforeEach(() => {
    workspace = openWorkspace()
  })
  afterEach(() => {
    workspace.close()
  })

  const RUSSIAN = '«Раненые лежат на ул. Ленина. Резервистов призывать не будут.»'
  const ARTICLE = `Die Ansprache im Wortlaut

Am 8. März 2022 sprach der Präsident im Fernsehen. Er wandte sich an die Mütter der Soldaten.

${RUSSIAN}

Im Oktober galt das nicht mehr. Die Zahlen steigen.
`
  const textsOf = ({ text, sentences, blocks }: Output<'articles.read'>, language: string | null) =>
    sentences
      .filter(({ blockId }) => blocks.find(({ id }) => id === blockId)?.language === language)
      .map(({ start, end }) => text.slice(start, end))
  const reread = (articleId: ArticleId) => workspace.call('articles.read', { articleId })

  it('is told where it is another, and cuts it by its own rules', async () => {
    const article = await importText(workspace.call, ARTICLE)

    expect(textsOf(article, 'ru')).toEqual([
      '«Раненые лежат на ул. Ленина.',
      'Резервистов призывать не будут.»',
    ])
    expect(article.blocks.filter(({ language }) => language !== null)).toHaveLength(1)
  })

  it.each([
    [
      'an English quotation in a German text',
      'de',
      'We are not going to leave them alone in this, and that is why they will be here when it begins.',
      'en',
    ],
    [
      'a German quotation in an English text',
      'en',
      'Wir werden sie nicht allein lassen, und das ist auch der Grund, warum wir noch immer hier sind.',
      'de',
    ],
    [
      'a Ukrainian sentence in a Russian text',
      'ru',
      'Ми не залишимо їх самих, і це та причина, чому ми всі ще тут.',
      'uk',
    ],
    [
      'an English title in a German sentence',
      'de',
      'Der Film „The Lord of the Rings: The Fellowship of the Ring“ läuft heute im Kino um die Ecke.',
      null,
    ],
    ['a short sentence', 'de', 'Make America great again!', null],
    [
      'a list of names',
      'de',
      'Olaf Scholz, Emmanuel Macron, Pedro Sánchez, Giorgia Meloni, Donald Tusk, Keir Starmer',
      null,
    ],
    [
      'its own language',
      'de',
      'Am Montag kamen die Ministerinnen und Minister der Länder in Kiel zusammen, um über das Geld zu reden.',
      null,
    ],
  ])('%s', async (_, language, text, expected) => {
    const { article } = await workspace.call('articles.import', { text, language })
    const { blocks } = await reread(article.id)

    expect(blocks.map((block) => block.language)).toEqual([expected])
  })

  it('can be set, which cuts the block anew and leaves the rest; claims go with their words; undo brings it back', async () => {
    const article = await importText(workspace.call, ARTICLE)
    const block = article.blocks.find(({ language }) => language === 'ru')
    if (!block) throw new Error('There is a Russian block')
    const number = article.sentences.findIndex(({ blockId }) => blockId === block.id) + 1
    const claimId = await addClaim(workspace.call, { article, number })
    const others = article.sentences.filter(({ blockId }) => blockId !== block.id).map(({ id }) => id)

    await workspace.call('blocks.setLanguage', { blockId: block.id, language: 'tr' })

    const after = await reread(article.id)
    const inBlock = after.sentences.filter(({ blockId }) => blockId === block.id)
    const anchored = after.claims.find(({ id }) => id === claimId)?.anchors ?? []
    expect(inBlock.length).toBeGreaterThan(2)
    expect(after.sentences.filter(({ blockId }) => blockId !== block.id).map(({ id }) => id)).toEqual(others)
    expect(anchored.map(({ start, end }) => after.text.slice(start, end)).join(' ')).toBe(
      '«Раненые лежат на ул. Ленина.',
    )
    const { problems } = await workspace.call('library.verify', {})
    expect(problems).toEqual([])

    await workspace.call('history.undo', {})

    const undone = await reread(article.id)
    expect([undone.sentences.length, undone.blocks]).toEqual([article.sentences.length, article.blocks])
  })

  it('follows that of the article, except where a person cut or set it', async () => {
    const text = `Zahlen\n\nEs kamen ca. Hundert Menschen. Das war am 3. Mai.\n\nEs war d. h. Das alles war um 3 Uhr.`
    const article = await importText(workspace.call, text)
    const byHand = article.sentences.at(-1)
    if (!byHand) throw new Error('There is a last sentence')
    await workspace.call('sentences.split', { sentenceId: byHand.id, at: text.indexOf('Das alles') })

    await workspace.call('articles.update', { articleId: article.id, language: 'en' })

    const after = await reread(article.id)
    expect(after.sentences.map(({ start, end }) => after.text.slice(start, end))).toEqual([
      'Zahlen',
      'Es kamen ca. Hundert Menschen.',
      'Das war am 3.',
      'Mai.',
      'Es war d. h.',
      'Das alles war um 3 Uhr.',
    ])
  })
})

describe('the migration to cells, notes and languages of blocks', () => {
  const folder = temporaryFolder()
  afterEach(() => folder.remove())

  it('leaves every row as it was, with nothing said in what is new, and the links between blocks', () => {
    const at = migrations.findIndex(({ sql }) => sql.includes('blocks_made_anew'))
    const db = makeOldLibrary(at, folder.libraryPath)
    db.pragma('foreign_keys = ON')
    type Row = Record<string, string | number | null>
    const tables = ['people', 'articles', 'revisions', 'blocks', 'sentences']
    const all = (table: string) => db.prepare<[], Row>(`SELECT * FROM ${table} ORDER BY id`).all()
    const before = tables.map(all)

    migrate(db, { backUp: null, known: migrations.slice(0, at + 1) })

    const added: Record<string, Row> = {
      articles: { modified_on: null },
      revisions: { pages: '[]' },
      blocks: { language: null },
    }
    expect(tables.map(all)).toEqual(
      before.map((rows, index) => rows.map((row) => ({ ...row, ...added[tables[index] ?? ''] }))),
    )
    expect(before[3]?.filter((row) => row['quote_id'] !== null).length).toBeGreaterThan(0)
    expect(() => db.prepare("UPDATE blocks SET kind = 'song'").run()).toThrowError(/CHECK/)
    expect(() => db.prepare("UPDATE blocks SET kind = 'footnote', language = 'ru'").run()).not.toThrow()
    expect(() => db.prepare('DELETE FROM blocks').run()).toThrowError(/FOREIGN KEY/)
    db.close()
  })
})
