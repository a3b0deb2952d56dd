import fc from 'fast-check'
import { expect, it } from 'vitest'

import { foldedText, offsetInFolded, spanOfFolded } from '#main/database/folded-text'

it('folds white space and nothing else', () => {
  expect(foldedText(' Die\u00a0Bru\u0308cke \n ist\tlang. ')).toBe('Die Brücke ist lang.')
  expect(foldedText('\ufeffa\u200bb\u00ad')).toBe('\ufeffa\u200bb\u00ad')
})

it('finds the same words again wherever the white space differs', () => {
  const gap = fc.constantFrom(' ', '  ', '\n', ' \n ', '\u00a0')
  const words = fc.array(fc.constantFrom('die', 'Brücke', 'ist', '240', 'lang.'), {
    minLength: 1,
    maxLength: 8,
  })
  fc.assert(
    fc.property(words, fc.array(gap, { minLength: 8, maxLength: 8 }), fc.nat(7), (list, gaps, pick) => {
      const text = list.map((word, at) => (at === 0 ? word : `${gaps[at] ?? ' '}${word}`)).join('')
      const word = pick % list.length
      const start = list
        .slice(0, word)
        .reduce((sum, each, at) => sum + each.length + (gaps[at + 1] ?? '').length, 0)
      const end = start + (list[word] ?? '').length

      const folded = { start: offsetInFolded(text, start), end: offsetInFolded(text, end) }

      expect(foldedText(text).slice(folded.start, folded.end)).toBe(list[word])
      expect(spanOfFolded(text, folded)).toEqual({ start, end })
    }),
  )
})
