import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { Output } from '#shared/contract'

import { useCall } from '../api'

/** The backups of the open library, as the main process last described them. */
export const useBackupStore = defineStore('backups', () => {
  const call = useCall()
  const state = shallowRef<Output<'backups.list'> | null>(null)

  async function load(): Promise<void> {
    state.value = await call('backups.list', {})
  }

  async function make(): Promise<void> {
    await call('backups.make', {})
    await load()
  }

  async function restore(name: string): Promise<void> {
    await call('backups.restore', { name })
    await load()
  }

  async function withdraw(): Promise<void> {
    await call('backups.withdrawRestore', {})
    await load()
  }

  return { state, load, make, restore, withdraw }
})
