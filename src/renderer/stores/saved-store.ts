import { defineStore } from 'pinia'
import { computed, ref, shallowRef, triggerRef } from 'vue'

import type { Input, Output, ProcedureName } from '#shared/contract'
import { CallError, type Call } from '#shared/rpc'

import { useCall } from '../api'

const RETRY_MILLISECONDS = 5_000

/** A change that could not be written yet. Whoever asked for it is still waiting. */
export interface UnsavedCall {
  name: ProcedureName
  input: unknown
  message: string
  since: Date
}

interface Waiting extends UnsavedCall {
  attempt: () => Promise<unknown>
  settled: Promise<unknown>
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

/**
 * Whether what the window shows has been written. Changes go through `record`; one that the library can't take (disk
 * full, read-only) is kept, in order, and tried again until it is written or given up. Its promise stays open meanwhile,
 * so a form simply waits and keeps what was typed.
 */
export const useSavedStore = defineStore('saved', () => {
  const call = useCall()
  const waiting = shallowRef<Waiting[]>([])
  const running = ref(0)
  const savedAt = ref<Date | null>(null)
  const connected = ref(true)
  let timer: ReturnType<typeof setTimeout> | undefined
  let draining: Promise<void> | undefined

  const unsaved = computed<readonly UnsavedCall[]>(() => waiting.value)
  const state = computed<'saved' | 'saving' | 'not saved'>(() => {
    if (waiting.value.length > 0) return 'not saved'
    return running.value > 0 ? 'saving' : 'saved'
  })
  const message = computed(() => waiting.value[0]?.message ?? null)
  const notSavedSince = computed(() => waiting.value[0]?.since ?? null)

  function isWaiting(name: ProcedureName, matches: (input: never) => boolean = () => true): boolean {
    return waiting.value.some((entry) => entry.name === name && matches(entry.input as never))
  }

  const record: Call = async <N extends ProcedureName>(name: N, input: Input<N>): Promise<Output<N>> => {
    const same = waiting.value.find((entry) => entry.name === name && isSame(entry.input, input))
    if (same) {
      void retry()
      return (await same.settled) as Output<N>
    }
    // Order is kept: what comes after an unsaved change waits behind it.
    if (waiting.value.length > 0) {
      const settled = keep(name, input, message.value ?? '')
      void retry()
      return (await settled) as Output<N>
    }
    running.value += 1
    try {
      const value = await call(name, input)
      savedAt.value = new Date()
      return value
    } catch (error) {
      if (!isUnsaved(error)) throw error
      return (await keep(name, input, error.message)) as Output<N>
    } finally {
      running.value -= 1
    }
  }

  function keep<N extends ProcedureName>(name: N, input: Input<N>, message: string): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const attempt = (): Promise<unknown> => call(name, input)
    const entry = { name, input, message, since: new Date(), attempt, settled: promise, resolve, reject }
    waiting.value = [...waiting.value, entry]
    retryLater()
    return promise
  }

  function retryLater(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void retry(), RETRY_MILLISECONDS)
  }

  /** Tries what is not saved once more, oldest first. */
  function retry(): Promise<void> {
    draining ??= drain().finally(() => (draining = undefined))
    return draining
  }

  async function drain(): Promise<void> {
    clearTimeout(timer)
    for (let entry = waiting.value[0]; entry; entry = waiting.value[0]) {
      try {
        entry.resolve(await entry.attempt())
        savedAt.value = new Date()
      } catch (error) {
        if (isUnsaved(error)) {
          entry.message = error.message
          triggerRef(waiting)
          retryLater()
          return
        }
        entry.reject(error)
      }
      waiting.value = waiting.value.filter((other) => other !== entry)
    }
  }

  /** Takes back what waits to be written: who asked for it has thought better of it. */
  function withdraw<N extends ProcedureName>(name: N, matches: (input: Input<N>) => boolean): void {
    const isMeant = (entry: Waiting): boolean => entry.name === name && matches(entry.input as Input<N>)
    const taken = waiting.value.filter(isMeant)
    if (taken.length === 0) return
    waiting.value = waiting.value.filter((entry) => !isMeant(entry))
    if (waiting.value.length === 0) clearTimeout(timer)
    taken.forEach((entry) => entry.reject(new CallError('cancelled', '')))
  }

  /** Gives up what could not be saved; what was typed stays in its form. */
  function giveUp(reason: string): void {
    clearTimeout(timer)
    const given = waiting.value
    waiting.value = []
    given.forEach((entry) => entry.reject(new CallError('cancelled', reason)))
  }

  return {
    state,
    savedAt,
    connected,
    unsaved,
    message,
    notSavedSince,
    isWaiting,
    record,
    retry,
    withdraw,
    giveUp,
  }
})

function isUnsaved(error: unknown): error is CallError {
  return error instanceof CallError && error.code === 'not_saved'
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Like useCall, for everything that changes the library: its outcome shows in the status bar. */
export function useRecord(): Call {
  return useSavedStore().record
}
