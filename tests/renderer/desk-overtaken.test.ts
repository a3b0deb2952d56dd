import { afterEach, beforeEach, expect, it } from 'vitest'

import type { ClaimId } from '#shared/model'

import { useDeskInspectorStore } from '../../src/renderer/stores/desk-inspector-store'
import { addClaim, addEvidence, handOver, rate } from '../support/workspace'
import { pageOf } from './desk-page'
import { openDesk, settle, type Desk } from './desk-support'

let at: Desk
let claimId: ClaimId
beforeEach(async () => {
  at = await openDesk()
  claimId = await addClaim(at.workspace.call, { article: at.article, number: 2 })
  await addEvidence(at.workspace.call, claimId)
  await settle()
  at.desk.focus(at.desk.sentences[1]?.id)
})
afterEach(() => at.close())

const claim = () => at.workspace.call('claims.read', { claimId })
const notice = () => document.body.querySelector('[role="alert"].overtaken')?.textContent ?? ''

it('keeps what was typed beside what another window has stored, and saves it only when told again', async () => {
  const page = pageOf(at.showInspector())
  useDeskInspectorStore().openForm(claimId, { kind: 'claim' })
  await settle()
  await page.field('Wortlaut der Behauptung').setValue('Die neue Brücke ist 240 Meter lang.')
  await at.workspace.call('claims.update', {
    claimId,
    wording: 'Die Brücke misst 240 Meter.',
    place: 'Hamburg',
  })
  await settle()

  await page.submit()
  const [shown, typed, stored] = [
    notice(),
    page.field('Wortlaut der Behauptung').element.value,
    (await claim()).wording,
  ]
  await page.submit()

  expect(shown).toContain('Die Brücke misst 240 Meter.')
  expect(shown).toContain('Die neue Brücke ist 240 Meter lang.')
  expect(typed).toBe('Die neue Brücke ist 240 Meter lang.')
  expect(stored).toBe('Die Brücke misst 240 Meter.')
  // What nobody typed over is left as the other window stored it.
  expect(await claim()).toMatchObject({ wording: 'Die neue Brücke ist 240 Meter lang.', place: 'Hamburg' })
})

it('takes what is stored into the form at the press of a button', async () => {
  const page = pageOf(at.showInspector())
  useDeskInspectorStore().openForm(claimId, { kind: 'claim' })
  await settle()
  await page.field('Wortlaut der Behauptung').setValue('Meins.')
  await at.workspace.call('claims.update', { claimId, wording: 'Das andere.' })
  await page.submit()

  await page.press('Gespeichertes übernehmen')

  expect([page.field('Wortlaut der Behauptung').element.value, notice()]).toEqual(['Das andere.', ''])
})

it('gives no verdict over one of another window, or on words that have changed', async () => {
  const page = pageOf(at.showInspector())
  useDeskInspectorStore().openForm(claimId, { kind: 'verdict', question: 'content' })
  await settle()
  useDeskInspectorStore().press(1)
  await settle()
  await page.field('Schluss').setValue('Die Akte nennt sie.')
  await at.workspace.call('claims.update', { claimId, wording: 'Die Brücke misst 24 Meter.' })
  await rate(at.workspace.call, claimId, { ratingId: 'wrong' })
  await settle()

  await page.submit()
  const [shown, stored] = [notice(), (await claim()).content?.label]
  await page.submit()

  expect(shown).toContain('Die Brücke misst 24 Meter.')
  expect(shown).toContain('Falsch: Die Akte nennt dieselbe Zahl.')
  expect(shown).toContain('Bestätigt: Die Akte nennt sie.')
  expect(stored).toBe('Falsch')
  expect((await claim()).content?.label).toBe('Bestätigt')
})

it('asks a second reader to look again when evidence came after it was read', async () => {
  await rate(at.workspace.call, claimId)
  await handOver(at.workspace.call)
  await at.session.refreshPeople()
  await at.desk.reload()
  at.showInspector()
  const inspector = useDeskInspectorStore()
  inspector.claimToRead?.evidence.forEach((evidence) => inspector.tickRead(evidence, true))
  await settle()
  const before = inspector.claimToRead
  if (!before) throw new Error('There is nothing to read')

  const reading = at.desk.readSecond({
    ...{ claimIds: [claimId], outcome: 'agreed' },
    seen: [
      {
        ...{ claimId, wording: before.wording, evidenceIds: [] },
        verdictIds: before.content ? [before.content.id] : [],
      },
    ],
  })

  await expect(reading).rejects.toMatchObject({ code: 'conflict' })
  at.actions.run('desk.agree')
  await settle()
  expect((await claim()).secondRead?.outcome).toBe('agreed')
})

it('corrects evidence without undoing what another window has corrected in it', async () => {
  const [evidence] = (await claim()).evidence
  if (!evidence) throw new Error('There is no evidence')
  const page = pageOf(at.showInspector())
  useDeskInspectorStore().openForm(claimId, { kind: 'evidence', evidenceId: evidence.id })
  await settle()
  await page.field('Anmerkung').setValue('Aus dem Archiv.')
  await at.workspace.call('evidence.update', { evidenceId: evidence.id, locator: 'Seite 4' })
  await settle()

  await page.submit()

  expect((await claim()).evidence).toMatchObject([{ note: 'Aus dem Archiv.', locator: 'Seite 4' }])
})

it('takes the tick from evidence that reads differently than when it was read', async () => {
  await rate(at.workspace.call, claimId)
  await handOver(at.workspace.call)
  await at.session.refreshPeople()
  await at.desk.reload()
  const inspector = useDeskInspectorStore()
  const [evidence] = (await claim()).evidence
  if (!evidence) throw new Error('There is no evidence')
  inspector.tickRead(evidence, true)

  await at.workspace.call('evidence.update', { evidenceId: evidence.id, passage: '24 m' })
  await settle()

  const now = inspector.claimToRead?.evidence.map(inspector.hasRead)
  expect([inspector.hasRead(evidence), now]).toEqual([true, [false]])
})

it('shows both deadlines of an enquiry that two hands have moved, and keeps its seconds otherwise', async () => {
  const { call } = at.workspace
  const { contactId } = await call('contacts.add', {
    ...{ claimId, name: 'Bauamt', way: 'phone', question: 'Wie lang?' },
    ...{ askedAt: '2026-11-25T09:00:17.000Z', deadline: '2031-11-25T12:00:00.000Z' },
  })
  const page = pageOf(at.showInspector())
  useDeskInspectorStore().openForm(claimId, { kind: 'contact', contactId })
  await settle()
  await page.field('Antwort erbeten bis').setValue('2031-11-27T10:00')
  await call('contacts.update', { contactId, deadline: '2031-11-27T12:00:00.000Z' })
  await settle()

  await page.submit()
  const [shown, stored] = [notice(), await call('contacts.list', { claimId })]
  await page.submit()

  expect(shown).toMatch(/27\. November 2031, .*27\. November 2031, 10:00 Uhr/s)
  expect(stored).toMatchObject([{ deadline: '2031-11-27T12:00:00.000Z' }])
  const [saved] = await call('contacts.list', { claimId })
  expect(saved?.askedAt).toBe('2026-11-25T09:00:17.000Z')
  expect(saved?.deadline).toBe(new Date('2031-11-27T10:00').toISOString())
})
