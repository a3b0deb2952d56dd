import { closeSync, fsyncSync, openSync, rmSync, statSync, statfsSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

export const RESERVE_BYTES = 32 * 1024 * 1024
/** Taken only where there is far more room: it must not be what fills the disk. */
const ROOM_FOR_ONE = 10

/** Room on the disk that is held back, so that work can be finished and backed up when the disk is full. */
export function reserveFile(
  libraryPath: string,
  log: (message: string, error?: unknown) => void,
  bytes = RESERVE_BYTES,
) {
  const path = `${libraryPath}-reserve`

  return {
    /** Holds the room back, where it is not held yet and the disk has plenty. */
    take(): void {
      try {
        if (statSync(path, { throwIfNoEntry: false })?.size === bytes) return
        const { bavail, bsize } = statfsSync(dirname(path))
        if (bavail * bsize < bytes * ROOM_FOR_ONE) return
        const file = openSync(path, 'w', 0o600)
        try {
          const piece = Buffer.alloc(1024 * 1024)
          for (let done = 0; done < bytes;) {
            done += writeSync(file, piece, 0, Math.min(piece.length, bytes - done), done)
          }
          fsyncSync(file)
        } finally {
          closeSync(file)
        }
      } catch (error) {
        rmSync(path, { force: true })
        log('No room could be held back', error)
      }
    },

    /** Gives the room back. false when none was held. */
    release(): boolean {
      if (!statSync(path, { throwIfNoEntry: false })) return false
      rmSync(path, { force: true })
      log('The disk is full; the room that was held back is free now')
      return true
    },
  }
}
