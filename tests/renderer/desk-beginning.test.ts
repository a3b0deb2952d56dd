import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watch } from 'vue'

import { openDesk, type Desk } from './desk-support'

const LONG_TEXT = [
  'Ein langer Bericht',
  ...Array.from(
    { length: 100 },
    (_, at) => `Absatz ${String(at)} beginnt hier. Absatz ${String(at)} endet hier.`,
  ),
].join('\n\n')
const ALL = 201

let open: Desk

beforeEach(async () => {
  open = await openDesk(LONG_TEXT)
  await vi.waitFor(() => expect(open.desk.sentences).toHaveLength(ALL))
})

afterEach(() => open.close())

/** Opens the article anew, and does this as soon as something of it is there. */
async function openAnd<T>(act: () => T): Promise<T> {
  const { desk, article } = open
  desk.close()
  const acting = new Promise<T>((resolve) => {
    const stop = watch(
      () => desk.article,
      () => {
        stop()
        resolve(act())
      },
    )
  })
  await desk.open(article.id)
  return acting
}

it('shows the beginning of a long article at once, and all of it a moment later', async () => {
  const { desk, article } = open

  const atFirst = await openAnd(() => ({
    sentences: desk.sentences.length,
    focused: desk.focused?.number,
    counts: desk.filterCounts.size,
    missing: desk.missingForSignOff,
  }))

  // The hundredth sentence is the first of its paragraph.
  expect(atFirst).toEqual({ sentences: 101, focused: 1, counts: 0, missing: ALL })
  await vi.waitFor(() => expect(desk.article).toEqual(article))
  expect(desk.focused?.number).toBe(1)
  expect(desk.filterCounts.get('open')).toBe(ALL)
})

it('keeps a change that is made while only the beginning is there', async () => {
  const { desk } = open

  await openAnd(() => desk.markNoClaim(desk.sentences.slice(0, 1)))

  await vi.waitFor(() => expect(desk.sentences).toHaveLength(ALL))
  expect(desk.sentences[0]?.mark).toBe('no claim')
})

it('goes to a sentence that is chosen before it is there', async () => {
  const { desk, article } = open

  await openAnd(() => desk.focus(article.sentences.at(-1)?.id, { reveal: true }))

  await vi.waitFor(() => expect(desk.focused?.number).toBe(ALL))
})

it('waits for all of it where the sentence to be checked is not in the beginning', async () => {
  const { desk, workspace, article } = open
  const sentenceIds = article.sentences.slice(0, 150).map(({ id }) => id)
  await workspace.call('sentences.markNoClaim', { sentenceIds })

  const atFirst = await openAnd(() => [desk.sentences.length, desk.focused?.number])

  expect(atFirst).toEqual([ALL, 151])
})
