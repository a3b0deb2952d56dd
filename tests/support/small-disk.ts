import { execFileSync } from 'node:child_process'
import { statfsSync } from 'node:fs'

export interface SmallDisk {
  mount: (path: string, megabytes?: number) => void
  /** Leaves so many bytes free; no free block without it. */
  fill: (leavingBytes?: number) => void
  makeRoom: () => void
  makeReadOnly: () => void
  makeWritable: () => void
  /** Takes it away while files on it are open. */
  pullOut: () => void
  unmount: () => void
}

/** A disk in memory, of 4 MB unless said otherwise; null where this account may not mount one. */
export function smallDisk(): SmallDisk | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !canMount()) return null
  let at: string | null = null
  let wholeBytes = 0
  const remount = (option: string) => at !== null && run('mount', '-o', `remount,${option}`, at)
  const pullOut = () => {
    if (at !== null) run('umount', '--lazy', at)
    at = null
  }
  return {
    mount(path, megabytes = 4) {
      wholeBytes = megabytes * 1024 * 1024
      run('mount', '-t', 'tmpfs', '-o', `size=${String(wholeBytes)},mode=0700`, 'tmpfs', path)
      at = path
    },
    fill(leavingBytes = 0) {
      if (at === null) return
      const { blocks, bfree, bsize } = statfsSync(at)
      remount(`size=${String((blocks - bfree) * bsize + leavingBytes)}`)
    },
    makeRoom: () => void remount(`size=${String(wholeBytes)}`),
    makeReadOnly: () => void remount('ro'),
    makeWritable: () => void remount('rw'),
    pullOut,
    // Something may still be read of it when its test is over.
    unmount: pullOut,
  }
}

function canMount(): boolean {
  try {
    run('unshare', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt')
    return true
  } catch {
    return false
  }
}

function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: 'ignore' })
}
