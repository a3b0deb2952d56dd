import { ref, type Ref } from 'vue'

import { CallError } from '#shared/rpc'

export interface FormState {
  /** The sentence of the main process that says what to do; empty when nothing is wrong. */
  error: Ref<string>
  busy: Ref<boolean>
  /** It was refused because another hand was faster. */
  isOvertaken: Ref<boolean>
  /** Says whether it went through. What was typed stays when it did not. */
  submit: (work: () => Promise<unknown>) => Promise<boolean>
}

export function useFormState(): FormState {
  const error = ref('')
  const busy = ref(false)
  const isOvertaken = ref(false)

  async function submit(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = ''
    isOvertaken.value = false
    try {
      await work()
      return true
    } catch (problem) {
      if (!(problem instanceof CallError)) throw problem
      isOvertaken.value = problem.code === 'conflict'
      error.value = problem.code === 'cancelled' ? '' : problem.message
      return false
    } finally {
      busy.value = false
    }
  }

  return { error, busy, isOvertaken, submit }
}
