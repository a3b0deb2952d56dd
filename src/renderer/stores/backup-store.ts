import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { EventValue, Output } from '#shared/contract'

import { useApi } from '../api'

/** The backups of the open library, as the main process last described them, and the one being made or checked. */
export const useBackupStore = defineStore('backups', () => {
  const { call, listen } = useApi()
  const state = shallowRef<Output<'backups.list'> | null>(null)
  /** The name of what is going on, by which it is cancelled. */
  const running = ref<string | null>(null)
  const progress = shallowRef<EventValue<'progress'> | null>(null)
  let tasks = 0

  async function load(): Promise<void> {
    state.value = await call('backups.list', {})
  }

  async function follow(work: (task: string) => Promise<unknown>): Promise<void> {
    tasks += 1
    const task = `backup-${String(tasks)}-${String(Date.now())}`
    running.value = task
    const stop = listen((message) => {
      if (message.name === 'progress' && message.value.task === task) progress.value = message.value
    })
    try {
      await work(task)
    } finally {
      stop()
      running.value = null
      progress.value = null
      await load()
    }
  }

  const make = (): Promise<void> => follow((task) => call('backups.make', { task }))

  const restore = (name: string): Promise<void> => follow((task) => call('backups.restore', { name, task }))

  async function cancel(): Promise<void> {
    if (running.value !== null) await call('tasks.cancel', { task: running.value })
  }

  async function withdraw(): Promise<void> {
    await call('backups.withdrawRestore', {})
    await load()
  }

  return { state, running, progress, load, make, restore, cancel, withdraw }
})
