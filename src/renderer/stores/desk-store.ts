import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Input, Output, ProcedureName } from '#shared/contract'
import type {
  Article,
  ArticleChange,
  ArticleId,
  Block,
  BlockId,
  Claim,
  ClaimId,
  Contact,
  Evidence,
  EvidenceId,
  Sentence,
  SentenceId,
} from '#shared/model'

import { useCall } from '../api'
import type { Span } from '../components/desk/word-selection'
import { isAtRest, openQuestion } from '../components/desk/verdict-summary'
import { useCuttingStore } from './cutting-store'
import {
  DESK_FILTERS,
  decidersOf,
  isIn,
  needsChecking,
  needsSecondReading,
  type DeskFilter,
} from './desk-filters'
import { inSight } from './desk-evidence-words'
import { charactersOutside, claimsBySentence, mergeChange, sentenceAtOffset } from './desk-merge'
import { useLibraryStore } from './library-store'
import { useNoticeStore } from './notice-store'
import { useRecord } from './saved-store'
import { useSessionStore } from './session-store'

/** Words chosen inside a sentence, as offsets in the text of the revision. */
export type DeskSelection = Span & { sentenceId: SentenceId }

/** What one call takes. */
const MAX_AT_ONCE = 1_000
const MAX_ANCHORS = 50
/** More than fills any window. */
const BEGINNING = 100

/** The article on the desk, as the main process last described it, and where the checker is in it. */
export const useDeskStore = defineStore('desk', () => {
  const call = useCall()
  const record = useRecord()
  const session = useSessionStore()
  const library = useLibraryStore()
  const notices = useNoticeStore()
  const cutting = useCuttingStore()

  const article = shallowRef<Article | null>(null)
  const loading = ref(false)
  /** False for the moment in which only the beginning of a long article is there. */
  const isWhole = ref(true)
  const focusedId = ref<SentenceId | null>(null)
  const chosenClaimId = ref<ClaimId | null>(null)
  const selection = shallowRef<DeskSelection | null>(null)
  /** Far end of a run of sentences that begins or ends with the focused one; null where it is chosen alone. */
  const runEndId = ref<SentenceId | null>(null)
  /** Where the text cursor stands, for splitting a sentence. */
  const caret = shallowRef<{ sentenceId: SentenceId; at: number } | null>(null)
  const filter = ref<DeskFilter | null>(null)
  /** What was waiting when the filter for second reading was switched on, so that progress can be told. */
  const readingRound = shallowRef<ReadonlySet<SentenceId>>(new Set())
  /** Counts up when the focused sentence should be brought to its place in the window. */
  const revealed = ref(0)
  /** The latest change that the article on the desk contains, and the latest one that is known of. */
  let ownSequence = 0
  let newestSequence = 0
  let recording = 0
  /** Asked for before its article was open. */
  let wantedId: SentenceId | null = null

  const sentences = computed<readonly Sentence[]>(() => article.value?.sentences ?? [])
  const sentencesById = computed(() => new Map(sentences.value.map((sentence) => [sentence.id, sentence])))
  const blocks = computed<readonly Block[]>(
    () => article.value?.blocks.filter(({ kind }) => kind !== 'non-text') ?? [],
  )
  const droppedBlocks = computed<readonly Block[]>(
    () => article.value?.blocks.filter(({ kind }) => kind === 'non-text') ?? [],
  )
  const blocksById = computed(
    () => new Map<BlockId, Block>(article.value?.blocks.map((block) => [block.id, block])),
  )
  const sentencesByBlock = computed(() => Map.groupBy(sentences.value, ({ blockId }) => blockId))
  const claimsOf = computed(() => claimsBySentence(article.value?.claims ?? []))
  const outside = computed(() => (article.value ? charactersOutside(article.value) : 0))

  const focused = computed(() =>
    focusedId.value ? (sentencesById.value.get(focusedId.value) ?? null) : null,
  )
  const focusedBlock = computed(() =>
    focused.value ? (blocksById.value.get(focused.value.blockId) ?? null) : null,
  )
  const focusedClaims = computed<readonly Claim[]>(() =>
    focused.value ? (claimsOf.value.get(focused.value.id) ?? []) : [],
  )
  const activeClaim = computed(
    () =>
      focusedClaims.value.find(({ id }) => id === chosenClaimId.value) ??
      focusedClaims.value.find((claim) => openQuestion(claim) !== null || isAtRest(claim)) ??
      focusedClaims.value.find(({ state }) => state === 'decided') ??
      focusedClaims.value[0] ??
      null,
  )
  /** The focused sentence and those chosen with it, in reading order. */
  const chosen = computed<readonly Sentence[]>(() => {
    if (!focused.value) return []
    const end = runEndId.value && sentencesById.value.get(runEndId.value)
    if (!end) return [focused.value]
    const [from, to] = [focused.value.number, end.number].sort((a, b) => a - b)
    return sentences.value.slice((from ?? 1) - 1, to)
  })
  const chosenIds = computed(() => new Set(chosen.value.map(({ id }) => id)))
  /** Those of them that can be marked "no claim". */
  const chosenUndecided = computed(() =>
    chosen.value.filter(
      ({ id, noClaim, mark }) => !claimsOf.value.has(id) && (noClaim === null || mark === 'reopened'),
    ),
  )
  const selectionInFocused = computed(() =>
    selection.value?.sentenceId === focusedId.value ? selection.value : null,
  )

  /** Empty while only the beginning is there. */
  const filterCounts = computed(() => {
    if (!isWhole.value) return new Map<DeskFilter, number>()
    const counts = new Map<DeskFilter, number>(DESK_FILTERS.map((name) => [name, 0]))
    // Read once: ten thousand sentences ask for them.
    const [claims, me] = [claimsOf.value, session.currentId]
    for (const sentence of sentences.value) {
      const own = claims.get(sentence.id) ?? []
      for (const name of DESK_FILTERS)
        if (isIn(name, sentence, own, me)) counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    return counts
  })
  /** Sentences the filter lets through; null while no filter is on. */
  const shownIds = computed(() => {
    const name = filter.value
    if (name === null) return null
    return new Set(sentences.value.filter((sentence) => isMember(name, sentence)).map(({ id }) => id))
  })
  const readingProgress = computed(() => {
    const waiting = sentences.value.filter(({ mark }) => needsSecondReading(mark))
    const round = new Set([...readingRound.value, ...waiting.map(({ id }) => id)])
    return { done: round.size - waiting.length, total: round.size }
  })

  /** What stands in the way of signing the article off: neither second-read nor "no claim". */
  const missingForSignOff = computed(
    () =>
      (article.value?.progress.total ?? 0) -
      sentences.value.filter(({ mark }) => mark === 'signed off' || mark === 'no claim').length,
  )
  /** "No claim" by others, which the acting person can confirm as second reader. */
  const readableNoClaims = computed(() =>
    sentences.value.filter(
      ({ mark, noClaim }) => mark === 'no claim' && noClaim && noClaim.personId !== session.currentId,
    ),
  )
  const readableClaims = computed(() =>
    focusedClaims.value.filter((claim) => claim.state === 'decided' && !isMine(claim)),
  )
  /** The acting person is asked to read what somebody else decided about this sentence. */
  const isSecondReader = computed(
    () =>
      readableClaims.value.length > 0 ||
      (focused.value !== null && readableNoClaims.value.some(({ id }) => id === focused.value?.id)),
  )

  function isMine(claim: Claim): boolean {
    return decidersOf(claim).some((decider) => decider === session.currentId)
  }

  function isMember(name: DeskFilter, sentence: Sentence): boolean {
    return isIn(name, sentence, claimsOf.value.get(sentence.id) ?? [], session.currentId)
  }

  function textOf({ start, end }: Span): string {
    return article.value?.text.slice(start, end) ?? ''
  }

  async function open(articleId: ArticleId): Promise<void> {
    if (article.value?.id === articleId) return
    loading.value = true
    try {
      const isToBeSeen = ({ id, mark }: Sentence): boolean =>
        wantedId === null ? needsChecking(mark) : id === wantedId
      const beginning = await call('articles.read', { articleId, upToSentence: BEGINNING })
      const isAll = beginning.sentences.length === beginning.progress.total
      const isEnough = isAll || beginning.sentences.some(isToBeSeen)
      const opened = isEnough ? beginning : await call('articles.read', { articleId })
      article.value = opened
      isWhole.value = isAll || !isEnough
      filter.value = null
      selection.value = null
      chosenClaimId.value = null
      const wanted = opened.sentences.find(({ id }) => id === wantedId)
      const first = opened.sentences.find(({ mark }) => needsChecking(mark)) ?? opened.sentences[0]
      wantedId = null
      focusedId.value = (wanted ?? first)?.id ?? null
      if (wanted) revealed.value += 1
    } finally {
      loading.value = false
    }
    if (!isWhole.value) void reload().catch(notices.reportError)
  }

  function close(): void {
    article.value = null
    focusedId.value = null
    selection.value = null
  }

  /** Reads the article again. The focus stays on the sentence that has the same place in the text now. */
  async function reload(): Promise<void> {
    const before = article.value
    if (!before) return
    const offset = focused.value?.start ?? 0
    const [sequence, own] = [newestSequence, ownSequence]
    const read = await call('articles.read', { articleId: before.id })
    if (article.value?.id !== read.id) return
    // A change of our own overtook it.
    if (ownSequence !== own) return reload()
    ownSequence = Math.max(ownSequence, sequence)
    article.value = read
    isWhole.value = true
    if (!focused.value) focusedId.value = sentenceAtOffset(read.sentences, offset)?.id ?? null
    if (selection.value && !sentencesById.value.has(selection.value.sentenceId)) selection.value = null
    if (wantedId && sentencesById.value.has(wantedId)) {
      focus(wantedId, { reveal: true })
      wantedId = null
    }
  }

  /** Follows what is recorded elsewhere. Returns the function that stops it. */
  function follow(): () => void {
    return library.onArticleChanged((articleId, sequence) => {
      if (articleId !== article.value?.id) return
      newestSequence = Math.max(newestSequence, sequence)
      // The reply to a change of our own brings the same sequence; it is compared when it is here.
      if (recording === 0) void catchUp()
    })
  }

  async function catchUp(): Promise<void> {
    if (newestSequence <= ownSequence) return
    await reload().catch(notices.reportError)
  }

  async function apply(change: ArticleChange): Promise<void> {
    if (article.value?.id !== change.articleId) return
    ownSequence = Math.max(ownSequence, change.sequence)
    article.value = mergeChange(article.value, change)
    if (change.structureChanged) await reload()
  }

  async function recordChange<N extends ProcedureName>(
    name: N,
    input: Input<N>,
    changeIn: (output: Output<N>) => ArticleChange,
  ): Promise<Output<N>> {
    recording += 1
    try {
      const output = await record(name, input)
      await apply(changeIn(output))
      return output
    } finally {
      recording -= 1
      if (recording === 0) void catchUp()
    }
  }

  type Changing = { [N in ProcedureName]: Output<N> extends ArticleChange ? N : never }[ProcedureName]
  const change = <N extends Changing>(name: N, input: Input<N>): Promise<ArticleChange> =>
    recordChange(name, input, (output) => output as ArticleChange)

  function focus(id: SentenceId | null | undefined, { reveal = false } = {}): void {
    if (!id) return
    if (!sentencesById.value.has(id)) {
      wantedId = id
      return
    }
    if (focusedId.value !== id) {
      focusedId.value = id
      runEndId.value = null
      chosenClaimId.value = null
      if (selection.value?.sentenceId !== id) selection.value = null
    }
    if (reveal) revealed.value += 1
  }

  function neighbour(step: 1 | -1, matches: (sentence: Sentence) => boolean): Sentence | null {
    const at = sentences.value.findIndex(({ id }) => id === focusedId.value)
    const found =
      step === 1
        ? sentences.value.find((sentence, index) => index > at && matches(sentence))
        : sentences.value.findLast((sentence, index) => index < at && matches(sentence))
    return found ?? null
  }

  /** One sentence further; within the filter unless every sentence is asked for. */
  function move(step: 1 | -1, { everySentence = false } = {}): void {
    const shown = everySentence ? null : shownIds.value
    focus(neighbour(step, ({ id }) => shown?.has(id) ?? true)?.id, { reveal: true })
  }

  /** Takes one sentence more, or one less, into what is chosen. */
  function chooseMore(step: 1 | -1): void {
    const end = sentences.value.find(({ id }) => id === (runEndId.value ?? focusedId.value))
    chooseTo(end && sentences.value[end.number - 1 + step]?.id)
  }

  function chooseTo(id: SentenceId | null | undefined): void {
    if (!id) return
    runEndId.value = id === focusedId.value ? null : id
    selection.value = null
  }

  function moveToEnd(end: 'first' | 'last'): void {
    focus((end === 'first' ? sentences.value[0] : sentences.value.at(-1))?.id, { reveal: true })
  }

  /** What has to be done next: to check, or for a second reader to read. Begins again at the top. */
  const nextToDo = computed(() => {
    const readable = new Set(readableNoClaims.value.map(({ id }) => id))
    const matches =
      filter.value === 'second reading'
        ? ({ id, mark }: Sentence): boolean =>
            readable.has(id) ||
            (mark === 'waiting' &&
              (claimsOf.value.get(id) ?? []).some((claim) => claim.state === 'decided' && !isMine(claim)))
        : ({ mark }: Sentence): boolean => needsChecking(mark)
    const found = neighbour(1, matches) ?? sentences.value.find(matches) ?? null
    return found?.id === focusedId.value ? null : found
  })

  function goToNextToDo(): void {
    focus(nextToDo.value?.id, { reveal: true })
  }

  function toggleFilter(name: DeskFilter): void {
    filter.value = filter.value === name ? null : name
    if (filter.value === 'second reading') readingRound.value = shownIds.value ?? new Set()
  }

  async function markNoClaim(marked: readonly Sentence[]): Promise<void> {
    const sentenceIds = marked.slice(0, MAX_AT_ONCE).map(({ id }) => id)
    const { text } = await change('sentences.markNoClaim', { sentenceIds })
    notices.tell(text, { undo: true })
  }

  const clearNoClaim = (sentence: Sentence): Promise<ArticleChange> =>
    change('sentences.clearNoClaim', { sentenceIds: [sentence.id] })

  /** A claim on the chosen words, or on the whole sentence with those chosen with it. */
  async function addClaim(sentence: Sentence): Promise<ClaimId> {
    const words = selection.value?.sentenceId === sentence.id ? selection.value : null
    const whole = sentence.id === focusedId.value ? chosen.value : [sentence]
    const anchors = words
      ? [{ sentenceId: sentence.id, start: words.start, end: words.end }]
      : whole.slice(0, MAX_ANCHORS).map(({ id }) => ({ sentenceId: id }))
    const { claimId } = await recordChange('claims.add', { anchors }, (output) => output.change)
    if (focusedId.value === sentence.id) {
      chosenClaimId.value = claimId
      selection.value = null
      runEndId.value = null
    }
    return claimId
  }

  const updateClaim = (input: Input<'claims.update'>): Promise<ArticleChange> =>
    change('claims.update', input)

  async function removeClaim({
    id,
    wording,
    kind,
    claimant,
    claimantRole,
    claimedOn,
    place,
  }: Claim): Promise<void> {
    const expected = { wording, kind, claimant, claimantRole, claimedOn, place }
    const { text } = await change('claims.remove', { claimId: id, expected })
    notices.tell(text, { undo: true })
  }

  const recordVerdict = (input: Input<'verdicts.record'>): Promise<ArticleChange> =>
    change('verdicts.record', input)

  async function withdrawVerdict(input: Input<'verdicts.withdraw'>): Promise<void> {
    const { text } = await change('verdicts.withdraw', input)
    notices.tell(text, { undo: true })
  }

  async function addEvidence(input: Input<'evidence.add'>): Promise<EvidenceId> {
    return (await recordChange('evidence.add', input, (output) => output.change)).evidenceId
  }

  const updateEvidence = (input: Input<'evidence.update'>): Promise<ArticleChange> =>
    change('evidence.update', input)

  async function removeEvidence(evidence: Evidence): Promise<void> {
    const { text } = await change('evidence.remove', { evidenceId: evidence.id, expected: inSight(evidence) })
    notices.tell(text, { undo: true })
  }

  const addContact = (input: Input<'contacts.add'>): Promise<Output<'contacts.add'>> =>
    recordChange('contacts.add', input, (output) => output.change)
  const updateContact = (input: Input<'contacts.update'>): Promise<ArticleChange> =>
    change('contacts.update', input)
  const removeContact = ({
    id,
    claimId: _,
    personId: __,
    at: ___,
    ...expected
  }: Contact): Promise<ArticleChange> => change('contacts.remove', { contactId: id, expected })

  const answerCorrection = (input: Input<'corrections.answer'>): Promise<ArticleChange> =>
    change('corrections.answer', input)

  const readSecond = (input: Input<'secondReads.record'>): Promise<ArticleChange> =>
    change('secondReads.record', input)

  const wordsOf = (sentence: Sentence | undefined): string | undefined => sentence && textOf(sentence)

  async function split(sentenceId: SentenceId, at: number): Promise<void> {
    const expected = { text: wordsOf(sentencesById.value.get(sentenceId)) }
    const { articleId } = await change('sentences.split', { sentenceId, at, expected })
    cutting.last = { articleId, at, isCut: true }
  }

  async function join(sentenceId: SentenceId): Promise<void> {
    const number = sentencesById.value.get(sentenceId)?.number ?? 0
    const next = sentences.value[number]
    const expected = { text: wordsOf(sentencesById.value.get(sentenceId)), next: wordsOf(next) }
    const { articleId } = await change('sentences.join', { sentenceId, expected })
    if (next) cutting.last = { articleId, at: next.start, isCut: false }
  }

  const setBlockLanguage = (input: Input<'blocks.setLanguage'>): Promise<ArticleChange> =>
    change('blocks.setLanguage', input)
  const setBlockKind = (input: Input<'blocks.setKind'>): Promise<ArticleChange> =>
    change('blocks.setKind', input)
  const attribute = (input: Input<'blocks.attribute'>): Promise<ArticleChange> =>
    change('blocks.attribute', input)
  const addComment = (input: Input<'comments.add'>): Promise<ArticleChange> => change('comments.add', input)
  const resolveComment = (input: Input<'comments.resolve'>): Promise<ArticleChange> =>
    change('comments.resolve', input)

  async function signOff(): Promise<void> {
    if (!article.value) return
    const { id, changedAt } = article.value
    const { text } = await change('articles.signOff', { articleId: id, expected: { changedAt } })
    notices.tell(text, { undo: true })
  }

  return {
    article,
    loading,
    focusedId,
    chosenClaimId,
    selection,
    caret,
    filter,
    revealed,
    sentences,
    sentencesById,
    blocks,
    droppedBlocks,
    blocksById,
    sentencesByBlock,
    claimsOf,
    outside,
    focused,
    focusedBlock,
    focusedClaims,
    activeClaim,
    chosen,
    chosenIds,
    chosenUndecided,
    selectionInFocused,
    filterCounts,
    shownIds,
    readingProgress,
    missingForSignOff,
    readableNoClaims,
    readableClaims,
    isSecondReader,
    nextToDo,
    textOf,
    isMine,
    open,
    close,
    reload,
    follow,
    apply,
    focus,
    move,
    chooseMore,
    chooseTo,
    moveToEnd,
    goToNextToDo,
    toggleFilter,
    markNoClaim,
    clearNoClaim,
    addClaim,
    updateClaim,
    removeClaim,
    recordVerdict,
    withdrawVerdict,
    addEvidence,
    updateEvidence,
    removeEvidence,
    addContact,
    updateContact,
    removeContact,
    answerCorrection,
    readSecond,
    split,
    join,
    setBlockKind,
    setBlockLanguage,
    attribute,
    addComment,
    resolveComment,
    signOff,
  }
})
