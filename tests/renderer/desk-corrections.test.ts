import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { ClaimId } from '#shared/model'

import { i18n } from '../../src/renderer/i18n'
import { useSavedStore } from '../../src/renderer/stores/saved-store'
import { addClaim, addEvidence } from '../support/workspace'
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
  const { call } = at.workspace
  claimId = await addClaim(call, { article: at.article, number: 2 })
  await addEvidence(call, claimId)
  await call('verdicts.record', {
    ...{ claimId, question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'wrong' },
    correction: 'Die Brücke ist 204 Meter lang.',
  })
  await at.desk.reload()
  at.desk.focus(at.desk.sentences[1]?.id)
  inspector = at.showInspector()
  page = pageOf(inspector)
  await settle()
})
afterEach(() => at.close())

const section = (): string => page.section('Antworten auf den Korrekturvorschlag').text()

async function refuse(reason: string): Promise<void> {
  at.actions.run('desk.answerCorrection')
  await settle()
  await page.section('Antworten auf den Korrekturvorschlag').get('input[value="refused"]').setValue(true)
  await page.field('Grund').setValue(reason)
  await page.field('Name').setValue('Jana Kühn')
  await page.submit()
}

describe('the answers to a proposed correction', () => {
  it('are recorded with voice, reason and name, and shown below the words', async () => {
    await refuse('Die Zahl stammt vom Bauamt.')

    expect(section()).toContain('Autorin oder Autor: abgelehnt')
    expect(section()).toContain('Die Zahl stammt vom Bauamt.')
    expect(section()).toContain('Jana Kühn, festgehalten von')
  })

  it('ask for a reason where the words are refused, and keep what was typed', async () => {
    await refuse(' ')

    expect(inspector.get('[role="alert"]').text()).toBe(
      'Schreiben Sie, warum der Vorschlag nicht übernommen wird.',
    )
    expect(page.field('Name').element.value).toBe('Jana Kühn')
    expect((await at.workspace.call('claims.read', { claimId })).answers).toEqual([])
  })

  it('can be taken back', async () => {
    await refuse('Nein.')
    await page.choose('Mehr zur Antwort: Autorin oder Autor: abgelehnt', 'Antwort zurücknehmen')

    expect(section()).not.toContain('abgelehnt')
  })

  it('are offered only where a correction is proposed', async () => {
    await at.workspace.call('verdicts.withdraw', { claimId, question: 'content' })
    await settle()

    expect(at.actions.find('desk.answerCorrection')?.enabled?.()).toBe(
      'An dieser Behauptung steht kein Korrekturvorschlag.',
    )
  })

  it('are not recorded after all when “Abbrechen” is pressed while the disk is full', async () => {
    at.disk.full = true
    await refuse('Gerundet.')
    await page.press('Abbrechen')

    at.disk.full = false
    await useSavedStore().retry()

    expect((await at.workspace.call('claims.read', { claimId })).answers).toEqual([])
  })
})
