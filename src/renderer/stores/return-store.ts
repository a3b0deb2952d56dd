import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import { MAX_TEXT_BYTES } from '#shared/limits'
import type { ArticleId, CorrectionVoice, ReturnedDraft, ReturnedRecord } from '#shared/model'
import { CallError } from '#shared/rpc'

import { useCall } from '../api'
import { base64Of } from './desk-file-store'
import { useDeskStore } from './desk-store'
import { useLibraryStore } from './library-store'
import { useNoticeStore } from './notice-store'
import { useRecord } from './saved-store'

/** A file that went out from here and came back. */
interface Returned {
  name: string
  bytes: string
  what: ReturnedDraft | ReturnedRecord
}

/** What comes back: drafts with the answers of their writers, articles with their whole check. Nothing of it is recorded before somebody has looked at it. */
export const useReturnStore = defineStore('returns', () => {
  const call = useCall()
  const record = useRecord()
  const desk = useDeskStore()
  const library = useLibraryStore()
  const notices = useNoticeStore()

  const coming = shallowRef<Returned | null>(null)
  const applying = ref(false)

  /** Takes the file for what came back, if it is; else says no, and it is a file like any other. */
  async function take(file: File): Promise<boolean> {
    if (!/\.(?:docx|json|zip)$/i.test(file.name) || file.size === 0 || file.size > MAX_TEXT_BYTES)
      return false
    const bytes = await base64Of(file)
    const what = await call('returns.preview', { bytes })
    if (what) coming.value = { name: file.name, bytes, what }
    return what !== null
  }

  /** Those that did not come back from anywhere. The first that did is shown; one at a time. */
  async function takeOut<Given extends { file: File }>(files: readonly Given[]): Promise<Given[]> {
    const others: Given[] = []
    for (const given of files) {
      try {
        if (coming.value === null && (await take(given.file))) continue
        others.push(given)
      } catch (error) {
        // It is one of ours, but not as it went out. What the browser cannot read, the import says.
        if (error instanceof CallError) notices.report(given.file.name, [error.message])
        else others.push(given)
      }
    }
    return others
  }

  async function apply(
    answered: { voice?: CorrectionVoice; name?: string | null } = {},
  ): Promise<{ articleId: ArticleId; text: string }> {
    const returned = coming.value
    if (!returned) throw new Error('Nothing came back')
    applying.value = true
    try {
      const { bytes, what } = returned
      const done = await record('returns.apply', { bytes, previewHash: what.previewHash, ...answered })
      await library.load()
      if (desk.article?.id === done.articleId) await desk.reload()
      return done
    } finally {
      applying.value = false
    }
  }

  /** The preview as it is now, after something else was recorded. */
  async function lookAgain(): Promise<void> {
    const returned = coming.value
    if (!returned) return
    const what = await call('returns.preview', { bytes: returned.bytes })
    if (what) coming.value = { ...returned, what }
  }

  function close(): void {
    coming.value = null
  }

  return { coming, applying, take, takeOut, apply, lookAgain, close }
})
