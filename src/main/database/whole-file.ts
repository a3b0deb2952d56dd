import { existsSync } from 'node:fs'
import { link, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'

import { AppError } from '#shared/errors'

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
      throw error instanceof AppError ? error : notWritten(path, error)
    }
  }
  const file = await inWords(() => open(unfinished, 'wx'))
  let size = 0
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

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

function isThere(path: string): AppError {
  return new AppError('conflict', {
    de: `„${path}“ gibt es schon und wurde nicht verändert. Nennen Sie einen anderen Namen, oder ersetzen Sie die Datei mit --force.`,
    en: `"${path}" is there already and was not changed. Name another file, or replace it with --force.`,
  })
}

function notWritten(path: string, cause: unknown): AppError {
  const code = codeOf(cause)
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  const why = {
    de: isFull ? ': Der Datenträger ist voll' : code === undefined ? '' : ` (${code})`,
    en: isFull ? ': the disk is full' : code === undefined ? '' : ` (${code})`,
  }
  return new AppError(
    'not_saved',
    {
      de: `Der Bericht ließ sich nicht nach „${path}“ schreiben${why.de}. Was dort lag, ist unverändert. Prüfen Sie Ordner und freien Platz.`,
      en: `The report could not be written to "${path}"${why.en}. What was there is unchanged. Check the folder and the free space.`,
    },
    { cause },
  )
}
