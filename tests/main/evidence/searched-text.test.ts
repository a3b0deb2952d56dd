import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { piecesOf, searchedText, searchedWords, spansOfWords } from '#main/evidence/searched-text'

function found(text: string, query: string): string[] {
  return spansOfWords(searchedText(text), searchedWords(query), 100).map(({ start, end }) =>
    text.slice(start, end),
  )
}

describe('words in a text', () => {
  it.each<[string, string, string, string[]]>([
    ['whatever their case', 'Die MOBILMACHUNG', 'mobilmachung', ['MOBILMACHUNG']],
    ['as part of a longer word', 'Baugenehmigungen', 'genehmigung', ['genehmigung']],
    ['whatever their accents', 'Gdańsk und Łódź', 'gdansk lodz', ['Gdańsk', 'Łódź']],
    ['typed with accents where there are none', 'Muller', 'Müller', ['Muller']],
    ['written with accents apart', 'Mu\u0308ller sagte', 'müller', ['Mu\u0308ller']],
    ['with ß and ss', 'die Straße', 'STRASSE', ['Straße']],
    ['divided at the end of a line', 'die Mobil-\nmachung', 'mobilmachung', ['Mobil-\nmachung']],
    ['with soft hyphens', 'Mobil\u00admachung', 'mobilmachung', ['Mobil\u00admachung']],
    ['over the end of a line', 'keine\nReservisten', 'keine reservisten', ['keine\nReservisten']],
    ['as half of a pair', 'Vor-\nund Nachteile', 'vor- und', ['Vor-\nund']],
    ['in Cyrillic letters', 'мобилизация ИДЁТ', 'идет', ['ИДЁТ']],
    ['of two letters', 'Die EU zahlt', 'eu', ['EU']],
    ['of Chinese', '北京市政府', '北京', ['北京']],
    [
      'apart, where they do not stand together',
      'Putin sprach, Reservisten nicht',
      'reservisten putin',
      ['Putin', 'Reservisten'],
    ],
    ['together, where they do once', 'ein Tag, der eine Tag', 'der eine', ['der eine']],
    [
      'only together when in quotation marks',
      'eine Brücke, keine neue Brücke',
      '„neue Brücke“',
      ['neue Brücke'],
    ],
    ['not at all where one of them is missing', 'Die Brücke', 'brücke tunnel', []],
    ['that are signs of a pattern', 'a.c abc (x', '. (', ['.', '(']],
  ])('are found %s', (_, text, query, expected) => {
    expect(found(text, query)).toEqual(expected)
  })

  it('are those of the text, at whatever offset', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const text = `${before} Nadelöhr ${after}`

        expect(found(text, 'nadelohr')).toContain('Nadelöhr')
      }),
    )
  })

  it('are searched in linear time', () => {
    const text = 'Mobil-\n'.repeat(200_000)
    const start = performance.now()
    searchedText(text)

    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

describe('pieces of a text', () => {
  it('cover all of it, in order and overlapping', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40_000 }),
        fc.integer({ min: 2, max: 30_000 }),
        (length, word) => {
          const text = Array.from({ length }, (_, at) => (at % word === 0 ? ' ' : 'x')).join('')
          let end = 0
          for (const piece of piecesOf(text)) {
            expect(piece.start).toBeLessThanOrEqual(end)
            expect(text.startsWith(piece.text, piece.start)).toBe(true)
            end = piece.start + piece.text.length
          }

          expect(end).toBe(length)
        },
      ),
      { numRuns: 30 },
    )
  })
})
