import { existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'

import { codeOf, type UiLanguage, type Words } from '#shared/errors'

/** How SQLite and file systems say that there is no room. */
export function isFull(error: unknown): boolean {
  // On a full disk SQLite cannot make its shared memory either.
  return /^(?:SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/.test(codeOf(error))
}

/** What can still be written on the disk where a file lies or is to lie; Infinity where that cannot be told. */
export function freeBytes(path: string): number {
  try {
    let place = path
    while (!existsSync(place) && dirname(place) !== place) place = dirname(place)
    const { bavail, bsize } = statfsSync(place)
    return bavail * bsize
  } catch {
    return Infinity
  }
}

/** Refuses to begin what would leave no room for whoever works beside it. */
export function needRoom(place: string, neededBytes: number): void {
  if (freeBytes(place) >= neededBytes * 1.25) return
  throw Object.assign(new Error(`No room for ${String(neededBytes)} bytes`), { code: 'ENOSPC' })
}

const MEGABYTE = 1_000_000

/** "Der Datenträger ist voll: 120 MB werden gebraucht, 3 MB sind frei." */
export function diskIsFull(neededBytes: number, freeBytes: number): Words {
  const inWords = (bytes: number, language: UiLanguage) =>
    `${new Intl.NumberFormat(language).format(bytes)} MB`
  const needed = Math.max(1, Math.ceil(neededBytes / MEGABYTE))
  const free = Math.floor(freeBytes / MEGABYTE)
  return {
    de: `Der Datenträger ist voll: Gebraucht werden etwa ${inWords(needed, 'de')}, frei sind ${inWords(free, 'de')}.`,
    en: `The disk is full: about ${inWords(needed, 'en')} are needed, ${inWords(free, 'en')} are free.`,
  }
}
