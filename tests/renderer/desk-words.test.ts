import { expect, it } from 'vitest'

import { messages } from '../../src/renderer/i18n'

/** Every text with the names of what is filled in. */
function placeholders(words: object, path = ''): [string, string[]][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const at = path ? `${path}.${key}` : key
    if (typeof value !== 'string') return placeholders(value as object, at)
    const names = [...value.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    return [[at, [...new Set(names)].sort()]]
  })
}

it('fills the same things into German and English', () => {
  expect(placeholders(messages.en)).toEqual(placeholders(messages.de))
})
