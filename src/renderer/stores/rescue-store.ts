import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { Output } from '#shared/contract'
import type { Salvage } from '#shared/model'
import { CallError } from '#shared/rpc'

import { useCall } from '../api'

export type RescueState = Output<'rescue.describe'> & { damage: string }

/** A library that could not be opened, and what was brought back of it. */
export const useRescueStore = defineStore('rescue', () => {
  const call = useCall()
  const state = shallowRef<RescueState | null>(null)
  const salvaged = shallowRef<Salvage | null>(null)
  const restored = shallowRef<Output<'rescue.restore'> | null>(null)

  /** Whether the window could not begin because the library is damaged. */
  async function isNeeded(error: unknown): Promise<boolean> {
    if (!(error instanceof CallError) || error.code !== 'library_refused') return false
    const { damage, ...described } = await call('rescue.describe', {})
    if (damage === null) return false
    state.value = { ...described, damage }
    return true
  }

  async function salvage(): Promise<void> {
    salvaged.value = await call('rescue.salvage', {})
  }

  async function restore(): Promise<void> {
    restored.value = await call('rescue.restore', {})
  }

  async function open(): Promise<void> {
    await call('rescue.open', {})
  }

  return { state, salvaged, restored, isNeeded, salvage, restore, open }
})
