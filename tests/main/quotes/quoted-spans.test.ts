import { describe, expect, it } from 'vitest'

import { quotedSpans } from '#main/quotes/quoted-spans'

const wordsIn = (text: string, language = 'de') =>
  quotedSpans(text, language).map(({ start, end }) => text.slice(start, end))

describe('words inside quotation marks', () => {
  it.each<[string, string, string, string[]]>([
    ['German low and high marks', 'de', 'Sie sagte: „Wir bauen bis Mai.“', ['Wir bauen bis Mai.']],
    ['German book marks', 'de', 'Er sprach von »einem Fehler«, sie nicht.', ['einem Fehler']],
    ['Swiss and French marks', 'fr', 'Il parle d’« une erreur » grave.', ['une erreur']],
    ['Russian marks', 'ru', 'Он сказал: «Резервистов не призовут».', ['Резервистов не призовут']],
    ['English marks', 'en', '“We won’t,” she said. “Not now.”', ['We won’t,', 'Not now.']],
    ['English single marks', 'en', 'He called it ‘a mistake’ twice.', ['a mistake']],
    ['German single marks', 'de', 'Das sei ‚kein Problem‘, hieß es.', ['kein Problem']],
    ['straight marks', 'en', 'He said "yes" and "no".', ['yes', 'no']],
    ['a German begin with a straight end', 'de', 'Das „Wort" steht da.', ['Wort']],
    ['several in one sentence', 'de', '„Ja“, sagte er, „aber später“.', ['Ja', 'aber später']],
    ['Swedish, same mark twice', 'sv', 'Han sade ”ja” i dag.', ['ja']],
    ['Japanese brackets', 'ja', '彼は「はい」と言った。', ['はい']],
    ['none', 'de', 'Das ist Hans’ Haus, sagt’s der O’Neill.', []],
    ['marks around nothing', 'de', 'Er schrieb „…“ und "  ".', []],
  ])('%s', (_, language, text, expected) => {
    expect(wordsIn(text, language)).toEqual(expected)
  })

  it.each<[string, string, [string, number][]]>([
    [
      'German in German',
      'Er: „Sie sagte ‚nie‘ zu mir.“',
      [
        ['Sie sagte ‚nie‘ zu mir.', 1],
        ['nie', 2],
      ],
    ],
    [
      'book marks in book marks',
      '»Er rief ›halt‹ und ging«',
      [
        ['Er rief ›halt‹ und ging', 1],
        ['halt', 2],
      ],
    ],
    [
      'the same marks',
      '«Он сказал «да» и ушёл»',
      [
        ['Он сказал «да» и ушёл', 1],
        ['да', 2],
      ],
    ],
    ['English in German', '„Er nannte es “fake” damals“', [['Er nannte es', 1]]],
  ])('marks in marks: %s', (_, text, expected) => {
    const found = quotedSpans(text, 'de').map(({ start, end, depth }) => [text.slice(start, end), depth])

    expect(found.slice(0, expected.length)).toEqual(expected)
  })

  it('reach to the end of the text where a mark is missing', () => {
    const begun = 'Sie sagte: „Wir bauen.'
    const ended = 'Und zwar bis Mai.“'

    expect(quotedSpans(begun, 'de')).toEqual([{ start: 12, end: begun.length, depth: 1, closed: false }])
    expect(quotedSpans(ended, 'de')).toEqual([{ start: 0, end: 17, depth: 1, closed: false }])
  })

  it.each([
    ['inches are no marks', 'Ein Bildschirm mit 27" und einer mit 24" daneben.', []],
    ['an apostrophe inside does not end it', '‘I don’t know’, he said.', ['I don’t know']],
    ['a possessive inside a double mark', '“The boys’ toys” were gone.', ['The boys’ toys']],
  ])('%s', (_, text, expected) => {
    expect(wordsIn(text, 'en')).toEqual(expected)
  })

  it('takes linear time on nothing but marks', () => {
    const start = performance.now()

    quotedSpans('„“”"‚‘’«»'.repeat(20_000), 'de')

    expect(performance.now() - start).toBeLessThan(1_000)
  })
})
