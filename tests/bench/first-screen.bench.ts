import Database from 'better-sqlite3'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, it } from 'vitest'

import { runBrowserHost, type RunningHost } from '../support/browser-host'
import { chromiumPath } from '../support/chromium'
import { addClaim, addEvidence, openWorkspace, temporaryFolder } from '../support/workspace'
import { median, report, textOf, times } from './measure'

const SIZES = [100, 1_000, 10_000] as const
const RUNS = 7

let folder: ReturnType<typeof temporaryFolder>
let host: RunningHost
let browser: Browser
let page: Page

const titleOf = (size: number) => `Bericht mit ${String(size)} Sätzen`

beforeAll(async () => {
  folder = temporaryFolder()
  const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
  for (const size of SIZES) {
    const text = textOf(size).replace(/^.*/, titleOf(size))
    const { article } = await call('articles.import', { text, language: 'de' })
    const read = await call('articles.read', { articleId: article.id })
    for (let number = 2; number <= size; number += 10) {
      await addEvidence(call, await addClaim(call, { article: read, number }))
    }
  }
  await call('articles.import', { text: 'Leer\n\nEin Satz steht hier.', language: 'de' })
  close()
  host = await runBrowserHost([], folder.libraryPath)
  browser = await chromium.launch({ executablePath: chromiumPath() })
  const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 1280, height: 800 } })
  page = await context.newPage()
  await page.goto(host.startLink)
  await page.locator('[data-sentence]').first().waitFor()
}, 600_000)

afterAll(async () => {
  await browser.close()
  await host.stop()
  folder.remove()
})

/** Milliseconds from the press on an article in the library until its first sentence is painted, and until all are there. */
async function firstScreen(title: string): Promise<{ first: number; whole: number }> {
  return page.evaluate(async (wanted) => {
    const cards = [
      ...document.querySelectorAll<HTMLElement>('#pane-library button, #pane-library [role=option]'),
    ]
    const card = cards.find((each) => each.textContent?.includes(wanted))
    if (!card) throw new Error(`No card “${wanted}”`)
    const start = performance.now()
    card.click()
    for (;;) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      const head = document.querySelector('#pane-manuscript article')?.getAttribute('aria-label')
      if (head === wanted && document.querySelector('#pane-manuscript [data-sentence]')) break
    }
    // The frame in which it was found is painted before the next task.
    await new Promise((resolve) => setTimeout(resolve))
    const first = performance.now() - start
    // The filters count once the whole article is there.
    while (!document.querySelector('#pane-manuscript .chip .count'))
      await new Promise((resolve) => requestAnimationFrame(resolve))
    return { first, whole: performance.now() - start }
  }, title)
}

it('first screen', async () => {
  const raw = new Database(folder.libraryPath, { readonly: true })
  const rows = []
  for (const size of SIZES) {
    const article = raw
      .prepare<[string], { id: string }>('SELECT id FROM articles WHERE title = ?')
      .get(titleOf(size))
    const revision = raw.prepare('SELECT id, text FROM revisions WHERE article_id = ?')
    const statements = [
      'SELECT * FROM blocks WHERE revision_id = @revision ORDER BY start',
      'SELECT s.* FROM blocks b JOIN sentences s ON s.block_id = b.id WHERE b.revision_id = @revision ORDER BY s.start',
      'SELECT * FROM claims WHERE article_id = @article AND @revision <> 0',
      'SELECT a.* FROM anchors a JOIN claims c ON c.id = a.claim_id WHERE c.article_id = @article AND @revision <> 0',
      'SELECT e.* FROM evidence e JOIN claims c ON c.id = e.claim_id WHERE c.article_id = @article AND @revision <> 0',
    ].map((sql) => raw.prepare<{ revision: string; article: string }>(sql))
    const id = article?.id ?? ''
    const read = median(
      await times(RUNS, () => {
        const { id: revisionId } = revision.get(id) as { id: string }
        for (const statement of statements) statement.all({ revision: revisionId, article: id })
      }),
    )
    const screens: Awaited<ReturnType<typeof firstScreen>>[] = []
    for (let run = 0; run < RUNS; run += 1) {
      await firstScreen('Leer')
      screens.push(await firstScreen(titleOf(size)))
    }
    const firsts = screens.map(({ first }) => first)
    rows.push({
      sentences: size,
      'read rows ms': read,
      'first screen ms': median(firsts),
      ratio: median(firsts) / read,
      'worst ratio': Math.max(...firsts) / read,
      goal: size === 10_000 ? '< 10' : '',
      'whole article ms': median(screens.map(({ whole }) => whole)),
    })
  }
  raw.close()
  report('From the press on an article to its first painted sentence, against reading its rows', rows)
})
