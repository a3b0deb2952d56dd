import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { ClaimId } from '#shared/model'

import { i18n } from '../../src/renderer/i18n'
import { addClaim } from '../support/workspace'
import { pageOf } from './desk-page'
import { openDesk, settle, type Desk } from './desk-support'

let at: Desk
let inspector: VueWrapper
let page: ReturnType<typeof pageOf>
let claimId: ClaimId
beforeEach(async () => {
  i18n.global.setMissingHandler((_, key) => {
    throw new Error(`No words for ${key}`)
  })
  at = await openDesk()
  claimId = await addClaim(at.workspace.call, { article: at.article, number: 2 })
  await at.desk.reload()
  at.desk.focus(at.desk.sentences[1]?.id)
  inspector = at.showInspector()
  page = pageOf(inspector)
  await settle()
})
afterEach(() => at.close())

const section = (): string => page.section('Anfragen').text()
const recorded = (): Promise<unknown> => at.workspace.call('contacts.list', { claimId })

async function ask(): Promise<void> {
  at.actions.run('desk.addContact')
  await settle()
  await page.field('Wer wurde gefragt').setValue('Karin Lenz')
  await page.field('Rolle').setValue('Bauamtsleiterin')
  await page.field('Was wurde gefragt').setValue('Wie lang ist die Brücke?')
}

describe('the enquiries about a claim', () => {
  it('say why they matter while there are none', () => {
    expect(section()).toContain('Wer betroffen ist, soll sich äußern können')
  })

  it('are recorded with who, how and what, and shown compactly', async () => {
    await ask()
    await page.field('Wie').setValue('phone')
    await page.submit()

    expect(section()).toContain('Karin Lenz, Bauamtsleiterin')
    expect(section()).toContain('gefragt am Telefon')
    expect(section()).toContain('noch keine Antwort')
    expect(await recorded()).toMatchObject([
      { name: 'Karin Lenz', way: 'phone', outcome: 'open', question: 'Wie lang ist die Brücke?' },
    ])
  })

  it('call for attention once the deadline has passed without an answer', async () => {
    await ask()
    await page.field('Antwort erbeten bis').setValue('2020-01-02T17:00')
    await page.submit()

    expect(page.section('Anfragen').get('.late').text()).toContain('ohne Antwort, Frist war 2. Januar 2020')
  })

  it('take the answer in later', async () => {
    await ask()
    await page.submit()
    await page.choose('Mehr zur Anfrage an Karin Lenz', 'Anfrage ändern')
    await page.field('Was daraus wurde').setValue('answered')
    await page.field('Antwort').setValue('240 Meter, ohne Rampen.')
    await page.submit()

    expect(section()).toContain('hat geantwortet')
    expect(section()).toContain('240 Meter, ohne Rampen.')
  })

  it('say what is missing and keep what was typed', async () => {
    await ask()
    await page.field('Was wurde gefragt').setValue('')
    await page.submit()

    expect(inspector.get('[role="alert"]').text()).toBe('Schreiben Sie, was gefragt wurde.')
    expect(page.field('Wer wurde gefragt').element.value).toBe('Karin Lenz')
    expect(await recorded()).toEqual([])
  })

  it('ask for a public wording where the name is confidential', async () => {
    await ask()
    await page.field('Name vertraulich').setValue(true)
    await page.submit()
    const refused = inspector.get('[role="alert"]').text()
    await inspector.get('input[required][aria-describedby]').setValue('eine Person aus dem Bauamt')
    await page.submit()

    expect(refused).toContain('Vertraulich braucht einen Wortlaut für die Öffentlichkeit')
    expect(section()).toContain('vertraulich, in Berichten: eine Person aus dem Bauamt')
  })

  it('are removed in one step that can be undone', async () => {
    await ask()
    await page.submit()
    await page.choose('Mehr zur Anfrage an Karin Lenz', 'Anfrage entfernen')
    const removed = section()
    await at.workspace.call('history.undo', {})
    await settle()

    expect(removed).toContain('Noch niemand gefragt.')
    expect(section()).toContain('Karin Lenz')
  })
})
