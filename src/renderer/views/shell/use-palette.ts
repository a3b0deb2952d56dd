import { FileText, Paperclip } from '@lucide/vue'
import { computed, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'

import type { FoundPage, SentenceId, Source } from '#shared/model'

import { useActions } from '../../actions'
import { useDeskLinkStore } from '../../stores/desk-link-store'
import { useDeskViewerStore } from '../../stores/desk-viewer-store'
import { useFileSearchStore } from '../../stores/file-search-store'
import { useLibraryStore } from '../../stores/library-store'
import { useNoticeStore } from '../../stores/notice-store'
import { useSourceStore } from '../../stores/source-store'
import { useViewStore } from '../../stores/view-store'
import { sourceIcons } from '../sources/source-icons'
import { usePartWords } from '../viewer/part-words'
import {
  articleEntries,
  commandEntries,
  fileEntries,
  paletteQuery,
  sentenceEntries,
  sourceEntries,
  type PaletteEntry,
  type PaletteGroup,
} from './palette-entries'

/** What is typed into the palette, what it finds, and which entry it points at. */
export function usePalette() {
  const { t } = useI18n()
  const actions = useActions()
  const link = useDeskLinkStore()
  const library = useLibraryStore()
  const sources = useSourceStore()
  const files = useFileSearchStore()
  const viewer = useDeskViewerStore()
  const notices = useNoticeStore()
  const partWords = usePartWords()
  const view = useViewStore()

  const typed = ref('')
  const position = ref(0)
  const found = shallowRef<Source[]>([])
  const foundPages = shallowRef<FoundPage[]>([])

  const query = computed(() => paletteQuery(typed.value))
  const groups = computed<PaletteGroup[]>(() => {
    const { mode } = query.value
    const all: PaletteGroup[] = [
      { name: 'commands', entries: mode === 'sentences' ? [] : commands() },
      { name: 'sentences', entries: mode === 'commands' ? [] : sentences() },
      {
        name: 'articles',
        entries:
          mode === 'all'
            ? articleEntries(library.articles, query.value.words, FileText, view.openArticle)
            : [],
      },
      { name: 'sources', entries: mode === 'all' ? foundSources() : [] },
      { name: 'files', entries: mode === 'all' ? foundInFiles() : [] },
    ]
    return all.filter(({ entries }) => entries.length > 0)
  })
  const entries = computed(() => groups.value.flatMap((group) => group.entries))
  const active = computed(() => entries.value[position.value])

  function commands(): PaletteEntry[] {
    const { mode, words } = query.value
    return commandEntries(actions.all.value, words, mode === 'commands' || words.length === 0)
  }

  function sentences(): PaletteEntry[] {
    const { mode, words } = query.value
    return sentenceEntries(link.sentences, words, mode === 'sentences', goToSentence)
  }

  function foundSources(): PaletteEntry[] {
    return sourceEntries(
      found.value,
      asideOf,
      ({ type }) => sourceIcons[type],
      (sourceId) => view.go({ view: 'sources', sourceId }),
    )
  }

  function foundInFiles(): PaletteEntry[] {
    return fileEntries(
      foundPages.value,
      ({ name, mediaType, label }) => [name, partWords(mediaType, label)].filter(Boolean).join(', '),
      Paperclip,
      ({ hash, part, start, end }) =>
        viewer
          .open(hash, { words: query.value.words.join(' '), at: { part, start, endPart: part, end } })
          .catch(notices.reportError),
    )
  }

  watch(query, async ({ mode, words }) => {
    position.value = 0
    const text = words.join(' ')
    if (mode !== 'all' || text === '') {
      found.value = []
      foundPages.value = []
      return
    }
    const [answer, pages] = await Promise.all([
      sources.find(text, 5).catch(() => []),
      files.find(text, 5).catch(() => []),
    ])
    if (query.value.words.join(' ') !== text) return
    found.value = answer
    foundPages.value = pages
  })

  function asideOf({ type, confidential, evidenceCount }: Source): string {
    if (confidential) return t('desk.source.confidential')
    return t('palette.source', {
      type: t(`desk.sourceType.${type}`),
      evidence: t('sources.evidenceCount', { count: evidenceCount }, evidenceCount),
    })
  }

  function goToSentence(sentenceId: SentenceId): void {
    view.show('desk')
    if (view.layout === 'one') view.showPane('manuscript')
    link.goToSentence(sentenceId)
  }

  /** One entry on, around the ends. */
  function move(step: 1 | -1): void {
    const count = entries.value.length
    if (count > 0) position.value = (position.value + step + count) % count
  }

  /** Several entries on, as far as there are any. */
  function leap(step: number): void {
    position.value = Math.max(0, Math.min(entries.value.length - 1, position.value + step))
  }

  return { typed, query, groups, entries, active, move, leap }
}
