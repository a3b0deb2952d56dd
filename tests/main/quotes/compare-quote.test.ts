import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { compareQuote, type QuoteComparison } from '#main/quotes/compare-quote'
import { indexDocument } from '#main/quotes/document-index'

const compare = (quote: string, ...texts: string[]): QuoteComparison =>
  compareQuote(quote, indexDocument(texts.map((text) => ({ text }))))

const words = ({ diff }: QuoteComparison) =>
  diff.filter(({ kind }) => kind !== 'same').map(({ kind, from, to }) => [kind, from, to])

const SPEECH = `Sehr geehrte Damen und Herren! Ich betone noch einmal: An den Kampfhandlungen nehmen keine Wehrpflichtigen
teil, und es wird auch keine zusätzliche Einberufung von Reser-
visten geben. Die Aufgaben werden nur von Berufssoldaten gelöst. Das kostete am 8. März 2022 noch 1,2 Mio. Euro, also 5 % mehr
als im Vorjahr. Wir bauen die Ein- und Ausfahrten neu. „Das ist kein Krieg“, sagte er.`

describe('a quote that is there', () => {
  it('is found with the place where it stands', () => {
    const quote = 'Die Aufgaben werden nur von Berufssoldaten gelöst.'

    const { result, place, diff, ignored } = compare(quote, 'Vorwort.', SPEECH)

    expect(result).toBe('found')
    expect(place).toEqual({
      part: 1,
      start: SPEECH.indexOf('Die Auf'),
      endPart: 1,
      end: SPEECH.indexOf('gelöst') + 6,
    })
    expect(diff).toEqual([{ kind: 'same', from: quote.slice(0, -1), to: quote.slice(0, -1) }])
    expect(ignored).toEqual([])
  })

  it.each<[string, string, string, string[]]>([
    ['a hyphen at the end of a line', 'Einberufung von Reservisten geben', SPEECH, ['hyphenation']],
    ['a line break', 'nehmen keine Wehrpflichtigen teil', SPEECH, ['white space']],
    ['half a pair of words', 'die Ein- und Ausfahrten', SPEECH, []],
    [
      'half a pair at the end of a line',
      'die Ein- und Ausfahrten',
      'die Ein-\nund Ausfahrten',
      ['white space'],
    ],
    ['a soft hyphen', 'die Bundesregierung', 'die Bundes\u00adregierung', ['hyphenation']],
    ['other quotation marks', '"Das ist kein Krieg", sagte er', SPEECH, ['quotation marks']],
    ['other dashes', 'heute – oder morgen', 'heute - oder morgen', ['dashes']],
    [
      'a capital at the start',
      'An den Kampfhandlungen',
      'dass an den Kampfhandlungen',
      ['capital at the start'],
    ],
    ['a small letter where the source begins', 'die Aufgaben werden', SPEECH, ['capital at the start']],
    ['a narrow space', '5\u202f% mehr', SPEECH, ['white space']],
    ['no space before the sign', '5% mehr', SPEECH, ['white space']],
    ['a full stop instead of a comma', 'teil.', 'nehmen sie teil, und', []],
    ['a comma less', 'teil und es wird', SPEECH, ['punctuation']],
    ['another apostrophe', "it's done", 'it’s done', ['apostrophes']],
    ['ligatures of a PDF', 'Offizier findet', 'O\ufb03zier \ufb01ndet', ['spelling of characters']],
    ['letters put together from two characters', 'für Öl', 'fu\u0308r O\u0308l', ['spelling of characters']],
    ['words left out and said so', 'An den Kampfhandlungen […] keine Wehrpflichtigen teil', SPEECH, []],
    [
      'a letter whose case was changed and said so',
      '[D]ie Brücke wird gebaut',
      'dass die Brücke wird gebaut',
      [],
    ],
    [
      'marks inside marks',
      '„Sie sagte ‚nie wieder‘ zu mir“, so Lenz',
      '"Sie sagte \'nie wieder\' zu mir", so Lenz',
      ['quotation marks'],
    ],
    [
      'English marks inside marks',
      'they said “no way” twice',
      'they said ‘no way’ twice',
      ['quotation marks'],
    ],
    [
      'an omission over a sentence with another negation',
      'Wir bauen die Brücke […] bis Ende Mai fertig',
      'Wir bauen die Brücke zügig. Das ist nicht leicht. Sie wird bis Ende Mai fertig.',
      ['omission marked'],
    ],
    ['Russian', 'резервистов не призовут', 'Он сказал: «Резервистов не призовут».', ['capital at the start']],
    ['Japanese inside a longer run', '予備役は招集', '彼は予備役は招集しないと言った', []],
  ])('is found in spite of %s', (_, quote, text, ignored) => {
    const comparison = compare(quote, text)

    expect(comparison.result).toBe('found')
    for (const each of ignored) expect(comparison.ignored).toContain(each)
  })

  it('is found across the end of a page', () => {
    const pages = ['Die Brücke wird bis Ende', 'Mai 2022 fertig. Punkt.']

    const { result, place } = compare('bis Ende Mai 2022 fertig', ...pages)

    expect(result).toBe('found')
    expect(place).toEqual({ part: 0, start: 16, endPart: 1, end: 15 })
  })

  it('shows what a mark of omission stands for', () => {
    const { result, diff, ignored } = compare(
      'keine Wehrpflichtigen teil […] keine zusätzliche Einberufung',
      SPEECH,
    )

    expect(result).toBe('found')
    expect(diff).toContainEqual({ kind: 'omitted', from: 'und es wird auch', to: '' })
    expect(ignored).toContain('omission marked')
  })

  it('says how often its words stand there', () => {
    expect(compare('die Akte', 'Da ist die Akte. Hier ist die Akte. Die Akte!').occurrences).toBe(3)
  })
})

describe('a quote whose words differ', () => {
  it.each<[string, string, string, (readonly [string, string, string])[]]>([
    ['drops "keine"', 'nehmen Wehrpflichtigen teil, und es wird', SPEECH, [['removed', 'keine', '']]],
    ['drops "keine" at its start', 'Wehrpflichtigen teil, und es', SPEECH, [['removed', 'keine', '']]],
    ['stops before "nicht"', 'Das glaube ich', 'Das glaube ich nicht.', [['removed', 'nicht', '']]],
    ['turns 1,2 into 12', 'noch 12 Mio. Euro, also 5 %', SPEECH, [['changed', '1,2', '12']]],
    ['turns 1,2 into 2', 'noch 2 Mio. Euro, also 5 %', SPEECH, [['changed', '1,2', '2']]],
    ['loses a minus', 'Es waren 5 Grad in Ulm', 'Es waren -5 Grad in Ulm', [['changed', '-5', '5']]],
    ['loses a per cent sign', 'Euro, also 5 mehr als im Vorjahr', SPEECH, [['removed', '%', '']]],
    ['adds a word', 'Aufgaben werden nur von guten Berufssoldaten gelöst', SPEECH, [['added', '', 'guten']]],
    [
      'changes a word',
      'Aufgaben werden nur von Zeitsoldaten gelöst',
      SPEECH,
      [['changed', 'Berufssoldaten', 'Zeitsoldaten']],
    ],
    [
      'changes ß to ss',
      'auf der Strasse liegen gelassen',
      'auf der Straße liegen gelassen',
      [['changed', 'Straße', 'Strasse']],
    ],
    [
      'changes the case inside',
      'das ist ein gutes Essen hier',
      'Das ist ein gutes essen hier',
      [['changed', 'essen', 'Essen']],
    ],
    [
      'drops a question mark',
      'kommt er wieder. Ja, sagte',
      'Kommt er wieder? Ja, sagte',
      [['removed', '?', '']],
    ],
    ['drops "not"', 'We will call up reservists', 'We will not call up reservists', [['removed', 'not', '']]],
    [
      'changes "won’t" to "will"',
      'We will call up any reservists',
      'We won’t call up any reservists',
      [['changed', 'won’t', 'will']],
    ],
    [
      'drops "не"',
      'резервистов призывать будут завтра',
      'Резервистов не призывать будут завтра',
      [['removed', 'не', '']],
    ],
    [
      'puts "nicht" for "keinesfalls"',
      'Wir bauen sie bis Mai nicht fertig',
      'Wir bauen sie bis Mai keinesfalls fertig.',
      [['changed', 'keinesfalls', 'nicht']],
    ],
    [
      'says "keinesfalls" with other words',
      'Wir bauen sie bis Mai auf keinen Fall fertig',
      'Wir bauen sie bis Mai keinesfalls fertig.',
      [['changed', 'keinesfalls', 'auf keinen Fall']],
    ],
    [
      'drops "mitnichten" before it',
      'bauen wir sie bis Ende Mai',
      'Mitnichten bauen wir sie bis Ende Mai.',
      [['removed', 'Mitnichten', '']],
    ],
    [
      'drops "seldom" before it',
      'call up reservists',
      'We seldom call up reservists',
      [['removed', 'seldom', '']],
    ],
    [
      'puts "rarely" for "never"',
      'We will rarely call up reservists',
      'We will never call up reservists',
      [['changed', 'never', 'rarely']],
    ],
    [
      'leaves "nicht" out under a mark of omission',
      'Wir werden Reservisten […] einberufen',
      'Wir werden Reservisten auch nicht in diesem Jahr einberufen.',
      [['omitted', 'auch nicht in diesem Jahr', '']],
    ],
    [
      'leaves "keine" out under a mark of omission',
      'nehmen keine Wehrpflichtigen teil […] von Reservisten geben',
      SPEECH,
      [['omitted', 'und es wird auch keine zusätzliche Einberufung', '']],
    ],
    [
      'leaves "not" out under a mark of omission',
      'We will [...] call up reservists',
      'We will, as I said, not under any circumstances call up reservists.',
      [['omitted', 'as I said, not under any circumstances', '']],
    ],
    [
      'inserts a word in brackets',
      'Die Aufgaben [der Armee] werden nur von Berufssoldaten',
      SPEECH,
      [['added', '', 'der Armee']],
    ],
  ])('that %s is found with differences', (_, quote, text, expected) => {
    const comparison = compare(quote, text)

    expect(comparison.result).toBe('found with differences')
    expect(words(comparison)).toEqual(expected)
  })

  it('prefers a place where no negation was left out', () => {
    const { result } = compare(
      'Reservisten einberufen',
      'Wir werden keine Reservisten einberufen. Dann Reservisten einberufen.',
    )

    expect(result).toBe('found')
  })

  it.each([
    ['two words', 'Kampfhandlungen den An nehmen keine Wehrpflichtigen teil'],
    [
      'two sentences',
      'Die Aufgaben werden nur von Berufssoldaten gelöst. Es wird auch keine zusätzliche Einberufung von Reservisten geben.',
    ],
    ['halves around an omission', 'von Reservisten geben […] nehmen keine Wehrpflichtigen teil'],
  ])('in another order is told so: %s', (_, quote) => {
    expect(compare(quote, SPEECH).result).toBe('other order')
  })

  it.each([
    ['other words', 'Der Haushalt wird morgen im Landtag beraten.'],
    ['a single word that is not there', 'Querdenker'],
    ['common words only', 'Und das ist die von der'],
    ['nothing', '…'],
  ])('is not found: %s', (_, quote) => {
    expect(compare(quote, SPEECH)).toMatchObject({ result: 'not found', place: null })
  })

  it('is not found in a document without text', () => {
    expect(compare('Ja', '').result).toBe('not found')
    expect(compareQuote('Ja', indexDocument([])).result).toBe('not found')
  })
})

describe('a long document', () => {
  it.each<[string, string]>([
    ['hyphens and empty lines', 'a-\n \n \n'],
    ['spaces and dots', 'a    .   .   .   '],
    ['quotation marks', '„a“ '],
    ['one word', 'der '],
    ['digits', '1.1,1'],
  ])('of nothing but %s takes linear time', (_, unit) => {
    const quote = unit.repeat(50)
    const time = (count: number) => {
      const text = unit.repeat(count)
      const start = performance.now()
      compareQuote(`${quote} fehlt hier ganz`, indexDocument([{ text }]))
      return performance.now() - start
    }
    time(20_000)

    expect(Math.min(time(200_000), time(200_000))).toBeLessThan(20 * Math.max(30, time(20_000)))
  })
})

describe('whatever the words', () => {
  const VOCABULARY =
    'wir haben keine nicht Reservisten Geld 12 1,2 Prozent der Minister sagte never the budget 2022 не будет это Krieg Straße rund Äcker % not'.split(
      ' ',
    )
  const anyWord = fc.constantFrom(...VOCABULARY)
  const passage = fc.array(anyWord, { minLength: 3, maxLength: 40 })
  const around = fc.array(anyWord, { maxLength: 60 })
  const joined = (list: readonly string[]) => list.join(' ')
  const plain = (list: readonly string[]) => ` ${joined(list)} `.toLowerCase()

  it('a passage copied out is found, or its edge left a negation out', () => {
    fc.assert(
      fc.property(around, passage, around, (before, quote, after) => {
        const { result, diff } = compare(joined(quote), joined([...before, '.', ...quote, '.', ...after]))

        expect(result === 'found' || diff.some(({ kind }) => kind === 'removed')).toBe(true)
      }),
    )
  })

  const edits = fc.array(
    fc.record({ at: fc.nat(), kind: fc.constantFrom('drop', 'add', 'change', 'swap'), word: anyWord }),
    { minLength: 1, maxLength: 3 },
  )
  const edit = (quote: readonly string[], changes: readonly { at: number; kind: string; word: string }[]) => {
    const edited = [...quote]
    for (const { at, kind, word } of changes) {
      const index = at % edited.length
      if (kind === 'drop' && edited.length > 1) edited.splice(index, 1)
      else if (kind === 'add') edited.splice(index, 0, word)
      else if (kind === 'change') edited[index] = word
      else [edited[0], edited[index]] = [edited[index] ?? '', edited[0] ?? '']
    }
    return edited
  }

  it('is never found when it does not stand there word for word', () => {
    fc.assert(
      fc.property(around, passage, around, edits, (before, quote, after, changes) => {
        const edited = edit(quote, changes)
        const text = [...before, ...quote, ...after]
        fc.pre(!plain(text).includes(plain(edited)))

        expect(compare(joined(edited), joined(text)).result).not.toBe('found')
      }),
      { numRuns: 500 },
    )
  })

  it('is found whatever typography lies between', () => {
    const gaps = [' ', '\n', '\u00a0', '\u202f', ' „', '“ ', ' – ', ', ', '  \n ', ' »', '. ', ' (', ') ']
    const spoken = passage.map((list) => list.filter((word) => !/^(?:keine|nicht|never|не|not)$/.test(word)))
    const divide = (word: string, at: number) => {
      const cut = 1 + (at % Math.max(1, word.length - 2))
      const isDivisible = /^\p{L}\p{Ll}{4,}$/u.test(word)
      if (!isDivisible || at % 3 === 0) return word
      return `${word.slice(0, cut)}${at % 3 === 1 ? '\u00ad' : '-\n'}${word.slice(cut)}`
    }
    fc.assert(
      fc.property(spoken, fc.infiniteStream(fc.nat(1_000)), (list, stream) => {
        fc.pre(list.length > 0)
        const next = () => Number(stream.next().value)
        const set = list.map((word) => `${divide(word, next())}${gaps[next() % gaps.length] ?? ' '}`).join('')

        expect(compare(joined(list), `Vorher. ${set} Nachher`).result).toBe('found')
        expect(compare(set, `Vorher. ${joined(list)} Nachher`).result).toBe('found')
      }),
    )
  })

  it('is never found when a digit differs', () => {
    fc.assert(
      fc.property(fc.nat(99_999), fc.nat(99_999), fc.constantFrom('', ',', '.', '-'), (a, b, sign) => {
        fc.pre(a !== b)
        const quote = (figure: number) =>
          `es sind ${sign === '-' ? '-' : ''}${String(figure)}${sign === ',' ? ',5' : ''} Menschen`

        expect(compare(quote(a), quote(b)).result).not.toBe('found')
      }),
    )
  })

  it('tells a diff whose sides are the passage and the quote', () => {
    fc.assert(
      fc.property(passage, edits, (text, changes) => {
        const quote = edit(text, changes)
        const { diff, result } = compare(joined(quote), joined(text))
        fc.pre(result !== 'not found')

        const to = diff.map((each) => each.to).filter((each) => each !== '')
        expect(joined(to)).toBe(joined(quote))
        const from = diff.map((each) => each.from).filter((each) => each !== '')
        expect(joined(text)).toContain(joined(from))
      }),
    )
  })

  it('takes anything for a document and a quote', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 300 })
    fc.assert(
      fc.property(anything, anything, (quote, text) => {
        compare(quote, text)
        expect(['found', 'found with differences', 'not found']).toContain(compare(text, text).result)
      }),
    )
  })
})
