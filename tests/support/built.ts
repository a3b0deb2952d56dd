import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const outFolder = join(import.meta.dirname, '..', '..', 'out')

/** A folder of this test's own, also for what the program keeps about itself. */
export function ownFolder(): { path: string; env: NodeJS.ProcessEnv; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'belegt-host-'))
  return {
    path,
    // HOME for macOS, APPDATA for Windows, XDG_DATA_HOME for the rest.
    env: { ...process.env, HOME: path, APPDATA: path, XDG_DATA_HOME: path, LC_ALL: 'en_US.UTF-8' },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}
