import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { runBrowserHost, type RunningHost } from '../support/browser-host'
import { chromiumPath } from '../support/chromium'
import { SHORT_ARTICLE } from '../support/workspace'
import { complaintsOf, expectAccessible, windowContext } from '../support/window-page'

const PAGE = `<!doctype html><html lang="de"><head><title>Neue Brücke</title>
  <link rel="canonical" href="https://blatt.example/bruecke"><script src="https://boese.example/x.js"></script></head>
  <body onload="document.title='x'"><nav>Start</nav><article><h1>Neue Brücke über die Elbe</h1>
  <p>Die Brücke ist 240 Meter lang und wurde in drei Jahren gebaut. Sie kostete am 8. März 2022 noch 12 Mio. Euro.</p>
  <p>Mehr dazu lesen Sie morgen in dieser Zeitung, wie die Stadt mitteilte, die sie gebaut hat.</p>
  <img src="https://boese.example/bild.png" onerror="alert(1)"></article><footer>Impressum</footer></body></html>`

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath() })
})
afterAll(() => browser.close())

describe('an import, by keyboard', () => {
  let host: RunningHost
  let context: BrowserContext
  let page: Page
  let complaints: string[]

  beforeEach(async () => {
    host = await runBrowserHost()
    context = await windowContext(browser, host)
    page = await context.newPage()
    complaints = complaintsOf(page, host)
    await page.goto(host.startLink)
    await page.getByRole('heading', { name: 'Was soll geprüft werden?' }).waitFor()
  })
  afterEach(async () => {
    await context.close()
    await host.stop()
    expect(complaints).toEqual([])
  })

  const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
  const choose = (...files: ReturnType<typeof file>[]) =>
    page.locator('input[type="file"]').first().setInputFiles(files)
  const focused = () => page.locator('[data-block]:focus')
  const blockFocused = async (name: RegExp) =>
    expect.poll(() => focused().getAttribute('aria-label'), { timeout: 10_000 }).toMatch(name)
  async function call<Value>(name: string, input: object): Promise<Value> {
    const body = JSON.stringify({ name, input, language: 'de' })
    // From the window itself: the start link counts once.
    const reply = await page.evaluate(async (sent): Promise<unknown> => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch('/rpc', { method: 'POST', headers, body: sent })).json()
    }, body)
    const { ok, value } = reply as { ok: boolean; value: Value }
    if (!ok) throw new Error(`${name} was refused`)
    return value
  }

  it('is looked through, corrected and stored; Escape leaves nothing', { timeout: 120_000 }, async () => {
    await choose(file('bruecke.html', PAGE))
    await blockFocused(/^Absatz 1, Überschrift/)
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await call('library.describe', {})).toMatchObject({ articles: 0 })

    await choose(file('bruecke.html', PAGE))
    await blockFocused(/^Absatz 1/)
    await page.keyboard.press('j')
    await blockFocused(/^Absatz 2, Absatz/)
    await page.keyboard.press('a')
    const menu = page.getByRole('menuitemradio', { name: 'Vorspann' })
    await menu.waitFor()
    await expectAccessible(page, { without: ['region'] })
    await menu.press('Enter')
    await blockFocused(/^Absatz 2, Vorspann/)
    await page.keyboard.press('j')
    await page.keyboard.press('Delete')
    await expect.poll(() => page.getByRole('status').first().textContent()).toContain('3 Sätze in 2 Absätzen')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.locator('[data-sentence]').first().waitFor()

    const [article] = await call<{ id: string; title: string; url: string }[]>('articles.list', {})
    expect(article).toMatchObject({
      title: 'Neue Brücke über die Elbe',
      url: 'https://blatt.example/bruecke',
    })
    const { blocks, original } = await call<{ blocks: { kind: string }[]; original: { name: string } }>(
      'articles.read',
      { articleId: article?.id },
    )
    expect(blocks.map(({ kind }) => kind).filter((kind) => kind !== 'non-text')).toEqual(['headline', 'lead'])
    expect(original.name).toBe('bruecke.html')
  })

  it(
    'of several files lists each, and one bad file does not stop the others',
    { timeout: 120_000 },
    async () => {
      const many = Array.from({ length: 10 }, (_, at) =>
        file(
          `artikel-${String(at + 1)}.txt`,
          `Titel ${String(at)}\n\nDer Artikel ${String(at)} hat einen Satz.`,
        ),
      )
      const bad = { name: 'bild.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a', 'hex') }
      await choose(...many, bad, file('bruecke.txt', SHORT_ARTICLE))
      await page.getByText('0 importiert, 11 bereit, 0 schon vorhanden, 1 nicht lesbar').waitFor()
      await expectAccessible(page)

      await page.getByRole('button', { name: '11 Artikel importieren' }).press('Enter')
      await page.getByText('11 importiert').waitFor()
      await page.getByRole('button', { name: 'Öffnen: artikel-3.txt' }).press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('heading', { name: 'Titel 2' }).first().waitFor()

      expect(await call('library.describe', {})).toMatchObject({ articles: 11 })
    },
  )
})
