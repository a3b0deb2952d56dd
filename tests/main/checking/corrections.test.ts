import { afterEach, beforeEach, expect, it } from 'vitest'

import type { Output } from '#shared/contract'
import type { ClaimId } from '#shared/model'

import {
  addClaim,
  addEvidence,
  checkEverything,
  handOver,
  importText,
  openWorkspace,
  SHORT_ARTICLE,
  type Workspace,
} from '../../support/workspace'

let workspace: Workspace
let article: Output<'articles.read'>

beforeEach(async () => {
  workspace = openWorkspace()
  article = await importText(workspace.call, SHORT_ARTICLE)
})
afterEach(() => workspace.close())

/** The claim of sentence 3, judged wrong, with words proposed for it. */
async function propose(correction: string | null = 'Sie kostete 14 Mio. Euro.'): Promise<ClaimId> {
  const claimId = await addClaim(workspace.call, { article, number: 3 })
  await addEvidence(workspace.call, claimId)
  await workspace.call('verdicts.record', {
    ...{ claimId, question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'wrong' },
    correction,
  })
  return claimId
}

const answersTo = async (claimId: ClaimId) => (await workspace.call('claims.read', { claimId })).answers

it('keeps what the writer says and what the editor decides, each with person and time', async () => {
  const { call } = workspace
  const claimId = await propose()
  const { currentId } = await call('people.list', {})

  await call('corrections.answer', {
    ...{ claimId, question: 'content', voice: 'writer', outcome: 'refused' },
    ...{ reason: 'Die Zahl stammt vom Bauamt.', name: 'Jana Kühn' },
  })
  await call('corrections.answer', { claimId, question: 'content', voice: 'editor', outcome: 'accepted' })

  const by = { question: 'content', way: 'desk', personId: currentId, at: '2026-11-25T09:00:00.000Z' }
  expect(await answersTo(claimId)).toEqual([
    { ...by, voice: 'writer', outcome: 'refused', reason: 'Die Zahl stammt vom Bauamt.', name: 'Jana Kühn' },
    { ...by, voice: 'editor', outcome: 'accepted', reason: null, name: null },
  ])
})

it('lets a later answer of the same voice replace the earlier one, and takes it back', async () => {
  const { call } = workspace
  const claimId = await propose()
  const answer = { claimId, question: 'content', voice: 'writer' } as const

  await call('corrections.answer', { ...answer, outcome: 'refused', reason: 'Stimmt nicht.' })
  await call('corrections.answer', { ...answer, outcome: 'accepted' })
  const later = await answersTo(claimId)
  await call('corrections.answer', { ...answer, outcome: null })

  expect(later.map(({ outcome }) => outcome)).toEqual(['accepted'])
  expect(await answersTo(claimId)).toEqual([])
  await expect(call('corrections.answer', { ...answer, outcome: null })).rejects.toMatchObject({
    code: 'rule_broken',
  })
})

it('refuses a refusal without a reason, and an answer to words that nobody proposed', async () => {
  const { call } = workspace
  const claimId = await propose()
  const answer = { claimId, question: 'content', voice: 'writer' } as const

  const silent = call('corrections.answer', { ...answer, outcome: 'refused', reason: '  ' })
  const toNothing = call('corrections.answer', { ...answer, question: 'attribution', outcome: 'accepted' })

  await expect(silent).rejects.toMatchObject({ code: 'rule_broken' })
  await expect(toNothing).rejects.toMatchObject({ code: 'rule_broken' })
  expect(await answersTo(claimId)).toEqual([])
})

it('goes with the verdict: a new one asks anew', async () => {
  const { call } = workspace
  const claimId = await propose()
  await call('corrections.answer', { claimId, question: 'content', voice: 'writer', outcome: 'accepted' })

  await call('verdicts.record', {
    ...{ claimId, question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'wrong' },
    correction: 'Sie kostete 15 Mio. Euro.',
  })

  expect(await answersTo(claimId)).toEqual([])
})

it('changes nothing that was signed', async () => {
  const { call } = workspace
  const claimId = await checkEverything(call, article)
  await call('verdicts.record', {
    ...{ claimId, question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'wrong' },
    correction: 'Die Brücke ist 204 Meter lang.',
  })
  await handOver(call)
  await call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })
  await call('articles.signOff', { articleId: article.id })

  const { signOff } = await call('corrections.answer', {
    ...{ claimId, question: 'content', voice: 'editor', outcome: 'refused', reason: 'Bleibt so.' },
  })

  expect(signOff?.current).toBe(true)
  expect((await call('claims.read', { claimId })).state).toBe('agreed')
})

it('is one step that can be undone, is told in the history, and goes with its claim', async () => {
  const { call } = workspace
  const claimId = await propose()
  await call('corrections.answer', {
    ...{ claimId, question: 'content', voice: 'editor', outcome: 'refused', reason: 'Bleibt so.' },
  })
  const [told] = await call('history.list', { claimId, limit: 1 })

  await call('history.undo', {})
  const undone = await answersTo(claimId)
  await call('history.redo', {})
  await call('claims.remove', { claimId })
  await call('history.undo', {})

  expect(told?.text).toContain(
    'recorded on the proposed correction in sentence 3: editor – refused, “Bleibt so.”',
  )
  expect(undone).toEqual([])
  expect(await answersTo(claimId)).toHaveLength(1)
  await call('articles.remove', { articleId: article.id })
  expect(await call('library.verify', {})).toMatchObject({ ok: true })
})

it('stands in the checking file and fills the boxes of the correction list', async () => {
  const { call } = workspace
  const claimId = await propose()
  await call('corrections.answer', {
    ...{ claimId, question: 'content', voice: 'writer', outcome: 'refused' },
    ...{ reason: 'Die Zahl stammt vom <Bauamt>.', name: 'Jana Kühn' },
  })
  const render = async (kind: 'file' | 'corrections' | 'public', format: 'html' | 'md' | 'json' | 'csv') =>
    (await call('reports.render', { articleId: article.id, kind, format, language: 'de' })).content

  expect(await render('file', 'html')).toContain('Autorin oder Autor lehnt den Vorschlag ab')
  expect(await render('file', 'html')).toContain('Die Zahl stammt vom &lt;Bauamt&gt;.')
  expect(await render('file', 'md')).toContain('Jana Kühn, 25. November 2026')
  expect(await render('corrections', 'md')).toContain(
    '- [ ] angenommen\n- [x] abgelehnt, weil: Die Zahl stammt',
  )
  expect(await render('corrections', 'html')).toMatch(/angekreuzt[^]*abgelehnt, weil: [^]*&lt;Bauamt&gt;/)
  expect(await render('corrections', 'csv')).toContain('Autorin oder Autor lehnt den Vorschlag ab')
  expect(await render('file', 'json')).toContain('"name": "Jana Kühn"')
  expect(await render('public', 'json')).not.toContain('Jana Kühn')
})
