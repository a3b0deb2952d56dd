import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'

import { caller, type Call } from '#shared/rpc'

import { runBrowserHost, type RunningHost } from '../support/browser-host'
import { chromiumPath } from '../support/chromium'
import { storeFile } from '../support/evidence-files'
import { addClaim, importText, rate, SHORT_ARTICLE } from '../support/workspace'
import { complaintsOf, expectAccessible, windowContext } from '../support/window-page'

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath() })
})
afterAll(() => browser.close())

let host: RunningHost
let context: BrowserContext
let page: Page
let call: Call
let complaints: string[]

beforeEach(async () => {
  host = await runBrowserHost()
  await host.start()
  call = caller({ send: (request) => host.call(request) }, () => 'de')
  context = await windowContext(browser, host)
  page = await context.newPage()
  complaints = complaintsOf(page, host)
})
afterEach(async () => {
  await context.close()
  await host.stop()
})

/** The report of an article with a claim that rests on two files, one of them of a confidential source. */
async function showReport(): Promise<void> {
  const article = await importText(call, SHORT_ARTICLE)
  const claimId = await addClaim(call, { article, number: 2 })
  for (const [words, confidential] of [
    ['In der Akte steht: Die Brücke ist 240 Meter lang, mit Rampen 310.', false],
    ['Gespräch vom Montag', true],
  ] as const) {
    const file = await storeFile(call, Buffer.from(words), `${words.slice(0, 8)}.txt`)
    await call('evidence.add', {
      ...{ claimId, stance: 'supports', fileHash: file.hash },
      ...(confidential ? {} : { locator: 'Seite 3', passage: 'Die Brücke ist 240 Meter lang' }),
      source: {
        title: confidential ? 'Gespräch mit Anna Vogt' : 'Bauakte 12/2022',
        type: 'document',
        ...(confidential && { confidential, publicWording: 'eine Person aus dem Bauamt' }),
      },
    })
  }
  await rate(call, claimId)
  await page.goto(host.origin)
  await page.getByText('240 Meter').first().waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('Prüfbericht zeigen')
  await page.getByRole('option', { name: 'Prüfbericht zeigen' }).first().waitFor()
  await page.keyboard.press('Enter')
  await preview().locator('h1').waitFor()
}

/** The page in sight; the next one waits behind it until it is there. */
const preview = () => page.frameLocator('iframe:not(.waiting)')

it('goes out with its evidence, and each proof in it opens its copy without a network', async () => {
  await showReport()
  await expectAccessible(page, { withFrames: false })
  await page.getByRole('checkbox', { name: 'mit den Belegdateien, als ZIP' }).check()
  const downloading = page.waitForEvent('download')
  await page.keyboard.press('Control+e')
  const download = await downloading
  await page.getByText('Ohne Datei bleibt Beleg 2: vertrauliche Quelle.').waitFor()
  await page.getByText(`„${download.suggestedFilename()}“ wird heruntergeladen.`).waitFor()
  await expectAccessible(page, { withFrames: false })

  const folder = mkdtempSync(join(tmpdir(), 'belegt-unzip-'))
  const reader = await browser.newContext()
  try {
    execFileSync('unzip', ['-q', await download.path(), '-d', folder])
    const name = readdirSync(folder).find((each) => each.endsWith('.html')) ?? ''
    await reader.setOffline(true)
    const report = await reader.newPage()
    await report.goto(pathToFileURL(join(folder, name)).href)
    await report.getByRole('link', { name: /^evidence\/001-/ }).click()
    await report.getByText('mit Rampen 310').waitFor()

    expect(report.url()).toMatch(/\/evidence\/001-[0-9a-f]{64}\.txt$/)
    expect(readdirSync(join(folder, 'evidence'))).toEqual([
      expect.stringMatching(/^001-[0-9a-f]{64}\.txt$/),
      'SHA256SUMS',
      'check.sh',
    ])
  } finally {
    await reader.close()
    rmSync(folder, { recursive: true })
  }
  expect(complaints).toEqual([])
})

it('leads from a proof to its copy, with the passage highlighted, by keyboard alone', async () => {
  await showReport()
  await page.getByRole('tab', { name: 'Bericht' }).focus()
  await page.keyboard.press('ArrowRight')
  const proof = page.getByRole('button', { name: /Bauakte 12\/2022/ })
  await proof.waitFor()
  await expectAccessible(page, { withFrames: false })
  await proof.focus()
  await page.keyboard.press('ArrowDown')
  const second = await page.evaluate(() => document.activeElement?.textContent)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')

  await page.getByRole('dialog').waitFor()
  await expect
    .poll(() => page.evaluate(() => [...(CSS.highlights.get('passage') ?? [])].map(String).join(' ')))
    .toBe('Die Brücke ist 240 Meter lang')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  expect(second).toContain('eine Person aus dem Bauamt')
  expect(second).not.toContain('Vogt')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Bauakte 12/2022')
  expect(complaints).toEqual([])
})

it('stops at a word while it is printed, and nothing is saved', async () => {
  await showReport()
  let downloads = 0
  page.on('download', () => (downloads += 1))
  await page.getByRole('combobox', { name: 'Format' }).selectOption('pdf')
  await page.keyboard.press('Control+e')
  await page.getByText('Die PDF-Datei wird gedruckt').waitFor()
  await page.getByRole('button', { name: 'Abbrechen' }).click()
  await page.getByRole('button', { name: 'Exportieren' }).waitFor()

  const reply = await call('library.verify', {})
  expect({ downloads, ok: reply.ok, complaints }).toEqual({ downloads: 0, ok: true, complaints: [] })
  expect(await page.getByRole('alert').count()).toBe(0)
})

it('keeps how it is wanted with the library, and the preview follows', async () => {
  await showReport()
  await page.getByText('Öffentlicher Faktencheck').click()
  await page.getByRole('textbox', { name: 'Name des Hauses' }).fill('Morgenblatt')
  await preview().getByText('Morgenblatt').first().waitFor()
  await page.locator('input[type="file"][accept*="png"]').setInputFiles({
    ...{ name: 'logo.png', mimeType: 'image/png' },
    buffer: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  })
  await preview().getByRole('img', { name: 'Morgenblatt' }).waitFor()
  await page.reload()
  await page.getByText('240 Meter').first().waitFor()

  const { settings, logo } = await call('reportSettings.read', {})
  expect(settings).toMatchObject({ kind: 'public', house: 'Morgenblatt' })
  expect(logo).toMatchObject({ width: 1, height: 1 })
  expect(complaints).toEqual([])
})
