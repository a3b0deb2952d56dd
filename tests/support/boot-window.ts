import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'

import { outFolder, ownFolder } from './built'
import { chromiumPath } from './chromium'
import { standIn, type StandIn, type StandInWindow } from './electron/stand-in.mjs'

export interface BootedWindow {
  page: Page
  window: StandInWindow
  electron: StandIn
  /** What the page wrote to its console as errors, and faults nobody caught. */
  complaints: string[]
  stop(): Promise<void>
}

/** The built main process and window, once for each test file, over a library of its own. */
export async function bootWindow(): Promise<BootedWindow> {
  const folder = ownFolder()
  Object.assign(process.env, folder.env, { CHROMIUM_PATH: chromiumPath() })
  process.argv.push('--library', join(folder.path, 'desk.belegt'))
  await import(pathToFileURL(join(outFolder, 'main', 'index.js')).href)
  const page = await standIn.firstWindow
  const [window] = standIn.windows
  if (!window) throw new Error('The bundle opened no window')
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return {
    page,
    window,
    electron: standIn,
    complaints,
    async stop() {
      await standIn.quit()
      folder.remove()
    },
  }
}
