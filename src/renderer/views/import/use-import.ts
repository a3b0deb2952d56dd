import { useI18n } from 'vue-i18n'

import { MAX_FILES_AT_ONCE } from '#shared/limits'

import type { TextSource, Incoming } from '../../stores/incoming'
import { useImportStore } from '../../stores/import-store'
import { useNoticeStore } from '../../stores/notice-store'
import { sortedFiles } from '#shared/sorted-files'
import { useReturnStore } from '../../stores/return-store'
import { useViewStore } from '../../stores/view-store'
import type { NamedFile } from './dropped-files'

/** Takes texts in: read first, looked through, then stored. What was refused is kept where it was. */
export function useImport() {
  const { t, n } = useI18n()
  const imports = useImportStore()
  const notices = useNoticeStore()
  const returns = useReturnStore()
  const view = useViewStore()

  const figures = ({ sentences, blocks }: { sentences: number; blocks: number }): string =>
    t('import.figures', {
      sentences: t('desk.sentences', { count: n(sentences) }, sentences),
      blocks: t('import.blocks', { count: n(blocks) }, blocks),
    })

  /** What waits unseen in a list that was closed is in nobody's way. */
  function isBusy(): boolean {
    return imports.running !== null || imports.incoming.length > 0
  }

  /** One text: read, then shown for review. Says whether it could be read. */
  async function readOne(name: string, source: TextSource, language: string): Promise<Incoming | null> {
    notices.dismissToast()
    imports.add([{ name, source }], language ? { language } : {})
    await imports.readAll()
    // An archive may have given way to the files in it.
    const [item] = imports.incoming
    if (!item || imports.asList) return null
    if (item.state === 'ready') {
      imports.dialogOpen = false
      imports.reviewedKey = item.key
    } else await imports.discard(item)
    return item
  }

  /** Text from the clipboard or the dialog. When it is refused, the dialog opens with the text and the reason. */
  async function importText(text: string, language = '', html = ''): Promise<void> {
    if (isBusy()) return
    imports.draft = { text, language }
    imports.error = ''
    const item = await readOne('', html ? { html } : { text }, language)
    if (item?.state === 'ready') return
    imports.error = item?.error ?? ''
    imports.dialogOpen = true
  }

  async function importFiles(
    given: readonly NamedFile[],
    { language = '', method = 'chosen' }: { language?: string; method?: 'chosen' | 'dropped' } = {},
  ): Promise<void> {
    if (isBusy()) return
    const { length } = sortedFiles(given)
    if (length > MAX_FILES_AT_ONCE) {
      const words = { count: n(length), limit: n(MAX_FILES_AT_ONCE) }
      notices.report(t('review.list.tooMany', words))
      return
    }
    const files = sortedFiles(await returns.takeOut(given))
    if (returns.coming) imports.dialogOpen = false
    const [only, ...more] = files
    if (!only) return
    imports.dialogOpen = false
    if (more.length > 0) {
      const sources = files.map(({ path, file, page }) => ({ name: path, page, source: { file, method } }))
      imports.add(sources, language ? { language } : {})
      imports.asList = true
      await imports.readAll()
      return
    }
    const item = await readOne(only.path, { file: only.file, method }, language)
    if (item?.state === 'refused') notices.report(t('import.refused', { name: only.path }), [item.error])
  }

  /** The reviewed text goes to the library and onto the desk; from a list, one goes back to it. */
  async function take(item: Incoming): Promise<void> {
    await imports.store(item)
    if (!item.stored) return
    if (imports.asList) {
      imports.reviewedKey = null
      return
    }
    const { articleId, title } = item.stored
    imports.draft = { text: '', language: '' }
    notices.tell(t('import.done', { title, figures: figures(item.stored) }), { undo: true })
    await imports.discard(item)
    view.openArticle(articleId)
  }

  /** All of a list that are ready and not in the library yet, each a step of its own. */
  async function takeAll(): Promise<void> {
    for (const item of imports.incoming) {
      const known = item.read?.known
      if (item.state === 'ready' && (!known || known.because === 'nearly')) await imports.store(item)
    }
  }

  async function closeList(): Promise<void> {
    const stored = imports.incoming.flatMap((item) => item.stored ?? [])
    await imports.discard(...imports.incoming)
    const sum = (part: 'sentences' | 'blocks'): number =>
      stored.reduce((total, each) => total + each[part], 0)
    const last = stored.at(-1)
    if (!last) return
    const words = figures({ sentences: sum('sentences'), blocks: sum('blocks') })
    notices.tell(
      stored.length === 1
        ? t('import.done', { title: last.title, figures: words })
        : t('import.doneMany', { count: n(stored.length), figures: words }),
    )
    view.openArticle(last.articleId)
  }

  return { importText, importFiles, take, takeAll, closeList }
}
