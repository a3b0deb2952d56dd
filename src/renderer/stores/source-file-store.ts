import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Input, Output } from '#shared/contract'
import { MAX_SOURCE_FILE_BYTES } from '#shared/limits'
import type { SourceId } from '#shared/model'

import { useCall } from '../api'
import { base64Of } from './desk-file-store'
import { useRecord } from './saved-store'

export type SourceFormat = Input<'sources.export'>['format']
export const SOURCE_FORMATS: readonly SourceFormat[] = ['bibtex', 'ris', 'csl-json']

/** What came of one file, or of a pasted text: then `name` is empty. */
export type ImportedSources = Output<'sources.import'> & { name: string }

/** A file that is not even read. */
export class SourceFileTooLarge extends Error {}

/** Sources on their way in and out, in the formats of other programs. */
export const useSourceFileStore = defineStore('sourceFiles', () => {
  const call = useCall()
  const record = useRecord()

  const dialogOpen = ref(false)
  const running = ref(false)
  /** What stands in the dialog. It stays there until it is in the library. */
  const draft = ref<{ text: string; format: SourceFormat | 'auto' }>({ text: '', format: 'auto' })
  const error = ref('')
  /** What came of the last import, while there is something to be said about it. */
  const results = shallowRef<ImportedSources[]>([])

  async function take(input: Input<'sources.import'>, name: string): Promise<ImportedSources> {
    running.value = true
    try {
      return { ...(await record('sources.import', input)), name }
    } finally {
      running.value = false
    }
  }

  function importText(text: string, format: SourceFormat | 'auto' = 'auto'): Promise<ImportedSources> {
    return take({ text, format }, '')
  }

  async function importFile(file: File, format: SourceFormat | 'auto' = 'auto'): Promise<ImportedSources> {
    if (file.size > MAX_SOURCE_FILE_BYTES) throw new SourceFileTooLarge()
    return take({ bytes: await base64Of(file), format }, file.name)
  }

  /** Those named, or all. */
  function write(
    format: SourceFormat,
    sourceIds: readonly SourceId[] | null,
  ): Promise<Output<'sources.export'>> {
    return call('sources.export', { format, ...(sourceIds && { sourceIds: [...sourceIds] }) })
  }

  return { dialogOpen, running, draft, error, results, importText, importFile, write }
})
