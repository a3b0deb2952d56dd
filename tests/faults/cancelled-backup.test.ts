import Database from 'better-sqlite3'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { backupsOf, openWorkstation, type Workstation } from '#main/core'
import { caller, type Call } from '#shared/rpc'

import { runBrowserHost } from '../support/browser-host'
import { outFolder } from '../support/built'
import { chromiumPath } from '../support/chromium'
import { complaintsOf, windowContext } from '../support/window-page'
import { addClaim, importText, openWorkspace, SHORT_ARTICLE, temporaryFolder } from '../support/workspace'

/** So that there is a middle in which it can be cancelled. */
const LIBRARY_MEGABYTES = 40
/** Looked for so often that a copy does not pass unseen, on a machine that may be slow. */
const SEEN = { interval: 2, timeout: 20_000 }

let folder: ReturnType<typeof temporaryFolder>
let workstation: Workstation
let call: Call
beforeEach(async () => {
  folder = temporaryFolder()
  const workspace = openWorkspace({ libraryPath: folder.libraryPath })
  await addClaim(workspace.call, { article: await importText(workspace.call, SHORT_ARTICLE), number: 2 })
  await workspace.call('backups.make', {})
  workspace.close()
  const db = new Database(folder.libraryPath)
  db.prepare("INSERT INTO settings (key, value) VALUES ('ballast', '\"' || hex(zeroblob(?)) || '\"')").run(
    (LIBRARY_MEGABYTES * 1024 * 1024) / 2,
  )
  db.close()
  workstation = openWorkstation({
    libraryPath: folder.libraryPath,
    access: 'write',
    backupWorker: pathToFileURL(join(outFolder, 'main', 'backup-worker.js')),
  })
  call = caller({ send: (request) => workstation.call(request) }, () => 'en')
})
afterEach(() => {
  workstation.close()
  folder.remove()
})

const parts = () =>
  [folder.path, `${folder.libraryPath}-backups`].flatMap((each) =>
    readdirSync(each).filter((name) => name.includes('.part')),
  )
const standing = async () => (await call('backups.list', {})).backups.map(({ name }) => name)

it('a backup that is cancelled in the middle of its copy leaves the earlier ones and no half file, and the next is whole', async () => {
  const making = call('backups.make', { task: 'backup' })
  await vi.waitFor(() => expect(parts()).toEqual(['desk-000002.belegt.part']), SEEN)

  const { cancelled } = await call('tasks.cancel', { task: 'backup' })

  await expect(making).rejects.toMatchObject({ code: 'cancelled' })
  expect(cancelled).toBe(true)
  expect(await standing()).toEqual(['desk-000001.belegt'])
  const next = await call('backups.make', {})
  expect(next).toMatchObject({ name: 'desk-000002.belegt', sound: true })
  expect(parts()).toEqual([])
})

it('a restore that is cancelled lays nothing ready, and the library goes on', async () => {
  const { name } = await call('backups.make', {})
  const restoring = call('backups.restore', { name, task: 'restore' })
  await vi.waitFor(() => expect(parts()).toEqual(['desk.belegt-restoring.part']), SEEN)

  await call('tasks.cancel', { task: 'restore' })

  await expect(restoring).rejects.toMatchObject({ code: 'cancelled' })
  await vi.waitFor(() => expect(parts()).toEqual([]), SEEN)
  expect(existsSync(`${folder.libraryPath}-restoring`)).toBe(false)
  expect(await call('library.verify', {})).toMatchObject({ ok: true })
})

it('the window shows how far a backup is, and cancels it', async () => {
  workstation.close()
  const host = await runBrowserHost([], folder.libraryPath)
  const browser = await chromium.launch({ executablePath: chromiumPath() })
  try {
    await host.start()
    const page = await (await windowContext(browser, host)).newPage()
    const complaints = complaintsOf(page, host)
    await page.goto(host.origin)
    await page.getByText('Neue Brücke').first().waitFor()
    await page.keyboard.press('Control+Comma')
    await page.getByRole('button', { name: 'Jetzt sichern' }).click()
    await page.getByRole('progressbar').waitFor()

    await page.getByRole('button', { name: 'Abbrechen' }).click()

    await page.getByRole('button', { name: 'Jetzt sichern' }).waitFor()
    expect(complaints).toEqual([])
    expect(await page.getByRole('alert').allTextContents()).toEqual([])
  } finally {
    await browser.close()
    await host.stop()
  }
  expect(backupsOf(folder.libraryPath).map(({ backup }) => backup.name)).toEqual(['desk-000001.belegt'])
})

it('a window that closes during a backup leaves nothing that is offered as one', async () => {
  const making = call('backups.make', { task: 'backup' })
  await vi.waitFor(() => expect(parts()).not.toEqual([]), SEEN)

  workstation.close()

  await expect(making).rejects.toMatchObject({ code: 'cancelled' })
  await vi.waitFor(() => expect(parts()).toEqual([]), SEEN)
  expect(readdirSync(`${folder.libraryPath}-backups`).filter((name) => name.endsWith('.belegt'))).toEqual([
    'desk-000001.belegt',
  ])
})
