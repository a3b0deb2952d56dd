import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { Output } from '#shared/contract'
import type { TimeStamp } from '#shared/model'

import { useCall } from '../api'
import { base64Of } from './desk-file-store'
import { useRecord } from './saved-store'

/** Time stamps by RFC 3161. Nothing is sent: a person carries the request out and the answer back. */
export const useDeskTimestampStore = defineStore('desk-timestamps', () => {
  const call = useCall()
  const record = useRecord()
  const stamps = shallowRef<readonly TimeStamp[]>([])

  const ofFile = (hash: string): TimeStamp[] => stamps.value.filter(({ fileHash }) => fileHash === hash)

  async function load(): Promise<void> {
    stamps.value = await call('timestamps.list', {})
  }

  async function prepare(hash: string): Promise<TimeStamp> {
    const made = await record('timestamps.prepare', { what: hash })
    await load()
    return made
  }

  const exported = (timestampId: string): Promise<Output<'timestamps.export'>> =>
    call('timestamps.export', { timestampId })

  async function attach(timestampId: string, answer: File, certificates: readonly File[]): Promise<void> {
    await record('timestamps.attach', {
      timestampId,
      bytes: await base64Of(answer),
      certificates: await Promise.all(certificates.map(base64Of)),
    })
    await load()
  }

  return { ofFile, load, prepare, exported, attach }
})
