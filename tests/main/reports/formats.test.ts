import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { JSDOM, type ParsedElement } from 'jsdom'
import Papa from 'papaparse'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { sha256 } from '#main/database/canonical-json'
import { inertCell } from '#main/reports/formats/csv'
import { narrowed } from '#main/documents/draft-marks'
import { legible } from '#main/documents/legible'
import { cellText } from '#main/reports/formats/spreadsheet'
import { codePoints } from '#main/reports/formats/web-annotation'
import type { Input } from '#shared/contract'
import { REPORT_FORMATS, REPORT_KINDS, type Article } from '#shared/model'
import type { Call } from '#shared/rpc'

import { HOSTILE_WORDS } from '../../support/hostile-words'
import {
  addClaim,
  addEvidence,
  checkEverything,
  handOver,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  type Workspace,
} from '../../support/workspace'
import { zipParts } from '../../support/zip-parts'

let workspace: Workspace
beforeEach(() => {
  workspace = openWorkspace({ language: 'de' })
})
afterEach(() => workspace.close())

const words = (element: ParsedElement | null) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim()
const all = (element: ParsedElement, selectors: string) => Array.from(element.querySelectorAll(selectors))
const html = (content: string) => new JSDOM(content).window.document
/** Throws where the text is no well-formed XML. */
const xml = (content: string) => new JSDOM(content, { contentType: 'application/xml' }).window.document
const here = (program: string) => spawnSync(program, ['--version']).status === 0

async function render(
  article: Pick<Article, 'id'>,
  asked: Omit<Input<'reports.render'>, 'articleId'>,
): Promise<{ text: string; bytes: Buffer }> {
  const { content, encoding } = await workspace.call('reports.render', { articleId: article.id, ...asked })
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8')
  return { text: content, bytes }
}

/** One wrong claim with a proposed correction, one right one, one without a verdict, the rest untouched. */
async function checkShortArticle(call: Call) {
  const article = await importText(call, SHORT_ARTICLE)
  const right = await addClaim(call, { article, number: 2 })
  await addEvidence(call, right)
  await rate(call, right)
  const wrong = await addClaim(call, { article, number: 3 })
  await addEvidence(call, wrong, 'Haushaltsplan 2022')
  await call('verdicts.record', {
    claimId: wrong,
    question: 'content',
    scaleId: 'belegt-content-de-1',
    ratingId: 'wrong',
    conclusion: 'Der Haushalt nennt 14 Mio. Euro.',
    reasoning: 'Zeile 12, Spalte „Brücken“.',
    asOf: '2026-11-20',
    correction: 'Sie kostete am 8. März 2022 noch 14 Mio. Euro.',
  })
  const open = await addClaim(call, { article, number: 4 })
  return { article, right, wrong, open }
}

describe('the correction list', () => {
  it('holds what is wrong and what is open, with a box for each proposal, and nothing that is right', async () => {
    const { article } = await checkShortArticle(workspace.call)

    const { text } = await render(article, { format: 'html', kind: 'corrections' })
    const document = html(text)

    expect(all(document, 'h2').map(words)).toEqual(['Falsch oder zu berichtigen', 'Noch offen', 'Echtheit'])
    expect(all(document, 'h3').map(words)).toEqual(['Behauptung 2 · Satz 3', 'Behauptung 3 · Satz 4'])
    expect(words(document.querySelector('.facts'))).toBe(
      'Alter WortlautSie kostete am 8. März 2022 noch 12 Mio. Euro.VorschlagSie kostete am 8. März 2022 noch 14 Mio. Euro.',
    )
    expect(all(document, '.boxes li').map(words)).toEqual(['angenommen', 'abgelehnt, weil:'])
    expect(words(document.documentElement)).not.toContain('Die Brücke ist 240 Meter lang.')
  })
})

describe('every report', () => {
  it.each(
    REPORT_KINDS.flatMap((kind) =>
      (['html', 'md', 'docx', 'xlsx', 'json'] as const).map((format) => [kind, format] as const),
    ),
  )('prints the head of the history, the hash of the text and the program: %s, %s', async (kind, format) => {
    const { article } = await checkShortArticle(workspace.call)
    const { headHash, version } = await workspace.call('library.describe', {})

    const { bytes, text } = await render(article, { kind, format })
    const parts = format === 'docx' || format === 'xlsx' ? await zipParts(bytes) : new Map([['', text]])
    const told = [...parts.values()].join(' ')

    for (const fact of [headHash, sha256(article.text), version]) expect(told).toContain(fact)
  })
})

describe('an article that was signed off and then changed', () => {
  async function changed() {
    const { call } = workspace
    const { id: articleId } = await importText(call, SHORT_ARTICLE)
    const article = await call('articles.read', { articleId })
    const claimId = await checkEverything(call, article)
    const { handBack } = await handOver(call)
    const sentenceIds = article.sentences.filter(({ number }) => number !== 2).map(({ id }) => id)
    await call('secondReads.record', { claimIds: [claimId], sentenceIds, outcome: 'agreed' })
    await call('articles.signOff', { articleId })
    await handBack()
    const text = SHORT_ARTICLE.replace('12 Mio.', '1,2 Mio.')
    const { previewHash } = await call('revisions.preview', { articleId, text })
    await call('revisions.apply', { articleId, text, previewHash })
    return article
  }

  it.each(['html', 'md', 'docx', 'xlsx', 'json'] as const)(
    'has a checking file in %s that says which revision was signed off, and what changed since',
    async (format) => {
      const { bytes, text } = await render(await changed(), { format })
      const parts = format === 'docx' || format === 'xlsx' ? await zipParts(bytes) : new Map([['', text]])
      const told = [...parts.values()].join(' ').replace(/<[^>]*>/g, '')

      expect(told).toMatch(
        format === 'json' ? /"signOff": \{\s*"revision": 1/ : /Fassung 1 von Murat Özdemir/,
      )
      expect(told).toContain('Sie kostete am 8. März 2022 noch 12 Mio. Euro.')
      expect(told).toContain('Sie kostete am 8. März 2022 noch 1,2 Mio. Euro.')
    },
  )

  it('says in CSV beside each claim which revision it stands in, and which was signed off', async () => {
    const { text } = await render(await changed(), { format: 'csv' })
    const { data } = Papa.parse<Record<string, string>>(text.slice(1), { header: true, delimiter: ';' })

    expect(data[0]).toMatchObject({
      Fassung: '2',
      'Zuletzt freigegeben': expect.stringContaining('Fassung 1 von Murat Özdemir') as string,
    })
  })

  it('has a correction list in JSON with the changes since', async () => {
    const { text } = await render(await changed(), { format: 'json', kind: 'corrections' })

    expect(JSON.parse(text)).toMatchObject({
      signOff: { revision: 1, current: false },
      changes: [{ revision: 2, kind: 'changed' }],
    })
  })
})

describe('the public fact check', () => {
  it('tells claim, rating and facts in this order, then sources, method and corrections', async () => {
    const { article } = await checkShortArticle(workspace.call)

    const { text } = await render(article, {
      format: 'html',
      kind: 'public',
      options: { house: 'Morgenblatt' },
    })
    const document = html(text)

    expect(all(document, 'h2, h3').map(words)).toEqual([
      ...['Behauptung 1', 'Bewertung', 'Fakten', 'Behauptung 2', 'Bewertung', 'Fakten'],
      ...['Quellen', 'Verwendete Skalen', 'So wurde geprüft', 'Korrekturen', 'Echtheit'],
    ])
    expect(words(document.querySelector('.running'))).toBe('Morgenblatt25. November 2026')
    expect(words(document.querySelector('.notice'))).toContain('Nicht veröffentlichen.')
    expect(all(document, 'script, link, img, iframe, form, [style], [src]')).toEqual([])
  })

  it.each(REPORT_FORMATS.filter((format) => format !== 'pdf'))(
    'names nobody who checked in %s, unless asked to',
    async (format) => {
      const { call } = workspace
      await handOver(call, 'Jana Unverwechselbar')
      const { article } = await checkShortArticle(call)
      const read = async (options: Input<'reports.render'>['options']) => {
        const { bytes } = await render(article, { format, kind: 'public', ...(options && { options }) })
        const isZip = bytes.subarray(0, 2).toString() === 'PK'
        return isZip ? [...(await zipParts(bytes)).values()].join('\n') : bytes.toString()
      }

      expect(await read(undefined)).not.toContain('Unverwechselbar')
      expect(await read({ withHands: true })).toContain('Unverwechselbar')
    },
  )

  it('can be about one claim, which then is its title', async () => {
    const { article, wrong } = await checkShortArticle(workspace.call)

    const { text } = await render(article, { format: 'html', kind: 'public', options: { claimIds: [wrong] } })

    expect(words(html(text).querySelector('h1'))).toBe('Sie kostete am 8. März 2022 noch 12 Mio. Euro.')
  })
})

describe('the checking file', () => {
  it.each(['html', 'docx', 'md', 'csv', 'xlsx'] as const)(
    'names nobody in %s when asked not to',
    async (format) => {
      const { call } = workspace
      await handOver(call, 'Jana Unverwechselbar')
      const { article } = await checkShortArticle(call)
      const [first] = article.sentences
      if (first) await call('sentences.markNoClaim', { sentenceIds: [first.id] })

      const { bytes } = await render(article, { format, options: { withHands: false } })

      const isZip = bytes.subarray(0, 2).toString() === 'PK'
      const text = isZip ? [...(await zipParts(bytes)).values()].join('\n') : bytes.toString()
      expect(text).not.toContain('Unverwechselbar')
      expect(text).toContain('Sie kostete am 8. März 2022 noch 12 Mio. Euro.')
    },
  )

  it('tells only the parts and claims it was asked for, and leads to no other', async () => {
    const { article, wrong } = await checkShortArticle(workspace.call)

    const { text } = await render(article, {
      format: 'html',
      options: {
        ...{ claimIds: [wrong], withEvidence: false, house: 'Morgenblatt' },
        ...{ method: 'Am Schreibtisch.', contact: 'fakten@morgenblatt.example' },
      },
    })

    const document = html(text)
    const ids = all(document, '[id]').map((element) => element.getAttribute('id') ?? '')
    const leads = all(document, 'a[href^="#"]').map((link) => link.getAttribute('href')?.slice(1))
    expect(leads.filter((place) => !ids.includes(place ?? ''))).toEqual([])
    expect(ids.filter((id) => /^[ceq]\d/.test(id))).toEqual(['c2'])
    expect(all(document, 'h2').map(words)).toEqual([
      ...['Was offen bleibt', 'Stand der Prüfung', 'Der Artikel', 'Satz für Satz', 'Verwendete Skalen'],
      ...['Wer daran gearbeitet hat', 'So wurde geprüft', 'Kontakt', 'Echtheit'],
    ])
    expect(words(document.documentElement)).toContain('Am Schreibtisch.')
  })
})

describe('CSV', () => {
  it.each([
    ['de', ';'],
    ['en', ','],
  ] as const)('of %s parts cells with %j and says that it is UTF-8', async (language, separator) => {
    const { article } = await checkShortArticle(workspace.call)

    const { text } = await render(article, { format: 'csv', language })
    const { data, errors, meta } = Papa.parse<Record<string, string>>(text.slice(1), {
      header: true,
      skipEmptyLines: true,
    })

    expect(text.startsWith('\uFEFF')).toBe(true)
    expect({ errors, delimiter: meta.delimiter }).toEqual({ errors: [], delimiter: separator })
    expect(data.map((row) => row[language === 'de' ? 'Behauptung' : 'Claim'])).toEqual([
      'Die Brücke ist 240 Meter lang.',
      'Sie kostete am 8. März 2022 noch 12 Mio. Euro.',
      '„Wir bauen sie bis Ende Mai fertig.“',
    ])
  })

  it.each([
    ['-12', '-12'],
    ['+3,5', '+3,5'],
    ['1.200', '1.200'],
    ['=1', "'=1"],
    ['  =1', "'  =1"],
    ['\uFEFF@x', "'\uFEFF@x"],
    ['\tx', "'\tx"],
    ['\0x', "'\0x"],
    ['\nx', "'\nx"],
    ['＋1', "'＋1"],
    ['–5 Grad', '–5 Grad'],
    ['a=b', 'a=b'],
  ])('writes %j as %j', (text, cell) => expect(inertCell(text)).toBe(cell))
})

describe('XLSX', () => {
  it('holds a sheet of claims and a sheet of sources, in text and plain numbers', async () => {
    const { article } = await checkShortArticle(workspace.call)

    const parts = await zipParts((await render(article, { format: 'xlsx' })).bytes)
    const sheets = xml(parts.get('xl/workbook.xml') ?? '')

    expect(all(sheets, 'sheet').map((sheet) => sheet.getAttribute('name'))).toEqual([
      'Behauptungen',
      'Quellen',
      'Echtheit',
    ])
    const first = readSheet(parts, 1)
    expect(first.map((row) => row.slice(0, 3))).toEqual([
      ['Nr.', 'Satz', 'Behauptung'],
      ['1', '2', 'Die Brücke ist 240 Meter lang.'],
      ['2', '3', 'Sie kostete am 8. März 2022 noch 12 Mio. Euro.'],
      ['3', '4', '„Wir bauen sie bis Ende Mai fertig.“'],
    ])
    expect(readSheet(parts, 2).map((row) => row[1])).toEqual([
      'Titel',
      'Bauakte 12/2022',
      'Haushaltsplan 2022',
    ])
  })

  it.each([
    ['null\0', 'null_x0000_'],
    ['_x0041_', '_x005F_x0041_'],
    ['constructor', '_x0063_onstructor'],
    ['halb \ud83d', 'halb _xD83D_'],
    ['🧑🏽‍🚒', '🧑🏽‍🚒'],
  ])('spells %j as %j', (text, cell) => expect(cellText(text)).toBe(cell))

  it('cuts what no cell can hold, and shows that it did', () => {
    const cell = cellText('ä'.repeat(40_000))

    expect(cell).toHaveLength(32_767)
    expect(cell.endsWith('ä […]')).toBe(true)
  })
})

/** As a spreadsheet reads it: shared strings, with _xHHHH_ taken for the character. */
function readSheet(parts: ReadonlyMap<string, string>, number: number): string[][] {
  const strings = all(xml(parts.get('xl/sharedStrings.xml') ?? ''), 'si').map((item) =>
    item.textContent.replace(/_x([0-9A-F]{4})_/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    ),
  )
  const sheet = xml(parts.get(`xl/worksheets/sheet${String(number)}.xml`) ?? '')
  return all(sheet, 'row').map((row) =>
    all(row, 'c').map((cell) => {
      const value = cell.querySelector('v')?.textContent ?? ''
      return cell.getAttribute('t') === 's' ? (strings[Number(value)] ?? '') : value
    }),
  )
}

describe('the annotated draft', () => {
  it('is the running text, with a comment on each claim and the corrections as tracked changes', async () => {
    const { call } = workspace
    await handOver(call, 'Murat Özdemir')
    const { article } = await checkShortArticle(call)

    const parts = await zipParts((await render(article, { format: 'draft' })).bytes)
    const document = xml(parts.get('word/document.xml') ?? '')
    const comments = all(xml(parts.get('word/comments.xml') ?? ''), 'comment')

    expect(all(document, 'del').map(words)).toEqual(['12'])
    expect(all(document, 'ins').map(words)).toEqual(['14'])
    expect(all(document, 'del').map((change) => change.getAttribute('w:author'))).toEqual(['Murat Özdemir'])
    expect(
      comments.map((comment) => [comment.getAttribute('w:author'), comment.getAttribute('w:date')]),
    ).toEqual(Array(3).fill(['Murat Özdemir', '2026-11-25T09:00:00.000Z']))
    expect(words(comments[1] ?? null)).toContain('Stimmt es? Falsch, Stand 20. November 2026')
    expect(words(comments[1] ?? null)).toContain('Der Haushalt nennt 14 Mio. Euro.')
    const notes = all(xml(parts.get('word/footnotes.xml') ?? ''), 'footnote').map(words)
    expect(notes.filter((note) => note !== '')).toEqual([
      'Bauakte 12/2022. Dokument',
      'Haushaltsplan 2022. Dokument',
    ])
    const old = all(document, 'p').map((paragraph) =>
      all(paragraph, 't, delText')
        .filter((run) => !isInside(run, all(paragraph, 'ins t')))
        .map((run) => run.textContent)
        .join(''),
    )
    expect(old.filter((text) => text !== '')).toEqual([
      'Neue Brücke über die Elbe',
      'Die Brücke ist 240 Meter lang. Sie kostete am 8. März 2022 noch 12 Mio. Euro.',
      '„Wir bauen sie bis Ende Mai fertig.“',
      'Karin Lenz, Bauamtsleiterin',
    ])
  })

  it.each([
    ['Es sind 12 Meter.', 'Es sind 14 Meter.', [8, 11, '14 ']],
    ['gleich', 'gleich', [6, 6, '']],
    ['alles anders', 'neu', [0, 12, 'neu']],
    ['Er kam.', 'Er kam nicht.', [3, 7, 'kam nicht.']],
  ] as const)('exchanges in %j for %j only what differs', (text, correction, [start, end, proposed]) => {
    expect(narrowed({ start: 0, end: text.length, text }, correction)).toEqual({ start, end, text: proposed })
  })

  it.skipIf(!here('soffice'))('shows its notes and words in LibreOffice', { timeout: 120_000 }, async () => {
    const { article } = await checkShortArticle(workspace.call)

    const text = await throughLibreOffice(
      (await render(article, { format: 'draft' })).bytes,
      'html:HTML (StarWriter)',
    )

    expect(text).toContain('Die Brücke ist 240 Meter lang.')
    expect(text).toMatch(/Bauakte 12\/2022\. Dokument .*Haushaltsplan 2022\. Dokument/)
  })
})

describe('the checking file in Word', () => {
  it.skipIf(!here('soffice'))(
    'tells in LibreOffice what the record holds',
    { timeout: 120_000 },
    async () => {
      const { article } = await checkShortArticle(workspace.call)

      const text = await throughLibreOffice(
        (await render(article, { format: 'docx' })).bytes,
        'html:HTML (StarWriter)',
      )

      for (const { start, end } of article.sentences) expect(text).toContain(article.text.slice(start, end))
      expect(text).toContain('Nicht freigegeben: 2 offen, 1 in Arbeit und 2 vor der Zweitlesung.')
      expect(text).toContain('Zeile 12, Spalte „Brücken“.')
      expect(text).toContain(article.textHash)
    },
  )
})

async function throughLibreOffice(bytes: Buffer, filter: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'belegt-office-'))
  try {
    writeFileSync(join(folder, 'report.docx'), bytes)
    const profile = `-env:UserInstallation=file://${folder}/profile`
    execFileSync(
      'soffice',
      [profile, '--headless', '--convert-to', `${filter}`, '--outdir', folder, join(folder, 'report.docx')],
      { stdio: 'ignore' },
    )
    return words(html(readFileSync(join(folder, 'report.html'), 'utf8')).querySelector('body'))
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function isInside(element: ParsedElement, others: readonly ParsedElement[]): boolean {
  return others.includes(element)
}

describe('Web Annotation', () => {
  it('finds each passage by its words and by its place in characters of Unicode', async () => {
    const { call } = workspace
    const article = await importText(
      call,
      'Titel 🧑🏽‍🚒\n\nVor 𝒜 steht 👍. Die Brücke ist 240 Meter lang. Danach 🎉.',
    )
    const claimId = await addClaim(call, { article, number: 3 })
    await rate(call, claimId, { ratingId: 'unsettled' })

    const { text } = await render(article, { format: 'webannotation' })
    const { first } = JSON.parse(text) as { first: { items: { target: { selector: Selector[] }[] }[] } }
    const [quote, position] = first.items[0]?.target[0]?.selector ?? []

    expect(quote).toEqual({
      type: 'TextQuoteSelector',
      exact: 'Die Brücke ist 240 Meter lang.',
      prefix: expect.stringMatching(/Vor 𝒜 steht 👍\. $/u) as string,
      suffix: ' Danach 🎉.',
    })
    expect([...article.text].slice(position?.start, position?.end).join('')).toBe(
      'Die Brücke ist 240 Meter lang.',
    )
  })

  it('counts half characters as one each', () => {
    const count = codePoints('a😀\ud83db')

    expect([0, 1, 3, 4, 5].map(count)).toEqual([0, 1, 2, 3, 4])
  })
})

interface Selector {
  type: string
  start?: number
  end?: number
}

describe('ClaimReview', () => {
  it('needs a public address and a publisher', async () => {
    const { call } = workspace
    const { article } = await checkShortArticle(call)
    const asked = { articleId: article.id, url: 'https://morgenblatt.example/fakten/1' }

    await expect(call('reports.claimReviews', { articleId: article.id })).rejects.toMatchObject({
      code: 'rule_broken',
    })
    await expect(call('reports.claimReviews', asked)).rejects.toMatchObject({ code: 'rule_broken' })
  })

  it('is made for each claim of somebody else that has a verdict', async () => {
    const { call } = workspace
    const { article, right, wrong } = await checkShortArticle(call)
    await call('claims.update', { claimId: wrong, claimant: 'Karin Lenz', claimantRole: 'Bauamtsleiterin' })
    await rate(call, wrong, { ratingId: 'wrong' })

    const { files, withheld } = await call('reports.claimReviews', {
      articleId: article.id,
      url: 'https://morgenblatt.example/fakten/1',
      publisher: 'Morgenblatt',
    })

    expect(files.map(({ claimId, content }) => [claimId, JSON.parse(content)])).toEqual([
      [
        wrong,
        expect.objectContaining({
          '@type': 'ClaimReview',
          url: 'https://morgenblatt.example/fakten/1#c2',
          itemReviewed: expect.objectContaining({
            author: { '@type': 'Person', name: 'Karin Lenz', jobTitle: 'Bauamtsleiterin' },
          }) as object,
          reviewRating: expect.objectContaining({
            ...{ ratingValue: 1, worstRating: 1, bestRating: 3, alternateName: 'Falsch' },
          }) as object,
        }),
      ],
    ])
    expect(withheld.map(({ claimId }) => claimId)).toContain(right)
    expect(withheld).toHaveLength(2)
  })

  it('has a MediaReview beside it for each picture that the claim came with', async () => {
    const { call } = workspace
    const { article, right, wrong } = await checkShortArticle(call)
    await call('claims.update', { claimId: wrong, claimant: 'Karin Lenz' })
    await rate(call, wrong, { ratingId: 'wrong' })
    const picture = {
      kind: 'image',
      url: 'https://social.example/p/1',
      category: 'EditedOrCroppedContent',
    } as const

    const { files } = await call('reports.claimReviews', {
      ...{ articleId: article.id, url: 'https://morgenblatt.example/fakten/1', publisher: 'Morgenblatt' },
      media: [
        {
          claimId: wrong,
          ...picture,
          originalUrl: 'https://stadt.example/foto',
          context: 'Aufnahme von 2019.',
        },
        { claimId: right, ...picture },
      ],
    })

    expect(files.map(({ claimId, fileName }) => [claimId, fileName])).toEqual([
      [wrong, 'claimreview-neue-bruecke-ueber-die-elbe-2.json'],
      [wrong, 'claimreview-neue-bruecke-ueber-die-elbe-2-media-1.json'],
    ])
    expect(JSON.parse(files[1]?.content ?? '')).toMatchObject({
      '@type': 'MediaReview',
      mediaAuthenticityCategory: 'EditedOrCroppedContent',
      itemReviewed: { '@type': 'ImageObject', contentUrl: 'https://social.example/p/1' },
      originalMediaLink: 'https://stadt.example/foto',
      originalMediaContextDescription: 'Aufnahme von 2019.',
      associatedClaimReview: { url: 'https://morgenblatt.example/fakten/1#c2' },
    })
  })

  it.each([
    ['a home page', { url: 'https://morgenblatt.example/', publisher: 'Morgenblatt' }, /Startseite/],
    ['its own claim', { url: 'https://x.example/1', publisher: 'karin  LENZ' }, /Herausgeber selbst/],
  ])('is withheld for %s', async (_, asked, reason) => {
    const { call } = workspace
    const { article, wrong } = await checkShortArticle(call)
    await call('claims.update', { claimId: wrong, claimant: 'Karin Lenz' })
    await rate(call, wrong, { ratingId: 'wrong' })

    const { files, withheld } = await call('reports.claimReviews', {
      ...{ articleId: article.id, claimIds: [wrong] },
      ...asked,
    })

    expect(files).toEqual([])
    expect(withheld.map((each) => each.reason)).toEqual([expect.stringMatching(reason)])
  })
})

describe('hostile words', () => {
  const short = HOSTILE_WORDS.join(' ').slice(0, 490)
  const options = { house: short, method: short, correctionsPolicy: short, contact: short }

  it.each(REPORT_KINDS)(
    'do nothing in any format of the report for: %s',
    { timeout: 60_000 },
    async (kind) => {
      const { article, stored } = await checkInHostileWords(workspace.call)

      const page = html((await render(article, { format: 'html', kind, options })).text)
      expect(all(page, 'script, img, iframe, [onerror], [onload], a[href^="javascript:"]')).toEqual([])

      for (const format of ['docx', 'draft'] as const) {
        const parts = await zipParts((await render(article, { format, kind, options })).bytes)
        for (const [name, part] of parts) if (/\.(xml|rels)$/.test(name)) xml(part)
        const links = [...parts].filter(([name]) => name.endsWith('.rels')).map(([, part]) => part)
        expect(links.join('')).not.toMatch(/Target="(javascript|file|data):/i)
        const read = runsOf(parts)
        for (const text of stored) expect(read).toContain(legible(text).replaceAll('\n', ''))
      }

      const sheet = await zipParts((await render(article, { format: 'xlsx', kind })).bytes)
      for (const [name, part] of sheet) if (/\.(xml|rels)$/.test(name)) xml(part)
      expect([...sheet.values()].join('')).not.toMatch(/<f[ >]/)
      expect(readSheet(sheet, 1).flat()).toEqual(expect.arrayContaining(stored))

      const { data } = Papa.parse<string[]>((await render(article, { format: 'csv', kind })).text.slice(1), {
        delimiter: ';',
      })
      expect(data.flat()).toEqual(expect.arrayContaining(stored.map(inertCell)))
      expect(data.flat().filter((cell) => /^[\s\u200B]*[=+\-@＝]/.test(cell))).toEqual([])

      for (const format of ['json', 'webannotation'] as const) {
        const parsed: unknown = JSON.parse((await render(article, { format, kind })).text)
        for (const text of stored) expect(JSON.stringify(parsed)).toContain(JSON.stringify(text))
      }
      expect((await render(article, { format: 'webannotation', kind })).text).not.toContain('<')
    },
  )

  it('stand unchanged in ClaimReview, where none of them can end a script', async () => {
    const { call } = workspace
    const { article, stored } = await checkInHostileWords(call)

    const { files } = await call('reports.claimReviews', {
      ...{ articleId: article.id, url: 'https://morgenblatt.example/1', publisher: short },
    })

    expect(files.map(({ content }) => content).join('')).not.toMatch(/[<\u2028\u2029]/)
    const explained = files.map(({ content }) => {
      const review = JSON.parse(content) as { reviewRating: { ratingExplanation: string } }
      return review.reviewRating.ratingExplanation
    })
    expect(explained.length).toBeGreaterThan(15)
    expect(stored).toEqual(expect.arrayContaining(explained))
  })

  it.skipIf(!here('cmark')).each(REPORT_KINDS)(
    'do nothing in Markdown, and are read as they are: %s',
    async (kind) => {
      const { article, stored } = await checkInHostileWords(workspace.call)

      const { text } = await render(article, { format: 'md', kind, options })
      const page = html(execFileSync('cmark', ['--unsafe'], { input: text, encoding: 'utf8' }))

      expect(all(page, 'script, img, a:not([href^="https://example.org/"]), pre, code')).toEqual([])
      const read = words(page.documentElement)
      for (const each of stored) expect(read).toContain(legible(each).replace(/\s+/g, ' '))
    },
  )
})

/** The words of document and comments, one run after the other. */
function runsOf(parts: ReadonlyMap<string, string>): string {
  return ['word/document.xml', 'word/comments.xml']
    .filter((name) => parts.has(name))
    .flatMap((name) => all(xml(parts.get(name) ?? ''), 't, delText'))
    .map((run) => run.textContent)
    .join('')
}

/** A claim for each of the words, which stand in every field that takes them. */
async function checkInHostileWords(call: Call): Promise<{ article: Article; stored: string[] }> {
  const article = await importText(call, SHORT_ARTICLE)
  const title = HOSTILE_WORDS.join(' ').slice(0, 490)
  await call('articles.update', { articleId: article.id, title, kicker: title, byline: title, outlet: title })
  const stored: string[] = []
  for (const text of HOSTILE_WORDS) {
    const short = text.slice(0, 490)
    const claimId = await addClaim(call, { article, number: 2 })
    await call('claims.update', {
      ...{ claimId, wording: short, kind: 'quote' },
      ...{ claimant: short, claimantRole: short, place: short },
    })
    await call('evidence.add', {
      ...{ claimId, stance: 'context', locator: short, passage: text, note: text },
      source: { title: short, authors: short, url: 'https://example.org/', note: text },
    })
    await rate(call, claimId, { question: 'attribution', ratingId: 'said' })
    await call('verdicts.record', {
      ...{ claimId, question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'wrong' },
      ...{ conclusion: '', reasoning: text, correction: text },
    })
    stored.push((await call('claims.read', { claimId })).content?.correction ?? '')
  }
  return { article, stored }
}
