import fc from 'fast-check'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { readArticle, type ReadArticle } from '#main/articles/article-reader'
import { MAX_TEXT_BYTES } from '#shared/limits'

import { articleAsText } from './article-as-text'
import { hostileText } from './hostile-text'

const examples = join(import.meta.dirname, 'examples')
const zdf = join(import.meta.dirname, '../../../../shared/examples/zdf-kasachstan.txt')

/** The characters outside of blocks and sentences, but for white space and what is declared to be no text. */
function leftOut({ text, blocks }: ReadArticle): string {
  let outside = ''
  let at = 0
  const spans = blocks.flatMap(({ kind, start, end, sentences }) =>
    kind === 'non-text' ? [{ start, end }] : sentences,
  )
  for (const { start, end } of spans) {
    if (start < at || end <= start) throw new Error(`${String(start)}–${String(end)} overlaps or is empty`)
    outside += text.slice(at, start)
    at = end
  }
  return (outside + text.slice(at)).trim()
}

describe('readArticle', () => {
  const names = readdirSync(examples).filter((name) => name.endsWith('.txt'))
  it.each(names)('takes %s apart as expected', async (name) => {
    const article = readArticle({ bytes: readFileSync(join(examples, name)) })

    await expect(articleAsText(article)).toMatchFileSnapshot(
      join(examples, name.replace(/\.txt$/, '.expected')),
    )
    expect(leftOut(article)).toBe('')
  })

  it.skipIf(!existsSync(zdf))(
    'takes the ZDF article on Kazakhstan apart (shared/examples beside the checkout)',
    () => {
      const article = readArticle({ bytes: readFileSync(zdf) })

      const { title, kicker, byline, language, encoding, warnings, text, blocks } = article
      expect({ title, kicker, byline, language, encoding, warnings }).toEqual({
        title: 'Darum fliehen junge Russen nach Kasachstan',
        kicker: 'Angst vor der Armee',
        byline: 'Nina Niebergall',
        language: 'de',
        encoding: 'UTF-8',
        warnings: [],
      })
      expect(
        blocks.map(({ kind, start, end, sentences, speaker, role, saidOn, attributionOf }) =>
          [
            kind,
            sentences.length,
            text.slice(start, Math.min(end, start + 24)),
            ...(speaker === null ? [] : [speaker, role, saidOn, attributionOf]),
          ].join(' · '),
        ),
      ).toEqual([
        'non-text · 0 · Darum fliehen junge Russ',
        'kicker · 1 · Angst vor der Armee:',
        'headline · 1 · Darum fliehen junge Russ',
        'non-text · 0 · Nina Niebergall',
        'byline · 1 · von Nina Niebergall',
        'non-text · 0 · |',
        'lead · 3 · Immer mehr Russen fliehe',
        'paragraph · 4 · Schon vor der Teilmobilm',
        'paragraph · 3 · Alexander und seine Frau',
        'quote · 3 · Ich bin Wehrpflichtiger  · Alexander ·  ·  · ',
        'attribution · 1 · Alexander · Alexander ·  ·  · 9',
        'subhead · 1 · Dann kam Putins Teilmobi',
        'paragraph · 2 · Das war etwa eine Woche ',
        'quote · 2 · Es wird keine zusätzlich · Wladimir Putin · russischer Präsident · 2022-03-08 · ',
        'attribution · 1 · Wladimir Putin, russisch · Wladimir Putin · russischer Präsident · 2022-03-08 · 13',
        'paragraph · 5 · Am 21. September sollte ',
        'subhead · 1 · Kasachstan attraktiv für',
        'paragraph · 3 · Die Grenze zu Kasachstan',
        'paragraph · 1 · Kasachstan ist kein demo',
        'paragraph · 4 · Seit Russlands Einmarsch',
        'subhead · 1 · Zehntausende umgehen wes',
        'paragraph · 3 · Doch es kommen auch Zehn',
        'caption · 1 · Karte: Kasachstan - Haup',
        'non-text · 0 · Karte: Kasachstan - Haup',
        'credit · 1 · Quelle: ZDF',
        'paragraph · 4 · Anastasia kam 2016 nach ',
        'subhead · 1 · Angst vor dem russischen',
        'paragraph · 4 · Weil sie etwas Gutes tun',
        'quote · 4 · Solange sich nichts mit  · Anastasia ·  ·  · ',
        'attribution · 1 · Anastasia · Anastasia ·  ·  · 28',
        'paragraph · 5 · Auch Alexander will erst',
        'quote · 2 · Bis ich 27 bin, werde ic · Alexander ·  ·  · ',
        'attribution · 1 · Alexander · Alexander ·  ·  · 31',
        'paragraph · 4 · Er weiß, dass es gefährl',
        'link note · 1 · Mehr zu Kasachstan',
      ])
      expect(leftOut(article)).toBe('')
    },
  )

  it('leaves no character out and counts none twice, whatever comes in', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom('de', 'en', 'fr', 'ru', 'ja'), (text, language) => {
        fc.pre(/[^\s\p{Cc}\p{Cf}]/u.test(text))

        const article = readArticle({ text }, { language })

        expect(leftOut(article)).toBe('')
        expect(article.text).toBe(text.toWellFormed().replaceAll(/\r\n?/g, '\n').normalize('NFC'))
        for (const { kind, start, end, sentences, attributionOf } of article.blocks) {
          const block = article.text.slice(start, end)
          expect(block).toBe(block.trim())
          expect(block).not.toBe('')
          expect(sentences.every((span) => span.start >= start && span.end <= end)).toBe(true)
          expect(sentences.length > 0).toBe(kind !== 'non-text')
          if (attributionOf !== null) expect(article.blocks[attributionOf]?.kind).toBe('quote')
        }
      }),
      { numRuns: 400 },
    )
  })

  it('gives the same offsets with and without characters that cannot be seen', () => {
    const plain = 'Titel des Stücks\n\nEr kam am 8. März. Dann ging er.'
    const marked = 'Titel des Stücks\n\nEr kam\u0000 am\u202e 8. M\u00adärz. Dann \ud83dging er.'

    const { blocks, text, warnings } = readArticle({ text: marked }, { language: 'de' })

    const words = blocks.flatMap(({ sentences }) => sentences.map(({ start, end }) => text.slice(start, end)))
    expect(words).toEqual(['Titel des Stücks', 'Er kam\u0000 am\u202e 8. M\u00adärz.', 'Dann \ufffdging er.'])
    expect(text.length).toBe(marked.length)
    expect(text.length - plain.length).toBe(4)
    expect(warnings.map(({ code, count, offsets }) => ({ code, count, offsets }))).toEqual([
      { code: 'nul', count: 1, offsets: [24] },
      { code: 'bidi', count: 1, offsets: [28] },
      { code: 'soft hyphen', count: 1, offsets: [34] },
      { code: 'repaired', count: 1, offsets: [45] },
    ])
  })

  it('keeps joined emoji and Persian joiners without a warning', () => {
    const { warnings } = readArticle({ text: 'Die Familie 👩‍👩‍👧 war da.\nاو می‌رود.' }, { language: 'de' })

    expect(warnings).toEqual([])
  })

  it.each([
    ['nothing', { text: '' }],
    ['white space', { text: ' \n\t\u00a0\ufeff\n' }],
    ['control characters alone', { text: '\u0000\u0007\u200b\u202e\n\u0000' }],
    ['an empty file', { bytes: new Uint8Array() }],
  ])('refuses %s and says what to do', (_what, source) => {
    expect(() => readArticle(source)).toThrow(
      expect.objectContaining({
        code: 'unreadable',
        words: {
          de: 'Darin steht kein Text. Nichts wurde gespeichert. Fügen Sie den Text des Artikels ein oder wählen Sie eine andere Datei.',
          en: 'There is no text in it. Nothing was stored. Paste the text of the article or choose another file.',
        },
      }),
    )
  })

  it('drops a line said twice, and keeps one said three times', () => {
    const twice = readArticle(
      { text: 'Titel\n\nKarte der Region\nKarte der Region\n\nEs regnet.' },
      { language: 'de' },
    )
    const often = readArticle({ text: 'Titel\n\nNein.\n\nNein.\n\nNein.' }, { language: 'de' })

    expect(twice.blocks.map(({ kind }) => kind === 'non-text')).toEqual([false, false, true, false])
    expect(often.blocks.flatMap(({ sentences }) => sentences)).toHaveLength(4)
  })

  it('refuses text over the limit, and names size and limit', () => {
    const text = 'ä'.repeat(MAX_TEXT_BYTES / 2 + 1024 * 1024)

    expect(() => readArticle({ text })).toThrow(/too large: 22 MB, the limit is 20 MB/)
  })

  it('names a text of one line after its beginning', () => {
    const { title, blocks } = readArticle({ text: 'Die Bahn streicht am Montag alle Züge.' })

    expect({ title, kinds: blocks.map(({ kind }) => kind) }).toEqual({
      title: 'Die Bahn streicht am Montag alle Züge.',
      kinds: ['paragraph'],
    })
  })

  it.each([
    ['de', 'Die Bundesregierung hat am Mittwoch neue Zahlen vorgelegt.'],
    ['en', 'The government published new figures on Wednesday.'],
    ['fr', 'Le gouvernement a publié de nouveaux chiffres mercredi.'],
    ['ru', 'Правительство опубликовало новые данные в среду.'],
    ['en', '12345'],
  ])('proposes %s for “%s”', (language, text) => {
    expect(readArticle({ text }).language).toBe(language)
  })

  it('reads ten thousand sentences at once, and reports on the way', () => {
    const paragraph = 'Am 8. März 2022 sprach Dr. Ina Beck in Almaty. Die Grenze ist 7.000 Kilometer lang. '
    const text = `Titel\n\n${Array.from({ length: 1_000 }, () => paragraph.repeat(5))
      .map((each, at) => `${String(at)} ${each}`)
      .join('\n\n')}`
    const reports: number[] = []
    const start = performance.now()

    const { blocks } = readArticle({ text }, { language: 'de' }, (done) => reports.push(done))

    // It takes a fifth of a second; the rest is for busy machines.
    expect(performance.now() - start).toBeLessThan(3_000)
    expect(blocks.reduce((sum, { sentences }) => sum + sentences.length, 0)).toBe(10_001)
    expect(reports.length).toBeGreaterThan(1)
  })

  it.each([
    'a\n',
    'Alexander\n',
    'Xaver\nYork\n',
    '„a\n',
    '„Ja.“\n\nPaul\n\n',
    '|\nb\n',
    'Foto: dpa\nBild\n',
    '1. a\n',
    'A:B ',
  ])('takes time in step with the length of %j over and over', (unit) => {
    const text = unit.repeat(200_000 / unit.length)
    const start = performance.now()

    readArticle({ text }, { language: 'de' })

    expect(performance.now() - start).toBeLessThan(4_000)
  })
})
