import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'

import type { ArticleId, ArticleSummary, SignOff } from '#shared/model'

import { matchedParts, searchWords } from '../../src/renderer/components/matched-parts'
import { ariaKeys, displayKeys } from '../../src/renderer/shortcuts'
import { useViewStore } from '../../src/renderer/stores/view-store'
import { deadlineState, momentOf, toLocalInput } from '../../src/renderer/views/library/deadline-state'
import { layoutFor } from '../../src/renderer/views/shell/window-shape'

// Ids are only compared here, so short ones do.
const first = 'first' as ArticleId
const second = 'second' as ArticleId

describe('the room of the window', () => {
  it.each([
    [1280, 'three'],
    [1180, 'three'],
    [1179, 'two'],
    [760, 'two'],
    [759, 'one'],
    [320, 'one'],
  ] as const)('%i pixels hold the layout "%s"', (width, layout) => {
    expect(layoutFor(width)).toBe(layout)
  })
})

describe('a deadline', () => {
  const now = new Date(2026, 10, 25, 12, 0)
  const due = (date: Date, signOff: Partial<SignOff> | null = null) =>
    deadlineState({ deadline: date.toISOString(), signOff } as ArticleSummary, now)

  it('is told apart by what it needs', () => {
    const states = [
      due(new Date(2026, 10, 25, 11, 59)),
      due(new Date(2026, 10, 25, 23, 59)),
      due(new Date(2026, 10, 26, 0, 1)),
      due(new Date(2026, 10, 24), { current: true }),
      deadlineState({ deadline: null, signOff: null }, now),
    ]

    expect(states).toEqual(['late', 'today', 'far', 'far', 'far'])
  })

  it('comes back from its field as it went in', () => {
    const instant = new Date(2026, 10, 25, 17, 30).toISOString()

    expect(toLocalInput(instant)).toBe('2026-11-25T17:30')
    expect(momentOf(toLocalInput(instant))).toBe(instant)
    expect(momentOf(toLocalInput(null))).toBeNull()
  })
})

describe('a shortcut', () => {
  it.each([
    ['$mod+k', 'Strg K', 'Control+K'],
    ['$mod+Shift+z', 'Strg ⇧ Z', 'Control+Shift+Z'],
    ['$mod+Shift+Digit3', 'Strg ⇧ 3', 'Control+Shift+3'],
    ['[Shift]+?', '?', '?'],
    ['Alt+ArrowLeft', 'Alt ←', 'Alt+ArrowLeft'],
    ['$mod+,', 'Strg ,', 'Control+,'],
  ])('%s is shown and named as this computer writes it', (keys, shown, named) => {
    expect([displayKeys(keys, 'de', false), ariaKeys(keys, false)]).toEqual([shown, named])
  })
})

describe('what was searched for', () => {
  it('is marked in each place, whatever the case of its letters', () => {
    expect(matchedParts('Über die Brücke, über den Fluss', searchWords('über'))).toEqual([
      { text: 'Über', matched: true },
      { text: ' die Brücke, ', matched: false },
      { text: 'über', matched: true },
      { text: ' den Fluss', matched: false },
    ])
  })

  it('is one mark where two words overlap', () => {
    expect(matchedParts('Zweitlesung', searchWords('zweit itles'))).toEqual([
      { text: 'Zweitles', matched: true },
      { text: 'ung', matched: false },
    ])
  })

  it('leaves a text alone whose letters change their number with their case', () => {
    expect(matchedParts('İstanbul und Bul', searchWords('bul'))).toEqual([
      { text: 'İstanbul und Bul', matched: false },
    ])
  })
})

describe('the way back and forward', () => {
  beforeEach(() => setActivePinia(createPinia()))

  it('leads through views and articles', () => {
    const view = useViewStore()
    view.openArticle(first)
    view.show('sources')
    view.openArticle(second)

    view.back()
    view.back()
    const back = view.place
    view.forward()

    expect(back).toEqual({ view: 'desk', articleId: first })
    expect(view.place).toEqual({ view: 'sources', articleId: first })
  })

  it('starts anew from where one went back to', () => {
    const view = useViewStore()
    view.openArticle(first)
    view.show('sources')
    view.back()

    view.show('history')

    expect(view.canGoForward).toBe(false)
  })

  it('no longer leads to an article that was removed', () => {
    const view = useViewStore()
    view.openArticle(first)
    view.openArticle(second)

    view.forget(first)
    view.back()

    expect(view.place).toEqual({ view: 'desk', articleId: null })
  })
})
