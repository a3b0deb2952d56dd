import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type {
  ClaimId,
  DescribedEvidenceFile,
  Evidence,
  FileTextPart,
  QuoteCheck,
  TextState,
} from '#shared/model'

import { useApi } from '../api'
import { extended, wordsAt, type TextPlace } from '../components/viewer/text-place'
import { useDeskFileStore } from './desk-file-store'
import { useNoticeStore } from './notice-store'
import { useRecord } from './saved-store'

/** What the open file is looked at for. */
export interface ViewedFor {
  claimId: ClaimId | null
  evidence: Evidence | null
  /** Words to find in it. */
  words: string
  /** The page to begin on; null for that of the evidence, or the first. */
  page: number | null
}

const NOTHING: ViewedFor = { claimId: null, evidence: null, words: '', page: null }

/** The evidence file that is open in the viewer, its text as far as it was read, and the place that is marked in it. */
export const useDeskViewerStore = defineStore('desk-viewer', () => {
  const { call } = useApi()
  const record = useRecord()
  const notices = useNoticeStore()
  const files = useDeskFileStore()

  const file = shallowRef<DescribedEvidenceFile | null>(null)
  /** Which opening the file that is shown is from: brought back, the same file is shown anew. */
  const shownSince = ref(0)
  const viewedFor = shallowRef<ViewedFor>(NOTHING)
  const parts = shallowRef<readonly FileTextPart[]>([])
  const textState = ref<TextState>('pending')
  const textNote = ref<string | null>(null)
  /** Of the part to ask for next; null once all are here. */
  const nextPart = ref<number | null>(1)
  const place = shallowRef<TextPlace | null>(null)
  /** How the passage of the evidence compares with the file. */
  const check = shallowRef<QuoteCheck | null>(null)
  const hits = shallowRef<readonly TextPlace[]>([])
  const hit = ref(-1)
  /** There are more places than were taken. */
  const isCut = ref(false)
  /** Counts up when the marked place should come into sight. */
  const revealed = ref(0)
  /** Replies to what was asked for a file that is no longer open are dropped. */
  let opening = 0
  let loading: Promise<void> | null = null

  /** Its bytes are not those that were stored. */
  const damage = computed(() => {
    const last = file.value?.lastCheck
    if (!last || last.intact) return null
    return last.foundHash === null ? 'missing' : 'changed'
  })
  const placeWords = computed(() => (place.value ? wordsAt(place.value, parts.value) : ''))

  /** `at`: the place to show first. */
  async function open(
    hash: string,
    { at = null, ...wanted }: Partial<ViewedFor> & { at?: TextPlace | null } = {},
  ): Promise<void> {
    opening += 1
    const mine = opening
    const described = await call('evidenceFiles.describe', { hash })
    if (mine !== opening) return
    viewedFor.value = { ...NOTHING, ...wanted }
    parts.value = []
    nextPart.value = 1
    textState.value = described.textState
    textNote.value = described.textNote
    place.value = null
    check.value = null
    hits.value = []
    hit.value = -1
    loading = null
    file.value = described
    shownSince.value = mine
    void readFor(at, mine).catch(notices.reportError)
    void compareBytes(hash).catch(notices.reportError)
  }

  /** What is shown is what was stored: bytes are compared at each opening, and a difference goes on record. */
  async function compareBytes(hash: string): Promise<void> {
    const [now] = await call('evidenceFiles.compare', { hashes: [hash] })
    const was = file.value?.hash === hash ? file.value.lastCheck : undefined
    if (was === undefined || !now?.readNow) return
    if ((was?.foundHash ?? hash) !== now.foundHash) await checkBytes()
  }

  async function readFor(at: TextPlace | null, mine: number): Promise<void> {
    await loadMore()
    const hash = file.value?.hash
    const { evidence, words } = viewedFor.value
    if (mine === opening && words) await search(words, at)
    if (mine === opening && hash && evidence?.passage) await compare(hash, evidence.passage, mine)
  }

  async function compare(hash: string, passage: string, mine: number): Promise<void> {
    const found = await call('evidenceFiles.find', { hash, text: passage })
    if (mine !== opening) return
    check.value = found
    if (found.place) await show(found.place)
  }

  function close(): void {
    opening += 1
    file.value = null
    parts.value = []
    place.value = null
  }

  /** The next parts of the text. Read out of the bytes first, where that was not done yet. */
  function loadMore(): Promise<void> {
    loading ??= load().finally(() => (loading = null))
    return loading
  }

  async function load(): Promise<void> {
    const mine = opening
    const hash = file.value?.hash
    const part = nextPart.value
    if (hash === undefined || part === null) return
    const read = await call('evidenceFiles.text', { hash, part })
    if (mine !== opening) return
    textState.value = read.state
    textNote.value = read.note
    parts.value = [...parts.value, ...read.parts]
    nextPart.value = read.next
    if (read.state === file.value?.textState) return
    // It was read only now: what is known about the file says by this how many parts it has.
    const described = await call('evidenceFiles.describe', { hash })
    if (mine === opening) file.value = described
  }

  async function loadUpTo(isEnough: () => boolean): Promise<void> {
    const mine = opening
    while (mine === opening && nextPart.value !== null && !isEnough()) await loadMore()
  }

  /** Marks a place and brings it into sight. */
  async function show(shown: TextPlace): Promise<void> {
    const mine = opening
    await loadUpTo(() => parts.value.some(({ number }) => number === shown.endPart))
    if (mine !== opening) return
    place.value = shown
    revealed.value += 1
  }

  /** Finds words in the file and shows the first place of them, or the one that is asked for. */
  async function search(query: string, at: TextPlace | null = null): Promise<void> {
    const mine = opening
    const hash = file.value?.hash
    if (hash === undefined) return
    const words = query.trim().slice(0, 500)
    const found = words
      ? await call('evidenceFiles.places', { hash, query: words })
      : { places: [], isCut: false }
    if (mine !== opening) return
    hits.value = found.places.map((each) => ({ ...each, endPart: each.part }))
    isCut.value = found.isCut
    const wanted = hits.value.findIndex(({ part, start }) => part === at?.part && start === at.start)
    hit.value = Math.max(0, wanted) - 1
    await turnHit(1)
  }

  /** To the next place found, or the one before; after the last comes the first. */
  async function turnHit(step: 1 | -1): Promise<void> {
    const count = hits.value.length
    if (count === 0) return
    hit.value = (hit.value + step + count) % count
    const found = hits.value[hit.value]
    if (found) await show(found)
  }

  function extend(step: 1 | -1): void {
    if (place.value) place.value = extended(place.value, parts.value, step)
  }

  /** Reads the stored bytes again and compares them with the hash they are named by. */
  async function checkBytes(): Promise<void> {
    const hash = file.value?.hash
    if (hash === undefined) return
    await call('evidenceFiles.check', { hash })
    const described = await call('evidenceFiles.describe', { hash })
    files.remember({ hash, foundHash: described.lastCheck?.foundHash ?? null })
    if (file.value?.hash === hash) file.value = described
  }

  /** Brings the bytes of a damaged file back from a backup, and shows them. */
  async function recover(): Promise<void> {
    const hash = file.value?.hash
    if (hash === undefined) return
    await call('evidenceFiles.recover', { hash })
    files.remember({ hash, foundHash: hash })
    await open(hash, viewedFor.value)
  }

  async function remove(reason: string): Promise<void> {
    const hash = file.value?.hash
    if (hash === undefined) return
    await record('evidenceFiles.remove', { hash, reason })
    if (file.value?.hash === hash) close()
  }

  async function readAgain(): Promise<void> {
    const hash = file.value?.hash
    if (hash === undefined) return
    textState.value = 'pending'
    await call('evidenceFiles.text', { hash, again: true })
    await open(hash, viewedFor.value)
  }

  return {
    file,
    shownSince,
    viewedFor,
    parts,
    textState,
    textNote,
    nextPart,
    place,
    damage,
    placeWords,
    check,
    hits,
    hit,
    isCut,
    revealed,
    open,
    close,
    loadMore,
    show,
    search,
    turnHit,
    extend,
    checkBytes,
    recover,
    remove,
    readAgain,
  }
})
