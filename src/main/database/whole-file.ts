import { existsSync, readdirSync, rmSync } from 'node:fs'
import { link, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

import { AppError, codeOf } from '#shared/errors'

import { diskIsFull, freeBytes, isFull } from './free-space'
import { isRunning } from './lock'
import { syncFolder } from './sync-file'

/** A file on its way to a place outside the library: until it is whole, what was there stays there. */
export interface UnfinishedFile {
  /** Bytes so far. */
  size: () => number
  write: (bytes: Uint8Array) => Promise<void>
  /** Puts other bytes over some that were written. */
  overwrite: (bytes: Uint8Array, at: number) => Promise<void>
  /** Gives it its name, in place of the file that is there when `replace` is set. */
  finish: () => Promise<void>
  /** Takes it away again; nothing happens once it is finished. */
  discard: () => Promise<void>
}

export interface Place {
  path: string
  replace: boolean
}

export async function beginFile({ path, replace }: Place): Promise<UnfinishedFile> {
  if (!replace && existsSync(path)) throw isThere(path)
  const unfinished = `${path}.${String(process.pid)}.part`
  const inWords = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work()
    } catch (error) {
      throw error instanceof AppError ? error : notWritten(path, error, size)
    }
  }
  let size = 0
  const file = await inWords(() => {
    sweepUnfinished(path)
    return open(unfinished, 'wx')
  })
  let isOpen = true

  async function close(): Promise<void> {
    if (!isOpen) return
    isOpen = false
    await file.close()
  }

  return {
    size: () => size,
    write: (bytes) =>
      inWords(async () => {
        await writeAll(file, bytes, size)
        size += bytes.length
      }),
    overwrite: (bytes, at) => inWords(() => writeAll(file, bytes, at)),
    finish: () =>
      inWords(async () => {
        await file.sync()
        await close()
        if (replace) await rename(unfinished, path)
        else await moveBeside(unfinished, path)
        syncFolder(dirname(path))
      }),
    async discard() {
      await close()
      await rm(unfinished, { force: true })
    },
  }
}

/** What programs that were ended while they wrote this file have left. */
function sweepUnfinished(path: string): void {
  const stem = `${basename(path)}.`
  for (const name of readdirSync(dirname(path))) {
    const pid = name.startsWith(stem) && /^(\d+)\.part$/.exec(name.slice(stem.length))?.[1]
    if (pid && !isRunning(Number(pid))) rmSync(join(dirname(path), name), { force: true })
  }
}

/** The whole file or the one that was there before. */
export async function writeWhole(place: Place, bytes: Uint8Array): Promise<void> {
  const file = await beginFile(place)
  try {
    await file.write(bytes)
    await file.finish()
  } finally {
    await file.discard()
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done)
    done += bytesWritten
  }
}

/** A second name fails where somebody was faster, a renaming would replace their file. */
async function moveBeside(unfinished: string, path: string): Promise<void> {
  try {
    await link(unfinished, path)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw isThere(path)
    // Some file systems know no second names.
    await rename(unfinished, path)
    return
  }
  await rm(unfinished)
}

function isThere(path: string): AppError {
  return new AppError('conflict', {
    de: `„${path}“ gibt es schon und wurde nicht verändert. Nennen Sie einen anderen Namen, oder ersetzen Sie die Datei mit --force.`,
    en: `"${path}" is there already and was not changed. Name another file, or replace it with --force.`,
  })
}

function notWritten(path: string, cause: unknown, size: number): AppError {
  const name = basename(path)
  // Less than the whole is known, but that there was not room for so much.
  const full = isFull(cause) ? diskIsFull(size, freeBytes(path)) : null
  return new AppError(
    'not_saved',
    {
      de: full
        ? `${full.de} „${name}“ wurde nicht geschrieben; was dort lag, ist unverändert. Geben Sie Platz frei oder speichern Sie auf einen anderen Datenträger.`
        : `„${name}“ ließ sich nicht schreiben. Was dort lag, ist unverändert. Prüfen Sie, ob es den Ordner gibt und ob Sie dort schreiben dürfen.`,
      en: full
        ? `${full.en} "${name}" was not written; what was there is unchanged. Free some space or save to another disk.`
        : `"${name}" could not be written. What was there is unchanged. Check that the folder is there and that you may write to it.`,
    },
    { cause },
  )
}
