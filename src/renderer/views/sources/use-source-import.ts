import { useI18n } from 'vue-i18n'

import { CallError } from '#shared/rpc'

import { useNoticeStore } from '../../stores/notice-store'
import { useSourceDuplicateStore } from '../../stores/source-duplicate-store'
import { SourceFileTooLarge, useSourceFileStore, type ImportedSources } from '../../stores/source-file-store'
import { useSourceStore } from '../../stores/source-store'

/** Problems that are named at the field, where no entry could be used. */
const SHOWN = 3

/** Takes sources in and says what came of it. What was refused is kept where it was. */
export function useSourceImport() {
  const { t, n } = useI18n()
  const files = useSourceFileStore()
  const sources = useSourceStore()
  const duplicates = useSourceDuplicateStore()
  const notices = useNoticeStore()

  async function tell(results: ImportedSources[]): Promise<void> {
    const count = results.reduce((total, { added }) => total + added.length, 0)
    if (results.length === 0) return
    sources.query = ''
    await Promise.all([sources.load(), duplicates.load()])
    if (count > 0) {
      notices.tell(t('sources.import.done', { count: n(count) }, count), { undo: results.length === 1 })
    }
    files.results = results.some((each) => each.problems.length > 0 || each.duplicates.length > 0)
      ? results
      : []
  }

  async function importText(text: string): Promise<void> {
    if (files.running) return
    notices.dismissToast()
    files.draft.text = text
    files.error = text.trim() === '' ? t('sources.import.empty') : ''
    try {
      if (files.error === '') {
        const imported = await files.importText(text, files.draft.format)
        if (imported.added.length === 0) {
          files.error = noneOf(imported)
          files.dialogOpen = true
          return
        }
        files.draft = { text: '', format: 'auto' }
        files.dialogOpen = false
        await tell([imported])
        return
      }
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      files.error = error.code === 'cancelled' ? '' : error.message
    }
    files.dialogOpen = true
  }

  function noneOf({ problems }: ImportedSources): string {
    const words = problems.map(
      ({ index, reason }) => `${t('sources.import.entry', { number: n(index + 1) })}: ${reason}`,
    )
    return `${t('sources.import.done', { count: n(0) }, 0)}. ${words.slice(0, SHOWN).join('; ')}.`
  }

  /** One after the other; one that is refused does not stop the next. */
  async function importFiles(given: readonly File[]): Promise<void> {
    if (files.running || given.length === 0) return
    notices.dismissToast()
    const done: ImportedSources[] = []
    for (const file of given) {
      try {
        done.push(await files.importFile(file, files.draft.format))
      } catch (error) {
        if (error instanceof CallError && error.code === 'cancelled') break
        notices.report(t('sources.import.refused', { name: file.name }), [wordsOf(error)])
      }
    }
    files.dialogOpen = false
    await tell(done)
  }

  function wordsOf(error: unknown): string {
    if (error instanceof SourceFileTooLarge) return t('sources.import.tooLarge')
    // The browser could not read the file; it may have been moved since it was chosen.
    return error instanceof CallError ? error.message : t('sources.import.unreadable')
  }

  return { importText, importFiles }
}
