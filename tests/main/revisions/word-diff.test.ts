import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { foldedText } from '#main/database/folded-text'
import { wordDiff } from '#main/revisions/word-diff'

const calledOut = (before: string, after: string) =>
  wordDiff(before, after).callouts.map(({ words }) => words.en)

describe('the word diff calls out, as words,', () => {
  it.each([
    ['Es sind 1,2 Prozent.', 'Es sind 12 Prozent.', 'Number: 1,2 → 12'],
    ['Es sind zwei Brücken.', 'Es sind drei Brücken.', 'Number: zwei → drei'],
    ['Ein Drittel stimmt zu.', 'Ein Viertel stimmt zu.', 'Number: Drittel → Viertel'],
    ['Jeder zweite raucht.', 'Jeder dritte raucht.', 'Number: zweite → dritte'],
    ['It doubled.', 'It tripled.', 'Number: doubled → tripled'],
    ['Er kam vor dem Krieg.', 'Er kam nach dem Krieg.', 'Date or time: vor → nach'],
    ['The former chancellor.', 'The chancellor.', 'Date or time, gone: former'],
    ['Taxes fall.', 'Taxes rise.', 'Comparison: fall → rise'],
    ['Es sind 12 Prozent.', 'Es sind 12 Prozentpunkte.', 'Unit: Prozent → Prozentpunkte'],
    ['Es kostet 5 Mio. Euro.', 'Es kostet 5 Mrd. Euro.', 'Unit: Mio → Mrd'],
    ['It weighs 5 tons.', 'It weighs 5 pounds.', 'Unit: tons → pounds'],
    ['Am 8. März kam er.', 'Am 8. Mai kam er.', 'Date or time: März → Mai'],
    ['On 8 March he came.', 'On 9 March he came.', 'Number: 8 → 9'],
    ['Das sagte Karin Lenz.', 'Das sagte Karin Roth.', 'Name: Lenz → Roth'],
    ['Es werden keine Reservisten einberufen.', 'Es werden Reservisten einberufen.', 'Negation, gone: keine'],
    ['They will come.', "They won't come.", "Negation, new: won't"],
    ['Das ist möglich.', 'Das ist unmöglich.', 'Negation: möglich → unmöglich'],
    ['Alle Länder stimmten zu.', 'Einige Länder stimmten zu.', 'Quantifier: Alle → Einige'],
    ['Er soll das tun.', 'Er muss das tun.', 'How certain, wanted or allowed: soll → muss'],
    ['He may pay.', 'He must pay.', 'How certain, wanted or allowed: may → must'],
    ['Es sind mehr als zuvor.', 'Es sind weniger als zuvor.', 'Comparison: mehr → weniger'],
    ['Das „Projekt“ kommt.', 'Das Projekt kommt.', 'Quotation mark, gone: „'],
    ['Er kommt.', 'Er kommt?', 'Punctuation: . → ?'],
    ['Die Grünen kommen.', 'Die grünen kommen.', 'Capital letters: Grünen → grünen'],
    ['Keine Reservisten.', 'Keine Rеservisten.', 'Looks the same, is another character, new: е (U+0435)'],
    ['Keine Reservisten.', 'Keine Re\u200bservisten.', 'Invisible character, new: ZWSP'],
    ['Keine Reservisten.', 'Keine Re\u00adservisten.', 'Invisible character, new: SHY'],
    ['Keine Reservisten.', 'Keine \u202eReservisten.', 'Invisible character, new: RLO'],
  ])('%s → %s', (before, after, expected) => {
    expect(calledOut(before, after)).toContain(expected)
  })

  it('and says a look-alike is nothing else', () => {
    expect(calledOut('Oma kam.', 'Оma kam.')).toEqual([
      'Looks the same, is another character, new: О (U+041E)',
    ])
  })

  it.each([
    ['Das ist kein Problem.', 'Das ist ein Problem.', ['Negation, gone: kein']],
    ['He may go.', 'He must go.', ['How certain, wanted or allowed: may → must']],
    ['Niemand war da.', 'Jemand war da.', ['Negation, gone: Niemand']],
  ])('and nothing else: %s → %s', (before, after, expected) => {
    expect(calledOut(before, after)).toEqual(expected)
  })

  it('and stays silent about other words', () => {
    expect(calledOut('Sie fahren schnell dorthin.', 'Sie laufen schnell dorthin.')).toEqual([])
  })
})

describe('the word diff', () => {
  it('shows what was removed, added and changed', () => {
    expect(
      wordDiff('Es werden keine Reservisten einberufen.', 'Es werden Reservisten bald eingezogen.').parts,
    ).toEqual([
      { kind: 'same', from: 'Es werden ', to: 'Es werden ' },
      { kind: 'removed', from: 'keine ', to: '' },
      { kind: 'same', from: 'Reservisten ', to: 'Reservisten ' },
      { kind: 'changed', from: 'einberufen', to: 'bald eingezogen' },
      { kind: 'same', from: '.', to: '.' },
    ])
  })

  it('loses no character of either text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        (a, b) => {
          const { parts } = wordDiff(a, b)

          expect(parts.map(({ from }) => from).join('')).toBe(foldedText(a))
          expect(parts.map(({ to }) => to).join('')).toBe(foldedText(b))
        },
      ),
    )
  })

  it('takes what differs in very long texts for one change', () => {
    const long = (word: string) => Array.from({ length: 3_000 }, (_, at) => `${word}${String(at)}`).join(' ')

    expect(
      wordDiff(`Anfang ${long('a')} Ende`, `Anfang ${long('b')} Ende`).parts.map(({ kind }) => kind),
    ).toEqual(['same', 'changed', 'same'])
  })
})
