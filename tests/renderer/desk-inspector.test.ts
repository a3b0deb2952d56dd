import { DOMWrapper, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { i18n } from '../../src/renderer/i18n'
import { useSavedStore } from '../../src/renderer/stores/saved-store'
import { addClaim, addEvidence, checkEverything, handOver, rate } from '../support/workspace'
import { openDesk, settle, type Desk } from './desk-support'

let at: Desk
let inspector: VueWrapper
beforeEach(async () => {
  i18n.global.setMissingHandler((_, key) => {
    throw new Error(`No words for ${key}`)
  })
  at = await openDesk()
  inspector = at.showInspector()
})
afterEach(() => at.close())

async function focusNumber(number: number): Promise<void> {
  at.desk.focus(at.desk.sentences.find((sentence) => sentence.number === number)?.id)
  await settle()
}

function button(name: string): DOMWrapper<HTMLButtonElement> {
  const found = inspector.findAll('button').find((each) => each.text().startsWith(name))
  if (!found) throw new Error(`There is no button “${name}”`)
  return found
}

async function press(name: string): Promise<void> {
  await button(name).trigger('click')
  await settle()
}

async function run(action: string): Promise<void> {
  at.actions.run(action)
  await settle()
}

function field(label: string): Omit<DOMWrapper<HTMLTextAreaElement>, 'exists'> {
  const found = inspector.findAll('label').find((each) => each.text() === label)
  const id = found?.attributes('for')
  if (!id) throw new Error(`There is no field “${label}”`)
  return inspector.get<HTMLTextAreaElement>(`#${id}`)
}

async function submit(): Promise<void> {
  await inspector.get('form').trigger('submit')
  await settle()
}

const footButtons = (): string[] => inspector.findAll('footer button .label').map((label) => label.text())

describe('an open sentence', () => {
  it('asks what it claims and offers both decisions', async () => {
    await focusNumber(2)

    expect(inspector.get('h2').text()).toBe('Satz 2')
    expect(inspector.text()).toContain('Was behauptet dieser Satz?')
    expect(footButtons()).toEqual(['Behauptung anlegen', 'Nichts zu prüfen'])
  })

  it('is done once nothing in it is to be checked, and can be opened again', async () => {
    await focusNumber(2)
    await press('Nichts zu prüfen')
    const decided = [inspector.text(), ...footButtons()]
    await run('desk.noClaim')

    expect(decided[0]).toContain('Eine zweite Person muss noch zustimmen.')
    expect(decided.slice(1)).toEqual(['Nächster offener Satz', 'Zurückziehen'])
    expect(at.desk.focused?.mark).toBe('open')
  })
})

describe('checking a claim', () => {
  it('leads from the claim over evidence and verdict to the next open sentence', async () => {
    await focusNumber(2)
    await press('Behauptung anlegen')
    const afterClaim = footButtons()
    await run('desk.addEvidence')
    await field('Quelle').setValue('Bauakte 12/2022')
    await field('Quelle').trigger('keydown', { key: 'Enter' })
    await field('Fundstelle').setValue('Seite 3')
    await submit()
    const afterEvidence = footButtons()
    await run('desk.rating.1')
    await field('Schluss').setValue('Die Akte nennt dieselbe Zahl.')
    await submit()

    expect(afterClaim).toEqual(['Beleg anhängen', 'Urteil fällen'])
    expect(afterEvidence).toEqual(['Urteil fällen', 'Beleg anhängen'])
    expect(footButtons()).toEqual(['Nächster offener Satz', 'Zurückziehen'])
    expect(at.desk.activeClaim).toMatchObject({
      content: { label: 'Bestätigt', conclusion: 'Die Akte nennt dieselbe Zahl.' },
      evidence: [{ source: { title: 'Bauakte 12/2022' }, locator: 'Seite 3', stance: 'supports' }],
    })
  })

  it('asks a quote whether it was said, then whether it is true', async () => {
    const claimId = await addClaim(at.workspace.call, { article: at.article, number: 4 })
    await addEvidence(at.workspace.call, claimId)
    await focusNumber(4)

    await run('desk.rating.1')
    await submit()

    expect(inspector.get('form').attributes('aria-label')).toBe('Stimmt es?')
    expect(at.desk.activeClaim?.attribution?.label).toBe('So gesagt')
  })

  it('says why a rating is refused and keeps what was typed', async () => {
    await addClaim(at.workspace.call, { article: at.article, number: 2 })
    await focusNumber(2)
    await run('desk.rating.1')
    await field('Schluss').setValue('Stimmt wohl.')

    await submit()

    expect(inspector.get('[role="alert"]').text()).toContain('Dieses Urteil braucht mindestens einen Beleg.')
    expect(field('Schluss').element.value).toBe('Stimmt wohl.')
  })

  it('keeps what was typed while another sentence has the focus', async () => {
    await addClaim(at.workspace.call, { article: at.article, number: 2 })
    await focusNumber(2)
    await run('desk.judge')
    await field('Begründung').setValue('Halb geschrieben')

    await focusNumber(3)
    await focusNumber(2)

    expect(field('Begründung').element.value).toBe('Halb geschrieben')
  })

  it('says that a verdict is not saved while the disk is full, and records it later', async () => {
    const claimId = await addClaim(at.workspace.call, { article: at.article, number: 2 })
    await addEvidence(at.workspace.call, claimId)
    await focusNumber(2)
    await run('desk.rating.1')
    await field('Schluss').setValue('Die Akte nennt dieselbe Zahl.')
    at.disk.full = true
    await submit()
    const meanwhile = [inspector.text(), field('Schluss').element.value]

    at.disk.full = false
    await useSavedStore().retry()
    await settle()

    expect(meanwhile[0]).toContain('nicht gespeichert')
    expect(meanwhile[1]).toBe('Die Akte nennt dieselbe Zahl.')
    expect(at.desk.activeClaim?.content?.label).toBe('Bestätigt')
  })

  it('shows a proposed correction beside the verdict', async () => {
    const claimId = await addClaim(at.workspace.call, { article: at.article, number: 2 })
    await addEvidence(at.workspace.call, claimId)
    await focusNumber(2)
    await run('desk.rating.3')
    await field('Korrekturvorschlag').setValue('Die Brücke ist 204 Meter lang.')

    await submit()

    expect(inspector.text()).toContain('Korrektur vorgeschlagen')
    expect(inspector.text()).toContain('Die Brücke ist 204 Meter lang.')
  })

  it('is reopened when its source is withdrawn, and says which and why', async () => {
    const claimId = await addClaim(at.workspace.call, { article: at.article, number: 2 })
    await addEvidence(at.workspace.call, claimId)
    await rate(at.workspace.call, claimId)
    const [source] = await at.workspace.call('sources.list', {})
    if (!source) throw new Error('There is no source.')
    await at.workspace.call('sources.mark', {
      sourceId: source.id,
      status: 'withdrawn',
      reason: 'Das Amt hat die Akte berichtigt.',
    })
    await at.desk.reload()

    await focusNumber(2)

    expect(inspector.text()).toContain('Wieder geöffnet')
    expect(inspector.text()).toContain('Quelle zurückgezogen: Das Amt hat die Akte berichtigt.')
    expect(footButtons()).toEqual(['Urteil neu fällen', 'Zurückziehen'])
  })

  it('takes a verdict back', async () => {
    const claimId = await addClaim(at.workspace.call, { article: at.article, number: 2 })
    await addEvidence(at.workspace.call, claimId)
    await rate(at.workspace.call, claimId)
    await focusNumber(2)

    await press('Zurückziehen')

    expect(at.desk.activeClaim?.content).toBeNull()
  })
})

describe('second reading', () => {
  beforeEach(async () => {
    await checkEverything(at.workspace.call, at.article)
    await handOver(at.workspace.call)
    await at.session.refreshPeople()
    await settle()
  })

  it('lets nobody agree before all evidence is read', async () => {
    await focusNumber(2)
    const before = button('Zustimmen').attributes('aria-disabled')
    await inspector.get('input[type="checkbox"]').setValue(true)
    await settle()
    await press('Zustimmen')

    expect(before).toBe('true')
    expect(at.desk.focused?.mark).toBe('signed off')
  })

  it('shows who was asked about the claim and what the answer was, to read only', async () => {
    await focusNumber(2)
    expect(inspector.get('[aria-label="Anfragen"]').text()).toContain('Noch niemand gefragt.')
    await at.workspace.call('contacts.add', {
      ...{ claimId: at.desk.activeClaim?.id ?? '', name: 'Karin Lenz', way: 'e-mail' },
      ...{ askedAt: '2026-11-24T09:00:00.000Z', question: 'Wie lang ist die Brücke?' },
      ...{ outcome: 'answered', answer: 'Genau 240 Meter.', answeredAt: '2026-11-24T12:00:00.000Z' },
    })
    await at.desk.reload()
    await settle()

    const enquiries = inspector.get('[aria-label="Anfragen"]')
    expect(enquiries.text()).toContain('Karin Lenz')
    expect(enquiries.text()).toContain('Genau 240 Meter.')
    expect(enquiries.findAll('button')).toEqual([])
  })

  it('asks for a reason to dispute', async () => {
    await focusNumber(2)
    await press('Widersprechen')
    const asked = inspector.get('[role="alert"]').text()
    await field('Begründung').setValue('Die Akte ist überholt.')
    await press('Widersprechen')

    expect(asked).toContain('Ein Widerspruch braucht eine Begründung.')
    expect(at.desk.activeClaim?.secondRead).toMatchObject({
      outcome: 'disputed',
      reason: 'Die Akte ist überholt.',
    })
    expect(inspector.text()).toContain('Die Akte ist überholt.')
    expect(footButtons()).toEqual(['Nächster offener Satz'])
  })

  it('confirms all “no claim” in one step', async () => {
    await focusNumber(1)

    await press('Allen 4')

    expect(at.desk.sentences.map(({ mark }) => mark)).toEqual([
      'signed off',
      'waiting',
      'signed off',
      'signed off',
      'signed off',
    ])
  })

  it('shows why a “no claim” was disputed', async () => {
    await focusNumber(3)
    await field('Begründung').setValue('Der Betrag lässt sich nachprüfen.')

    await press('Widersprechen')
    await settle()

    expect(at.desk.focused?.mark).toBe('disputed')
    expect(inspector.text()).toContain('Der Betrag lässt sich nachprüfen.')
  })

  it('can be left for the check and its comments', async () => {
    await focusNumber(2)
    await run('desk.comment')

    expect(inspector.get('[role="tab"][aria-selected="true"]').text()).toBe('Kommentare')
  })
})

describe('comments and history', () => {
  it('keep what people say about a sentence until it is settled', async () => {
    await focusNumber(2)
    await run('desk.comment')
    await field('Neuer Kommentar').setValue('Beim Bauamt nachfragen.')
    await submit()
    const written = inspector.get('ol').text()
    await press('Erledigt')

    expect(written).toContain('Beim Bauamt nachfragen.')
    expect(inspector.get('ol').text()).toContain('erledigt')
    expect(field('Neuer Kommentar').element.value).toBe('')
  })

  it('tell what happened as sentences, latest first', async () => {
    const claimId = await addClaim(at.workspace.call, { article: at.article, number: 2 })
    await addEvidence(at.workspace.call, claimId)
    await focusNumber(2)

    await run('desk.tab.history')

    const told = inspector.findAll('ol p').map((line) => line.text())
    expect(told).toHaveLength(2)
    expect(told[0]).toContain('Bauakte 12/2022')
  })
})

describe('the text', () => {
  it('keeps its words when the kind of a block is corrected', async () => {
    await focusNumber(5)
    await run('desk.blockKind')
    await new DOMWrapper(document.body).get('[role="dialog"] select').setValue('caption')
    await new DOMWrapper(document.body).get('[role="dialog"] form').trigger('submit')
    await settle()

    expect(at.desk.focusedBlock?.kind).toBe('caption')
    expect(at.desk.focused && at.desk.textOf(at.desk.focused)).toBe('Karin Lenz, Bauamtsleiterin')
  })
})

it('says every word in English as well', async () => {
  const claimId = await addClaim(at.workspace.call, { article: at.article, number: 4 })
  await addEvidence(at.workspace.call, claimId)
  i18n.global.locale.value = 'en'
  await focusNumber(4)

  expect(inspector.text()).toContain('Was it said?')
  expect(footButtons()).toEqual(['Give a verdict', 'Attach evidence'])
})
