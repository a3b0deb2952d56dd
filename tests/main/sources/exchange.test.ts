import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { readBibtex, writeBibtex } from '#main/sources/bibtex'
import { readNames } from '#main/sources/bibtex-names'
import { readCslJson, writeCslJson } from '#main/sources/csl-json'
import { CSL_TYPES, DATE_VARIABLES, TEXT_VARIABLES, type Entry } from '#main/sources/entries'
import { decodeLatex, encodeLatex } from '#main/sources/latex'
import { readRis, writeRis } from '#main/sources/ris'
import type { Input } from '#shared/contract'
import type { Source } from '#shared/model'

import { openWorkspace, type Workspace } from '../../support/workspace'

let workspace: Workspace
beforeEach(() => {
  workspace = openWorkspace()
})
afterEach(() => workspace.close())

const FORMATS = ['bibtex', 'ris', 'csl-json'] as const

/** Everything of a source that other programs can keep. */
function told({ id: _, createdAt: __, evidenceCount: ___, ...source }: Source) {
  return source
}

const sources: Input<'sources.add'>[] = [
  {
    title: 'Müßiggang & Größe: 50 % mehr_Brücken #1 {Band ~2}',
    type: 'book',
    names: [
      { family: 'Müller-Lüdenscheidt', given: 'Jörg' },
      { family: 'Neumann', given: 'John', nonDroppingParticle: 'von' },
      { family: 'Vega', given: 'Ana María', nonDroppingParticle: 'de la', suffix: 'Jr.' },
      { family: 'Beethoven', given: 'Ludwig', droppingParticle: 'van' },
      { family: 'Gaulle', given: 'Charles', nonDroppingParticle: 'De' },
      { literal: 'Bundesamt für Bauwesen, Raumordnung and Partner' },
      { family: 'Ленц', given: 'Карин' },
      { family: "d'Artagnan", given: 'Charles' },
    ],
    publisher: 'Böhlau & Söhne',
    issued: '1907~',
    isbn: '978-3-16-148410-0',
    edition: '2., überarb.',
    pages: '12-15',
    language: 'de',
    note: "Erste Zeile\nzweite Zeile -- mit ``Zeichen''",
    doi: '10.1000/xyz_(123)',
    further: { editor: '{Stadt Wien} and Lenz, Karin', ISSN: '1234-5678', 'event-date': '2020-05/..' },
  },
  {
    title: 'Offen',
    issued: '1999/..',
    url: 'https://example.org/a_b?x=1&y=50%25#z',
    accessedOn: '2026-11-25',
  },
  { title: 'Ungewiss', issued: '2022-03?', type: 'document', cslType: 'report' },
  { title: 'Jahreszeit', issued: '2020-21', type: 'article', container: 'Süddeutsche Zeitung' },
  { title: 'In Worten', issued: 'im Frühjahr nach dem Krieg', type: 'interview' },
  {
    title: 'Zeitschrift',
    type: 'article',
    cslType: 'article-journal',
    volume: '12',
    issue: '3',
    issued: '2003/2004',
  },
  { title: 'Beobachtung vor Ort', type: 'own observation', issuedOn: '2022-03-08' },
  { title: 'Bestand', type: 'archive', medium: 'Mikrofilm', event: 'Tagung der Archive' },
  { title: 'Tonband', type: 'audio', archiveUrl: 'https://web.archive.org/web/2022/https://example.org/' },
  { title: 'Sendung', type: 'video', cslType: 'broadcast', publisher: 'ORF' },
]

describe.each(FORMATS)('sources as %s', (format) => {
  it('come back as they went out', async () => {
    const { call } = workspace
    const made: Source[] = []
    for (const source of sources) made.push(await call('sources.add', source))

    const { content } = await call('sources.export', { format })
    const { added, problems } = await call('sources.import', { text: content })

    expect(problems).toEqual([])
    const back: Source[] = []
    for (const sourceId of added) back.push(await call('sources.read', { sourceId }))
    expect(back.map(told)).toEqual(made.map(told))
  })

  it('are recognised, and read in the encoding old programs write', async () => {
    const { call } = workspace
    await call('sources.add', { title: 'Straßenbrücke über die Spree', authors: 'Lenz' })
    const { content } = await call('sources.export', { format })

    const read = await call('sources.import', { bytes: Buffer.from(content, 'latin1').toString('base64') })

    const sourceId = read.added[0]
    if (!sourceId) throw new Error('One source came back')
    expect(read.format).toBe(format)
    expect((await call('sources.read', { sourceId })).title).toBe('Straßenbrücke über die Spree')
  })
})

const word = fc
  .string({ unit: fc.constantFrom(...'abzÄöüß01é.,:;&%$#_{}~^\\"\'-–(@)=/ж中'), minLength: 1, maxLength: 12 })
  .map((text) => text.normalize('NFC'))
const text = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '))
const namePart = fc
  .array(fc.string({ unit: fc.constantFrom(...'abzÄöüßéж'), minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 2,
  })
  .map((words) => words.map((each) => each.charAt(0).toUpperCase() + each.slice(1)).join(' '))
const particle = fc.constantFrom('von', 'van der', 'de la', 'zu')
const name = fc.oneof(
  fc.record({ family: namePart, given: namePart }),
  fc.record({ family: namePart, given: namePart, nonDroppingParticle: particle }),
  fc.record({ family: namePart, given: namePart, droppingParticle: particle }),
  fc.record({ family: namePart, given: namePart, nonDroppingParticle: particle, suffix: fc.constant('Jr.') }),
  fc.record({
    literal: text
      .map((each) => each.replaceAll(/[{}]/g, '').replaceAll(/\s+/g, ' ').trim())
      .filter((each) => each !== ''),
  }),
)
const date = fc.oneof(
  fc.constantFrom(
    '2022-03-08',
    '2022-03',
    '2022',
    '1907~',
    '1907?',
    '1999/2003',
    '1999/..',
    '../1950',
    '2022-03~/2022-05',
  ),
  fc.constantFrom('im Mai', 'vor 1900', '3. Quartal'),
)
const texts = [...TEXT_VARIABLES].filter(
  (each) =>
    ![
      'URL',
      'DOI',
      'ISBN',
      'ISSN',
      'page',
      'event',
      'language',
      'keyword',
      'genre',
      'journalAbbreviation',
      'shortTitle',
      'collection-number',
    ].includes(each),
)
const entry: fc.Arbitrary<Entry> = fc.record({
  type: fc.constantFrom(...CSL_TYPES),
  texts: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...texts), text), { selector: ([key]) => key, maxLength: 6 })
    .map((pairs) => new Map([['title', 'Titel'], ...pairs])),
  names: fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom('author', 'editor', 'director'),
        fc.array(name, { minLength: 1, maxLength: 3 }),
      ),
      {
        selector: ([key]) => key,
      },
    )
    .map((pairs) => new Map(pairs)),
  dates: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...DATE_VARIABLES), date), {
      selector: ([key]) => key,
      maxLength: 2,
    })
    .map((pairs) => new Map(pairs)),
})
const plain = ({ type, texts: t, names, dates }: Entry) => ({
  type,
  texts: Object.fromEntries(t),
  names: Object.fromEntries(names),
  dates: Object.fromEntries(dates),
})

describe('any entry survives', () => {
  it.each([
    ['BibLaTeX', (entries: Entry[]) => readBibtex(writeBibtex(entries))],
    ['RIS', (entries: Entry[]) => readRis(writeRis(entries))],
    ['CSL-JSON', (entries: Entry[]) => readCslJson(writeCslJson(entries))],
  ])('%s and back', (_, roundTrip) => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 4 }), (entries) => {
        const read = roundTrip(entries)
        expect(read?.problems).toEqual([])
        expect(read?.entries.map((each) => plain(each.entry))).toEqual(entries.map(plain))
      }),
      { numRuns: 300 },
    )
  })

  it('as TeX, sign by sign', () => {
    fc.assert(
      fc.property(
        text,
        (written) => decodeLatex(encodeLatex(written)) === written.replaceAll(/\s+/g, ' ').trim(),
      ),
    )
  })
})

describe('TeX as bibliographies write it', () => {
  it.each([
    [String.raw`M{\"u}ller`, 'Müller'],
    [String.raw`M\"{u}ller`, 'Müller'],
    [String.raw`M\"uller`, 'Müller'],
    [String.raw`Stra{\ss}e`, 'Straße'],
    [String.raw`Stra\ss e`, 'Straße'],
    [String.raw`Stra\ss{}e und`, 'Straße und'],
    [String.raw`Dvo{\v r}{\'a}k`, 'Dvořák'],
    [String.raw`na{\"\i}ve`, 'naïve'],
    [String.raw`{\L}{\'o}d{\'z}`, 'Łódź'],
    [String.raw`{\AA}ngstr{\"o}m`, 'Ångström'],
    [String.raw`Gar\c{c}on`, 'Garçon'],
    [String.raw`S.~12--15`, 'S.\u00a012–15'],
    [String.raw`\emph{Wichtig} \& {GROSS}`, 'Wichtig & GROSS'],
    [String.raw`\glqq Zitat\grqq{} hier`, '„Zitat“ hier'],
    ['50\\,\\% mehr', '50% mehr'],
  ])('%s reads %s', (written, read) => {
    expect(decodeLatex(written)).toBe(read)
  })

  it.each([
    ['John von Neumann', [{ given: 'John', nonDroppingParticle: 'von', family: 'Neumann' }]],
    ['von Neumann, John', [{ given: 'John', nonDroppingParticle: 'von', family: 'Neumann' }]],
    [
      'de la Vega, Jr., Ana and {Stadt Wien, Amt and Co}',
      [
        { nonDroppingParticle: 'de la', family: 'Vega', suffix: 'Jr.', given: 'Ana' },
        { literal: 'Stadt Wien, Amt and Co' },
      ],
    ],
    ['Donald E. Knuth and others', [{ given: 'Donald E.', family: 'Knuth' }]],
    [
      'family=Beethoven, given=Ludwig, prefix=van, useprefix=false',
      [{ family: 'Beethoven', given: 'Ludwig', droppingParticle: 'van' }],
    ],
  ])('the names %s', (written, names) => {
    expect(readNames(written)).toEqual(names)
  })

  it('from Zotero, Citavi and JabRef', () => {
    const { entries, problems } = readBibtex(String.raw`% Encoding: UTF-8
@comment{jabref-meta: databaseType:biblatex;}
@string{sz = "Süddeutsche Zeitung"}
@Article{lenz_bruecke_2022,
  author       = {Lenz, Karin and {Bauamt der Stadt}},
  title        = {{Die Br{\"u}cke}: eine {Bilanz}},
  journaltitle = sz # { am Wochenende},
  year         = 2022, month = mar,
  number       = 12,
  pages        = {3--5},
  file         = {:/home/x/a.pdf:PDF},
}
@book(noauthor, title = "Ein {"}Buch{"}", publisher="Verlag", date={1907~})
@online{web, title={Seite}, url={https://example.org/a_b?c=1\&d=2}, urldate={2026-11-25}}
`)

    expect(problems).toEqual([])
    expect(entries.map((each) => plain(each.entry))).toEqual(
      [
        {
          type: 'article-journal',
          texts: {
            title: 'Die Brücke: eine Bilanz',
            page: '3–5',
            'container-title': 'Süddeutsche Zeitung am Wochenende',
            issue: '12',
          },
          names: { author: [{ family: 'Lenz', given: 'Karin' }, { literal: 'Bauamt der Stadt' }] },
          dates: { issued: '2022-03' },
        },
        {
          type: 'book',
          texts: { title: 'Ein "Buch"', publisher: 'Verlag' },
          names: {},
          dates: { issued: '1907~' },
        },
        {
          type: 'webpage',
          texts: { title: 'Seite', URL: 'https://example.org/a_b?c=1&d=2' },
          names: {},
          dates: { accessed: '2026-11-25' },
        },
      ].map((each) => (each.texts.page ? { ...each, texts: { ...each.texts, page: '3-5' } } : each)),
    )
  })
})

describe('RIS as databases write it', () => {
  it('is read with its old tags', () => {
    const { entries } = readRis(
      'TY  - JOUR\r\nA1  - Lenz, Karin\r\nT1  - Die Brücke\r\nJF  - Bauwelt\r\nY1  - 2022/03/08/\r\nSP  - 12\r\nEP  - 15\r\nSN  - 0005-6855\r\nKW  - Elbe\r\nKW  - Bau\r\nN2  - Kurz\r\n gefasst\r\nER  - \r\n',
    )

    expect(entries.map((each) => plain(each.entry))).toEqual([
      {
        type: 'article-journal',
        texts: {
          title: 'Die Brücke',
          'container-title': 'Bauwelt',
          abstract: 'Kurz\ngefasst',
          keyword: 'Elbe; Bau',
          ISSN: '0005-6855',
          page: '12-15',
        },
        names: { author: [{ family: 'Lenz', given: 'Karin' }] },
        dates: { issued: '2022-03-08' },
      },
    ])
  })
})

describe('a hostile file', () => {
  const importing = (value: string) => workspace.call('sources.import', { text: value })

  it.each([
    ['nothing', ''],
    ['prose', 'Das ist ein Satz.'],
    ['broken JSON', '[{"title": "A"'],
    ['an empty list', '[]'],
    ['a deep list', '['.repeat(100_000)],
  ])('of %s is refused with words', async (_, value) => {
    await expect(importing(value)).rejects.toMatchObject({ code: 'unreadable' })
    expect(await workspace.call('sources.list', {})).toEqual([])
  })

  it('that is too large or too long is refused, and the message names the limit', async () => {
    await expect(importing(`[${' '.repeat(5 * 1024 * 1024)}]`)).rejects.toThrow('5 MiB')
    const many = JSON.stringify(Array.from({ length: 10_001 }, (_, index) => ({ title: String(index) })))
    await expect(importing(many)).rejects.toThrow('10,000')
  })

  it('puts nothing into prototypes and takes over only what it understands', async () => {
    const { call } = workspace
    const { added, problems } = await importing(
      '[{"title": "A", "__proto__": {"polluted": 1}, "constructor": "x", "author": "Lenz", "issued": 7, "volume": {"a": 1},' +
        '"custom": {"__proto__": "y", "toString": "z"}, "URL": "javascript:alert(1)", "editor": [5, {"family": "Q"}]},' +
        '42, {"type": "book"}, {"title": ["x"]}]',
    )

    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    const read = await call('sources.list', {})
    expect(added).toHaveLength(1)
    expect(read).toMatchObject([{ title: 'A', url: null, volume: null, names: [] }])
    expect(problems.map(({ index, field }) => [index, field])).toEqual(
      expect.arrayContaining([
        [0, 'author'],
        [0, 'volume'],
        [0, 'url'],
        [0, 'editor'],
        [1, null],
        [2, 'title'],
        [3, 'title'],
      ]),
    )
  })

  it('loses one field that is refused, not those beside it', async () => {
    const { added, problems } = await importing(
      JSON.stringify([
        {
          title: 'A',
          abstract: 'x'.repeat(30_000),
          archive_collection: 'Karton 12',
          custom: { 'mit Leerzeichen': 'x', eigenes: 'y' },
        },
      ]),
    )

    const [sourceId] = added
    if (!sourceId) throw new Error('The entry was taken over')
    expect((await workspace.call('sources.read', { sourceId })).further).toEqual({
      archive_collection: 'Karton 12',
      eigenes: 'y',
    })
    expect(problems.map(({ field }) => field)).toEqual(['abstract', 'mit Leerzeichen'])
  })

  it('with one broken entry gives the others', async () => {
    const { added, problems } = await importing(
      '@book{a, title={Eins}}\n@book{b, title={Nie geschlossen, year=2000\n@book{c, title={Drei}}\n',
    )

    expect(added).toHaveLength(2)
    expect(problems).toMatchObject([{ index: 1, field: null }])
  })

  it.each([
    ['unclosed entries', '@a{x,t={\n'.repeat(200_000)],
    ['braces', `@a{x,t=${'{'.repeat(2_000_000)}`],
    ['commands', `@a{x,title={${'\\"'.repeat(1_000_000)}}}`],
    ['names', `@a{x,title={A},author={${'a and '.repeat(300_000)}b}}`],
    ['tags', 'TY  - JOUR\nTI  - A\n'.repeat(9_000)],
  ])('of many %s is answered, in linear time', async (_, value) => {
    // What grows faster than the text would outlast the test's own limit many times over.
    const answer = await importing(value).catch((error: unknown) => error)

    expect(answer).toBeDefined()
  })
})
