import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef } from 'vue'

import type { Input, Output } from '#shared/contract'
import { MAX_TEXT_BYTES } from '#shared/limits'
import type {
  ArticleChange,
  ArticleId,
  ClaimId,
  EarlierWording,
  ListedRevision,
  OrphanedClaim,
  RevisionStep,
  RevisionStepKind,
  SentenceId,
} from '#shared/model'
import { CallError } from '#shared/rpc'

import { useCall } from '../api'
import { base64Of } from './desk-file-store'
import { useDeskStore } from './desk-store'
import { useNoticeStore } from './notice-store'
import { useRecord } from './saved-store'
import { useViewStore } from './view-store'

/** A text for an article that is already there: pasted, or a file of any kind that import reads. */
export type NewText = { text: string } | { file: File }

/** Why a text was not even sent; the words are the window's. */
export class TextRefused extends Error {
  constructor(readonly refusal: 'empty' | 'too large') {
    super(refusal)
  }
}

type Preview = Output<'revisions.preview'>
type Source = Omit<Input<'revisions.preview'>, 'articleId'>

/** A new version that is looked at and not applied yet. */
interface Coming {
  articleId: ArticleId
  source: Source
  preview: Preview
}

/** Shows what changed; null: all that is not the same. */
export type StepFilter = RevisionStepKind | null

/** New versions on their way, and the revisions there are. Nothing of a preview is recorded before it is applied. */
export const useRevisionStore = defineStore('revisions', () => {
  const call = useCall()
  const record = useRecord()
  const desk = useDeskStore()
  const view = useViewStore()
  const notices = useNoticeStore()

  /** The article whose new text is asked for, while it is. */
  const askedFor = ref<ArticleId | null>(null)
  /** What stands in the dialog for a new text, by article. It stays until it is applied. */
  const drafts = reactive(new Map<ArticleId, string>())
  /** A file dropped on an open article: what it is meant for is asked. */
  const dropped = shallowRef<File | null>(null)
  /** The sentence that is being edited in place. */
  const editing = ref<SentenceId | null>(null)
  const reading = ref(false)
  const applying = ref(false)

  const coming = shallowRef<Coming | null>(null)
  const articleId = ref<ArticleId | null>(null)
  const list = shallowRef<readonly ListedRevision[]>([])
  const orphans = shallowRef<readonly OrphanedClaim[]>([])
  const compared = shallowRef<Output<'revisions.compare'> | null>(null)
  const from = ref(0)
  const to = ref(0)
  const part = ref<'steps' | 'orphans'>('steps')
  const filter = ref<StepFilter>(null)
  /** Which of the shown steps is in focus. */
  const at = ref(0)
  /** Counts up when the step in focus should be brought into sight. */
  const revealed = ref(0)

  const current = computed(() => list.value.find(({ isCurrent }) => isCurrent)?.number ?? 0)
  /** The preview where there is one, else the two revisions that are compared. */
  const shown = computed(() => {
    if (coming.value && coming.value.articleId === articleId.value) {
      const { counts, steps, revision } = coming.value.preview
      return { kind: 'coming' as const, counts, steps, from: revision - 1, to: revision }
    }
    if (!compared.value) return null
    return { kind: 'compared' as const, ...compared.value, from: from.value, to: to.value }
  })
  const steps = computed<readonly RevisionStep[]>(() => {
    const all = shown.value?.steps ?? []
    const wanted = filter.value
    return all.filter(({ kind }) => (wanted === null ? kind !== 'kept' : kind === wanted))
  })
  const step = computed(() => steps.value[at.value] ?? null)

  async function sourceOf(given: NewText): Promise<Source> {
    if ('text' in given) {
      if (given.text.trim() === '') throw new TextRefused('empty')
      if (new Blob([given.text]).size > MAX_TEXT_BYTES) throw new TextRefused('too large')
      return { text: given.text }
    }
    const { file } = given
    if (file.size === 0) throw new TextRefused('empty')
    if (file.size > MAX_TEXT_BYTES) throw new TextRefused('too large')
    return { bytes: await base64Of(file), fileName: file.name.slice(0, 500) }
  }

  /** Shows what this text would do as the new version of an article. Nothing is recorded. */
  async function propose(about: ArticleId, given: NewText): Promise<void> {
    reading.value = true
    try {
      const source = await sourceOf(given)
      await look(about, source)
      askedFor.value = null
      part.value = 'steps'
      show(null)
      view.go({ view: 'revisions', articleId: about })
    } finally {
      reading.value = false
    }
  }

  async function look(about: ArticleId, source: Source): Promise<void> {
    const preview = await call('revisions.preview', { articleId: about, ...source })
    coming.value = { articleId: about, source, preview }
    articleId.value = about
  }

  /** Makes the previewed text the new version. When something was recorded meanwhile, the new preview is shown instead. */
  async function apply(): Promise<ArticleChange | null> {
    const applied = coming.value
    if (!applied || applying.value) return null
    const { articleId: about, source, preview } = applied
    applying.value = true
    try {
      const { previewHash } = preview
      const change = await record('revisions.apply', { articleId: about, previewHash, ...source })
      coming.value = null
      drafts.delete(about)
      await desk.apply(change)
      await load(about)
      return change
    } catch (error) {
      if (error instanceof CallError && error.code === 'conflict') await look(about, source)
      throw error
    } finally {
      applying.value = false
    }
  }

  function giveUp(): void {
    coming.value = null
    show(null)
  }

  /** Reads what there is of an article; of the revisions, the latest two are compared. */
  async function load(about: ArticleId): Promise<void> {
    const [listed, left] = await Promise.all([
      call('revisions.list', { articleId: about }),
      call('revisions.orphans', { articleId: about }),
    ])
    const isNew = articleId.value !== about || listed[0]?.id !== list.value[0]?.id
    articleId.value = about
    list.value = listed
    orphans.value = left
    if (left.length === 0) part.value = 'steps'
    if (isNew) await compare(Math.max(1, listed.length - 1), listed.length)
  }

  /** Follows what was recorded elsewhere. */
  async function refresh(): Promise<void> {
    const about = articleId.value
    if (!about) return
    await load(about)
    const waiting = coming.value
    if (waiting?.articleId === about && !applying.value) await look(about, waiting.source)
  }

  async function compare(earlier: number, later: number): Promise<void> {
    const about = articleId.value
    if (!about) return
    from.value = earlier
    to.value = later
    compared.value =
      earlier === later
        ? null
        : await call('revisions.compare', { articleId: about, from: earlier, to: later })
    show(null)
  }

  function show(kind: StepFilter): void {
    filter.value = kind
    at.value = 0
  }

  function move(by: 1 | -1): void {
    at.value = Math.min(Math.max(0, at.value + by), Math.max(0, steps.value.length - 1))
    revealed.value += 1
  }

  const earlier = (sentenceId: SentenceId): Promise<EarlierWording[]> =>
    call('revisions.earlier', { sentenceId })

  /** The claim with its evidence, on a sentence of today. Its verdicts have to be given again. */
  async function attach(claimId: ClaimId, sentenceIds: readonly SentenceId[]): Promise<ArticleChange> {
    const anchors = sentenceIds.map((sentenceId) => ({ sentenceId }))
    const change = await record('claims.reattach', { claimId, anchors })
    await desk.apply(change)
    notices.tell(change.text, { undo: true })
    return change
  }

  const previewEdit = (sentenceId: SentenceId, text: string): Promise<Preview> =>
    call('sentences.previewEdit', { sentenceId, text })

  async function edit(input: Input<'sentences.edit'>): Promise<void> {
    const change = await record('sentences.edit', input)
    await desk.apply(change)
    notices.tell(change.text, { undo: true })
  }

  return {
    askedFor,
    drafts,
    dropped,
    editing,
    reading,
    applying,
    coming,
    articleId,
    list,
    orphans,
    compared,
    from,
    to,
    part,
    filter,
    at,
    revealed,
    current,
    shown,
    steps,
    step,
    propose,
    apply,
    giveUp,
    load,
    refresh,
    compare,
    show,
    move,
    earlier,
    attach,
    previewEdit,
    edit,
  }
})
