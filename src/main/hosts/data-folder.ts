import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where the operating system keeps a person's data of this program. */
export function dataFolder(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Belegt')
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Belegt')
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'Belegt')
}

/** Makes a folder that only this person can look into. */
export function privateFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  return path
}

/** The library that opens when none is named. */
export function defaultLibrary(): string {
  return join(privateFolder(dataFolder()), 'library.belegt')
}
