import { defineStore } from 'pinia'
import { computed, markRaw, reactive, ref } from 'vue'

import type { Input } from '#shared/contract'
import { MAX_ARTICLE_FILE_BYTES, MAX_TEXT_BYTES } from '#shared/limits'
import type { BlockKind } from '#shared/model'
import { CallError } from '#shared/rpc'

import { useApi } from '../api'
import { i18n } from '../i18n'
import { base64Of } from './desk-file-store'
import {
  carriedOver,
  correctionsOf,
  fieldsOf,
  type Incoming,
  type ReadingOptions,
  type TextSource,
} from './incoming'
import { useLibraryStore } from './library-store'
import { sortedFiles } from '#shared/sorted-files'
import { useSavedStore } from './saved-store'

/** What one call takes, before base64. */
const CHUNK_BYTES = 2 * 1024 * 1024

interface NamedSource {
  name: string
  source: TextSource
  /** The page of which it is a part. */
  page?: string
}

/** Texts on their way into the library: read one after the other, looked through, then stored. */
export const useImportStore = defineStore('import', () => {
  const { call, listen } = useApi()
  const saved = useSavedStore()
  const library = useLibraryStore()

  const incoming = ref<Incoming[]>([])
  /** Shown one by one in a list, since there are several. */
  const asList = ref(false)
  const reviewedKey = ref<number | null>(null)
  /** What stands in the import dialog. It stays there until it is read. */
  const draft = ref({ text: '', language: '' })
  const dialogOpen = ref(false)
  /** Why the text in the dialog cannot be read, in words. */
  const error = ref('')
  let count = 0
  let reading: Promise<void> | null = null
  let abort = new AbortController()

  const reviewed = computed(() => incoming.value.find(({ key }) => key === reviewedKey.value) ?? null)
  /** The text that is read just now. */
  const running = computed(
    () => incoming.value.find(({ state }) => state === 'sending' || state === 'reading') ?? null,
  )
  const isWaiting = computed(() => saved.isWaiting('imports.store'))

  /** Follows how far the work is. Returns the function that stops it. */
  function follow(): () => void {
    return listen((message) => {
      if (message.name !== 'progress') return
      const { task, done, total } = message.value
      const found = incoming.value.find((each) => taskOf(each) === task)
      if (found) Object.assign(found, { done, total })
    })
  }

  function add(sources: readonly NamedSource[], options: ReadingOptions = {}): Incoming[] {
    const added = sources.map((source) => made(source, sizeOf(source.source), options))
    incoming.value = [...incoming.value, ...added]
    return added
  }

  function made(
    { name, source, page = '' }: NamedSource,
    sizeInBytes: number,
    options: ReadingOptions,
  ): Incoming {
    count += 1
    return reactive<Incoming>({
      ...{ key: count, name, sizeInBytes, source: markRaw(source), options },
      state: page ? 'companion' : 'waiting',
      ...{ error: '', done: 0, total: 0, read: null, fields: fieldsOf(null), kinds: {}, cuts: {} },
      ...{ attachments: [], page, stored: null },
    })
  }

  /** Reads what waits, one after the other; one that is refused does not stop the next. */
  function readAll(): Promise<void> {
    reading ??= (async () => {
      for (;;) {
        const next = incoming.value.find(({ state }) => state === 'waiting')
        if (!next) return
        await read(next)
      }
    })().finally(() => (reading = null))
    return reading
  }

  async function read(item: Incoming): Promise<void> {
    abort = new AbortController()
    item.error = refusalOf(item)
    if (item.error) {
      item.state = 'refused'
      return
    }
    try {
      item.state = 'sending'
      const source = await sent(item, abort.signal)
      if (await unpacked(item, source.uploadId)) return
      item.state = 'reading'
      Object.assign(item, { done: 0, total: 0 })
      const task = taskOf(item)
      take(item, await call('imports.read', { ...source, ...item.options, task }))
    } catch (problem) {
      const isCancelled = problem instanceof CallError && problem.code === 'cancelled'
      item.state = isCancelled ? 'cancelled' : 'refused'
      item.error = isCancelled ? '' : wordsOf(problem, item)
    }
  }

  /** An archive gives way to the files in it, in the same place of the list. */
  async function unpacked(item: Incoming, uploadId: string | undefined): Promise<boolean> {
    if (uploadId === undefined || !/\.zip$/i.test(item.name)) return false
    const packed = await call('imports.unpack', { uploadId })
    if (packed.length === 1 && packed[0]?.uploadId === uploadId) return false
    const files = sortedFiles(packed)
    const [only, ...more] = files
    if (!only) throw new CallError('unreadable', i18n.global.t('import.empty', { name: item.name }))
    const isAlone = more.length === 0 && !asList.value
    const added = files.map(({ path, page, uploadId: id, sizeInBytes }) =>
      made(
        { name: isAlone ? path : `${item.name}: ${path}`, page, source: { uploadId: id } },
        sizeInBytes,
        item.options,
      ),
    )
    incoming.value = incoming.value.flatMap((each) =>
      each === item || each.key === item.key ? added : [each],
    )
    if (!isAlone) asList.value = true
    return true
  }

  function take(item: Incoming, now: NonNullable<Incoming['read']>): void {
    Object.assign(item, carriedOver(item, now))
    item.read = markRaw(now)
    item.state = 'ready'
    // It was let go of while it was read.
    if (!incoming.value.includes(item)) void call('imports.discard', { importId: now.id })
  }

  /** What imports.read takes for it: files go over piece by piece. */
  async function sent(
    { name, source }: Incoming,
    signal: AbortSignal,
  ): Promise<Pick<Input<'imports.read'>, 'text' | 'html' | 'uploadId'>> {
    if (!('file' in source)) return source
    const { file, method } = source
    const { uploadId } = await call('evidenceFiles.begin', {
      name: name.slice(-500),
      sizeInBytes: file.size,
      method,
    })
    try {
      for (let at = 0; at < file.size; at += CHUNK_BYTES) {
        const bytes = await base64Of(file.slice(at, at + CHUNK_BYTES))
        if (signal.aborted) throw new CallError('cancelled', '')
        await call('evidenceFiles.append', { uploadId, bytes })
      }
    } catch (problem) {
      await call('evidenceFiles.cancel', { uploadId }).catch(() => undefined)
      throw problem
    }
    return { uploadId }
  }

  /** Reads it differently, at once. What a person corrected stays where the same words stand. */
  async function readAgain(item: Incoming, options: ReadingOptions): Promise<void> {
    const before = { ...item.options }
    const importId = item.read?.id
    if (importId === undefined || item.state !== 'ready') return
    Object.assign(item, {
      options: { ...before, ...options },
      state: 'reading',
      error: '',
      done: 0,
      total: 0,
    })
    try {
      take(item, await call('imports.read', { importId, ...item.options, task: taskOf(item) }))
    } catch (problem) {
      const isCancelled = problem instanceof CallError && problem.code === 'cancelled'
      Object.assign(item, {
        options: before,
        state: 'ready',
        error: isCancelled ? '' : wordsOf(problem, item),
      })
    }
  }

  function setKind(item: Incoming, at: number, kind: BlockKind): void {
    if (item.read?.blocks[at]?.kind === kind) {
      const { [at]: _, ...others } = item.kinds
      item.kinds = others
    } else item.kinds = { ...item.kinds, [at]: kind }
  }

  /** Says which language a block is in; it is cut by the rules of that one. */
  async function setLanguage(item: Incoming, at: number, language: string | null): Promise<void> {
    const importId = item.read?.id
    const before = item.read?.blocks[at]
    if (importId === undefined || !before) return
    const cut = await call('imports.cut', { importId, at, language })
    if (item.read?.id !== importId) return
    const { [at]: _, ...others } = item.cuts
    item.cuts = cut.language === before.language ? others : { ...others, [at]: cut }
  }

  function chooseAttachments(item: Incoming, attachments: number[]): void {
    item.attachments = attachments
  }

  /** One transaction in the library. What a person corrected stays here until it is written. */
  async function store(item: Incoming): Promise<void> {
    const importId = item.read?.id
    if (importId === undefined || item.state !== 'ready') return
    item.state = 'storing'
    item.error = ''
    try {
      const { article, sentences, blocks } = await saved.record('imports.store', {
        importId,
        ...correctionsOf(item),
      })
      item.stored = { articleId: article.id, title: article.title, sentences, blocks }
      item.state = 'stored'
      item.read = null
      await library.load()
    } catch (problem) {
      item.state = 'ready'
      item.error = wordsOf(problem, item)
    }
  }

  /** Ends the reading that is under way, and with `all` also what waits for it. */
  async function cancel({ all = false } = {}): Promise<void> {
    if (all) {
      for (const item of incoming.value) if (item.state === 'waiting') item.state = 'cancelled'
    }
    abort.abort()
    if (running.value) await call('tasks.cancel', { task: taskOf(running.value) })
  }

  /** Lets it go; nothing of it stays. */
  async function discard(...items: readonly Incoming[]): Promise<void> {
    incoming.value = incoming.value.filter((each) => !items.includes(each))
    if (items.some(({ key }) => key === reviewedKey.value)) reviewedKey.value = null
    if (incoming.value.length === 0) asList.value = false
    if (items.some(({ state }) => state === 'sending' || state === 'reading')) {
      abort.abort()
      for (const item of items) {
        if (item.state === 'reading') await call('tasks.cancel', { task: taskOf(item) })
      }
    }
    for (const { read: gone, source, state } of items) {
      if (gone) await call('imports.discard', { importId: gone.id })
      else if ('uploadId' in source && state !== 'stored')
        await call('evidenceFiles.cancel', { uploadId: source.uploadId })
    }
  }

  return {
    incoming,
    asList,
    reviewedKey,
    reviewed,
    running,
    draft,
    dialogOpen,
    error,
    isWaiting,
    follow,
    add,
    readAll,
    readAgain,
    setKind,
    setLanguage,
    chooseAttachments,
    store,
    cancel,
    discard,
  }
})

function taskOf({ key }: Pick<Incoming, 'key'>): string {
  return `import-${String(key)}-${String(performance.timeOrigin)}`
}

function sizeOf(source: TextSource): number {
  if ('file' in source) return source.file.size
  if ('uploadId' in source) return 0
  return new Blob(['html' in source ? source.html : source.text]).size
}

/** What would be refused anyway is not sent. Empty where nothing speaks against it. */
function refusalOf({ source, sizeInBytes, name }: Incoming): string {
  const { t } = i18n.global
  const what = name || t('import.pastedText')
  const isBlank = 'text' in source && source.text.trim() === ''
  if (isBlank || ('file' in source && sizeInBytes === 0)) return t('import.empty', { name: what })
  const limit = 'file' in source ? MAX_ARTICLE_FILE_BYTES : MAX_TEXT_BYTES
  if (sizeInBytes <= limit) return ''
  return t('import.tooLarge', { name: what, limit: String(limit / 1024 / 1024) })
}

function wordsOf(problem: unknown, { name, source }: Incoming): string {
  if (problem instanceof CallError) return problem.message
  // The browser could not read the file; it may have been moved since it was chosen.
  if ('file' in source) return i18n.global.t('import.unreadable', { name })
  console.error(problem)
  return i18n.global.t('notice.internal')
}
