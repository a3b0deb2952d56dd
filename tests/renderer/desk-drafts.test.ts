import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { CallError, type Call } from '#shared/rpc'

import { ApiKey, type Api } from '../../src/renderer/api'
import { useDeskDraftStore } from '../../src/renderer/stores/desk-draft-store'
import { useSavedStore } from '../../src/renderer/stores/saved-store'
import {
  addClaim,
  addEvidence,
  importText,
  openWorkspace,
  SHORT_ARTICLE,
  type Workspace,
} from '../support/workspace'

let workspace: Workspace
let isFull: boolean
beforeEach(() => {
  vi.useFakeTimers()
  workspace = openWorkspace({ language: 'de' })
  isFull = false
})
afterEach(() => {
  vi.useRealTimers()
  workspace.close()
})

/** A window that begins: its stores know nothing yet. */
function beginWindow(): void {
  const call: Call = (name, input) =>
    isFull && !/\.(list|read)$/.test(name)
      ? Promise.reject(new CallError('not_saved', 'Der Datenträger ist voll.'))
      : workspace.call(name, input)
  const api: Api = { call, listen: () => () => undefined, onConnection: () => undefined }
  const pinia = createPinia()
  createApp({}).provide(ApiKey, api).use(pinia)
  setActivePinia(pinia)
}

const settled = async (milliseconds: number) => {
  await vi.advanceTimersByTimeAsync(milliseconds)
  await flushPromises()
}

it('what is typed is in the library within a second, and in its form when the window begins anew', async () => {
  beginWindow()
  const draft = useDeskDraftStore().take('comment 1', () => ({ text: '' }))
  draft.text = 'Die Zahl stimmt'
  await settled(900)

  beginWindow()
  await useDeskDraftStore().recall()

  expect(useDeskDraftStore().take('comment 1', () => ({ text: '' }))).toEqual({ text: 'Die Zahl stimmt' })
})

it('what was recorded or thrown away does not come back', async () => {
  beginWindow()
  const drafts = useDeskDraftStore()
  drafts.take('comment 1', () => ({ text: '' })).text = 'Die Zahl stimmt'
  await settled(900)
  drafts.discard('comment 1')
  await settled(0)

  beginWindow()
  await useDeskDraftStore().recall()

  expect(useDeskDraftStore().has('comment 1')).toBe(false)
})

it('a full disk is tried again, and what was typed stays in its form', async () => {
  beginWindow()
  isFull = true
  const draft = useDeskDraftStore().take('comment 1', () => ({ text: '' }))
  draft.text = 'Die Zahl stimmt'
  await settled(900)
  isFull = false
  await settled(6_000)

  const listed = await workspace.call('drafts.list', {})

  expect(listed.map(({ place }) => place)).toEqual(['comment 1'])
})

it('a change that waits for the disk is not written once it was withdrawn', async () => {
  beginWindow()
  const article = await importText(workspace.call, SHORT_ARTICLE)
  const claimId = await addClaim(workspace.call, { article, number: 2 })
  await addEvidence(workspace.call, claimId)
  const saved = useSavedStore()
  isFull = true
  const recording = saved.record('claims.update', { claimId, wording: 'Anders gesagt' })
  recording.catch(() => undefined)
  await settled(100)

  saved.withdraw('claims.update', (input) => input.claimId === claimId)
  isFull = false
  await settled(20_000)

  await expect(recording).rejects.toMatchObject({ code: 'cancelled' })
  expect(saved.state).toBe('saved')
  expect((await workspace.call('claims.read', { claimId })).wording).toBe('Die Brücke ist 240 Meter lang.')
})
