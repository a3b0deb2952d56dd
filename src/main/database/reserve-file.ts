import { rmSync, statSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'

import { freeBytes } from './free-space'

export const RESERVE_BYTES = 32 * 1024 * 1024
/** Of what is free, a tenth at most is held back: it must not be what fills the disk. */
const SHARE = 10
/** Less helps nobody. */
const LEAST_BYTES = 1024 * 1024

/** Room on the disk that is held back, so that work can be finished and backed up when the disk is full. */
export function reserveFile(
  libraryPath: string,
  log: (message: string, error?: unknown) => void,
  most = RESERVE_BYTES,
) {
  const path = `${libraryPath}-reserve`
  const heldBytes = () => statSync(path, { throwIfNoEntry: false })?.size ?? 0

  return {
    /** Holds room back, as much as the disk can spare. */
    async take(): Promise<void> {
      try {
        const held = heldBytes()
        const bytes = Math.min(most, Math.floor((freeBytes(path) + held) / SHARE))
        if (bytes < LEAST_BYTES || held >= bytes) return
        const file = await open(path, 'w', 0o600)
        try {
          const piece = Buffer.alloc(1024 * 1024)
          for (let done = 0; done < bytes;) {
            done += (await file.write(piece, 0, Math.min(piece.length, bytes - done), done)).bytesWritten
          }
          await file.sync()
        } finally {
          await file.close()
        }
      } catch (error) {
        await rm(path, { force: true })
        log('No room could be held back', error)
      }
    },

    /** Gives the room back. false when none was held. */
    release(): boolean {
      if (heldBytes() === 0) return false
      rmSync(path, { force: true })
      log('The disk is full; the room that was held back is free now')
      return true
    },
  }
}
