import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { basename, join } from 'node:path'

import { AppError, type Words } from '#shared/errors'
import type { EventName, EventValue } from '#shared/contract'
import type { Backup, BackupReason, PersonId } from '#shared/model'
import type { CallRequest, EventMessage, Reply } from '#shared/rpc'

import { articlePartQueries } from './articles/article-part-queries'
import { articleService } from './articles/article-service'
import { inlineReader, workerReader } from './articles/article-worker'
import { correctionsOf, cuttingQueries } from './articles/cutting-queries'
import { cuttingService } from './articles/cutting-service'
import { importService, type ArticleReader } from './articles/import-service'
import { originalKeeper } from './articles/keep-original'
import { sampleService } from './articles/sample-service'
import type { Corrections } from './articles/segmenter-corrections'
import { textService } from './articles/text-service'
import { evidencePlaces, refuseUnusableFolder, sweepParts } from './backups/backup-folder'
import type { BackupRecord } from './backups/backup-record'
import { inlineBackups, workerBackups } from './backups/backup-runner'
import { backupService, describeBackup } from './backups/backup-service'
import { libraryBackups } from './backups/library-backups'
import { copyEvidence, evidencePath, hashOfFile } from './backups/copy-evidence'
import {
  backupsOf as standing,
  backUpTo,
  eventsInBackups,
  librarySafety,
  restoreLibrary as restore,
  type Restored,
} from './backups/library-safety'
import { claimService } from './claims/claim-service'
import { commentService } from './comments/comment-service'
import { contactService } from './contacts/contact-service'
import { correctionService } from './corrections/correction-service'
import { articleDesk } from './database/article-desk'
import { openDatabase, type Safety } from './database/database'
import { deskSettings } from './database/desk-settings'
import { diskGuard } from './database/disk-guard'
import { isFull } from './database/free-space'
import { headFile, headWords, type HeadFile } from './database/head-file'
import { history, type HistoryEvent } from './database/history'
import { journalProblems, openJournal, type Journal } from './database/journal'
import { realLibraryPath, unsafePlace } from './database/library-place'
import { lockLibrary } from './database/lock'
import { idGenerator } from './database/new-id'
import { openedFiles } from './database/opened-files'
import { finishRestore } from './database/pending-restore'
import { reserveFile } from './database/reserve-file'
import { addShippedScales } from './database/scales'
import { watchedHistory } from './database/watched-history'
import { logWriter } from './database/write-back'
import { asAppError, dispatcher, type Handlers } from './dispatcher'
import { draftService } from './drafts/draft-service'
import { evidenceFileService } from './evidence/evidence-file-service'
import { fileChecks, type ChecksByItself } from './evidence/file-checks'
import { evidenceFolder } from './evidence/evidence-folder'
import { evidenceService } from './evidence/evidence-service'
import { fileTexts } from './evidence/file-texts'
import { originalFiles } from './evidence/original-files'
import { searchIndex, type SearchIndex } from './evidence/search-index'
import { inlineTextReader, workerTextReader } from './evidence/text-reader'
import { historyService } from './history/history-service'
import { libraryService } from './library/library-service'
import { peopleService } from './people/people-service'
import { quoteService } from './quotes/quote-service'
import { exportedFiles, type ExportedFile, type ExportHost } from './reports/report-export'
import { reportService, type PrintPdf } from './reports/report-service'
import { inlineWriter, workerWriter } from './reports/report-writer'
import { returnService } from './returns/return-service'
import { nearlyLike } from './revisions/nearly-like'
import type { TextReader } from './revisions/read-text'
import { revisionService } from './revisions/revision-service'
import { rescueService } from './rescue/rescue-service'
import {
  salvageInPlace,
  salvageInto,
  type SalvagedLibrary,
  type SalvageSources,
} from './salvage/salvage-library'
import { secondReadService } from './second-reads/second-read-service'
import { serviceContext } from './service-context'
import { sourceService } from './sources/source-service'
import { taskRegister } from './tasks'
import { timeStampService } from './timestamps/time-stamp-service'
import { verdictService } from './verdicts/verdict-service'
import { VERSION } from './version'

export type { SalvagedLibrary } from './salvage/salvage-library'
export { pageDamage } from './database/database'
export { makeFolder } from './database/sync-file'
export { writeWhole, type Place } from './database/whole-file'
export type { ExportedFile, ExportHost } from './reports/report-export'
export type { PrintPdf } from './reports/report-service'
export { CHECKS_BY_ITSELF } from './evidence/file-checks'

/** The whole workstation but its window: what a host opens, calls, listens to and closes. */
export interface Workstation {
  /** File name of the library, for the title. */
  readonly libraryName: string
  call(request: CallRequest): Promise<Reply>
  /** Returns the function that stops listening. */
  listen(listener: (message: EventMessage) => void): () => void
  /** A file that was exported and waits to be fetched; null once it was. */
  takeExport(exportId: string): (ExportedFile & { remove: () => Promise<void> }) | null
  /** Finishes writing and lets the library go. */
  close(): void
}

export interface WorkstationOptions {
  /** Path of the library file, or ':memory:'. It is made where it does not exist. */
  libraryPath: string
  /** 'write' takes the library for this workstation alone; 'read' looks at it while another one works. */
  access: 'write' | 'read'
  /** Why it is opened to be read only, though a person would write; null when it was asked for. */
  readOnlyBecause?: Words | null
  /** The built import worker; without it imports are read on the calling thread. */
  importWorker?: URL
  /** The built worker that takes the text out of evidence files; without it that is done on the calling thread. */
  textWorker?: URL
  /** The built worker that makes backups; with it they are also made by themselves, at the start and every hour. */
  backupWorker?: URL
  /** The built worker that writes reports; without it that is done on the calling thread. */
  reportWorker?: URL
  /** When evidence files that are due are read again by themselves; without it they never are. */
  checksByItself?: ChecksByItself
  /** Prints a document of ours as PDF; without it reports in PDF are refused. */
  printPdf?: PrintPdf | undefined
  /** Lets a person say where exports go; without it they wait to be fetched. */
  exportHost?: ExportHost | undefined
  now?: () => Date
  log?: (message: string, error?: unknown) => void
}

/** Opens a library. Throws AppError('in_use' | 'library_refused' | 'not_saved') with words for the person. */
export function openWorkstation(options: WorkstationOptions): Workstation {
  const { log = () => undefined } = options
  try {
    return open({ ...options, libraryPath: realLibraryPath(options.libraryPath), log })
  } catch (error) {
    const refusal = asAppError(error)
    if (refusal.code === 'internal') log('The library could not be opened', error)
    throw refusal
  }
}

/** After the window had time to open. */
const RESERVE_AFTER_MS = 5_000
/** What was given free is held again once there is room. */
const RESERVE_AGAIN_MS = 10 * 60 * 1_000

function open({
  libraryPath,
  access,
  readOnlyBecause = null,
  importWorker,
  textWorker,
  backupWorker,
  reportWorker,
  checksByItself,
  printPdf,
  exportHost,
  now = () => new Date(),
  log,
}: WorkstationOptions & { log: NonNullable<WorkstationOptions['log']> }): Workstation {
  const inMemory = libraryPath === ':memory:'
  const folderPath = evidenceFolderPath(libraryPath)
  const safety: Safety = {
    ...librarySafety(libraryPath, folderPath, now),
    rebuild() {
      salvageInPlace(libraryPath, salvageSources(libraryPath, folderPath, now))
      finishRestore(libraryPath)
      log('Indexes of the library were damaged and were made again')
    },
  }
  const { db, headBefore, close: closeDatabase } = openDatabase(libraryPath, access, now, safety)
  const guard = diskGuard(db, log)
  const folder = evidenceFolder(folderPath, guard.refuse)
  const listeners = new Set<(message: EventMessage) => void>()
  const tasks = taskRegister(emit)
  const exported = exportedFiles(access === 'write' ? join(folderPath, 'outgoing') : null, exportHost)
  let stopReading = (): void => undefined
  let index: SearchIndex | null = null
  let stopChecks = (): void => undefined
  let stopBackups = (): void => undefined
  const files = access === 'write' && !inMemory ? openedFiles(db, libraryPath) : null
  const reserve = reserveFile(libraryPath, log)
  const timers: NodeJS.Timeout[] = []
  let isClosed = false
  let heads: HeadFile | null = null
  let journal: Journal | null = null

  /** Gives the reserve free when the disk is full, and knows better than the disk why nothing can be written. */
  function notSaved(error: unknown): AppError | null {
    if (readOnlyBecause) return new AppError('rule_broken', readOnlyBecause)
    guard.notice(error)
    if (isFull(error)) reserve.release()
    return guard.failure() ?? files?.refusal() ?? null
  }

  function emit<N extends EventName>(name: N, value: EventValue<N>): void {
    // A name and the value of the event of that name make one of the messages.
    for (const listener of listeners) listener({ name, value } as EventMessage)
  }

  try {
    // Before the journal: verdicts that it brings back name them.
    if (access === 'write') addShippedScales(db)
    if (access === 'write' && !inMemory) journal = openJournal(db, libraryPath, log)
    const settings = deskSettings(db)
    const newId = idGenerator(now, settings.lastEventId())
    let current: PersonId | null = settings.personId()
    const personId = (): PersonId => {
      if (current === null) throw new Error('A library has a person from its first opening on')
      return current
    }
    const unwatched = history(db, { now, newId, personId, journal })
    if (access === 'write' && !inMemory) heads = headFile(libraryPath, { log, onSyncFailure: guard.notice })
    const watched =
      heads && journal && files
        ? watchedHistory(unwatched, { heads, journal, files, guard, writeBack: logWriter(db) })
        : null
    const recorded = watched?.history ?? unwatched
    const lastAtOpening = recorded.head()
    heads?.write(recorded.head())

    if (access === 'write') {
      folder.sweep()
      sweepParts(folderPath)
      exported.sweep()
      if (current === null) {
        const id = newId<PersonId>()
        const name = accountName()
        recorded.record(
          { action: 'library.created' },
          (rows) => rows.insert('people', { id, name, created_at: now().toISOString() }),
          id,
        )
        actAs(id)
      }
    }

    function actAs(id: PersonId): void {
      settings.rememberPerson(id)
      current = id
    }

    const library = {
      name: basename(libraryPath),
      version: VERSION,
      hashOfFile: folder.hashOf,
      pathOfFile: folder.pathOf,
      headProblems: () => headWords(db, headBefore, lastAtOpening),
      strangeFiles: folder.strangers,
      searchProblems: () => index?.problems() ?? [],
      readOnlyBecause,
      unsafePlace: () => (inMemory ? null : unsafePlace(libraryPath)),
      journalProblems: (events: Iterable<HistoryEvent>) =>
        inMemory ? [] : journalProblems(libraryPath, events, access === 'write' || headBefore.wasClosed),
      refuseFolder: refuseUnusableFolder,
    }
    const backups = inMemory
      ? null
      : libraryBackups({
          db,
          libraryPath,
          evidenceFolder: folderPath,
          runner: backupWorker ? workerBackups(backupWorker) : inlineBackups,
          head: recorded.head,
          refusal: () => files?.refusal() ?? null,
          onFailure: (words) => emit('backupFailed', words),
          now,
          log,
        })
    if (backups) stopBackups = backups.close
    const backUpBefore = async (reason: BackupReason): Promise<void> => {
      await backups?.makeIfChanged(reason)
    }
    if (access === 'write') backups?.sweep()
    if (access === 'write' && backupWorker && backups) {
      backups.begin()
      timers.push(
        setTimeout(() => void reserve.take(), RESERVE_AFTER_MS).unref(),
        setInterval(() => void reserve.take(), RESERVE_AGAIN_MS).unref(),
      )
    }
    const readArticle = importWorker ? workerReader(importWorker) : inlineReader
    const context = serviceContext({
      db,
      now,
      newId,
      personId,
      history: recorded,
      desk: articleDesk(db, now),
      emit,
      tasks,
    })
    const words = searchIndex({
      ...{ db, path: searchIndexPath(libraryPath), canStore: access === 'write' },
      log(message, error) {
        guard.notice(error)
        log(message, error)
      },
    })
    index = words
    const texts = fileTexts({
      db,
      now,
      emit,
      folder,
      readText: textWorker ? workerTextReader(textWorker) : inlineTextReader,
      canStore: access === 'write',
      onRead: words.begin,
      onFailure: guard.notice,
    })
    stopReading = texts.close
    if (access === 'write' && textWorker) {
      texts.beginUnread()
      words.begin()
    }
    const originals = originalFiles(folder)
    const checks = fileChecks({
      ...context,
      folder,
      canStore: access === 'write',
      byItself: checksByItself ?? null,
      log,
    })
    stopChecks = checks.close
    checks.begin()
    const handlers: Handlers = {
      ...libraryService({ ...context, library }),
      ...backupService({ backups, tasks }),
      ...rescueService(library.name, null),
      ...draftService(context),
      ...peopleService({ ...context, actAs }),
      ...articleService(context),
      ...importService({
        ...context,
        readArticle,
        originals,
        nearlyLike: nearlyLike(db),
        version: VERSION,
        backUpBefore,
      }),
      ...cuttingService(context),
      ...sampleService(context),
      ...textService(context),
      ...revisionService({
        ...context,
        readText: readWhole(readArticle, () => correctionsOf(cuttingQueries(db))),
        keepOriginal: originalKeeper({
          keepBytes: originals.keepBytes,
          bringing: () => ({ newId, personId: personId(), at: now().toISOString(), version: VERSION }),
          isKept: articlePartQueries(db).isKept,
        }),
      }),
      ...claimService(context),
      ...sourceService({ ...context, backUpBefore }),
      ...evidenceService(context),
      ...evidenceFileService({
        ...context,
        folder,
        checks,
        texts,
        index: words,
        version: VERSION,
        copyFromBackup: (hash) => backups?.copyEvidence(hash) ?? false,
      }),
      ...quoteService({ ...context, textOf: texts.whole }),
      ...timeStampService(context),
      ...verdictService(context),
      ...correctionService(context),
      ...returnService({
        ...context,
        files: {
          isStored: async (hash) => (await folder.hashOf(hash)) === hash,
          store: (name, bytes) => originals.keepBytes(name, bytes, UNSAID),
        },
        backUpBefore,
      }),
      ...secondReadService(context),
      ...commentService(context),
      ...contactService(context),
      ...historyService(context),
      ...reportService({
        ...{ ...context, library, printPdf, exported, recordFound: checks.recordNews },
        writer: reportWorker ? workerWriter(reportWorker) : inlineWriter,
      }),
    }

    const answer = dispatcher(handlers, {
      refresh: () => {
        files?.refusal()
        context.desk.refresh()
      },
      ...(watched && { watchCall: watched.watchCall }),
      notSaved,
      logFault: (name, error) => log(`Fault in ${name}`, error),
    })

    return {
      libraryName: library.name,
      call: (request) => (isClosed ? Promise.resolve(isEnding(request)) : answer(request)),
      takeExport: exported.take,
      listen(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      close,
    }
  } catch (error) {
    close()
    throw error
  }

  function close(): void {
    if (isClosed) return
    isClosed = true
    listeners.clear()
    tasks.close()
    stopChecks()
    stopReading()
    stopBackups()
    for (const timer of timers) clearTimeout(timer)
    const others = [
      () => index?.close(),
      folder.close,
      exported.sweep,
      () => heads?.close(),
      () => journal?.close(),
      () => closeDatabase({ keepLog: guard.failure() !== null }),
      () => inMemory && rmSync(folderPath, { recursive: true, force: true }),
    ]
    for (const each of others) {
      try {
        each()
      } catch (error) {
        // A disk that fails now must not keep the library from being let go.
        log('Something could not be closed or cleared away', error)
      }
    }
  }
}

/** The answer to a call that comes when the library was let go already. */
function isEnding({ language }: CallRequest): Reply {
  const words: Words = {
    de: 'Belegt wird gerade beendet. Die letzte Änderung ist nicht gespeichert. Starten Sie Belegt neu.',
    en: 'Belegt is ending. The last change is not saved. Start Belegt again.',
  }
  return { ok: false, error: { code: 'not_saved', message: words[language] } }
}

/** Of a file that came along with its article; the article's own record says where it is from. */
const UNSAID = { sourceUrl: null, archiveUrl: null, method: 'chosen', note: null } as const

/** Copies a library to a file while others may work in it. */
export function backUpLibrary(path: string, out: string, now = () => new Date()): BackupRecord {
  return inWords(() => {
    const libraryPath = realLibraryPath(path)
    return backUpTo(libraryPath, evidenceFolderPath(libraryPath), out, now)
  })
}

/** Puts a backup in the place of a library that nobody has open, and the library beside it. */
export function restoreLibrary(path: string, backup: string | undefined, now = () => new Date()): Restored {
  return inWords(() => {
    const libraryPath = realLibraryPath(path)
    return restore(libraryPath, evidenceFolderPath(libraryPath), backup, now)
  })
}

/** Reads what can be read of a damaged library, which stays as it is, into a new one. */
export function salvageLibrary(from: string, into: string, now = () => new Date()): SalvagedLibrary {
  return inWords(() => {
    const source = realLibraryPath(from)
    return salvageInto(source, into, salvageSources(source, evidenceFolderPath(into), now))
  })
}

/**
 * Builds a library that is gone or damaged from its journal, and from what can still be read of it. Nobody may have it
 * open; what lies there is kept beside it.
 */
export function rebuildLibrary(
  path: string,
  now = () => new Date(),
): { salvaged: SalvagedLibrary; kept: string | null } {
  return inWords(() => {
    const libraryPath = realLibraryPath(path)
    const lock = lockLibrary(libraryPath, now)
    try {
      const salvaged = salvageInPlace(
        libraryPath,
        salvageSources(libraryPath, evidenceFolderPath(libraryPath), now),
      )
      const kept = finishRestore(libraryPath)
      return { salvaged, kept: kept && basename(kept) }
    } finally {
      lock.release()
    }
  })
}

function salvageSources(from: string, to: string, now: () => Date): SalvageSources {
  const places = [
    evidenceFolderPath(from),
    ...new Set(standing(from).flatMap(({ path }) => evidencePlaces(path))),
  ]
  return {
    backups: () => eventsInBackups(from),
    bringEvidence: (hash) =>
      hashOfFile(evidencePath(to, hash)) === hash ||
      copyEvidence(
        hash,
        places.filter((place) => place !== to),
        to,
      ),
    now,
  }
}

/** The backups of a library, newest first, also when it cannot be opened. */
export function backupsOf(libraryPath: string): ReturnType<typeof standing> {
  return inWords(() => standing(realLibraryPath(libraryPath)))
}

/** The newest good backup of a library that nobody has to have open. */
export function newestBackupOf(libraryPath: string): Backup | null {
  const [newest] = backupsOf(libraryPath)
    .map(({ backup }) => backup)
    .filter(({ problems }) => problems.length === 0)
    .toSorted((a, b) => b.number - a.number)
  return newest ? describeBackup(newest, true) : null
}

function inWords<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw asAppError(error)
  }
}

/** A reading that nobody follows or cancels. */
function readWhole(readArticle: ArticleReader, corrections: () => Corrections): TextReader {
  return (source, options) =>
    readArticle(
      source,
      { ...options, corrections: corrections() },
      { signal: new AbortController().signal, onProgress: () => undefined },
    )
}

/** Beside the library, so that the two are copied together. */
function evidenceFolderPath(libraryPath: string): string {
  if (libraryPath !== ':memory:') return `${libraryPath}-evidence`
  return mkdtempSync(join(tmpdir(), 'belegt-evidence-'))
}

/** Beside the library, and not in it: a damaged index must not keep a library from being opened. */
function searchIndexPath(libraryPath: string): string {
  return libraryPath === ':memory:' ? libraryPath : `${libraryPath}-search`
}

/** Who is at the desk until a person says otherwise: the name of the operating system's account. */
function accountName(): string {
  try {
    return userInfo().username || 'Redaktion'
  } catch {
    // Some accounts have no entry with the operating system.
    return 'Redaktion'
  }
}
