import { mount, type VueWrapper } from '@vue/test-utils'
import { getActivePinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { h } from 'vue'
import { afterEach, beforeEach, expect, it } from 'vitest'

import type { ClaimId } from '#shared/model'

import { ActionsKey } from '../../src/renderer/actions'
import { ApiKey, type Api } from '../../src/renderer/api'
import { i18n } from '../../src/renderer/i18n'
import { useReturnStore } from '../../src/renderer/stores/return-store'
import ReturnHost from '../../src/renderer/views/returns/ReturnHost.vue'
import { addClaim, addEvidence } from '../support/workspace'
import { accept, edited } from '../support/word-edits'
import { openDesk, settle, type Desk } from './desk-support'

let at: Desk
let claimId: ClaimId
let window: VueWrapper

beforeEach(async () => {
  at = await openDesk()
  const { call } = at.workspace
  claimId = await addClaim(call, { article: at.article, number: 2 })
  await addEvidence(call, claimId)
  await call('verdicts.record', {
    ...{ claimId, question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'wrong' },
    correction: 'Die Brücke ist 204 Meter lang.',
  })
  const pinia = getActivePinia()
  if (!pinia) throw new Error('The desk has its stores')
  const { workspace } = at
  const api: Api = {
    call: workspace.call,
    listen: (listener) => workspace.workstation.listen(listener),
    onConnection: () => undefined,
  }
  window = mount(
    { setup: () => () => h(TooltipProvider, null, { default: () => h(ReturnHost) }) },
    {
      attachTo: document.body,
      global: { plugins: [pinia, i18n], provide: { [ActionsKey]: at.actions, [ApiKey]: api } },
    },
  )
})
afterEach(() => {
  window.unmount()
  at.close()
})

const dialog = (): string => document.querySelector('[role="dialog"]')?.textContent ?? ''

async function report(
  format: 'draft' | 'json',
  edit = (bytes: Buffer) => Promise.resolve(bytes),
): Promise<File> {
  const { content, encoding } = await at.workspace.call('reports.render', {
    articleId: at.article.id,
    format,
  })
  const bytes = await edit(Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'))
  return new File([new Uint8Array(bytes)], format === 'draft' ? 'manuskript.docx' : 'pruefbericht.json')
}

it('shows the answers in a draft that came back, and records them as of the writer', async () => {
  const returns = useReturnStore()
  const file = await report('draft', (bytes) => edited(bytes, (xml) => accept(xml, 0)))

  const others = await returns.takeOut([{ file }, { file: new File(['Ein Text.'], 'text.txt') }])
  await settle()
  const shown = dialog()
  await returns.apply({ voice: 'writer', name: 'Jana Kühn' })

  expect(others.map((each) => each.file.name)).toEqual(['text.txt'])
  expect(shown).toContain('Antworten auf Korrekturvorschläge: 1 angenommen.')
  expect(shown).toContain('Weiter zur neuen Fassung')
  expect((await at.workspace.call('claims.read', { claimId })).answers).toMatchObject([
    { outcome: 'accepted', voice: 'writer', name: 'Jana Kühn', way: 'draft' },
  ])
})

it('says of a checking file that the library has its article already, and where the two differ', async () => {
  const file = await report('json')
  await at.workspace.call('articles.update', { articleId: at.article.id, outlet: 'Elbe-Bote' })

  await useReturnStore().takeOut([{ file }])
  await settle()

  expect(dialog()).toContain('Dieser Artikel ist schon in der Bibliothek.')
  expect(dialog()).toContain('Angaben zum Artikel')
  expect(dialog()).toContain('Artikel öffnen')
})

it('says what is wrong with a damaged checking file, and imports it as nothing else', async () => {
  const file = await report('json', (bytes) => Promise.resolve(bytes.subarray(0, -300)))

  const others = await useReturnStore().takeOut([{ file }])

  expect(others).toEqual([])
  expect(dialog()).toBe('')
})
