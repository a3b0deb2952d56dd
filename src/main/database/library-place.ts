import { realpathSync, statfsSync } from 'node:fs'
import { dirname, sep } from 'node:path'

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
