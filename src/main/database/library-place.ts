import { existsSync, lstatSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'

import { AppError } from '#shared/errors'

import { journalPath } from './journal'

/** Where a library lies that SQLite or its copies cannot be trusted with. */
export type UnsafePlace = 'network' | 'sync folder'

/** As Linux calls them in its list of mounts. Of FUSE these only: disks of this machine are mounted by it too. */
const NETWORKS =
  /^(?:nfs4?|cifs|smb3|smbfs|afs|ceph|9p|davfs|(?:fuse\.)?(?:sshfs|rclone|s3fs|davfs2?|gvfsd-fuse|curlftpfs|glusterfs|ceph-fuse|smbnetfs|onedriver|google-drive-ocamlfuse|goofys))$/
const SYNC_FOLDERS =
  /^(?:dropbox|onedrive|nextcloud|owncloud|google ?drive|icloud ?drive|mobile documents|cloudstorage|syncthing|seafile|pcloud ?drive|tresorit|hidrive|magentacloud|kdrive|proton ?drive)\b/i
/** What such programs leave at the top of a folder that is called otherwise. */
const SYNC_MARKS = ['.dropbox', '.stfolder', '.nextcloudsync.log', '.owncloudsync.log']

/** null where nothing speaks against the place. Network disks are told on Linux and by Windows' network paths only. */
export function unsafePlace(libraryPath: string): UnsafePlace | null {
  try {
    const folder = realpathSync(dirname(libraryPath))
    if (isSynced(folder)) return 'sync folder'
    if (process.platform === 'win32') return folder.startsWith('\\\\') ? 'network' : null
    if (process.platform !== 'linux') return null
    return NETWORKS.test(fileSystemAt(folder, readFileSync('/proc/self/mounts', 'utf8'))) ? 'network' : null
  } catch {
    // Where it cannot be told, nothing is claimed.
    return null
  }
}

function isSynced(folder: string): boolean {
  if (folder.split(sep).some((name) => SYNC_FOLDERS.test(name))) return true
  for (let place = folder; place !== dirname(place); place = dirname(place)) {
    if (SYNC_MARKS.some((mark) => existsSync(join(place, mark)))) return true
  }
  return false
}

/** The kind of file system a folder lies in, by Linux' list of mounts: of the last one that reaches furthest down to it. */
export function fileSystemAt(folder: string, mounts: string): string {
  let found = { point: '', kind: '' }
  for (const line of mounts.split('\n')) {
    const [, written = '', kind = ''] = line.split(' ')
    const point = written.replaceAll(/\\(\d{3})/g, (_, octal: string) =>
      String.fromCharCode(parseInt(octal, 8)),
    )
    const holds = folder === point || folder.startsWith(point.endsWith('/') ? point : `${point}/`)
    if (point !== '' && holds && point.length >= found.point.length) found = { point, kind }
  }
  return found.kind
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
