import { appendFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { dataFolder, privateFolder } from './data-folder'

const MAX_LOG_BYTES = 1024 * 1024

export type Log = (message: string, error?: unknown) => void

/** The log a fault is looked up in. It holds no article text, and no path that names a person. */
export function logFile(folder: () => string = () => privateFolder(dataFolder())): Log {
  return (message, error) => {
    try {
      const path = join(folder(), 'belegt.log')
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) {
        renameSync(path, `${path}.1`)
      }
      const detail = error instanceof Error ? (error.stack ?? error.message) : error
      const entry = detail === undefined ? message : `${message}\n${withoutFolders(String(detail))}`
      appendFileSync(path, `${new Date().toISOString()} ${entry}\n`, { mode: 0o600 })
    } catch {
      // A full disk must not turn one fault into two.
    }
  }
}

export function withoutFolders(text: string): string {
  return text.replaceAll(/(?:file:\/\/)?(?:[A-Za-z]:)?[\\/](?:[^\s'"()\\/]+[\\/])+/g, '')
}
