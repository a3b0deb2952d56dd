import { createHash } from 'node:crypto'
import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { JSDOM, type ParsedElement } from 'jsdom'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { ReportModel } from '#main/reports/report-model'
import type { UiLanguage } from '#shared/errors'
import type { Article, ClaimId } from '#shared/model'
import type { Call } from '#shared/rpc'

import {
  addClaim,
  addEvidence,
  checkEverything,
  handOver,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  temporaryFolder,
  type Workspace,
} from '../../support/workspace'

let workspace: Workspace
beforeEach(() => {
  workspace = openWorkspace({ language: 'de' })
})
afterEach(() => workspace.close())

const parse = (content: string) => new JSDOM(content).window.document
const all = (element: ParsedElement, selectors: string) => Array.from(element.querySelectorAll(selectors))
const words = (element: ParsedElement | null) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim()

async function renderHtml(call: Call, article: Pick<Article, 'id'>, language: UiLanguage = 'de') {
  const { content } = await call('reports.render', { articleId: article.id, format: 'html', language })
  return { content, document: parse(content) }
}

async function renderModel(call: Call, article: Pick<Article, 'id'>): Promise<ReportModel> {
  const { content } = await call('reports.render', { articleId: article.id, format: 'json' })
  return ReportModel.parse(JSON.parse(content))
}

/** Number of the sentence that begins with these words. */
const numberOf = (article: Article, beginning: string) =>
  article.sentences.find(({ start }) => article.text.startsWith(beginning, start))?.number ?? 0

/** A claim on the quote with both answers, on two pieces of evidence. */
async function judgeQuote(call: Call, article: Article): Promise<ClaimId> {
  const claimId = await addClaim(call, { article, number: numberOf(article, '„Wir bauen') })
  await addEvidence(call, claimId, 'Protokoll der Ratssitzung')
  await call('evidence.add', {
    claimId,
    source: {
      title: 'Календарь работ',
      type: 'web page',
      language: 'ru',
      url: 'https://example.org/plan?a=1&b=2',
    },
    stance: 'contradicts',
    locator: 'Zeile 4',
    passage: 'Срок: июнь',
    passageLanguage: 'ru',
  })
  await rate(call, claimId, { question: 'attribution', ratingId: 'said' })
  await call('verdicts.record', {
    claimId,
    question: 'content',
    scaleId: 'correctiv-content-de-1',
    ratingId: 'false',
    conclusion: 'Der Plan nennt den Juni.',
    reasoning: 'Der Zeitplan des Amtes endet vier Wochen später.',
    asOf: '2026-11-20',
    correction: 'bis Ende Juni',
  })
  return claimId
}

describe('the report as HTML', () => {
  it('shows every sentence once, in order, with number and state in words', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await addClaim(call, { article, number: 2 })

    const { document } = await renderHtml(call, article)

    expect(all(document, '.sentence').map(words)).toEqual(
      article.sentences.map(({ start, end }) => article.text.slice(start, end)),
    )
    expect(all(document, '.row > .number').map(words)).toEqual(
      article.sentences.map(({ number }) => `Satz ${String(number)}`),
    )
    expect(all(document, '.state').map(words)).toEqual(
      article.sentences.map(({ number }) => (number === 2 ? 'in Arbeit' : 'offen')),
    )
  })

  it('needs nothing else: no script, nothing loaded, one style sheet named by its hash', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await judgeQuote(call, article)

    const { document } = await renderHtml(call, article)

    const style = document.querySelector('style')?.textContent ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? ''
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      'img-src data:',
      'font-src data:',
      `style-src 'sha256-${hash}'`,
    ])
    expect(style).not.toMatch(/@import|url\(/)
    expect(all(document, 'style')).toHaveLength(1)
    expect(all(document, 'script, link, img, iframe, object, embed, form, base, [style], [src]')).toEqual([])
    const attributes = all(document, '*').flatMap((element) => Array.from(element.attributes))
    expect(attributes.filter(({ name }) => name.startsWith('on'))).toEqual([])
    const targets = attributes.filter(({ name }) => name === 'href').map(({ value }) => value)
    const outward = targets.filter((target) => !target.startsWith('#'))
    expect(new Set(outward)).toEqual(
      new Set([
        'https://example.org/plan?a=1&b=2',
        'https://correctiv.org/faktencheck/ueber-uns/2018/10/04/unsere-bewertungsskala/',
      ]),
    )
    expect(all(document, 'a[rel="noopener noreferrer"]').map(words).sort()).toEqual(outward.sort())
  })

  it('leads only to places that it has', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await judgeQuote(call, article)

    const { document } = await renderHtml(call, article)

    const ids = all(document, '[id]').map((element) => element.getAttribute('id'))
    const inside = all(document, '[href^="#"]').map((element) => element.getAttribute('href')?.slice(1))
    expect(ids).toEqual([...new Set(ids)])
    expect(inside.filter((target) => !ids.includes(target ?? ''))).toEqual([])
  })

  it('says on top what is open, with the numbers of the sentences', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await addClaim(call, { article, number: 2 })
    await call('sentences.markNoClaim', { sentenceIds: article.sentences.slice(0, 1).map(({ id }) => id) })

    const { document } = await renderHtml(call, article)

    const remaining = document.querySelector('main > section')
    expect(words(remaining?.querySelector('h2') ?? null)).toBe('Was offen bleibt')
    expect(words(remaining?.querySelector('.lead') ?? null)).toBe(
      'Nicht freigegeben: 3 offen, 1 in Arbeit und 1 mit „nichts zu prüfen“ vor der Zweitlesung.',
    )
    expect(all(document, '.remaining li').map(words)).toEqual([
      'offen: Sätze 3–5',
      'in Arbeit: Satz 2',
      'mit „nichts zu prüfen“ vor der Zweitlesung: Satz 1',
    ])
    expect(words(document.querySelector('.standing'))).toBe('Nicht freigegeben, Fassung 1')
  })

  it('keeps the two answers apart, each with scale, hand and date', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await judgeQuote(call, article)

    const { document } = await renderHtml(call, article)

    const [said, isTrue, ...others] = all(document, '.answer')
    expect(others).toEqual([])
    expect(words(said ?? null)).toMatch(/^Wurde es gesagt\? So gesagt Stand 25\. November 2026 Geprüft von /)
    expect(words(isTrue ?? null)).toMatch(
      /^Stimmt es\? Falsch Stand 20\. November 2026 Geprüft von .* CORRECTIV\.Faktencheck, Version 1 \(Skala von CORRECTIV\)$/,
    )
    expect(words(document.querySelector('.correction'))).toBe('Korrekturvorschlag bis Ende Juni')
  })

  it('marks the language of the document and of each foreign passage', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await judgeQuote(call, article)

    const { document } = await renderHtml(call, article, 'en')

    expect(document.documentElement.getAttribute('lang')).toBe('en')
    expect(new Set(all(document, '.sentence').map((sentence) => sentence.getAttribute('lang')))).toEqual(
      new Set(['de']),
    )
    expect(
      all(document, '.passage').map((passage) => [words(passage), passage.getAttribute('lang')]),
    ).toEqual([
      ['240 m', ''],
      ['Срок: июнь', 'ru'],
    ])
  })

  it('tells in English what it tells in German', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await judgeQuote(call, article)

    const { document } = await renderHtml(call, article, 'en')

    expect(all(document, 'h2').map(words)).toEqual([
      'What remains open',
      'State of the check',
      'The article',
      'Sentence by sentence',
      'Sources',
      'Rating scales used',
      'Who worked on it',
      'How this was checked',
      'Integrity',
    ])
    expect(words(document.querySelector('.figures'))).toBe(
      '0 signed off 1 checked 0 in work 4 open 5 sentences',
    )
    expect(document.title).toBe('Verdict report: Neue Brücke über die Elbe')
  })

  it('says who signed off and that nothing is open once all is done', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await checkEverything(call, article)
    await handOver(call, 'Murat Özdemir')
    const others = article.sentences.filter(({ number }) => number !== 2).map(({ id }) => id)
    await call('secondReads.record', { claimIds: [claimId], sentenceIds: others, outcome: 'agreed' })
    await call('articles.signOff', { articleId: article.id })

    const { document } = await renderHtml(call, article)

    expect(words(document.querySelector('.standing'))).toMatch(
      /^Freigegeben von Murat Özdemir, 25\. November 2026, \d\d:\d\d Uhr, Fassung 1$/,
    )
    expect(words(document.querySelector('.remaining'))).toBe(
      'Was offen bleibt Alle 5 Sätze sind freigegeben. Kein Urteil lautet, dass sich etwas nicht klären ließ.',
    )
    expect((await renderModel(call, article)).signOff).toMatchObject({
      current: true,
      revision: 1,
      by: { name: 'Murat Özdemir' },
    })
  })

  it('names verdicts that something could not be settled, also when all is decided', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    await rate(call, claimId, { ratingId: 'unsettled' })

    const { document } = await renderHtml(call, article)

    expect(all(document, '.remaining li').map(words)).toContain(
      'Nicht geklärt: Behauptung 1 in Satz 2 (Stimmt es?)',
    )
  })
})

describe('hostile words in the report', () => {
  const HOSTILE = [
    '<script>alert(1)</script>',
    '</style><img src=x onerror=alert(1)>',
    '</title></head><body onload="alert(1)">',
    '"><svg onload=alert(1)>',
    '{{constructor.constructor("alert(1)")()}}',
    '&lt;b&gt; & &amp;',
  ]

  it('stand as the words they are, in every field', async () => {
    const { call } = workspace
    const article = await importText(
      call,
      `${HOSTILE[0] ?? ''} als Titel\n\n${HOSTILE.join(' ist ein Text.\n\n')} Ende.\n`,
    )
    const [hostile] = HOSTILE.slice(1)
    const text = hostile ?? ''
    await call('articles.update', {
      articleId: article.id,
      title: HOSTILE.join(' '),
      kicker: text,
      byline: text,
      outlet: text,
    })
    const claimId = await addClaim(call, { article, number: 2 })
    await call('claims.update', {
      claimId,
      wording: text,
      kind: 'quote',
      claimant: text,
      claimantRole: text,
      place: text,
    })
    await call('evidence.add', {
      claimId,
      source: { title: text, authors: text, container: text, publisher: text, note: text },
      stance: 'context',
      locator: text,
      passage: text,
      note: text,
    })
    await call('verdicts.record', {
      claimId,
      question: 'content',
      scaleId: 'belegt-content-de-1',
      ratingId: 'wrong',
      conclusion: text,
      reasoning: text,
      correction: text,
    })
    await handOver(call, '</style><script>alert(1)</script>')
    const renamed = (await call('people.list', {})).people[0]
    if (renamed) await call('people.rename', { personId: renamed.id, name: '"><script>alert(2)</script>' })

    const { document } = await renderHtml(call, article)

    expect(all(document, 'script, img, [onload], [onerror], svg:not(.mark, .bar, .shapes)')).toEqual([])
    expect(all(document, 'style')).toHaveLength(1)
    expect(document.querySelector('style')?.textContent).not.toContain('<')
    expect(document.title).toBe(`Prüfbericht: ${HOSTILE.join(' ')}`)
    const { sentences, text: all_ } = await call('articles.read', { articleId: article.id })
    expect(all(document, '.sentence').map((sentence) => sentence.textContent)).toEqual(
      sentences.map(({ start, end }) => all_.slice(start, end)),
    )
    expect(words(document.querySelector('.passage'))).toBe(text)
    expect(words(document.querySelector('.wording'))).toBe(text)
  })

  it('make no part of the style sheet, where the title is the running head', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await call('articles.update', {
      articleId: article.id,
      title: '"} body { display: none } \\ \u202E</style>',
    })

    const { document } = await renderHtml(call, article)

    expect(document.querySelector('style')?.textContent).toContain(
      'content: "\\22 \\7d  body \\7b  display\\3a  none \\7d  \\5c   \\3c \\2f style\\3e "',
    )
  })

  it('are shown where a language is not one', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await call('articles.update', { articleId: article.id, language: 'de-de-de' })

    const { document } = await renderHtml(call, article)

    expect(words(document.querySelector('.facts'))).toContain('Sprache de-de-de')
  })

  it('cannot turn the direction of what stands around them, nor hide', async () => {
    const { call } = workspace
    const article = await importText(
      call,
      'Eine Brücke\n\nSie ist \u202Eton\u202C 240\u200B Meter lang.\u0000 Und offen.\n',
    )

    const { content, document } = await renderHtml(call, article)

    expect(content).not.toMatch(/[\u0000\u202a-\u202e\u200b]/)
    expect(all(document, '.invisible').map(words)).toEqual(['RLO', 'PDF', 'ZWSP', 'NUL'])
    expect(all(document, '.sentence > bdi')).toHaveLength(article.sentences.length)
  })
})

describe('the report as JSON', () => {
  it('is the whole model and fits its schema', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await judgeQuote(call, article)

    const model = await renderModel(call, article)

    const [claim] = model.blocks.flatMap(({ sentences }) => sentences).flatMap(({ claims }) => claims)
    expect(model.coverage).toEqual({
      ...{ open: 4, inWork: 0, checked: 1, signedOff: 0, total: 5 },
      ...{ noClaim: 0, claims: 1, decidedClaims: 1, evidence: 2, sources: 2, files: 0 },
    })
    expect(claim).toMatchObject({
      number: 1,
      kind: 'quote',
      claimant: 'Karin Lenz',
      questions: ['attribution', 'content'],
      attribution: { label: 'So gesagt', scale: { publisher: null, version: 1, language: 'de' } },
      content: { label: 'Falsch', correction: 'bis Ende Juni', scale: { publisher: 'CORRECTIV' } },
      evidence: [
        { number: 1, sourceNumber: 1, stance: 'supports', locator: 'Seite 3' },
        { number: 2, sourceNumber: 2, stance: 'contradicts', passageLanguage: 'ru' },
      ],
    })
    expect(model.openItems.sentences).toEqual([
      { mark: 'open', numbers: [1, 2, 3, 5] },
      { mark: 'waiting', numbers: [4] },
    ])
  })

  it('names the hashes of text and history as they are', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)

    const { article: reported, integrity } = await renderModel(call, article)

    const library = await call('library.describe', {})
    expect(reported.textHash).toBe(createHash('sha256').update(reported.text).digest('hex'))
    expect(integrity).toMatchObject({
      sequence: library.sequence,
      headHash: library.headHash,
      library: library.name,
    })
  })

  it('holds every sentence of the text at its place', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)

    const { blocks, article: reported } = await renderModel(call, article)

    const sentences = blocks.flatMap((block) => block.sentences)
    expect(sentences.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
    expect(sentences.map(({ text }) => text)).toEqual(
      sentences.map(({ start, end }) => reported.text.slice(start, end)),
    )
  })

  it('tells a claim once and points to it from the other sentences it reaches into', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const anchors = article.sentences.slice(1, 3).map(({ id }) => ({ sentenceId: id }))
    await call('claims.add', { anchors })

    const model = await renderModel(call, article)

    const sentences = model.blocks.flatMap((block) => block.sentences)
    expect(sentences.map(({ claims, continuedClaims }) => [claims.length, continuedClaims])).toEqual([
      [0, []],
      [1, []],
      [0, [1]],
      [0, []],
      [0, []],
    ])
  })

  it('lists what was dropped as no text', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const [block] = article.blocks
    if (!block) throw new Error('The article has a block')
    await call('blocks.setKind', { blockId: block.id, kind: 'non-text' })

    const { nonText } = await renderModel(call, article)

    expect(nonText).toEqual([
      { id: block.id, start: block.start, end: block.end, text: 'Neue Brücke über die Elbe' },
    ])
  })
})

describe('evidence files in the report', () => {
  async function withFile(call: Call): Promise<{ article: Article; hash: string }> {
    const bytes = Buffer.from('Die Brücke ist 240 Meter lang.')
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    const { uploadId } = await call('evidenceFiles.begin', { name: 'akte.txt', sizeInBytes: bytes.length })
    await call('evidenceFiles.append', { uploadId, bytes: bytes.toString('base64') })
    const { hash } = await call('evidenceFiles.finish', { uploadId })
    await call('evidence.add', { claimId, source: { title: 'Akte' }, stance: 'supports', fileHash: hash })
    return { article, hash }
  }

  function pathOfFile(libraryPath: string, hash: string): string {
    const folder = `${libraryPath}-evidence`
    const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) =>
      path.endsWith(hash),
    )
    if (!found) throw new Error('The file lies in the evidence folder')
    return join(folder, found)
  }

  it('are told as their last check found them: unchanged, changed and missing', async () => {
    const folder = temporaryFolder()
    const own = openWorkspace({ libraryPath: folder.libraryPath, language: 'de' })
    try {
      const { article, hash } = await withFile(own.call)
      const path = pathOfFile(folder.libraryPath, hash)
      const lines = async () => {
        await own.call('evidenceFiles.check', { hash })
        const { document } = await renderHtml(own.call, article)
        return {
          file: words(document.querySelector('.evidence .file')),
          open: words(document.querySelector('.remaining')),
        }
      }

      const untouched = await lines()
      chmodSync(path, 0o600)
      writeFileSync(path, 'Die Brücke ist 24 Meter lang.')
      const changed = await lines()
      rmSync(path)
      const missing = await lines()

      expect(untouched.file).toMatch(/^Datei unverändert: akte\.txt, 31 B, /)
      expect(untouched.open).not.toContain('Belegdatei')
      expect(changed.file).toMatch(/^Belegdatei verändert: akte\.txt.* gefunden [0-9a-f]{64}$/)
      expect(changed.open).toContain('Belegdatei fehlt oder ist verändert: Beleg 1')
      expect(missing.file).toMatch(/^Belegdatei fehlt: akte\.txt/)
    } finally {
      own.close()
      folder.remove()
    }
  })
})

describe('the file name of the report', () => {
  it.each([
    ['Darum fliehen junge Russen', 'de', 'pruefbericht-darum-fliehen-junge-russen-fassung-1.html'],
    ['Größe & Maß: „Ärger“ im Œuvre', 'en', 'report-groesse-mass-aerger-im-oeuvre-revision-1.html'],
    ['../../etc/passwd\u0000', 'de', 'pruefbericht-etc-passwd-fassung-1.html'],
    ['Почему бегут', 'de', 'pruefbericht-fassung-1.html'],
    [`${'lang '.repeat(80)}`, 'en', `report-${Array(12).fill('lang').join('-')}-revision-1.html`],
  ] as const)('is made of plain letters, number %#', async (title, language, expected) => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    await call('articles.update', { articleId: article.id, title })

    const { fileName, mediaType } = await call('reports.render', {
      articleId: article.id,
      format: 'html',
      language,
    })

    expect({ fileName, mediaType }).toEqual({ fileName: expected, mediaType: 'text/html' })
  })
})

it('refuses to report on an article that is not there', async () => {
  const { call } = workspace
  const article = await importText(call, SHORT_ARTICLE)
  await call('articles.remove', { articleId: article.id })

  const rendering = call('reports.render', { articleId: article.id, format: 'html' })

  await expect(rendering).rejects.toMatchObject({ code: 'not_found' })
})
