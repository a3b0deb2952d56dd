import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

import { AppError, type UiLanguage } from '#shared/errors'

import { freeBytes } from '#main/database/free-space'
import { beginFile, type Place, type UnfinishedFile } from '#main/database/whole-file'

/** How a host lets a person say where a file goes. */
export interface ExportHost {
  /** null when the person wants no file after all. */
  choose: (fileName: string, language: UiLanguage) => Promise<Place | null>
  /** Shows a file in its folder, where the host can. */
  show?: (path: string) => void
}

export interface ExportedFile {
  path: string
  fileName: string
  mediaType: string
}

/** With less on the disk of the library, exports wait on the one for temporary files. */
const ROOM_BYTES = 256 * 1024 * 1024

/**
 * Files that were exported since the start. Without a host that chooses, they wait in a folder to be fetched: in the one
 * given, or where nothing may be written there (null) or little room is left, among the temporary files.
 */
export function exportedFiles(waitingFolder: string | null, host: ExportHost | undefined) {
  let elsewhere: string | null = null
  const made = new Map<string, ExportedFile & { waits: boolean }>()

  async function placeFor(fileName: string, language: UiLanguage): Promise<Place | null> {
    if (host) return host.choose(fileName, language)
    const folder = join(folderToWaitIn(), randomUUID())
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return { path: join(folder, fileName), replace: false }
  }

  function folderToWaitIn(): string {
    if (waitingFolder !== null && freeBytes(waitingFolder) >= ROOM_BYTES) return waitingFolder
    return (elsewhere ??= mkdtempSync(join(tmpdir(), 'belegt-exports-')))
  }

  /** What nobody has fetched, now or in an earlier run. */
  function sweep(): void {
    for (const folder of [waitingFolder, elsewhere]) {
      if (folder !== null) rmSync(folder, { recursive: true, force: true })
    }
    elsewhere = null
  }

  /** Writes a file whole or not at all. */
  async function write(
    place: Place,
    about: Pick<ExportedFile, 'fileName' | 'mediaType'>,
    work: (file: UnfinishedFile) => Promise<void>,
  ) {
    const file = await beginFile(place)
    try {
      await work(file)
      await file.finish()
    } finally {
      await file.discard()
    }
    const exportId = randomUUID()
    const fileName = host ? basename(place.path) : about.fileName
    made.set(exportId, { ...about, fileName, path: place.path, waits: !host })
    const { size } = await stat(place.path)
    return { exportId, fileName, folder: host ? dirname(place.path) : null, sizeInBytes: size }
  }

  return {
    sweep,
    placeFor,
    write,
    /** What waits to be fetched, once. Whoever takes it also takes the file away. */
    take(exportId: string): (ExportedFile & { remove: () => Promise<void> }) | null {
      const found = made.get(exportId)
      if (!found?.waits) return null
      made.delete(exportId)
      return { ...found, remove: () => rm(dirname(found.path), { recursive: true, force: true }) }
    },
    show(exportId: string): void {
      const found = made.get(exportId)
      if (!found || !host?.show) throw notHere()
      host.show(found.path)
    },
  }
}

export type ExportedFiles = ReturnType<typeof exportedFiles>

function notHere(): AppError {
  return new AppError('not_found', {
    de: 'Dieser Export lässt sich von hier aus nicht zeigen. Suchen Sie ihn dort, wo Ihr Browser Dateien ablegt.',
    en: 'This export cannot be shown from here. Look for it where your browser puts files.',
  })
}
