import { afterEach, beforeEach, expect, it } from 'vitest'

import type { Article } from '#shared/model'

import {
  addClaim,
  addEvidence,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  type Workspace,
} from '../../support/workspace'

let workspace: Workspace
let article: Article
beforeEach(async () => {
  workspace = openWorkspace()
  article = await importText(workspace.call, SHORT_ARTICLE)
})
afterEach(() => workspace.close())

it('lists the claims of all articles, latest first, with what was answered', async () => {
  const { call } = workspace
  const other = await importText(call, 'Übergang am Fluss\n\nÖffnen soll er im Mai.\n')
  const first = await addClaim(call, { article, number: 2 })
  const second = await addClaim(call, { article: other, number: 2 })
  await addEvidence(call, first)
  await rate(call, first)

  const listed = await call('claims.list', {})

  expect(listed.map(({ claimId }) => claimId)).toEqual([second, first])
  expect(listed[1]).toEqual({
    claimId: first,
    articleId: article.id,
    articleTitle: 'Neue Brücke über die Elbe',
    articleLanguage: 'de',
    sentenceId: article.sentences[1]?.id,
    wording: 'Die Brücke ist 240 Meter lang.',
    kind: 'statement',
    claimant: null,
    claimedOn: null,
    state: 'decided',
    attribution: null,
    content: { label: 'Bestätigt', sign: 'tick', tone: 'ok', asOf: '2026-11-25' },
    evidenceCount: 1,
    at: '2026-11-25T09:00:00.000Z',
  })
})

it.each([
  ['brücke METER', 1],
  ['öffnen', 1],
  ['übergang', 1],
  ['über', 2],
  ['240 Mai', 0],
])('finds “%s” whatever the case of its letters', async (query, count) => {
  const { call } = workspace
  const other = await importText(call, 'Übergang am Fluss\n\nÖffnen soll er im Mai.\n')
  await addClaim(call, { article, number: 2 })
  await addClaim(call, { article: other, number: 2 })

  expect(await call('claims.list', { query })).toHaveLength(count)
})

it('gives no more than was asked for', async () => {
  const { call } = workspace
  await addClaim(call, { article, number: 2 })
  const latest = await addClaim(call, { article, number: 3 })

  const listed = await call('claims.list', { limit: 1 })

  expect(listed.map(({ claimId }) => claimId)).toEqual([latest])
})
