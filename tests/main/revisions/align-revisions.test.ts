import { describe, expect, it } from 'vitest'

import { alignRevisions } from '#main/revisions/align-revisions'
import type { RevisionSentence } from '#main/revisions/sentence-context'

import { EDIT_KINDS, editedArticle } from './edited-articles'
import { tally } from './tally'

/** One paragraph for each text; " | " divides its sentences; a kind can stand in front: "subhead: …". */
function revision(...blocks: string[]): RevisionSentence[] {
  return blocks.flatMap((content, block) => {
    const [, kind = 'paragraph', text = content] =
      /^(headline|kicker|subhead|quote|list item|table cell|caption|lead): (.*)$/su.exec(content) ?? []
    const said = { speaker: null, role: null, saidOn: null, block }
    // The pattern lets nothing else through.
    return text.split(' | ').map((each) => ({ text: each, kind: kind as RevisionSentence['kind'], ...said }))
  })
}

/** Each step with its positions before and after: "changed (words) 0 → 1". */
function told(before: RevisionSentence[], after: RevisionSentence[]): string[] {
  return alignRevisions(before, after).map(({ kind, because, before: from, after: to }) => {
    const reason = because.length > 0 ? ` (${because.join(', ')})` : ''
    return `${kind}${reason} ${from.join('+')} → ${to.join('+')}`
  })
}

describe('the rule, against labelled edits', () => {
  it.each(EDIT_KINDS)('keeps nothing wrongly, and what is unchanged: %s', (kind) => {
    const counted = tally(Array.from({ length: 100 }, (_, seed) => editedArticle(seed * 31 + 7, kind)))

    expect(counted.edits).toBeGreaterThan(20)
    expect(counted.wrong).toEqual([])
    expect(counted.keptShare).toBeGreaterThanOrEqual(0.999)
  })

  it('keeps nothing wrongly where several edits meet', () => {
    const counted = tally(Array.from({ length: 1_000 }, (_, seed) => editedArticle(seed)))

    expect(counted.edits).toBeGreaterThan(3_000)
    expect(counted.wrong).toEqual([])
    expect(counted.keptShare).toBeGreaterThanOrEqual(0.999)
  })
})

describe('a sentence is kept', () => {
  it('when only white space and the way letters are composed differ', () => {
    const before = revision('Die Brücke ist 240 Meter lang.')
    const after = revision('Die Bru\u0308cke  ist\n240\u00a0Meter lang.')

    expect(told(before, after)).toEqual(['kept 0 → 0'])
  })

  it('when it moved', () => {
    const before = revision('Eins. | Zwei. | Drei.', 'Vier. | Fünf.')
    const after = revision('Zwei. | Drei.', 'Vier. | Eins. | Fünf.')

    expect(told(before, after)).toEqual([
      'kept 1 → 0',
      'kept 2 → 1',
      'kept 3 → 2',
      'moved 0 → 3',
      'kept 4 → 4',
    ])
  })

  it('when its twin was deleted, by its neighbours', () => {
    const before = revision('Eins. | Das ist falsch. | Zwei.', 'Drei. | Das ist falsch. | Vier.')
    const after = revision('Eins. | Zwei.', 'Drei. | Das ist falsch. | Vier.')

    expect(told(before, after)).toEqual([
      'kept 0 → 0',
      'gone 1 → ',
      'kept 2 → 1',
      'kept 3 → 2',
      'kept 4 → 3',
      'kept 5 → 4',
    ])
  })

  it('when a twin was added elsewhere, by its neighbours', () => {
    const before = revision('Eins. | Das ist falsch. | Zwei. | Drei.')
    const after = revision('Eins. | Das ist falsch. | Zwei. | Das ist falsch. | Drei.')

    expect(told(before, after)).toEqual(['kept 0 → 0', 'kept 1 → 1', 'kept 2 → 2', 'new  → 3', 'kept 3 → 4'])
  })

  it('when the headline above it was reworded', () => {
    const before = revision('headline: Neue Brücke über die Elbe', 'Sie ist 240 Meter lang.')
    const after = revision('headline: Die neue Elbbrücke', 'Sie ist 240 Meter lang.')

    expect(told(before, after)).toContain('kept 1 → 1')
  })
})

describe('a sentence is reopened', () => {
  it.each([
    ['an invisible character', 'Keine Re\u00adservisten.'],
    ['an invisible character at its end', 'Keine Reservisten.\ufeff'],
    ['a letter of another alphabet', 'Keine Rеservisten.'],
    ['a full stop', 'Keine Reservisten'],
    ['a capital letter', 'keine Reservisten.'],
    ['a word', 'Reservisten.'],
  ])('for %s', (_, text) => {
    expect(alignRevisions(revision('Keine Reservisten.'), revision(text))).not.toContainEqual(
      expect.objectContaining({ kind: 'kept' }),
    )
  })

  it('when nobody can tell which of two neighbouring twins was deleted', () => {
    const before = revision('Eins. | Nein. | Nein. | Zwei.')
    const after = revision('Eins. | Nein. | Zwei.')

    expect(told(before, after)).toEqual(['kept 0 → 0', 'changed (twins) 1 → 1', 'gone 2 → ', 'kept 3 → 2'])
  })

  it('when the neighbours of a twin name two different ones', () => {
    const before = revision('Eins. | Nein. | Zwei. | Drei. | Nein. | Vier.')
    const after = revision('Zwei. | Drei. | Eins. | Nein. | Vier.')

    expect(told(before, after)).toContain('changed (twins) 1 → 3')
  })

  it('when a neighbour that is a twin itself names another one', () => {
    const before = revision('Nein. | Eins. | Nein. | Die Brücke ist neu. | Zwei. | Drei.')
    const after = revision(
      'Nein. | Eins. | Nein. | Die Brücke ist neu. | Vier. | Die Brücke ist neu. | Zwei. | Drei.',
    )

    expect(told(before, after)).toEqual([
      ...['kept 0 → 0', 'kept 1 → 1', 'kept 2 → 2', 'changed (twins) 3 → 3'],
      ...['new  → 4', 'new  → 5', 'kept 4 → 6', 'kept 5 → 7'],
    ])
  })

  it('when the kind of its block says something else about it', () => {
    const before = revision('Die Rente wird gekürzt. | Eins.')
    const after = revision('list item: Die Rente wird gekürzt. | Eins.')

    expect(told(before, after)[0]).toBe('changed (kind) 0 → 0')
  })

  it('but not when a paragraph becomes the lead', () => {
    expect(told(revision('Die Rente steigt.'), revision('lead: Die Rente steigt.'))).toEqual(['kept 0 → 0'])
  })

  it.each(['speaker', 'role', 'saidOn'] as const)('when its quote has another %s', (field) => {
    const quote = (value: string) => revision('quote: „Ja.“').map((each) => ({ ...each, [field]: value }))

    expect(told(quote('2022-03-08'), quote('2022-03-09'))).toEqual([
      `changed (${field === 'saidOn' ? 'date' : field}) 0 → 0`,
    ])
  })

  it('when its quotation ends in the words of another speaker', () => {
    const before = revision('„Wir bauen sie. | Sie kommt im Mai“, sagte Lenz. | Eins.')
    const after = revision('„Wir bauen sie. | Sie kommt im Mai“, sagte Roth. | Eins.')

    expect(told(before, after)).toEqual([
      'changed (quotation) 0 → 0',
      'changed (words, quotation) 1 → 1',
      'kept 2 → 2',
    ])
  })

  it('when the paragraph before it gives the quotation to another speaker', () => {
    const before = revision('Lenz sagte dazu:', '„Wir bauen sie.“')
    const after = revision('Roth sagte dazu:', '„Wir bauen sie.“')

    expect(told(before, after)[1]).toBe('changed (introduction) 1 → 1')
  })

  it.each([
    ['„Wir bauen sie.“', 'Das sagte Karin Lenz am Montag.', 'Das sagte Karla Roth am Montag.'],
    ['quote: Wir bauen sie.', 'quote: Karin Lenz, Rätin', 'quote: Karla Roth, Rätin'],
    ['quote: Wir bauen sie.', 'Karin Lenz said so on Monday.', 'Karla Roth said so on Monday.'],
    ['‚Wir bauen sie.‘', 'So versicherte es Karin Lenz.', 'So versicherte es Karla Roth.'],
    ["'We’re building it.'", 'Karin Lenz confirmed this.', 'Karla Roth confirmed this.'],
  ])('when the block behind %s gives it to another speaker', (quote, lenz, roth) => {
    expect(told(revision(quote, lenz), revision(quote, roth))[0]).toBe('changed (quotation) 0 → 0')
  })

  it.each(['Wir bauen sie. | Im Mai.', 'list item: Wir bauen sie.'])(
    'when the line before it introduces it as something else: %s',
    (block) => {
      const before = revision('Diese Aussagen stimmen:', block, 'Und weiter geht es.')
      const after = revision('Diese Aussagen sind falsch:', block, 'Und weiter geht es.')

      expect(told(before, after)).toContain('changed (introduction) 1 → 1')
      expect(told(before, after).at(-1)).toMatch(/^kept/)
    },
  )

  it('with every item of the list that the line introduces', () => {
    const items = ['list item: Eins.', 'list item: Zwei.']

    expect(told(revision('Wahr ist:', ...items), revision('Falsch ist:', ...items)).slice(1)).toEqual([
      'changed (introduction) 1 → 1',
      'changed (introduction) 2 → 2',
    ])
  })

  it('but not when the words quoted beside it changed', () => {
    const before = revision('„Wir bauen sie. | Sie kommt im Mai“, sagte Lenz.')
    const after = revision('„Wir bauen sie. | Sie kommt im Juni“, sagte Lenz.')

    expect(told(before, after)).toEqual(['kept 0 → 0', 'changed (words) 1 → 1'])
  })

  it('with its section when the subhead says something else', () => {
    const before = revision('subhead: Was stimmt', 'Eins. | Zwei.', 'subhead: Weiter', 'Drei.')
    const after = revision('subhead: Was nicht stimmt', 'Eins. | Zwei.', 'subhead: Weiter', 'Drei.')

    expect(told(before, after)).toEqual([
      'changed (words) 0 → 0',
      'changed (heading) 1 → 1',
      'changed (heading) 2 → 2',
      'kept 3 → 3',
      'kept 4 → 4',
    ])
  })

  it.each([
    ['headline: Reservisten werden einberufen', 'headline: Reservisten werden nicht einberufen'],
    ['headline: Reservisten werden einberufen', 'headline: Werden Reservisten einberufen?'],
    ['headline: Reservisten werden einberufen', 'headline: Falsch: Reservisten werden einberufen'],
    ['kicker: Politik', 'kicker: Satire'],
  ])('with everything under a headline that turns it round: %s → %s', (before, after) => {
    expect(told(revision(before, 'Eins.'), revision(after, 'Eins.')).at(-1)).toBe('changed (heading) 1 → 1')
  })
})

describe('a value in a table', () => {
  const table = (...cells: string[]) => revision(...cells.map((cell) => `table cell: ${cell}`))
  const rows = (berlin: string, hamburg: string) =>
    table('Stadt', '2021', '2022', berlin, '12 %', '13 %', hamburg, '14 %', '15 %')

  it('is kept when another one changed, or a row was added below', () => {
    const after = table(
      'Stadt',
      '2021',
      '2022',
      'Berlin',
      '12 %',
      '99 %',
      'Hamburg',
      '14 %',
      '15 %',
      'Bremen',
      '1 %',
    )

    const steps = told(rows('Berlin', 'Hamburg'), after)

    expect(steps).toEqual(expect.arrayContaining(['kept 4 → 4', 'kept 7 → 7', 'kept 8 → 8']))
    expect(steps).not.toContain('kept 5 → 5')
  })

  it.each([
    ['the names of two rows change places', rows('Hamburg', 'Berlin')],
    [
      'two columns change places',
      table('Stadt', '2022', '2021', 'Berlin', '12 %', '13 %', 'Hamburg', '14 %', '15 %'),
    ],
    [
      'the values themselves do',
      table('Stadt', '2021', '2022', 'Berlin', '14 %', '15 %', 'Hamburg', '12 %', '13 %'),
    ],
    [
      'two values of a row do',
      table('Stadt', '2021', '2022', 'Berlin', '13 %', '12 %', 'Hamburg', '15 %', '14 %'),
    ],
  ])('is reopened when %s', (_, after) => {
    const before = rows('Berlin', 'Hamburg')

    const kept = alignRevisions(before, after)
      .filter(({ kind }) => kind === 'kept' || kind === 'moved')
      .flatMap((step) => step.before.map((at) => before[at]?.text ?? ''))

    expect(kept.filter((text) => text.endsWith('%'))).toEqual([])
  })
})

describe('for reading, it shows beside each other', () => {
  it('the halves of a sentence that was split, and what was joined', () => {
    const whole = revision('Das Amt in Köln prüft die Brücke, und es rechnet mit 12 Millionen Euro.')
    const halves = revision('Das Amt in Köln prüft die Brücke. | Es rechnet mit 12 Millionen Euro.')

    expect(told(whole, halves)).toEqual(['split (words) 0 → 0+1'])
    expect(told(halves, whole)).toEqual(['joined (words) 0+1 → 0'])
  })

  it('a sentence that was changed and moved', () => {
    const before = revision('Die Brücke kostet 12 Millionen Euro. | Eins. | Zwei. | Drei.')
    const after = revision('Eins. | Zwei. | Drei. | Die Brücke kostet 1,2 Millionen Euro.')

    expect(told(before, after).at(-1)).toBe('changed (words) 0 → 3')
  })

  it('nothing that has little in common', () => {
    const before = revision('Eins. | Die Brücke kostet 12 Millionen Euro. | Zwei.')
    const after = revision('Eins. | Niemand weiß, wann der Rat entscheidet. | Zwei.')

    expect(told(before, after)).toEqual(['kept 0 → 0', 'gone 1 → ', 'new  → 1', 'kept 2 → 2'])
  })
})

it('puts every sentence of both revisions into exactly one step', () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const { before, after } = editedArticle(seed)
    const steps = alignRevisions(before, after)

    expect(steps.flatMap((step) => step.before).sort((a, b) => a - b)).toEqual([...before.keys()])
    expect(steps.flatMap((step) => step.after).sort((a, b) => a - b)).toEqual([...after.keys()])
  }
})

it('lines up long texts without quadratic growth', () => {
  const long = (paragraphs: number, edit: (text: string, at: number) => string) =>
    revision(
      ...Array.from({ length: paragraphs }, (_, at) =>
        Array.from({ length: 10 }, (_, each) =>
          edit(`Satz ${String(at)} von ${String(each)} im Text.`, at * 10 + each),
        ).join(' | '),
      ),
    )
  const timed = (paragraphs: number) => {
    const before = long(paragraphs, (text) => text)
    const after = long(paragraphs, (text, at) => (at % 50 === 0 ? text.replace('Satz', 'Kein Satz') : text))
    const start = performance.now()
    const kept = alignRevisions(before, after).filter(({ kind }) => kind === 'kept').length
    return { ms: performance.now() - start, kept }
  }
  timed(100)

  const { ms, kept } = timed(1_000)

  expect(kept).toBe(9_800)
  // Far above what it takes: a quadratic one takes minutes.
  expect(ms).toBeLessThan(5_000)
})
