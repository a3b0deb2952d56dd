import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

import { AppError } from '#shared/errors'

/** The whole file or the one that was there before; a file that is there is replaced only when told to. */
export function writeWhole(path: string, bytes: Buffer, { force }: { force: boolean }): void {
  if (!force && existsSync(path)) throw isThere(path)
  const unfinished = `${path}.${String(process.pid)}.part`
  try {
    const file = openSync(unfinished, 'wx')
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    if (force) renameSync(unfinished, path)
    else moveBeside(unfinished, path)
    syncFolder(dirname(path))
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error instanceof AppError ? error : notWritten(path, error)
  }
}

/** A second name fails where somebody was faster, a renaming would replace their file. */
function moveBeside(unfinished: string, path: string): void {
  try {
    linkSync(unfinished, path)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw isThere(path)
    // Some file systems know no second names.
    renameSync(unfinished, path)
    return
  }
  rmSync(unfinished)
}

/** So that the name outlasts a power cut too. Windows opens no folders. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const opened = openSync(folder, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
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
  const named = code === undefined ? '' : ` (${code})`
  return new AppError(
    'not_saved',
    {
      de: `Der Bericht ließ sich nicht nach „${path}“ schreiben${named}. Was dort lag, ist unverändert. Prüfen Sie Ordner und freien Platz.`,
      en: `The report could not be written to "${path}"${named}. What was there is unchanged. Check the folder and the free space.`,
    },
    { cause },
  )
}
