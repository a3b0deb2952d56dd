import { spawn, type ChildProcess } from 'node:child_process'

import { windowFolder } from '../data-folder'
import { hostLanguage } from '../host-language'

/** Whether there is a screen to open a window on. */
export function hasDisplay(platform = process.platform, env = process.env): boolean {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/**
 * Opens the start link as an application window of its own, with a profile of its own for each library, so that the
 * browser ends with its window. Other accounts of this machine can see the link in the list of processes; by then it
 * is used up.
 */
export function openWindow(browser: string, startLink: string, libraryPath: string): ChildProcess {
  // Chromium's own sandbox refuses to run as root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []
  return spawn(
    browser,
    [
      `--app=${startLink}`,
      `--user-data-dir=${windowFolder('browser', libraryPath)}`,
      '--window-size=1280,800',
      // The window begins in the language of the terminal, not in that of the browser.
      `--accept-lang=${hostLanguage()}`,
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-extensions',
      '--disable-sync',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-pings',
      '--disable-features=Translate',
      // The profile holds nothing worth a key, so the system's key store is not asked for one.
      '--password-store=basic',
      '--use-mock-keychain',
      ...asRoot,
    ],
    { stdio: 'ignore' },
  )
}
