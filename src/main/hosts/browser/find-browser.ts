import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Names on the PATH, the plainest browser first. */
const commands = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
]
const macApplications = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]
const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
]

export interface Machine {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  isProgram: (path: string) => boolean
  /** Commands to look for before the usual ones. */
  preferred: readonly string[]
}

/** Chromium, Chrome or Edge where it usually lies, else null. CHROMIUM_PATH goes before everything. */
export function findBrowser({
  platform = process.platform,
  env = process.env,
  isProgram = isExecutable,
  preferred = [],
}: Partial<Machine> = {}): string | null {
  return places(platform, env, [...preferred, ...commands]).find(isProgram) ?? null
}

function places(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, names: readonly string[]): string[] {
  const named = env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : []
  if (platform === 'win32') {
    return [
      ...named,
      ...inFolders([env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA], windowsPrograms),
    ]
  }
  const onPath = inFolders((env.PATH ?? '').split(delimiter), names)
  if (platform !== 'darwin') return [...named, ...onPath]
  const home = env.HOME ? join(env.HOME, 'Applications') : undefined
  return [...named, ...inFolders(['/Applications', home], macApplications), ...onPath]
}

/** For each name all folders, so that a plainer browser wins wherever it lies. */
function inFolders(folders: readonly (string | undefined)[], names: readonly string[]): string[] {
  return names.flatMap((name) => folders.flatMap((folder) => (folder ? [join(folder, name)] : [])))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
