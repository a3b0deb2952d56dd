import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Reply } from '#shared/rpc'

import { ownFolder } from '../support/built'

const root = join(import.meta.dirname, '..', '..')
const programs: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}
const program = join(
  process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules', 'electron', 'dist'),
  programs[process.platform] ?? 'electron',
)
const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
const missing = !existsSync(program) ? 'no Electron runtime' : !hasScreen ? 'no display' : null

/** What the stand-in cannot show: the same bundle under the real program. */
describe.skipIf(missing)(`Electron itself${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const folder = ownFolder()
  let electron: ElectronApplication

  beforeAll(async () => {
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    electron = await _electron.launch({
      executablePath: program,
      args: [...asRoot, root, '--library', join(folder.path, 'desk.belegt')],
      // Only what is set: Electron takes no undefined.
      env: Object.fromEntries(
        Object.entries(folder.env).flatMap(([name, value]) => (value ? [[name, value]] : [])),
      ),
    })
  })
  afterAll(async () => {
    await electron.close()
    folder.remove()
  })

  it('opens the window on the app:// origin and answers its calls', async () => {
    const page = await electron.firstWindow()

    const reply = await page.evaluate(() => {
      type Connect = (listener: () => void) => (request: object) => Promise<Reply>
      const { belegt } = globalThis as unknown as { belegt: { connect: Connect } }
      return belegt.connect(() => undefined)({ name: 'library.describe', input: {}, language: 'de' })
    })

    expect(page.url()).toBe('app://belegt/')
    expect(reply).toMatchObject({ ok: true, value: { name: 'desk.belegt' } })
  })

  it('isolates the page from the preload script and from Node', async () => {
    const page = await electron.firstWindow()

    const known = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in globalThis),
    )

    expect(known).toEqual([])
  })

  it('reaches nothing outside and stays on its page', async () => {
    const page = await electron.firstWindow()

    const reached = await page.evaluate(`fetch('https://example.org/').then(() => true, () => false)`)
    await page.evaluate(`location.href = 'https://example.org/'`).catch(() => undefined)
    await page.waitForTimeout(300)

    expect(reached).toBe(false)
    expect(page.url()).toBe('app://belegt/')
  })
})
