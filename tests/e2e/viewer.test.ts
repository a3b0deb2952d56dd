import { chmod, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import type { ClaimId, EvidenceFile } from '#shared/model'
import { caller, type Call } from '#shared/rpc'

import { runBrowserHost, type RunningHost } from '../support/browser-host'
import { chromiumPath } from '../support/chromium'
import { pdfOf, storeFile } from '../support/evidence-files'
import { addClaim, importText, SHORT_ARTICLE } from '../support/workspace'
import { complaintsOf, expectAccessible, windowContext } from '../support/window-page'

/** A second of silence. */
function soundOf(): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + 8_000, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8_000, 24)
  head.writeUInt32LE(8_000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(8_000, 40)
  return Buffer.concat([head, Buffer.alloc(8_000, 128)])
}

const PAGES = [
  'Akte der neuen Elbquerung',
  'Kosten und Fristen',
  'Die Leiterin sagte: Wir bauen sie bis Ende Mai\nkeinesfalls fertig, der Stahl fehlt.',
  'Anlagen',
]

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath() })
})
afterAll(() => browser.close())

let host: RunningHost
let context: BrowserContext
let page: Page
let call: Call
let claimId: ClaimId
let complaints: string[]

beforeEach(async () => {
  host = await runBrowserHost()
  await host.start()
  call = caller({ send: (request) => host.call(request) }, () => 'de')
  claimId = await addClaim(call, { article: await importText(call, SHORT_ARTICLE), number: 4 })
  context = await windowContext(browser, host)
  page = await context.newPage()
  complaints = complaintsOf(page, host)
  page.on('dialog', (dialog) => complaints.push(dialog.message()))
})
afterEach(async () => {
  await context.close()
  await host.stop()
})

/** The window with a claim that rests on the file. */
async function showEvidence(
  file: EvidenceFile,
  { passage = null, locator = null }: { passage?: string | null; locator?: string | null } = {},
): Promise<void> {
  await call('evidence.add', {
    claimId,
    source: { title: 'Akte', type: 'document' },
    stance: 'contradicts',
    fileHash: file.hash,
    passage,
    locator,
  })
  await page.goto(host.origin)
  await page.getByText('Wir bauen sie bis Ende Mai fertig.').first().click()
  await page.getByRole('button', { name: `Datei zeigen: ${file.name}` }).waitFor()
}

const viewer = () => page.getByRole('dialog')

/** The words that are marked in the page. */
const marked = () =>
  page.evaluate(() => [...(CSS.highlights.get('passage') ?? [])].map((range) => String(range)).join(' '))

describe('a file whose bytes were changed behind the back', () => {
  it('is called so as soon as it is opened, gives no evidence, and comes back from a backup', async () => {
    const file = await storeFile(call, Buffer.from('Die Brücke ist 240 Meter lang.'), 'notiz.txt')
    await showEvidence(file, { passage: '240 Meter' })
    await call('backups.make', {})
    const stored = await fileNamed(file.hash)
    await chmod(stored, 0o600)
    await writeFile(stored, 'Die Brücke ist 204 Meter lang.')

    await page.getByRole('button', { name: 'Datei zeigen: notiz.txt' }).click()
    await viewer().getByText('nicht mehr die Datei, die gespeichert wurde').waitFor()
    await expectAccessible(page)
    const take = page.getByRole('button', { name: 'Als Beleg übernehmen' })
    const refused = await take.getAttribute('aria-disabled')
    await page.getByRole('button', { name: 'Aus einer Sicherung zurückholen' }).click()
    await viewer().getByText('Unverändert, geprüft').waitFor()

    expect(refused).toBe('true')
    expect(await readFile(stored, 'utf8')).toBe('Die Brücke ist 240 Meter lang.')
    expect(await viewer().getByRole('alert').count()).toBe(0)
    expect(complaints).toEqual([])
  })
})

async function fileNamed(hash: string): Promise<string> {
  const folder = `${host.libraryPath}-evidence`
  const found = (await readdir(folder, { recursive: true })).find((name) => basename(name) === hash)
  return join(folder, found ?? '')
}

describe('a PDF', () => {
  const passage = 'Wir bauen sie bis Ende Mai keinesfalls fertig'
  const hostile = {
    catalog: '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>',
    extra: [] as string[],
  }

  it('opens at the passage of the evidence, inert, and gives another one over by keyboard alone', async () => {
    await showEvidence(await storeFile(call, pdfOf(PAGES, hostile), 'akte.pdf'), { passage })
    await page.getByText('wörtlich gefunden, Seite 3').waitFor()
    await page.keyboard.press('v')
    await expect.poll(marked, { timeout: 15_000 }).toContain('keinesfalls fertig')
    await expectAccessible(page)
    const openedOn = await page.getByRole('spinbutton', { name: 'Seitenzahl' }).inputValue()

    await page.keyboard.press('PageDown')
    const turnedTo = await page.getByRole('spinbutton', { name: 'Seitenzahl' }).inputValue()
    await page.keyboard.press('/')
    await page.keyboard.insertText('der stahl')
    await page.getByText('1 von 1', { exact: true }).waitFor()
    await page.getByRole('document', { name: 'Inhalt der Datei' }).focus()
    await page.keyboard.press('Shift+ArrowRight')
    await expect.poll(marked).toBe('der Stahl fehlt')
    await page.keyboard.press('Control+Enter')
    await viewer().waitFor({ state: 'detached' })

    expect([openedOn, turnedTo]).toEqual(['3', '4'])
    expect(await page.getByRole('textbox', { name: 'Fundstelle' }).inputValue()).toBe('Seite 3')
    expect(await page.getByRole('textbox', { name: 'Zitierte Stelle' }).inputValue()).toBe('der Stahl fehlt')
    expect(complaints).toEqual([])
  })

  it('gives the words over that are selected with the mouse', async () => {
    await showEvidence(await storeFile(call, pdfOf(PAGES), 'akte.pdf'), { locator: 'Seite 2' })
    await page.getByRole('button', { name: 'Datei zeigen: akte.pdf' }).click()
    await viewer()
      .getByText('Kosten und Fristen')
      .dblclick({ position: { x: 3, y: 3 } })
    await viewer().getByText('Seite 2: „Kosten“').waitFor()
    await page.getByRole('button', { name: 'Als Beleg übernehmen' }).click()

    expect(await page.getByRole('textbox', { name: 'Zitierte Stelle' }).inputValue()).toBe('Kosten')
    expect(complaints).toEqual([])
  })

  it('that is broken is named, can be saved, and the rest of the work goes on', async () => {
    const broken = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(4_000, 'x')])
    await showEvidence(await storeFile(call, broken, 'kaputt.pdf'))
    await page.keyboard.press('v')
    await viewer().getByText('Dieses PDF ist beschädigt und').waitFor()
    const downloading = page.waitForEvent('download')
    await viewer().getByRole('button', { name: 'Kopie sichern' }).first().click()
    const name = (await downloading).suggestedFilename()
    await page.keyboard.press('Escape')
    await viewer().waitFor({ state: 'detached' })

    expect(name).toBe('kaputt.pdf')
    expect(complaints).toEqual([])
  })
})

it('a recording stands at the time the evidence names and gives its time over', async () => {
  await showEvidence(await storeFile(call, soundOf(), 'mitschnitt.wav'), { locator: '00:01' })
  await page.keyboard.press('v')
  await viewer().getByRole('status').getByText('00:01').waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Control+Enter')
  await viewer().waitFor({ state: 'detached' })

  expect(await page.getByRole('textbox', { name: 'Fundstelle' }).inputValue()).toBe('00:01')
  expect(complaints).toEqual([])
})

it('an image is a picture: what is written in it runs nowhere and fetches nothing', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60" onload="alert(1)"><script>alert(2)</script><image href="https://example.org/x.png" width="9" height="9"/><rect width="90" height="60" fill="red"/></svg>'
  await showEvidence(await storeFile(call, Buffer.from(svg), 'karte.svg'))
  await page.keyboard.press('v')
  const image = viewer().getByRole('img', { name: 'karte.svg' })
  await image.waitFor()
  await expect.poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(90)
  await page.keyboard.press('+')
  await viewer().getByText('125').waitFor()
  await expectAccessible(page)

  expect(complaints).toEqual([])
})
