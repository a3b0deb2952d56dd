import { describe, expect, it } from 'vitest'

import { MAX_PARTS, MAX_TEXT_LENGTH, partCollector } from '#main/evidence/text-parts'

const EMPTY = { de: 'leer', en: 'empty' }

describe('the parts of a text', () => {
  it('are taken up to 20 million characters, and the rest is said to be missing', () => {
    const parts = partCollector()

    expect(parts.add('1', 'a'.repeat(MAX_TEXT_LENGTH - 1))).toBe(true)
    expect(parts.add('2', 'abc')).toBe(false)

    const reading = parts.reading('x', EMPTY)
    expect(reading.parts.reduce((sum, { text }) => sum + text.length, 0)).toBe(MAX_TEXT_LENGTH)
    expect(reading.note?.en).toContain('longer than 20 million characters')
  })

  it('are taken up to 10,000', () => {
    const parts = partCollector()
    let count = 0
    while (parts.add(String(count), 'Seite')) count += 1

    expect(parts.reading('x', EMPTY).parts).toHaveLength(MAX_PARTS)
  })

  it('are taken for 15 seconds, and what was read by then is kept', () => {
    let milliseconds = 0
    const parts = partCollector(() => milliseconds)
    parts.add('1', 'Seite eins')
    milliseconds = 15_001

    expect(parts.add('2', 'Seite zwei')).toBe(false)

    const { state, note, parts: taken } = parts.reading('x', EMPTY)
    expect(taken.map(({ label }) => label)).toEqual(['1', '2'])
    expect({ state, note: note?.en }).toEqual({
      state: 'done',
      note: 'Reading took longer than 15 seconds. Its beginning is read, up to "2".',
    })
  })

  it('are tidied in linear time', () => {
    const start = performance.now()
    const parts = partCollector()

    parts.add('1', `${' '.repeat(2_000_000)}x${' \t'.repeat(1_000_000)}\n\n\n\n\nend  `)

    expect(parts.reading('x', EMPTY).parts).toEqual([{ label: '1', text: 'x\n\nend' }])
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  it('are none where all is white space', () => {
    const parts = partCollector()
    parts.add('1', ' \n\t ')

    expect(parts.reading('x', EMPTY)).toMatchObject({ state: 'no text', note: EMPTY, parts: [] })
  })
})
