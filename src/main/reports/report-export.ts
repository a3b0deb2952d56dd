import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

import { AppError, type UiLanguage } from '#shared/errors'

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

/** Files that were exported since the start. Without a host that chooses, they wait in a folder to be fetched. */
export function exportedFiles(waitingFolder: string, host: ExportHost | undefined) {
  const made = new Map<string, ExportedFile & { waits: boolean }>()

  async function placeFor(fileName: string, language: UiLanguage): Promise<Place | null> {
    if (host) return host.choose(fileName, language)
    mkdirSync(waitingFolder, { recursive: true, mode: 0o700 })
    return { path: join(waitingFolder, randomUUID()), replace: false }
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
    placeFor,
    write,
    /** What waits to be fetched, once. Whoever takes it also takes the file away. */
    take(exportId: string): (ExportedFile & { remove: () => Promise<void> }) | null {
      const found = made.get(exportId)
      if (!found?.waits) return null
      made.delete(exportId)
      return { ...found, remove: () => rm(found.path, { force: true }) }
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
