import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface SmallDisk {
  mount: (path: string) => void
  /** Leaves no free block. */
  fill: () => void
  makeRoom: () => void
  makeReadOnly: () => void
  makeWritable: () => void
  /** Takes it away while files on it are open. */
  pullOut: () => void
  unmount: () => void
}

/** A disk of 4 MB in memory; null where this account may not mount one. */
export function smallDisk(): SmallDisk | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !canMount()) return null
  let at: string | null = null
  const filler = () => join(at ?? '', 'filler')
  const remount = (mode: 'ro' | 'rw') => at !== null && run('mount', '-o', `remount,${mode}`, at)
  return {
    mount(path) {
      run('mount', '-t', 'tmpfs', '-o', 'size=4m,mode=0700', 'tmpfs', path)
      at = path
    },
    fill() {
      try {
        writeFileSync(filler(), Buffer.alloc(5 * 1024 * 1024))
      } catch {
        // What fitted is there; that it did not fit is the point.
      }
    },
    makeRoom: () => rmSync(filler(), { force: true }),
    makeReadOnly: () => void remount('ro'),
    makeWritable: () => void remount('rw'),
    pullOut() {
      if (at !== null) run('umount', '--lazy', at)
      at = null
    },
    unmount() {
      if (at !== null) run('umount', at)
      at = null
    },
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
