import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Browsers that can show the window, the plainest first. */
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

/** Chromium, Chrome or Edge where it usually lies, else null. CHROMIUM_PATH goes before everything. */
export function findBrowser(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  isProgram: (path: string) => boolean = isExecutable,
  preferred: readonly string[] = [],
): string | null {
  return places(platform, env, preferred).find(isProgram) ?? null
}

function places(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, preferred: readonly string[]): string[] {
  const named = env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : []
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => !!root)
    return [
      ...named,
      ...windowsPrograms.flatMap((program) => roots.map((root) => `${String(root)}\\${program}`)),
    ]
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const onPath = [...preferred, ...commands].flatMap((command) =>
    folders.map((folder) => join(folder, command)),
  )
  if (platform !== 'darwin') return [...named, ...onPath]
  const roots = ['/Applications', ...(env.HOME ? [join(env.HOME, 'Applications')] : [])]
  const applications = macApplications.flatMap((program) => roots.map((root) => join(root, program)))
  return [...named, ...applications, ...onPath]
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
