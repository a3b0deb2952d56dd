import { existsSync, lstatSync, readlinkSync, realpathSync, statfsSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'

import { AppError } from '#shared/errors'

import { journalPath } from './journal'

/** Where a library lies that SQLite or its copies cannot be trusted with. */
export type UnsafePlace = 'network' | 'sync folder'

/** NFS, SMB in its three kinds, AFS, Ceph and 9P (Linux' magic numbers). Not FUSE: disks of this machine are mounted by it too. */
const NETWORKS = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x00c36400, 0x01021997])
const SYNC_FOLDERS =
  /^(?:dropbox|onedrive|nextcloud|owncloud|google ?drive|icloud ?drive|mobile documents|syncthing|seafile)\b/i

/** null where nothing speaks against the place. Network disks are told on Linux and by Windows' network paths only. */
export function unsafePlace(libraryPath: string): UnsafePlace | null {
  try {
    const folder = realpathSync(dirname(libraryPath))
    if (folder.split(sep).some((name) => SYNC_FOLDERS.test(name))) return 'sync folder'
    if (process.platform === 'win32') return folder.startsWith('\\\\') ? 'network' : null
    return process.platform === 'linux' && NETWORKS.has(statfsSync(folder).type) ? 'network' : null
  } catch {
    // Where it cannot be told, nothing is claimed.
    return null
  }
}

/**
 * The file itself where the path is a link to one: SQLite keeps its log beside the file, so all that belongs to it lies
 * there, and two ways to one library find the same lock. A link that leads nowhere is refused: its disk may be missing.
 */
export function realLibraryPath(path: string): string {
  if (existsSync(path)) return realpathSync(path)
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return path
  const target = resolve(dirname(path), readlinkSync(path))
  // There it was; opening says how it can be brought back.
  if (existsSync(journalPath(target))) return target
  throw leadsNowhere()
}

function leadsNowhere(): AppError {
  return new AppError('not_found', {
    de: 'Die Verknüpfung zur Bibliothek führt zu keiner Datei. Es wurde keine neue angelegt. Schließen Sie den Datenträger an, auf dem die Bibliothek liegt, oder öffnen Sie sie dort, wo sie jetzt liegt.',
    en: 'The link to the library leads to no file. No new one was made. Connect the disk on which the library lies, or open it where it lies now.',
  })
}
