import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'

import { makeFolder } from '#main/core'

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
  makeFolder(path)
  return path
}

/** The library that opens when none is named. */
export function defaultLibrary(): string {
  return join(privateFolder(dataFolder()), 'library.belegt')
}

/** What belongs to the window of one library alone, so that two libraries can be open side by side. */
export function windowFolder(host: 'browser' | 'electron', libraryPath: string): string {
  const key = createHash('sha256').update(libraryPath).digest('hex').slice(0, 16)
  return privateFolder(join(dataFolder(), 'windows', `${host}-${key}`))
}
