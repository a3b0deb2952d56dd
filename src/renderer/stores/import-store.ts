import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { EventValue, Input, Output } from '#shared/contract'
import { MAX_TEXT_BYTES } from '#shared/limits'

import { useApi } from '../api'
import { useLibraryStore } from './library-store'
import { useSavedStore } from './saved-store'

export type Imported = Output<'articles.import'>
/** Why a text was not even sent; the words are the window's. */
export type Refusal = 'empty' | 'too large'

export class ImportRefused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal)
  }
}

interface Running {
  task: string
  /** What is being imported: the name of a file, or empty for pasted text. */
  name: string
  /** Which of how many files. */
  number: number
  count: number
}

/** Texts on their way into the library, with how far they are. */
export const useImportStore = defineStore('import', () => {
  const { call, listen } = useApi()
  const saved = useSavedStore()
  const library = useLibraryStore()

  const running = shallowRef<Running | null>(null)
  const progress = shallowRef<Omit<EventValue<'progress'>, 'task'> | null>(null)
  /** What stands in the import dialog. It stays there until it is in the library. */
  const draft = ref({ text: '', language: '' })
  const dialogOpen = ref(false)
  /** Why the text in the dialog is not in the library yet, in words. */
  const error = ref('')
  let count = 0

  const isWaiting = computed(() => saved.isWaiting('articles.import'))

  /** Follows how far the work is. Returns the function that stops it. */
  function follow(): () => void {
    return listen((message) => {
      if (message.name === 'progress' && message.value.task === running.value?.task)
        progress.value = message.value
    })
  }

  async function take(
    source: Omit<Input<'articles.import'>, 'task'>,
    about: Omit<Running, 'task'>,
  ): Promise<Imported> {
    const task = `import-${String(++count)}-${String(Date.now())}`
    running.value = { task, ...about }
    progress.value = null
    try {
      const imported = await saved.record('articles.import', { ...source, task })
      await library.load()
      return imported
    } finally {
      running.value = null
      progress.value = null
    }
  }

  async function importText(text: string, language: string): Promise<Imported> {
    if (text.trim() === '') throw new ImportRefused('empty')
    if (new Blob([text]).size > MAX_TEXT_BYTES) throw new ImportRefused('too large')
    return take({ text, ...(language && { language }) }, { name: '', number: 1, count: 1 })
  }

  async function importFile(file: File, { number = 1, count = 1, language = '' } = {}): Promise<Imported> {
    if (file.size === 0) throw new ImportRefused('empty')
    if (file.size > MAX_TEXT_BYTES) throw new ImportRefused('too large')
    const bytes = await base64Of(file)
    return take(
      { bytes, fileName: file.name.slice(0, 500), ...(language && { language }) },
      { name: file.name, number, count },
    )
  }

  async function cancel(): Promise<void> {
    if (running.value) await call('tasks.cancel', { task: running.value.task })
  }

  return {
    running,
    progress,
    draft,
    dialogOpen,
    error,
    isWaiting,
    follow,
    importText,
    importFile,
    cancel,
  }
})

function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => {
      // Read as a data URL, the result is a string: its bytes begin after the comma.
      const url = reader.result as string
      resolve(url.slice(url.indexOf(',') + 1))
    })
    reader.addEventListener('error', () => reject(reader.error ?? new Error('The file could not be read.')))
    reader.readAsDataURL(file)
  })
}
