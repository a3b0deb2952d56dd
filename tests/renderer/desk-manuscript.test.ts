import { describe, expect, it } from 'vitest'

import { invisibleCharacters } from '#shared/invisible-characters'
import type { ClaimId } from '#shared/model'

import { heightOfRows, linesOf, placeRows } from '../../src/renderer/components/desk/mark-rows'
import { offsetAt, readSelection, writeSelection } from '../../src/renderer/components/desk/selection-offsets'
import { piecesOf, placeUnderlines, type Underline } from '../../src/renderer/components/desk/text-pieces'
import {
  moveByWord,
  selectedWords,
  spanOfWords,
  tightened,
  wordsOf,
} from '../../src/renderer/components/desk/word-selection'

describe('rows of marks', () => {
  it.each([
    ['stand on the lines their sentences begin on', [13.5, 40.5, 94.5], [0.5, 27.5, 81.5]],
    ['move to the next free row where one is taken', [13.5, 13.5, 13.5], [0.5, 26.5, 52.5]],
    ['push later ones down only as far as needed', [13.5, 13.5, 40.5, 94.5], [0.5, 26.5, 52.5, 81.5]],
    ['are none where there is no sentence', [], []],
  ])('%s', (_, lines, rows) => {
    expect(placeRows(lines, 26)).toEqual(rows)
  })

  it('make a block as high as its marks', () => {
    expect(heightOfRows(placeRows([13.5, 13.5, 13.5], 26), 26)).toBe(78.5)
  })
})

describe('lines of sentences', () => {
  const box = (left: number, right: number, top: number) => ({ left, right, top, bottom: top + 23 })

  it('give the place of each sentence, and a tick where one begins in mid-line', () => {
    const lines = linesOf(
      [[box(100, 300, 52)], [box(304, 500, 52), box(100, 180, 79)], [box(100, 400, 106)]],
      { left: 100, top: 50 },
      27,
    )

    expect(lines).toEqual([
      { firstLine: 13.5, top: 0, bottom: 27, tick: null, boxes: [{ left: 0, width: 200, middle: 13.5 }] },
      {
        firstLine: 13.5,
        top: 0,
        bottom: 54,
        tick: 202,
        boxes: [
          { left: 204, width: 196, middle: 13.5 },
          { left: 0, width: 80, middle: 40.5 },
        ],
      },
      { firstLine: 67.5, top: 54, bottom: 81, tick: null, boxes: [{ left: 0, width: 300, middle: 67.5 }] },
    ])
  })

  it('pass over empty boxes at the end of a line', () => {
    const [line] = linesOf([[box(500, 500, 52), box(100, 300, 79)]], { left: 100, top: 50 }, 27)

    expect(line?.firstLine).toBe(40.5)
  })
})

describe('underlines', () => {
  const claim = (id: string, start: number, end: number): Underline => ({
    // Only compared here.
    claimId: id as ClaimId,
    start,
    end,
    style: 'solid',
    tone: 'ok',
    signedOff: false,
    atRest: false,
  })
  const shown = (text: string, underlines: Underline[]) =>
    piecesOf(text, 0, text.length, placeUnderlines(underlines)).map((piece) => [
      piece.text,
      piece.underlines.map(({ claimId, step }) => `${claimId}${String(step)}`).join(' '),
    ])

  it('cut a sentence where a claim begins and ends', () => {
    expect(shown('Er kam am 8. März an.', [claim('a', 7, 17)])).toEqual([
      ['Er kam ', ''],
      ['am 8. März', 'a0'],
      [' an.', ''],
    ])
  })

  it('step down for a claim inside another, and for one that overlaps', () => {
    expect(
      shown('eins zwei drei vier', [claim('inner', 5, 9), claim('outer', 0, 14), claim('late', 10, 19)]),
    ).toEqual([
      ['eins ', 'outer0'],
      ['zwei', 'outer0 inner1'],
      [' ', 'outer0'],
      ['drei', 'outer0 late1'],
      [' vier', 'late1'],
    ])
  })

  it('share a step when they stand side by side', () => {
    expect(shown('eins zwei', [claim('a', 0, 4), claim('b', 5, 9)])).toEqual([
      ['eins', 'a0'],
      [' ', ''],
      ['zwei', 'b0'],
    ])
  })

  it('keep every character, also invisible ones', () => {
    const text = 'a\u202eb\0c'

    const pieces = piecesOf(text, 0, text.length, [])

    expect(pieces.map(({ text: words, symbol }) => [words, symbol])).toEqual([
      ['a', null],
      ['\u202e', 'RLO'],
      ['b', null],
      ['\0', 'NUL'],
      ['c', null],
    ])
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
  })
})

describe('invisible characters', () => {
  it.each([
    [
      'NUL and controls',
      'a\0\u001b',
      [
        { at: 1, symbol: 'NUL' },
        { at: 2, symbol: 'ESC' },
      ],
    ],
    [
      'zero-width space and byte order mark',
      '\u200b\ufeff',
      [
        { at: 0, symbol: 'ZWSP' },
        { at: 1, symbol: 'BOM' },
      ],
    ],
    ['a lone surrogate', 'x\ud83dy', [{ at: 1, symbol: 'U+D83D' }]],
    ['a joiner between Latin letters', 'a\u200db', [{ at: 1, symbol: 'ZWJ' }]],
    ['no joiner within an emoji', '👩‍👩‍👧', []],
    ['no joiner within Persian', 'می\u200cخواهم', []],
    ['no white space, no soft hyphen, no emoji', 'a\tb\nc\u00ad\u00a0😀', []],
  ])('show %s', (_, text, expected) => {
    expect(invisibleCharacters(text)).toEqual(expected)
  })
})

describe('selections', () => {
  const text = 'Erst. 😀 Er sagte \u202ekeine\u202c Zahl. Danach.'
  const sentence = { start: 6, end: 31 }

  /** The sentence as the manuscript sets it: nested elements, symbols, no text besides. */
  function page() {
    document.body.replaceChildren()
    const block = document.createElement('p')
    const element = document.createElement('span')
    element.dataset['sentence'] = 's2'
    element.dataset['start'] = String(sentence.start)
    const underlines = placeUnderlines([])
    for (const piece of piecesOf(text, sentence.start, sentence.end, underlines)) {
      const span = document.createElement('span')
      span.textContent = piece.text
      element.append(span)
    }
    block.append(text.slice(0, sentence.start), element, text.slice(sentence.end))
    document.body.append(block)
    return { block, element }
  }

  it.each([
    ['behind an emoji', 9, 17],
    ['across invisible characters', 18, 30],
    ['of the whole sentence', 6, 31],
  ])('come back with the same offsets: %s', (_, start, end) => {
    const { element } = page()

    writeSelection(getSelection(), element, { start, end })

    expect(readSelection(getSelection(), text)).toEqual({
      sentenceId: 's2',
      ...tightened(text, { start, end }),
    })
  })

  it('end with the sentence when they are drawn beyond it', () => {
    const { block, element } = page()
    const first = element.firstChild?.firstChild
    const last = block.lastChild
    if (!first || !last) throw new Error('The page is empty.')
    getSelection()?.setBaseAndExtent(first, 3, last, 4)

    expect(readSelection(getSelection(), text)).toEqual({ sentenceId: 's2', start: 9, end: 31 })
  })

  it('count an offset outside the sentence as its nearer end', () => {
    const { block, element } = page()
    if (!block.firstChild || !block.lastChild) throw new Error('The page is empty.')

    expect([offsetAt(element, block.firstChild, 2), offsetAt(element, block.lastChild, 3)]).toEqual([6, 31])
  })

  it('are nothing when only white space is chosen', () => {
    const { element } = page()

    writeSelection(getSelection(), element, { start: 8, end: 9 })

    expect(readSelection(getSelection(), text)).toBeNull()
  })

  it.each([
    ['takes white space off the ends', 5, 9, { start: 6, end: 8 }],
    ['never cuts a character in two', 7, 9, { start: 6, end: 8 }],
    ['is nothing when nothing is left', 8, 9, null],
  ])('tightening %s', (_, start, end, expected) => {
    expect(tightened(text, { start, end })).toEqual(expected)
  })
})

describe('choosing words by key', () => {
  const text = 'Es werden keine Reservisten einberufen.'
  const words = wordsOf(text, 'de')
  const walk = (...steps: [1 | -1, boolean][]) =>
    steps.reduce<ReturnType<typeof moveByWord>>(
      (chosen, [step, extend]) => moveByWord(words, chosen, step, extend),
      null,
    )
  const chosenText = (...steps: [1 | -1, boolean][]) => {
    const chosen = walk(...steps)
    const span = chosen && spanOfWords(words, chosen)
    return span && text.slice(span.start, span.end)
  }

  it.each<[string, [1 | -1, boolean][], string]>([
    ['begins with the first word', [[1, false]], 'Es'],
    ['begins with the last word when going back', [[-1, false]], 'einberufen'],
    [
      'moves on by a word',
      [
        [1, false],
        [1, false],
        [1, false],
      ],
      'keine',
    ],
    [
      'grows',
      [
        [1, false],
        [1, false],
        [1, false],
        [1, true],
        [1, true],
      ],
      'keine Reservisten einberufen',
    ],
    [
      'shrinks again',
      [
        [1, false],
        [1, true],
        [1, true],
        [-1, true],
      ],
      'Es werden',
    ],
    [
      'grows to the left',
      [
        [1, false],
        [1, false],
        [-1, true],
      ],
      'Es werden',
    ],
    [
      'stops at the end',
      [
        [-1, false],
        [1, true],
      ],
      'einberufen',
    ],
  ])('%s', (_, steps, expected) => {
    expect(chosenText(...steps)).toBe(expected)
  })

  it('goes on from what was chosen with the mouse', () => {
    expect(selectedWords(words, { start: 11, end: 20 })).toEqual({ from: 2, to: 3 })
  })
})
