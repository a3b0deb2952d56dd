import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { SentenceId, SentenceMark } from '#shared/model'

import { createActionRegistry, type Action, type ActionRegistry } from '../../src/renderer/actions'
import { commandEntries, paletteQuery, sentenceEntries } from '../../src/renderer/views/shell/palette-entries'
import { press } from './shell-support'

let actions: ActionRegistry
let done: string[]
let stop: () => void
beforeEach(() => {
  actions = createActionRegistry()
  done = []
  stop = actions.listen(window)
})
afterEach(() => {
  stop()
  document.body.replaceChildren()
})

const action = (id: string, more: Partial<Action> = {}): Action => ({
  id,
  title: () => id,
  group: () => 'Gruppe',
  run: () => void done.push(id),
  ...more,
})

function put(html: string): HTMLElement {
  const around = document.createElement('div')
  around.innerHTML = html
  document.body.append(around)
  const element = around.firstElementChild
  if (!(element instanceof HTMLElement)) throw new Error('The markup has an element')
  return element
}

describe('a key', () => {
  it('goes to the latest action that can be taken', () => {
    actions.register(action('first', { keys: ['n'] }))
    actions.register(action('second', { keys: ['n'] }))
    actions.register(action('third', { keys: ['n'], enabled: () => 'geht gerade nicht' }))

    press(document.body, 'n')

    expect(done).toEqual(['second'])
  })

  it('writes a letter in a field instead', () => {
    actions.register(action('letter', { keys: ['n'] }))
    actions.register(action('command', { keys: ['$mod+k'] }))
    const field = put('<textarea></textarea>')

    press(field, 'n')
    press(field, 'k', { ctrlKey: true })

    expect(done).toEqual(['command'])
  })

  it('belongs to an open dialog, unless the action reaches everywhere', () => {
    actions.register(action('palette', { keys: ['$mod+k'] }))
    actions.register(action('save', { keys: ['$mod+s'], reach: 'everywhere' }))
    const dialog = put('<div role="dialog"><button>Schließen</button></div>')

    press(dialog, 'k', { ctrlKey: true })
    press(dialog, 's', { ctrlKey: true })

    expect(done).toEqual(['save'])
  })

  it('moves the focused widget, not the article', () => {
    actions.register(action('next', { keys: ['ArrowDown'] }))
    const tab = put('<button role="tab">Prüfung</button>')

    press(tab, 'ArrowDown')
    press(document.body, 'ArrowDown')

    expect(done).toEqual(['next'])
  })

  it('is free again once its action has gone', () => {
    const remove = actions.register(action('gone', { keys: ['b'] }))
    remove()

    press(document.body, 'b')

    expect(done).toEqual([])
  })
})

describe('the palette', () => {
  it('knows what is asked for by the first sign', () => {
    expect([paletteQuery('zweit lesung'), paletteQuery('> Rück'), paletteQuery('#12')]).toEqual([
      { mode: 'all', words: ['zweit', 'lesung'] },
      { mode: 'commands', words: ['rück'] },
      { mode: 'sentences', words: ['12'] },
    ])
  })

  it('lists what can be taken first, and says why the rest can not', () => {
    actions.register(action('Zweitlesung zustimmen', { enabled: () => 'nicht das eigene Urteil' }))
    actions.register(action('Zweitlesung anfordern', { keys: ['Shift+z'] }))
    actions.register(action('Zweitlesung verborgen', { hidden: true }))
    actions.register(action('Anderes'))

    const entries = commandEntries(actions.all.value, ['zweit'], false)

    expect(entries.map(({ title, keys, reason }) => [title, keys, reason])).toEqual([
      ['Zweitlesung anfordern', 'Shift+z', undefined],
      ['Zweitlesung zustimmen', undefined, 'nicht das eigene Urteil'],
    ])
  })

  it('finds a sentence by its number or by its words', () => {
    const sentences = Array.from({ length: 20 }, (_, index) => ({
      id: `s${String(index + 1)}` as SentenceId,
      number: index + 1,
      mark: 'open' as SentenceMark,
      text: index === 16 ? 'Binnen zwei Wochen reisten viele ab.' : 'Etwas anderes.',
      language: 'de',
    }))
    const found = (words: string[], byNumber: boolean) =>
      sentenceEntries(sentences, words, byNumber, () => undefined).map(({ key }) => key)

    expect([found(['2'], true), found(['wochen', 'zwei'], false), found([], false)]).toEqual([
      ['s2', 's20'],
      ['s17'],
      [],
    ])
  })
})
