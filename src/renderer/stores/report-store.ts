import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { EventValue, Output } from '#shared/contract'
import type { UiLanguage } from '#shared/errors'
import type { ArticleId, ReportKind, ReportLogo, ReportSettings } from '#shared/model'

import { CallError } from '#shared/rpc'

import { useApi } from '../api'
import { base64Of } from './desk-file-store'
import { useDeskViewerStore } from './desk-viewer-store'
import { useSavedStore } from './saved-store'

export type Proof = Output<'reports.proofs'>[number]
export type Exported = Output<'reports.export'>

/** While somebody types, nothing is written with each letter. */
const WRITE_AFTER_MS = 400

/** What makes another file of the report, not another report; and what the address of the preview says itself. */
const NOT_IN_THE_PREVIEW: ReadonlySet<string> = new Set([
  'format',
  'url',
  'kind',
  'language',
  'withFiles',
] satisfies (keyof ReportSettings)[])

/** How reports of this library are wanted, what the one in the preview rests on, and the export that is under way. */
export const useReportStore = defineStore('report', () => {
  const { call, listen } = useApi()
  const saved = useSavedStore()
  const viewer = useDeskViewerStore()

  const settings = ref<ReportSettings | null>(null)
  const logo = shallowRef<ReportLogo | null>(null)
  /** Counts what was written of them that a report shows: the preview follows. */
  const written = ref(0)
  const proofs = shallowRef<readonly Proof[]>([])
  const running = ref<string | null>(null)
  const progress = shallowRef<Omit<EventValue<'progress'>, 'task'> | null>(null)
  const exported = shallowRef<Exported | null>(null)
  let pending: Partial<ReportSettings> = {}
  /** What they were before somebody began to change them. */
  let seen: Partial<ReportSettings> = {}
  let timer: ReturnType<typeof setTimeout> | undefined
  let tasks = 0
  let asking = 0

  const withHands = computed(() => settings.value?.withHands ?? settings.value?.kind !== 'public')

  async function load(): Promise<void> {
    const read = await call('reportSettings.read', {})
    settings.value = read.settings
    logo.value = read.logo
  }

  /** Shown at once, written a moment later. */
  function change(changed: Partial<ReportSettings>, onError: (error: unknown) => void): void {
    if (!settings.value) return
    seen = { ...pick(settings.value, changed), ...seen }
    settings.value = { ...settings.value, ...changed }
    pending = { ...pending, ...changed }
    clearTimeout(timer)
    timer = setTimeout(() => void write().catch(onError), WRITE_AFTER_MS)
  }

  async function write(): Promise<void> {
    clearTimeout(timer)
    if (Object.keys(pending).length === 0) return
    const [changed, expected] = [pending, seen]
    pending = {}
    seen = {}
    try {
      await saved.record('reportSettings.write', { ...changed, expected })
    } catch (error) {
      // The refusal shows both versions; what is there now counts.
      if (error instanceof CallError && error.code === 'conflict') await load()
      throw error
    }
    if (Object.keys(changed).some((name) => !NOT_IN_THE_PREVIEW.has(name))) written.value += 1
  }

  async function setLogo(picture: Blob | null): Promise<void> {
    const bytes = picture && (await base64Of(picture))
    logo.value = (await saved.record('reportSettings.setLogo', { bytes })).logo
    written.value += 1
  }

  async function loadProofs(articleId: ArticleId, kind: ReportKind, language: UiLanguage): Promise<void> {
    asking += 1
    const mine = asking
    const listed = await call('reports.proofs', { articleId, kind, language })
    if (mine === asking) proofs.value = listed
  }

  /** The stored copy, with the passage highlighted. */
  async function openProof({ fileHash, evidenceId, claimId }: Proof): Promise<void> {
    if (fileHash === null) return
    const evidence = await call('evidence.read', { evidenceId })
    await viewer.open(fileHash, { claimId, evidence })
  }

  async function make(articleId: ArticleId, language: UiLanguage): Promise<Exported | null> {
    if (!settings.value || running.value !== null) return null
    await write()
    const { format, kind, withFiles, url } = settings.value
    tasks += 1
    const task = `export-${String(tasks)}-${String(Date.now())}`
    running.value = task
    exported.value = null
    const stop = listen((message) => {
      if (message.name === 'progress' && message.value.task === task) progress.value = message.value
    })
    try {
      exported.value = await call('reports.export', {
        ...{ articleId, format, kind, language, withFiles, task },
        ...(url === '' ? {} : { url }),
      })
      return exported.value
    } finally {
      stop()
      running.value = null
      progress.value = null
    }
  }

  async function cancel(): Promise<void> {
    if (running.value !== null) await call('tasks.cancel', { task: running.value })
  }

  async function showExported(): Promise<void> {
    if (exported.value) await call('reports.showExport', { exportId: exported.value.exportId })
  }

  return {
    ...{ settings, logo, written, withHands, proofs, running, progress, exported },
    ...{ load, change, setLogo, loadProofs, openProof, make, cancel, showExported },
  }
})

/** The fields of `from` that `names` has too. */
function pick(from: ReportSettings, names: Partial<ReportSettings>): Partial<ReportSettings> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => name in names))
}
