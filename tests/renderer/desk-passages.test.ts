import { beforeEach, describe, expect, it } from 'vitest'

import { shortened } from '../../src/renderer/components/desk/word-diff'
import { pageIn, secondsIn, timeWords } from '../../src/renderer/components/viewer/media-time'
import { rangeAt, rangeOf } from '../../src/renderer/components/viewer/passage-range'
import { extended, quotable, spanInPart, wordsAt } from '../../src/renderer/components/viewer/text-place'
import { viewerKind } from '../../src/renderer/components/viewer/viewer-kind'
import { chosenIn } from '../../src/renderer/views/viewer/viewer-selection'

const part = (number: number, text: string) => ({ number, label: String(number), text })

describe('a passage as it is quoted', () => {
  it.each([
    ['a word hyphenated at the end of a line', 'Die Verkehrs-\nführung wird', 'Die Verkehrsführung wird'],
    ['half a pair of words', 'die Nord-\nund Südbrücke', 'die Nord- und Südbrücke'],
    ['a compound with a capital', 'die E-Mail-\nAdresse', 'die E-Mail- Adresse'],
    ['soft hyphens', 'Ver\u00adkehr', 'Verkehr'],
    ['lines and empty lines', ' eins\n zwei\n\n drei ', 'eins zwei drei'],
  ])('%s', (_, text, quoted) => {
    expect(quotable(text)).toBe(quoted)
  })
})

describe('a place in the text of a file', () => {
  const parts = [part(1, 'Eins zwei'), part(2, 'drei vier'), part(3, 'fünf sechs sieben')]
  const place = { part: 1, start: 5, endPart: 3, end: 4 }

  it('can run over several parts', () => {
    expect(parts.map((each) => spanInPart(place, each))).toEqual([
      { start: 5, end: 9 },
      { start: 0, end: 9 },
      { start: 0, end: 4 },
    ])
    expect(wordsAt(place, parts)).toBe('zwei drei vier fünf')
  })

  it('grows and shrinks by a word at its end', () => {
    const longer = extended(place, parts, 1)

    expect(wordsAt(longer, parts)).toBe('zwei drei vier fünf sechs')
    expect(extended(longer, parts, -1)).toEqual(place)
    expect(extended({ part: 1, start: 0, endPart: 1, end: 4 }, parts, -1)).toEqual({
      part: 1,
      start: 0,
      endPart: 1,
      end: 4,
    })
  })
})

describe('words in a page', () => {
  let page: HTMLElement
  beforeEach(() => {
    page = document.createElement('div')
    page.innerHTML =
      '<span>Die Verkehrs-</span><br><span>führung</span><span> steht. Die </span><span>Akte</span>'
    document.body.replaceChildren(page)
  })

  it('are found over the pieces they are written in', () => {
    expect(rangeOf(page, 'Verkehrs-\nführung steht', 0)?.toString()).toBe('Verkehrs-führung steht')
  })

  it('are the ones nearest to where they are expected', () => {
    expect(rangeOf(page, 'Die', 1)?.startContainer.textContent).toBe(' steht. Die ')
    expect(rangeOf(page, 'Die', 0)?.startContainer.textContent).toBe('Die Verkehrs-')
  })

  it('are none where they do not stand', () => {
    expect(rangeOf(page, 'Tunnel', 0)).toBeNull()
    expect(rangeOf(page, ' - ', 0)).toBeNull()
  })

  it('are marked by their offsets where the text is the same', () => {
    expect(rangeAt(page, { start: 4, end: 20 })?.toString()).toBe('Verkehrs-führung')
  })

  it('are chosen with the parts they begin and end in', () => {
    page.innerHTML = '<p data-label="3">Auf Seite drei</p><p data-label="4">und Seite vier</p>'
    const [first, last] = page.children
    if (!first?.firstChild || !last?.firstChild) throw new Error('There are no pages.')
    document.getSelection()?.setBaseAndExtent(first.firstChild, 4, last.firstChild, 9)

    expect(chosenIn(page, document.getSelection())).toMatchObject({ from: '3', to: '4' })
    document.getSelection()?.collapseToStart()
    expect(chosenIn(page, document.getSelection())).toBeNull()
  })
})

it.each([
  ['02:14 bis 02:29', 134],
  ['1:02:14', 3734],
  ['Seite 3', null],
  [null, null],
])('the time in “%s” is %s seconds', (locator, seconds) => {
  expect(secondsIn(locator)).toBe(seconds)
})

it.each([
  [7.9, '00:07'],
  [3734, '1:02:14'],
])('%s seconds are %s', (seconds, words) => {
  expect(timeWords(seconds)).toBe(words)
})

it.each([
  ['Seite 3', 3],
  ['S. 12 f.', 12],
  ['pp. 4–5', 4],
  ['Absatz 2', null],
])('“%s” names the page %s', (locator, page) => {
  expect(pageIn(locator)).toBe(page)
})

it.each([
  ['application/pdf', 'refused', 'pdf'],
  ['image/png', 'no text', 'image'],
  ['image/svg+xml', 'done', 'image'],
  ['image/tiff', 'no text', 'other'],
  ['video/mp4', 'no text', 'video'],
  ['text/html', 'done', 'text'],
  ['application/zip', 'refused', 'other'],
] as const)('%s with text %s is shown as %s', (mediaType, textState, kind) => {
  expect(viewerKind({ mediaType, textState, sizeInBytes: 1 })).toBe(kind)
})

it('a recording too large to be taken into memory is not', () => {
  expect(viewerKind({ mediaType: 'video/mp4', textState: 'no text', sizeInBytes: 2_000_000_000 })).toBe(
    'other',
  )
})

it('long runs of equal words in a diff are cut to those beside a difference', () => {
  const words = 'eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf'
  const same = { kind: 'same' as const, from: words, to: words }
  const added = { kind: 'added' as const, from: '', to: 'neu' }

  expect(shortened([same, added, same]).map(({ to }) => to)).toEqual([
    '… acht neun zehn elf zwölf',
    'neu',
    'eins zwei drei vier fünf …',
  ])
})
