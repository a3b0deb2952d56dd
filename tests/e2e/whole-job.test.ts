import { readFileSync } from 'node:fs'
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { openWorkstation } from '#main/core'
import { caller } from '#shared/rpc'

import { runBrowserHost, type RunningHost } from '../support/browser-host'
import { chromiumPath } from '../support/chromium'
import { SHORT_ARTICLE } from '../support/workspace'
import { complaintsOf, expectAccessible, windowContext } from '../support/window-page'

/** What the person at the keyboard looks for, in both languages of the window. */
const WORDS = {
  de: {
    locale: 'de-DE',
    start: 'Was soll geprüft werden?',
    inWork: 'in Arbeit',
    noClaim: 'nichts zu prüfen',
    signedOff: 'freigegeben',
    source: 'Quelle',
    people: 'Personen hinzufügen und umbenennen …',
    newPerson: 'Neue Person',
    actAs: /^Als Murat Özdemir arbeiten/,
    waiting: 'Zweitlesung',
    signOff: 'Artikel freigeben',
    report: 'Prüfbericht zeigen',
    reportSays: ['Freigegeben', 'Wurde es gesagt?', 'Stimmt es?', 'Die Brücke ist 240 Meter lang.'],
    fileName: /^pruefbericht-neue-bruecke-ueber-die-elbe-fassung-1\.html$/,
  },
  en: {
    locale: 'en-GB',
    start: 'What should be checked?',
    inWork: 'in work',
    noClaim: 'no claim',
    signedOff: 'signed off',
    source: 'Source',
    people: 'Add and rename people …',
    newPerson: 'New person',
    actAs: /^Work as Murat Özdemir/,
    waiting: 'second reader',
    signOff: 'Sign the article off',
    report: 'Show report',
    reportSays: ['Signed off', 'Was it said?', 'Is it true?', 'Die Brücke ist 240 Meter lang.'],
    fileName: /^report-neue-bruecke-ueber-die-elbe-revision-1\.html$/,
  },
} as const

const SENTENCES = 5
/** The claim is made on the quote: it asks both questions. */
const QUOTE = 4

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath() })
})
afterAll(() => browser.close())

describe.each(['de', 'en'] as const)('by keyboard alone, with the window in %s', (language) => {
  const words = WORDS[language]
  let host: RunningHost
  let context: BrowserContext
  let page: Page
  let complaints: string[]

  beforeEach(async () => {
    host = await runBrowserHost()
    context = await windowContext(browser, host, words.locale)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: host.origin })
    page = await context.newPage()
    complaints = complaintsOf(page, host)
    await page.goto(host.startLink)
    await page.getByRole('heading', { name: words.start }).waitFor()
  })
  afterEach(async () => {
    await context.close()
    await host.stop()
  })

  async function press(...keys: string[]): Promise<void> {
    for (const key of keys) await page.keyboard.press(key)
  }
  const type = (text: string) => page.keyboard.insertText(text)
  /** Waits until a sentence has the focus whose name for the screen reader begins and goes on like this. */
  async function onSentence(number: number, state = ''): Promise<void> {
    const focused = page.locator('[data-sentence]:focus')
    await expect
      .poll(() => focused.getAttribute('aria-label', { timeout: 500 }).catch(() => null), { timeout: 10_000 })
      .toMatch(new RegExp(`^\\S+ ${String(number)}\\b.*${state}`, 'i'))
  }
  async function tabTo(target: Locator, key = 'Tab'): Promise<void> {
    await target.waitFor()
    for (let tabs = 0; tabs < 60; tabs += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await press(key)
    }
    throw new Error('It cannot be reached with the keyboard')
  }
  /** Through the command palette: what is typed, and the entry it is to find. */
  async function choose(typed: string, entry: string | RegExp = typed): Promise<void> {
    await press('Control+k')
    const field = page.getByRole('combobox').and(page.locator(':focus'))
    await field.waitFor()
    await type(typed)
    await page.getByRole('option', { name: entry }).first().waitFor()
    await press('Enter')
  }

  it('an article goes from paste to a signed-off report', { timeout: 180_000 }, async () => {
    await expectAccessible(page, { withFrames: false })
    await page.evaluate((text) => navigator.clipboard.writeText(text), SHORT_ARTICLE)
    await press('Control+v')
    await page.locator('[data-block]:focus').waitFor()
    await expectAccessible(page, { withFrames: false })
    await press('Control+Enter')
    await onSentence(1)

    // A claim on the quote, evidence from a new source, both answers.
    await press('j', 'j', 'j')
    await onSentence(QUOTE)
    await press('c')
    await onSentence(QUOTE, words.inWork)
    await press('e')
    await page.getByRole('combobox', { name: words.source }).and(page.locator(':focus')).waitFor()
    await type('Protokoll der Pressekonferenz')
    await press('Enter')
    await type('Minute 12')
    await press('Tab')
    await type('Wir bauen sie bis Ende Mai fertig.')
    await expectAccessible(page, { withFrames: false })
    await press('Control+Enter')
    await page.getByText('Minute 12').waitFor()
    await press('u')
    for (const [digit, rating] of [
      ['1', /^So gesagt/],
      ['3', /^Falsch/],
    ] as const) {
      await page.getByRole('radio', { name: rating }).waitFor()
      await press(digit)
      await page.getByRole('radio', { name: rating, checked: true }).waitFor()
      await expectAccessible(page, { withFrames: false })
      await press('Control+Enter')
      await page.getByRole('radio', { name: rating }).waitFor({ state: 'detached' })
    }
    await press('Escape')
    await onSentence(QUOTE, 'So gesagt.*Falsch')

    // Nothing to check in the others.
    for (const number of [5, 1, 2, 3]) {
      await press('Shift+j')
      await onSentence(number)
      await press('n')
      await onSentence(number, words.noClaim)
    }
    await expectAccessible(page, { withFrames: false })

    // A second person takes the desk, reads the evidence, agrees, and signs off.
    await choose(words.people)
    await tabTo(page.getByRole('textbox', { name: words.newPerson }))
    await type('Murat Özdemir')
    await press('Enter')
    await tabTo(page.getByRole('button', { name: words.actAs }), 'Shift+Tab')
    await expectAccessible(page, { withFrames: false })
    await press('Enter', 'Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await choose('#4', /Wir bauen/)
    await onSentence(QUOTE, words.waiting)
    await press('Enter')
    await tabTo(page.getByRole('checkbox').first())
    await press('Space')
    await expectAccessible(page, { withFrames: false })
    await press('Escape', 'z')
    await onSentence(QUOTE, words.signedOff)
    await press('Shift+z')
    await press('j')
    await onSentence(5, words.signedOff)
    await choose(words.signOff)
    await page.getByText(words.signedOff).first().waitFor()

    // The report: seen, exported, and the file is what was seen.
    await choose(words.report)
    const preview = page.frameLocator('iframe')
    await preview.locator('h1').waitFor()
    const seen = (await preview.locator('body').textContent()) ?? ''
    for (const said of words.reportSays) expect(seen).toContain(said)
    await expectAccessible(page, { withFrames: false })
    const downloading = page.waitForEvent('download')
    await press('Control+e')
    const download = await downloading
    expect(download.suggestedFilename()).toMatch(words.fileName)
    const exported = readFileSync(await download.path(), 'utf8')
    for (const said of words.reportSays) expect(exported).toContain(said)

    expect(complaints).toEqual([])
    const library = openWorkstation({ libraryPath: host.libraryPath, access: 'read' })
    const call = caller({ send: (request) => library.call(request) }, () => 'en')
    const [article] = await call('articles.list', {})
    const verified = await call('library.verify', {})
    library.close()
    expect(article).toMatchObject({
      progress: { signedOff: SENTENCES, total: SENTENCES },
      signOff: { current: true },
    })
    expect(verified).toMatchObject({ ok: true, problems: [] })
  })
})
