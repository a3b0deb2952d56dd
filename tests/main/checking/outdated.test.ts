import { afterEach, beforeEach, expect, it } from 'vitest'

import type { Output } from '#shared/contract'
import type { ClaimId } from '#shared/model'

import {
  addClaim,
  addEvidence,
  handOver,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  type Workspace,
} from '../../support/workspace'

let workspace: Workspace
let article: Output<'articles.read'>
let claimId: ClaimId
beforeEach(async () => {
  workspace = openWorkspace()
  article = await importText(workspace.call, SHORT_ARTICLE)
  claimId = await addClaim(workspace.call, { article, number: 2 })
})
afterEach(() => workspace.close())

const claim = () => workspace.call('claims.read', { claimId })
const verdict = {
  question: 'content',
  scaleId: 'belegt-content-de-1',
  ratingId: 'confirmed',
  conclusion: 'So steht es in der Akte.',
} as const

it('refuses to overwrite words that another hand has changed, and shows both', async () => {
  const { call } = workspace
  const { wording } = await claim()
  await call('claims.update', { claimId, wording: 'Die Brücke misst 240 Meter.' })

  const updating = call('claims.update', {
    claimId,
    wording: 'Die neue Brücke ist 240 Meter lang.',
    expected: { wording },
  })

  await expect(updating).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(
      /Stored now: “Die Brücke misst 240 Meter\.”\. You had before you: “Die Brücke ist 240 Meter lang\.”/,
    ) as string,
  })
  expect((await claim()).wording).toBe('Die Brücke misst 240 Meter.')
})

it('takes a change of other fields, and one that wants what is there already', async () => {
  const { call } = workspace
  const { wording, place } = await claim()
  await call('claims.update', { claimId, wording: 'Die Brücke misst 240 Meter.' })

  await call('claims.update', { claimId, place: 'Hamburg', expected: { place } })
  await call('claims.update', {
    claimId,
    wording: 'Die Brücke misst 240 Meter.',
    expected: { wording },
  })

  expect(await claim()).toMatchObject({ wording: 'Die Brücke misst 240 Meter.', place: 'Hamburg' })
})

it('refuses a verdict on a claim that reads differently by now', async () => {
  const { call } = workspace
  await addEvidence(call, claimId)
  const { wording } = await claim()
  await call('claims.update', { claimId, wording: 'Die Brücke ist 24 Meter lang.' })

  const judging = call('verdicts.record', { ...verdict, claimId, expected: { wording, verdictId: null } })

  await expect(judging).rejects.toMatchObject({ code: 'conflict' })
  expect((await claim()).content).toBeNull()
})

it('refuses a verdict in the place of one that its author has not seen, and names it', async () => {
  const { call } = workspace
  await addEvidence(call, claimId)
  await rate(call, claimId, { ratingId: 'wrong' })

  const judging = call('verdicts.record', { ...verdict, claimId, expected: { verdictId: null } })

  await expect(judging).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('“Falsch”') as string,
  })
  const { content } = await claim()
  await call('verdicts.record', { ...verdict, claimId, expected: { verdictId: content?.id ?? null } })
  expect((await claim()).content).toMatchObject({ ratingId: 'confirmed' })
})

it('refuses a second reading of a verdict or evidence that came after it was read', async () => {
  const { call } = workspace
  await addEvidence(call, claimId)
  await rate(call, claimId)
  const { wording, content, evidence } = await claim()
  const seen = [
    { claimId, wording, verdictIds: content ? [content.id] : [], evidenceIds: evidence.map(({ id }) => id) },
  ]
  await addEvidence(call, claimId, 'Gegengutachten')
  await handOver(call)

  const reading = call('secondReads.record', { claimIds: [claimId], outcome: 'agreed', seen })

  await expect(reading).rejects.toMatchObject({ code: 'conflict' })
  expect((await claim()).secondRead).toBeNull()
})
