import { afterEach, beforeEach, expect, it } from 'vitest'

import { addClaim, importText, openWorkspace, SHORT_ARTICLE, type Workspace } from '../../support/workspace'

let workspace: Workspace

beforeEach(() => {
  workspace = openWorkspace()
})

afterEach(() => workspace.close())

it('is read up to the end of the block in which a sentence stands, as it is in the whole article', async () => {
  const { call } = workspace
  const before = await importText(call, SHORT_ARTICLE)
  await addClaim(call, { article: before, number: 3 })
  await addClaim(call, { article: before, number: 4 })
  const whole = await call('articles.read', { articleId: before.id })
  const end = whole.blocks[1]?.end ?? 0

  const beginning = await call('articles.read', { articleId: before.id, upToSentence: 2 })

  expect(beginning).toEqual({
    ...whole,
    text: whole.text.slice(0, end),
    blocks: whole.blocks.slice(0, 2),
    sentences: whole.sentences.slice(0, 3),
    claims: whole.claims.slice(0, 1),
  })
})

it('is the whole article where there are no more sentences', async () => {
  const { call } = workspace
  const { id } = await importText(call, SHORT_ARTICLE)

  const beginning = await call('articles.read', { articleId: id, upToSentence: 1_000 })

  expect(beginning).toEqual(await call('articles.read', { articleId: id }))
})
