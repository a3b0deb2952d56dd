import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import { CallError } from '#shared/rpc'

import { i18n } from '../i18n'

export interface Toast {
  key: number
  text: string
  /** Shows "Rückgängig", which undoes the acting person's latest change. */
  undo: boolean
}

/** Something that went wrong and stays in sight until it is dismissed. */
export interface Problem {
  key: number
  title: string
  lines: string[]
}

/** What the window tells the person at the screen: toasts for what was done, problems for what was not. */
export const useNoticeStore = defineStore('notices', () => {
  const toast = shallowRef<Toast | null>(null)
  const problems = ref<Problem[]>([])
  let count = 0

  function tell(text: string, { undo = false } = {}): void {
    toast.value = { key: ++count, text, undo }
  }

  function dismissToast(): void {
    toast.value = null
  }

  function report(title: string, lines: string[] = []): void {
    problems.value = [
      ...problems.value.filter((problem) => problem.title !== title),
      { key: ++count, title, lines },
    ]
  }

  /** For a refused call that has no field of its own to stand at. */
  function reportError(error: unknown): void {
    if (error instanceof CallError) {
      if (error.code !== 'cancelled') report(error.message)
      return
    }
    // A fault of ours: the console has the stack, the screen a plain sentence.
    console.error(error)
    report(i18n.global.t('notice.internal'), [String(error)])
  }

  function dismiss(key: number): void {
    problems.value = problems.value.filter((problem) => problem.key !== key)
  }

  return { toast, problems, tell, dismissToast, report, reportError, dismiss }
})
