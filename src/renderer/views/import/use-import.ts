import { useI18n } from 'vue-i18n'

import { CallError } from '#shared/rpc'

import { useImportStore, ImportRefused, type Imported } from '../../stores/import-store'
import { useNoticeStore } from '../../stores/notice-store'
import { useViewStore } from '../../stores/view-store'

/** Takes texts in and says what came of it. What was refused is kept where it was. */
export function useImport() {
  const { t, n } = useI18n()
  const imports = useImportStore()
  const notices = useNoticeStore()
  const view = useViewStore()

  function wordsOf(error: unknown, name: string): string {
    if (error instanceof ImportRefused) {
      const words = error.refusal === 'empty' ? 'import.empty' : 'import.tooLarge'
      return t(words, { name: name || t('import.pastedText') })
    }
    if (error instanceof CallError) return error.message
    // The browser could not read the file; it may have been moved since it was chosen.
    return t('import.unreadable', { name })
  }

  function isCancelled(error: unknown): boolean {
    return error instanceof CallError && error.code === 'cancelled'
  }

  const figures = ({ sentences, blocks }: Pick<Imported, 'sentences' | 'blocks'>): string =>
    t('import.figures', {
      sentences: t('desk.sentences', { count: n(sentences) }, sentences),
      blocks: t('import.blocks', { count: n(blocks) }, blocks),
    })

  function tellOf(all: readonly Imported[]): void {
    const [first] = all
    const last = all.at(-1)
    if (!first || !last) return
    const sum = (part: 'sentences' | 'blocks'): number => all.reduce((total, each) => total + each[part], 0)
    const words = figures({ sentences: sum('sentences'), blocks: sum('blocks') })
    const text =
      all.length === 1
        ? t('import.done', { title: first.article.title, figures: words })
        : t('import.doneMany', { count: n(all.length), figures: words })
    notices.tell(text, { undo: all.length === 1 })
    for (const { article, warnings } of all) {
      if (warnings.length > 0)
        notices.report(
          t('import.noticed', { title: article.title }),
          warnings.map((warning) => warning.text),
        )
    }
    view.openArticle(last.article.id)
  }

  /** Text from the clipboard or the dialog. When it is refused, the dialog opens with the text and the reason. */
  async function importText(text: string, language = ''): Promise<void> {
    if (imports.running) return
    notices.dismissToast()
    imports.draft = { text, language }
    imports.error = ''
    try {
      const imported = await imports.importText(text, language)
      imports.draft = { text: '', language: '' }
      imports.dialogOpen = false
      tellOf([imported])
    } catch (error) {
      imports.error = isCancelled(error) ? '' : wordsOf(error, '')
      imports.dialogOpen = true
    }
  }

  /** One after the other; one that is refused does not stop the next. */
  async function importFiles(files: readonly File[], language = ''): Promise<void> {
    if (imports.running || files.length === 0) return
    imports.dialogOpen = false
    notices.dismissToast()
    const done: Imported[] = []
    const refused: { name: string; words: string }[] = []
    for (const [index, file] of files.entries()) {
      try {
        done.push(await imports.importFile(file, { number: index + 1, count: files.length, language }))
      } catch (error) {
        if (isCancelled(error)) break
        refused.push({ name: file.name, words: wordsOf(error, file.name) })
      }
    }
    const [only, ...more] = refused
    if (only && more.length === 0) notices.report(t('import.refused', { name: only.name }), [only.words])
    else if (only) {
      notices.report(
        t('import.refusedMany', { count: n(refused.length) }),
        refused.map(({ name, words }) => (words.includes(name) ? words : `${name}: ${words}`)),
      )
    }
    tellOf(done)
  }

  return { importText, importFiles }
}
