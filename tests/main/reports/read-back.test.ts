import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

import { JSDOM, type ParsedElement } from 'jsdom'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { legible } from '#main/documents/legible'
import { browserPrinter } from '#main/hosts/print-pdf'
import { inertCell } from '#main/reports/formats/csv'
import type { ReportModel } from '#main/reports/report-model'
import { REPORT_FORMATS, REPORT_KINDS, type Article, type ReportFormat, type ReportKind } from '#shared/model'
import type { Call } from '#shared/rpc'

import { HOSTILE_WORDS } from '../../support/hostile-words'
import {
  addClaim,
  handOver,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  temporaryFolder,
  type Workspace,
} from '../../support/workspace'
import { zipParts } from '../../support/zip-parts'

/** What a spreadsheet could take for a formula, at the beginning of a cell. */
const FORMULAS = [
  ...[
    '=1+1',
    '+1+1',
    '-2+3',
    '@SUM(1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\0=1',
    ' =1',
    '\uFEFF=1',
    '\u200B=1',
    '\u00a0=1',
  ],
  ...['＝1', '＋1', '－1', '＠x', '\u2212 1', '﹢1', '﹣1', '﹦1', '﹫x', '"=1', "=cmd|'/C calc'!A0"],
]
const WORDS = [...HOSTILE_WORDS, ...FORMULAS, '{{ 7 * 7 }} {{$emit.constructor("x")()}}', 'halb \ud83d']

const here = (program: string) => spawnSync(program, ['--version']).error === undefined
const words = (text: string) => text.replace(/\s+/g, ' ').trim()
const all = (element: ParsedElement, selectors: string) => Array.from(element.querySelectorAll(selectors))
const html = (content: string) => new JSDOM(content).window.document
/** Throws where the text is no well-formed XML. */
const xml = (content: string) => new JSDOM(content, { contentType: 'application/xml' }).window.document

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace
let article: Article
/** Every text that was stored, by the field it stands in. */
const stored = new Map<string, string[]>()

/** A claim for each of the words, which stand in every field that takes them. */
async function fillEveryField(call: Call): Promise<void> {
  const imported = await importText(call, `Titel 🧑🏽‍🚒 𝒜\n\n${SHORT_ARTICLE}`)
  await handOver(call, `"><w:x/>\u0007\u202E${(WORDS[0] ?? '').slice(0, 60)}`)
  const title = WORDS.join(' ').slice(0, 400)
  await call('articles.update', {
    ...{ articleId: imported.id, title, kicker: title, byline: title, outlet: title },
  })
  const quote = imported.blocks.find(({ kind }) => kind === 'quote')
  if (quote) await call('blocks.attribute', { blockId: quote.id, speaker: title, role: title, saidOn: null })
  for (const word of WORDS) {
    const text = (field: string, limit: number) => `${word.slice(0, limit - field.length - 1)} ${field}`
    const short = (field: string) => text(field, 490)
    const claimId = await addClaim(call, { article: imported, number: 2 })
    await call('claims.update', {
      ...{ claimId, kind: 'quote', wording: short('wording'), claimant: short('claimant') },
      ...{ claimantRole: short('claimantRole'), place: short('place') },
    })
    await call('evidence.add', {
      ...{ claimId, stance: 'context', locator: short('locator') },
      ...{ passage: text('passage', 20_000), note: text('note', 20_000) },
      source: {
        ...{ type: 'book', title: short('sourceTitle'), authors: short('authors').replaceAll(';', ',') },
        ...{ container: short('container'), publisher: short('publisher'), volume: short('volume') },
        ...{ issue: short('issue'), pages: short('pages'), edition: short('edition'), event: short('event') },
        ...{ medium: short('medium'), note: text('sourceNote', 20_000), conflicts: short('conflicts') },
        ...{ reliability: 'low', reliabilityReason: short('reliabilityReason') },
      },
    })
    await rate(call, claimId, { question: 'attribution', ratingId: 'said' })
    await call('verdicts.record', {
      ...{ claimId, question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'wrong' },
      ...{ conclusion: text('conclusion', 20_000), reasoning: text('reasoning', 20_000) },
      ...{ against: text('against', 20_000), notFound: text('notFound', 20_000) },
      ...{ correction: text('correction', 20_000) },
    })
    await call('contacts.add', {
      ...{ claimId, name: text('contactName', 100), role: short('contactRole'), way: 'letter' },
      ...{ askedAt: '2026-11-24T10:00:00.000Z', question: text('contactQuestion', 20_000) },
      ...{ outcome: 'answered', answer: text('contactAnswer', 20_000) },
    })
    await call('corrections.answer', {
      ...{ claimId, question: 'content', voice: 'writer', outcome: 'refused' },
      ...{ reason: text('answerReason', 20_000), name: text('answerName', 100) },
    })
  }
  await handOver(call, `${WORDS[0] ?? ''} reader`)
  article = await call('articles.read', { articleId: imported.id })
  const { claims } = article
  for (const [position, { id }] of claims.entries()) {
    const reason = `${(WORDS[position] ?? '').slice(0, 400)} readReason`
    await call('secondReads.record', { claimIds: [id], outcome: 'disputed', reason })
  }
  const model = JSON.parse((await render('json', 'file')).toString()) as ReportModel
  const remember = (field: string, text: string | null) =>
    stored.set(field, [...(stored.get(field) ?? []), text ?? ''])
  for (const claim of model.blocks.flatMap(({ sentences }) => sentences).flatMap((each) => each.claims)) {
    remember('wording', claim.wording)
    remember('claimant', claim.claimant)
    remember('claimantRole', claim.claimantRole)
    remember('place', claim.place)
    remember('secondRead', claim.secondRead?.reason ?? null)
    for (const { locator, passage, note, source } of claim.evidence) {
      for (const [field, text] of Object.entries({ locator, passage, note })) remember(field, text)
      const { title: sourceTitle, authors, container, publisher, volume, issue, pages, edition } = source
      const { event, medium, note: sourceNote, conflicts, reliabilityReason } = source
      const fields = {
        sourceTitle,
        authors,
        container,
        publisher,
        volume,
        issue,
        pages,
        edition,
        event,
        medium,
      }
      for (const [field, text] of Object.entries({ ...fields, sourceNote, conflicts, reliabilityReason }))
        remember(field, text)
    }
    const { conclusion, reasoning, against, notFound, correction } = claim.content ?? {}
    for (const [field, text] of Object.entries({ conclusion, reasoning, against, notFound, correction }))
      remember(field, text ?? null)
    for (const { name, role, question, answer } of claim.contacts)
      for (const [field, text] of Object.entries({ name, role, question, answer }))
        remember(`contact ${field}`, text)
    for (const { reason, name } of claim.answers) {
      remember('answer reason', reason)
      remember('answer name', name)
    }
  }
}

async function render(format: ReportFormat, kind: ReportKind): Promise<Buffer> {
  const short = WORDS.join(' ').slice(0, 400)
  const { content, encoding } = await workspace.call('reports.render', {
    ...{ articleId: article.id, format, kind, language: 'de' },
    options: { house: short, method: short, correctionsPolicy: short, contact: short, withHands: true },
  })
  return Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8')
}

beforeAll(async () => {
  folder = temporaryFolder()
  workspace = openWorkspace({ libraryPath: folder.libraryPath, language: 'de' })
  await fillEveryField(workspace.call)
}, 120_000)

afterAll(() => {
  workspace.close()
  folder.remove()
})

/** Which fields do not stand in a text, with the first of their words that is missing. */
function missingIn(read: string, shown: (text: string) => string, leftOut: readonly string[] = []): string[] {
  const folded = words(read)
  return [...stored].flatMap(([field, texts]) => {
    if (leftOut.includes(field)) return []
    const missing = texts.find((text) => !folded.includes(words(shown(text))))
    return missing === undefined ? [] : [`${field}: ${JSON.stringify(missing.slice(0, 80))}`]
  })
}

describe('every text field', () => {
  it('was filled with each of the words', () => {
    expect(stored.size).toBe(32)
    for (const [field, texts] of stored) expect([field, texts.length]).toEqual([field, WORDS.length])
  })

  it('stands unchanged in HTML, where nothing runs and nothing is loaded', async () => {
    const text = (await render('html', 'file')).toString()

    const document = html(text)
    expect(missingIn(document.documentElement.textContent, marked)).toEqual([])
    expect(
      all(document, 'script, iframe, object, embed, form, link, base, [onerror], [onload], [style]'),
    ).toEqual([])
    const leads = all(document, '[href], [src]').map(
      (each) => each.getAttribute('href') ?? each.getAttribute('src'),
    )
    expect(leads.filter((place) => !/^(#|https:\/\/|data:image)/.test(place ?? ''))).toEqual([])
  })

  it.each(['docx', 'draft'] as const)('is well-formed and read as it is in %s', async (format) => {
    const parts = await zipParts(await render(format, 'file'))

    for (const [name, part] of parts) if (/\.(xml|rels)$/.test(name)) xml(part)
    const relations = [...parts].filter(([name]) => name.endsWith('.rels')).map(([, part]) => part)
    expect(relations.join('')).not.toMatch(/Target="(javascript|file|data):/i)
    expect([...parts.values()].join('')).not.toMatch(/<w:(object|altChunk|subDoc)|\bDDE\b|INCLUDE/)
    const read = ['document', 'comments', 'footnotes', 'header1']
      .map((name) => parts.get(`word/${name}.xml`) ?? '')
      .map((part) => part.replaceAll(/<w:(tab|br)\/>/g, '<w:t> </w:t>'))
      .flatMap((part) => (part === '' ? [] : all(xml(part), 't, delText')))
      .map((run) => run.textContent)
      .join('')
    if (format === 'docx') expect(missingIn(read, legible)).toEqual([])
    else expect(missingIn(read, legible, NOT_IN_DRAFT)).toEqual([])
  })

  it.skipIf(!here('cmark'))('is read as it is in Markdown, and does nothing', async () => {
    const page = html(
      execFileSync('cmark', ['--unsafe'], {
        ...{ input: await render('md', 'file'), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
      }),
    )

    expect(missingIn(page.documentElement.textContent, legible)).toEqual([])
    expect(all(page, 'script, img, a, pre, code')).toEqual([])
  })

  it('parses back from JSON and Web Annotation, where nothing ends a script', async () => {
    const text = (await render('webannotation', 'file')).toString()

    expect(text).not.toMatch(/[<\u2028\u2029]/)
    expect(JSON.stringify(JSON.parse(text))).toContain(JSON.stringify(stored.get('reasoning')?.[0]))
    expect((await render('json', 'corrections')).toString()).toContain(
      JSON.stringify(stored.get('reasoning')?.[0]),
    )
  })

  it.each(['de', 'en'] as const)('begins no formula in a cell of CSV in %s', async (language) => {
    const { content } = await workspace.call('reports.render', {
      ...{ articleId: article.id, format: 'csv', language },
    })

    const { data, errors } = Papa.parse<string[]>(content.slice(1), {
      delimiter: language === 'de' ? ';' : ',',
    })
    expect(errors).toEqual([])
    const cells = data.flat()
    const active = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠−﹢﹣﹦﹫]|^[\t\r\n\0]/u
    expect(cells.filter((cell) => active.test(cell) && !/^[+-]?\d+([.,]\d+)*$/.test(cell))).toEqual([])
    for (const field of ['wording', 'claimant', 'claimantRole', 'place', 'correction']) {
      for (const text of stored.get(field) ?? []) expect(cells).toContain(inertCell(text))
    }
  })

  it('is text in every cell of XLSX, never a formula', async () => {
    const parts = await zipParts(await render('xlsx', 'file'))

    for (const [name, part] of parts) if (/\.(xml|rels)$/.test(name)) xml(part)
    expect([...parts.values()].join('')).not.toMatch(/<f[ >/]|<hyperlink|externalLink/)
    const strings = all(xml(parts.get('xl/sharedStrings.xml') ?? ''), 'si').map((item) =>
      item.textContent.replace(/_x([0-9A-F]{4})_/g, (_, digits: string) =>
        String.fromCharCode(Number.parseInt(digits, 16)),
      ),
    )
    for (const field of ['wording', 'claimant', 'claimantRole', 'place', 'correction', 'sourceTitle']) {
      for (const text of stored.get(field) ?? []) expect(strings).toContain(text.replaceAll('\r', '\r'))
    }
  })

  it('comes with no path, name of the machine or folder, in any format of any report', async () => {
    for (const kind of REPORT_KINDS) {
      for (const format of REPORT_FORMATS.filter((each) => each !== 'pdf')) {
        const bytes = await render(format, kind)
        const isZip = bytes.subarray(0, 2).toString() === 'PK'
        const text = isZip ? [...(await zipParts(bytes)).values()].join('\n') : bytes.toString()
        for (const secret of [folder.path, homedir(), process.cwd(), tmpdir() + '/'])
          expect([kind, format, text.includes(secret)]).toEqual([kind, format, false])
        if (hostname().length > 5) expect(text).not.toContain(hostname())
      }
    }
  })
})

describe('Web Annotation', () => {
  it('keeps to what the recommendation asks of collections, annotations, bodies and selectors', async () => {
    const collection = JSON.parse((await render('webannotation', 'file')).toString()) as AnnotationCollection

    const { first, ...rest } = collection
    expect(rest).toMatchObject({
      '@context': 'http://www.w3.org/ns/anno.jsonld',
      type: 'AnnotationCollection',
      total: WORDS.length,
      generator: { type: 'Software' },
    })
    expect(first).toMatchObject({ type: 'AnnotationPage', partOf: collection.id, startIndex: 0 })
    const ids = first.items.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)])
    const characters = [...article.text]
    for (const { id, type, motivation, created, body, target } of first.items) {
      expect([URL.canParse(id), type, motivation]).toEqual([true, 'Annotation', 'assessing'])
      expect(new Date(created).toISOString()).toBe(created)
      for (const each of body) {
        expect(PURPOSES).toContain(each.purpose)
        if (each.type === 'TextualBody') expect(typeof each.value).toBe('string')
        else expect([each.type, URL.canParse(each.source ?? '')]).toEqual(['SpecificResource', true])
      }
      for (const { source, selector } of target) {
        expect(URL.canParse(source)).toBe(true)
        const [quote, position] = selector
        const { start = -1, end = -1 } = position ?? {}
        const { exact = '', prefix = '', suffix = '' } = quote ?? {}
        expect([quote?.type, position?.type]).toEqual(['TextQuoteSelector', 'TextPositionSelector'])
        expect(characters.slice(start, end).join('')).toBe(exact)
        expect(characters.slice(0, start).join('').endsWith(prefix)).toBe(true)
        expect(characters.slice(end).join('').startsWith(suffix)).toBe(true)
      }
    }
  })
})

/** The motivations that the vocabulary names. */
const PURPOSES = [
  ...['assessing', 'bookmarking', 'classifying', 'commenting', 'describing', 'editing', 'highlighting'],
  ...['identifying', 'linking', 'moderating', 'questioning', 'replying', 'tagging'],
]

interface AnnotationCollection {
  id: string
  first: {
    items: {
      id: string
      type: string
      motivation: string
      created: string
      body: { type: string; purpose: string; value?: string; source?: string }[]
      target: {
        source: string
        selector: {
          type: string
          start?: number
          end?: number
          exact?: string
          prefix?: string
          suffix?: string
        }[]
      }[]
    }[]
  }
}

/** In the page, characters without a trace are named without brackets. */
function marked(text: string): string {
  return legible(text).replace(/\[((?:U\+)?[0-9A-Z]{2,6})\]/g, '$1')
}

/** A comment says what was found; who said what to whom stands in the checking file. */
const NOT_IN_DRAFT = [
  ...['wording', 'claimant', 'claimantRole', 'place', 'secondRead'],
  ...['contact name', 'contact role', 'contact question', 'contact answer', 'answer reason', 'answer name'],
]

describe('the checking file in Word', () => {
  it('has styles, a filled contents list that leads to its sections, and a note for each source', async () => {
    const parts = await zipParts(await render('docx', 'file'))

    const document = xml(parts.get('word/document.xml') ?? '')
    const styles = all(xml(parts.get('word/styles.xml') ?? ''), 'style').map((each) =>
      each.getAttribute('w:styleId'),
    )
    const used = all(document, 'pStyle').map((each) => each.getAttribute('w:val'))
    expect(used.filter((style) => !styles.includes(style))).toEqual([])
    const entries = all(document, 'hyperlink').flatMap((each) => each.getAttribute('w:anchor') ?? [])
    const places = all(document, 'bookmarkStart').map((each) => each.getAttribute('w:name'))
    expect(entries.length).toBeGreaterThan(6)
    expect(entries.filter((place) => !places.includes(place))).toEqual([])
    expect(places).toEqual([...new Set(places)])
    const notes = all(document, 'footnoteReference').map((each) => each.getAttribute('w:id'))
    expect(notes).toEqual(WORDS.map((_, position) => String(position + 1)))
    expect(all(xml(parts.get('word/footnotes.xml') ?? ''), 'footnote')).toHaveLength(WORDS.length + 2)
  })

  it.skipIf(!here('soffice') || !here('pdftotext'))(
    'becomes a PDF in LibreOffice that tells every sentence of the record in its order (skipped: no LibreOffice)',
    { timeout: 120_000 },
    async () => {
      const { call } = workspace
      const plain = await importText(call, SHORT_ARTICLE.replaceAll('240', '241'))
      const { content } = await call('reports.render', {
        articleId: plain.id,
        format: 'docx',
        language: 'de',
      })

      const text = throughLibreOffice(Buffer.from(content, 'base64'))

      expectInOrder(
        text,
        plain.sentences.map(({ start, end }) => plain.text.slice(start, end)),
      )
    },
  )
})

function throughLibreOffice(bytes: Buffer): string {
  const at = mkdtempSync(join(tmpdir(), 'belegt-office-'))
  try {
    writeFileSync(join(at, 'report.docx'), bytes)
    const profile = `-env:UserInstallation=file://${at}/profile`
    const args = [profile, '--headless', '--convert-to', 'pdf', '--outdir', at, join(at, 'report.docx')]
    execFileSync('soffice', args, { stdio: 'ignore' })
    execFileSync('pdftotext', [join(at, 'report.pdf'), join(at, 'report.txt')])
    return words(readFileSync(join(at, 'report.txt'), 'utf8'))
  } finally {
    rmSync(at, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Each after the one before. */
function expectInOrder(text: string, parts: readonly string[]): void {
  let from = text.indexOf('Satz für Satz', text.indexOf('Satz für Satz') + 1)
  if (from === -1) from = text.indexOf('Satz für Satz')
  for (const part of parts) {
    const found = text.indexOf(words(part), from)
    expect([part, found >= from]).toEqual([part, true])
    from = found
  }
}

describe('PDF', () => {
  const print = browserPrinter()

  it.skipIf(!print)(
    'is tagged, has an outline, names its language, and reads in the order of the record',
    { timeout: 120_000 },
    async () => {
      const { call } = workspace
      const plain = await importText(call, SHORT_ARTICLE.replaceAll('240', '242'))
      const { content } = await call('reports.render', {
        articleId: plain.id,
        format: 'html',
        language: 'de',
      })

      const bytes = (await print?.(content, new AbortController().signal)) ?? Buffer.alloc(0)

      const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
      const pdf = await getDocument({ data: new Uint8Array(bytes) }).promise
      const { info } = await pdf.getMetadata()
      const outline = await pdf.getOutline()
      const roles = new Set<string>()
      let text = ''
      for (let number = 1; number <= pdf.numPages; number += 1) {
        const page = await pdf.getPage(number)
        rolesIn(await page.getStructTree(), roles)
        const { items } = await page.getTextContent()
        text += ` ${items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : '')).join('')}`
      }
      expect(info).toMatchObject({ Language: 'de', Title: 'Prüfbericht: Neue Brücke über die Elbe' })
      expect(await pdf.getMarkInfo()).toEqual(
        new Map(Object.entries({ Marked: true, UserProperties: false, Suspects: false })),
      )
      expect([...roles]).toEqual(expect.arrayContaining(['H1', 'H2', 'P', 'L', 'LI', 'Link']))
      expect(JSON.stringify(outline)).toContain('Satz für Satz')
      expect(await pdf.getJSActions()).toBeNull()
      expectInOrder(
        words(text),
        plain.sentences.map(({ start, end }) => plain.text.slice(start, end)),
      )
      expect(words(text)).toMatch(/Seite 1 von \d/)
      await pdf.loadingTask.destroy()
    },
  )
})

function rolesIn(node: unknown, roles: Set<string>): void {
  if (typeof node !== 'object' || node === null) return
  if ('role' in node && typeof node.role === 'string') roles.add(node.role)
  if ('children' in node && Array.isArray(node.children))
    for (const child of node.children) rolesIn(child, roles)
}
