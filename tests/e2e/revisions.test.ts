import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'

import type { Article, ClaimId } from '#shared/model'
import { caller, type Call } from '#shared/rpc'

import { runBrowserHost, type RunningHost } from '../support/browser-host'
import { chromiumPath } from '../support/chromium'
import { checkEverything, handOver, importText, SHORT_ARTICLE } from '../support/workspace'
import { complaintsOf, expectAccessible, windowContext } from '../support/window-page'

const NEW_TEXT = SHORT_ARTICLE.replace('240 Meter', '24 Meter').replace('Karin Lenz', 'Karla Roth')

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath() })
})
afterAll(() => browser.close())

let host: RunningHost
let context: BrowserContext
let page: Page
let call: Call
let article: Article
let claimId: ClaimId
let complaints: string[]

beforeEach(async () => {
  host = await runBrowserHost()
  await host.start()
  call = caller({ send: (request) => host.call(request) }, () => 'de')
  article = await importText(call, SHORT_ARTICLE)
  claimId = await checkEverything(call, article)
  await handOver(call)
  const sentenceIds = article.sentences.filter(({ number }) => number !== 2).map(({ id }) => id)
  await call('secondReads.record', { claimIds: [claimId], sentenceIds, outcome: 'agreed' })
  context = await windowContext(browser, host)
  complaints = []
  page = await openWindow()
})
afterEach(async () => {
  await context.close()
  await host.stop()
})

async function openWindow(): Promise<Page> {
  const opened = await context.newPage()
  complaintsOf(opened, host, complaints)
  await opened.goto(host.origin)
  await opened.getByText('Wir bauen sie bis Ende Mai fertig.').first().waitFor()
  return opened
}

const stored = (): Promise<Article> => call('articles.read', { articleId: article.id })

const steps = () => page.getByRole('list', { name: 'Änderungen Satz für Satz' })
/** The step in focus, in words. */
const step = async (): Promise<string> =>
  (await steps().locator('[aria-current="true"]').innerText()).replace(/\s+/g, ' ')

it('shows by keyboard alone what a new text reopens, applies it as one step and takes it back', async () => {
  await page.keyboard.press('Control+Shift+f')
  await page.getByText('Freigegeben von Murat Özdemir').first().waitFor()

  await page.keyboard.press('Shift+n')
  await page.getByRole('textbox', { name: 'Neuer Text' }).waitFor()
  await page.keyboard.insertText(NEW_TEXT)
  await page.keyboard.press('Control+Enter')
  await page.getByText('Die Freigabe von Murat Özdemir gilt dann nicht mehr.').waitFor()
  const number = await step()
  await expectAccessible(page)
  await page.keyboard.press('j')
  await expect.poll(step).toContain('anderen Sprecher')
  const speaker = await step()
  await page.keyboard.press('Escape')
  await page.getByRole('article', { name: article.title }).waitFor()
  const untouched = await stored()

  await page.keyboard.press('Shift+n')
  await page.keyboard.press('Control+Enter')
  await steps().waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: 'Fassung 2 durchsehen' }).waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Aus dem früheren Wortlaut' }).waitFor()
  await expectAccessible(page)
  const applied = await stored()
  await page.keyboard.press('Control+z')
  await page.getByText('Zurückgenommen: Übernahme von Fassung 2').waitFor()
  const undone = await stored()

  expect(number).toMatch(/^Satz 2 geändert, Urteil ruht .* Zahl: 240 → 24/)
  expect(speaker).toContain('Wir bauen sie bis Ende Mai fertig.')
  expect([untouched.revision, untouched.signOff?.current]).toEqual([1, true])
  expect([applied.revision, applied.signOff?.current, applied.sentences[1]?.mark]).toEqual([
    2,
    false,
    'reopened',
  ])
  expect([undone.revision, undone.signOff?.current]).toEqual([1, true])
  expect(complaints).toEqual([])
})

it('edits a sentence in place, saying first what that costs, and takes its old claim over again', async () => {
  await page.getByText('Die Brücke ist 240 Meter lang.').first().click()
  await page.keyboard.press('t')
  const words = page.getByRole('textbox', { name: 'Neuer Wortlaut von Satz 2' })
  await words.waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText('Die Brücke ist 2,4 Meter lang.')
  await page.getByText('Seine Behauptungen und Belege bleiben daneben stehen.').waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await words.waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: 'Aus dem früheren Wortlaut' }).waitFor()

  await page.getByRole('button', { name: 'Behauptung mit Belegen übernehmen' }).press('Enter')
  await page.getByRole('button', { name: 'Behauptung mit Belegen übernehmen' }).waitFor({ state: 'detached' })

  const { text, claims, revision } = await stored()
  expect([text.includes('2,4 Meter'), revision]).toEqual([true, 2])
  expect(claims).toMatchObject([{ id: claimId, state: 'reopened', evidence: [{ passage: '240 m' }] }])
  expect(complaints).toEqual([])
})

it('shows a claim without a sentence, and attaches it to another by keyboard', async () => {
  const text = SHORT_ARTICLE.replace('Die Brücke ist 240 Meter lang. ', '')
  const { previewHash } = await call('revisions.preview', { articleId: article.id, text })
  await call('revisions.apply', { articleId: article.id, text, previewHash })
  await page.keyboard.press('Shift+f')
  await page.getByRole('button', { name: 'Behauptungen ohne Satz' }).press('Enter')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'An einen Satz anhängen' }).press('Enter')
  await page.getByRole('combobox', { name: 'Sätze filtern' }).waitFor()
  await page.keyboard.insertText('kostete')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  const { claims, sentences } = await stored()
  expect(claims).toMatchObject([{ id: claimId, anchors: [{ sentenceId: sentences[1]?.id }] }])
  expect(complaints).toEqual([])
})

it('lets two windows see each other’s changes at once, and neither overwrite the other unseen', async () => {
  const other = await openWindow()
  await page.getByText('Die Brücke ist 240 Meter lang.').first().click()
  await page.keyboard.press('F2')
  const wording = page.getByRole('textbox', { name: 'Wortlaut der Behauptung' })
  await wording.fill('Die neue Brücke ist 240 Meter lang.')

  await other.getByText('Die Brücke ist 240 Meter lang.').first().click()
  await other.keyboard.press('F2')
  await other.getByRole('textbox', { name: 'Wortlaut der Behauptung' }).fill('Die Brücke misst 240 Meter.')
  await other.keyboard.press('Control+Enter')
  await other.getByRole('heading', { name: 'Die Brücke misst 240 Meter.' }).waitFor()
  await wording.press('Control+Enter')
  const notice = page.getByRole('alert').filter({ hasText: 'Inzwischen von anderer Hand geändert' })
  await notice.waitFor()
  const [shown, typed] = [await notice.innerText(), await wording.inputValue()]
  await expectAccessible(page)
  const between = await stored()
  await wording.press('Control+Enter')
  // The other window shows it without being asked.
  await other.getByRole('heading', { name: 'Die neue Brücke ist 240 Meter lang.' }).waitFor()

  expect(shown).toContain('Die Brücke misst 240 Meter.')
  expect(typed).toBe('Die neue Brücke ist 240 Meter lang.')
  expect(between.claims[0]?.wording).toBe('Die Brücke misst 240 Meter.')
  expect(complaints).toEqual([])
})
