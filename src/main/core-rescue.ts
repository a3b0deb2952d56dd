import { existsSync } from 'node:fs'
import { basename } from 'node:path'

import { contract, type ProcedureName } from '#shared/contract'
import { AppError, type Words } from '#shared/errors'
import type { Salvage } from '#shared/model'
import type { CallRequest, EventMessage, Reply } from '#shared/rpc'

import {
  newestBackupOf,
  openWorkstation,
  rebuildLibrary,
  restoreLibrary,
  type SalvagedLibrary,
  type Workstation,
  type WorkstationOptions,
} from './core'
import { damageOf } from './database/database'
import { isFull } from './database/free-space'
import { journalHead } from './database/journal'
import { realLibraryPath } from './database/library-place'
import { reserveFile } from './database/reserve-file'
import { dispatcher, type Handlers } from './dispatcher'
import { rescueService } from './rescue/rescue-service'

/**
 * Opens a library, or, when it is damaged or gone but something of it can be brought back, a workstation that can do just
 * that. Once it is brought back, the same workstation is the open library.
 */
export function openOrRescue(options: WorkstationOptions): Workstation {
  try {
    return openWorkstation(options)
  } catch (error) {
    const damage = damageOf(error)
    if (damage !== null) {
      options.log?.('The library was refused and can be rescued')
      return rescueWorkstation(options, damage)
    }
    if (error instanceof AppError && error.code === 'not_saved') return openToRead(options, error)
    throw error
  }
}

/** Opens a library that cannot be written to: with the room that was held back, or else to be read. */
function openToRead(options: WorkstationOptions, refusal: AppError): Workstation {
  const { libraryPath, log = () => undefined } = options
  const full = isFull(refusal.cause)
  if (full && reserveFile(realLibraryPath(libraryPath), log).release()) return openOrRescue(options)
  if (!existsSync(libraryPath)) throw refusal
  try {
    log('The library cannot be written to and is opened to be read', refusal.cause)
    return openWorkstation({ ...options, access: 'read', readOnlyBecause: full ? diskFull : noWriting })
  } catch (error) {
    // An older release's library has to be upgraded before it can even be read.
    throw error instanceof AppError && damageOf(error) === null ? refusal : error
  }
}

const diskFull: Words = {
  de: 'Der Datenträger ist voll, deshalb ist die Bibliothek nur zum Lesen geöffnet. Lesen und Exportieren gehen, gespeichert wird nichts. Geben Sie mindestens 20 MB frei und starten Sie Belegt neu.',
  en: 'The disk is full, so the library is open for reading only. Reading and exporting work, nothing is saved. Free at least 20 MB and start Belegt again.',
}

const noWriting: Words = {
  de: 'In den Ordner der Bibliothek darf nicht geschrieben werden, deshalb ist sie nur zum Lesen geöffnet. Lesen und Exportieren gehen, gespeichert wird nichts. Erlauben Sie das Schreiben und starten Sie Belegt neu.',
  en: 'The folder of the library cannot be written to, so it is open for reading only. Reading and exporting work, nothing is saved. Allow writing and start Belegt again.',
}

function rescueWorkstation(options: WorkstationOptions, damage: Words): Workstation {
  const { libraryPath, now, log = () => undefined } = options
  const name = basename(libraryPath)
  const listeners = new Set<(message: EventMessage) => void>()
  let opened: Workstation | null = null

  const rescue = rescueService(name, {
    damage,
    newestBackup: () => newestBackupOf(libraryPath),
    journalSteps: () => journalHead(libraryPath)?.sequence ?? null,
    salvage: () => figures(rebuildLibrary(libraryPath, now)),
    restore: () => {
      const { contents, kept, missingEvidence } = restoreLibrary(libraryPath, undefined, now)
      return { sequence: contents.sequence, kept, missingEvidenceFiles: missingEvidence.length }
    },
    open: () => {
      opened ??= openWorkstation(options)
      opened.listen((message) => listeners.forEach((listener) => listener(message)))
    },
  })
  const answer = dispatcher(
    { ...refusingHandlers(damage), ...rescue },
    {
      refresh: () => undefined,
      logFault: (procedure, error) => log(`Fault in ${procedure}`, error),
    },
  )

  return {
    libraryName: name,
    call: (request: CallRequest): Promise<Reply> => opened?.call(request) ?? answer(request),
    takeExport: (exportId) => opened?.takeExport(exportId) ?? null,
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      listeners.clear()
      opened?.close()
    },
  }
}

function refusingHandlers(damage: Words): Handlers {
  const refuse = (): never => {
    throw new AppError('library_refused', damage)
  }
  const names = Object.keys(contract) as ProcedureName[]
  // A handler for each procedure of the contract, which is what Handlers says.
  return Object.fromEntries(names.map((name) => [name, refuse])) as unknown as Handlers
}

function figures({ salvaged, kept }: { salvaged: SalvagedLibrary; kept: string | null }): Salvage {
  const counts = new Map<string, number>()
  for (const { article } of salvaged.rows) {
    if (article !== null) counts.set(article, (counts.get(article) ?? 0) + 1)
  }
  return {
    tables: salvaged.tables,
    lostSteps: salvaged.lostEvents.length,
    missingEvidenceFiles: salvaged.missingEvidence.length,
    articles: [...counts].map(([title, entries]) => ({ title, entries })),
    kept,
    report: salvaged.report,
  }
}
