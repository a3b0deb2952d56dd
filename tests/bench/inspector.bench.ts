import Database from 'better-sqlite3'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, it } from 'vitest'

import { runBrowserHost, type RunningHost } from '../support/browser-host'
import { chromiumPath } from '../support/chromium'
import { pdfOf, storeFile } from '../support/evidence-files'
import { addClaim, openWorkspace, temporaryFolder } from '../support/workspace'
import { median, report, textOf, times } from './measure'

const PIECES = [1, 10, 50] as const
const RUNS = 9
const PAGES = 20

let folder: ReturnType<typeof temporaryFolder>
let host: RunningHost
let browser: Browser
let page: Page

/** Sentences 2, 4, 6 … have a claim with so many pieces of evidence, each with a passage of a PDF of its own. */
beforeAll(async () => {
  folder = temporaryFolder()
  const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
  const { article } = await call('articles.import', { text: textOf(40), language: 'de' })
  const read = await call('articles.read', { articleId: article.id })
  const lines = textOf(12)
    .replaceAll(/[^\x20-\x7e\n]/g, 'e')
    .replace(/(.{1,90})(?:\s|$)/g, '$1\n')
  for (const [at, count] of PIECES.entries()) {
    const claimId = await addClaim(call, { article: read, number: 2 + 2 * at })
    for (let number = 1; number <= count; number += 1) {
      const name = `${String(count)}-${String(number)}.pdf`
      const bytes = pdfOf(
        Array.from({ length: PAGES }, (_, leaf) => `${name} Seite ${String(leaf)}\n${lines}`),
      )
      const { hash } = await storeFile(call, bytes, name)
      await call('evidenceFiles.text', { hash })
      await call('evidence.add', {
        ...{ claimId, stance: 'supports', fileHash: hash, locator: 'Seite 7' },
        source: { title: `Akte ${name}`, type: 'document' },
        passage: `${name} Seite 7`,
      })
    }
  }
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

interface Waits {
  /** As much of the evidence as the window holds. */
  painted: number
  all: number
  /** Every file and every passage. */
  compared: number
}

/** Milliseconds from the press on a sentence until its evidence is painted and compared. */
async function inspector(number: number, pieces: number): Promise<Waits> {
  return page.evaluate(
    async ([wanted, count]) => {
      const press = (at: number): void => {
        const sentence = document.querySelectorAll<HTMLElement>('[data-sentence]')[at - 1]
        if (!sentence) throw new Error(`No sentence ${String(at)}`)
        sentence.focus()
      }
      const until = performance.now() + 60_000
      const frame = async (): Promise<void> => {
        await new Promise((resolve) => requestAnimationFrame(resolve))
        if (performance.now() > until) throw new Error(document.querySelector('#pane-inspector')?.textContent)
      }
      press(1)
      while (document.querySelector('#pane-inspector [data-evidence]')) await frame()
      await new Promise((resolve) => setTimeout(resolve, 200))
      const start = performance.now()
      press(wanted)
      const cards = (): number => document.querySelectorAll('#pane-inspector [data-evidence]').length
      while (cards() < Math.min(count, 8)) await frame()
      await new Promise((resolve) => setTimeout(resolve))
      const painted = performance.now() - start
      while (cards() < count) await frame()
      await new Promise((resolve) => setTimeout(resolve))
      const all = performance.now() - start
      const isDone = (): boolean =>
        [...document.querySelectorAll('#pane-inspector [data-evidence]')].every(
          ({ textContent }) => /unverändert/.test(textContent) && /wörtlich gefunden/.test(textContent),
        )
      while (!isDone()) await frame()
      return { painted, all, compared: performance.now() - start }
    },
    [number, pieces] as const,
  )
}

it('inspector', { timeout: 600_000 }, async () => {
  const raw = new Database(folder.libraryPath, { readonly: true })
  const rows = []
  for (const [at, pieces] of PIECES.entries()) {
    const number = 2 + 2 * at
    const statement = raw.prepare<{ title: string }>(`
      SELECT e.*, s.*, f.* FROM evidence e JOIN sources s ON s.id = e.source_id
      JOIN evidence_files f ON f.id = e.file_id WHERE f.name LIKE @title`)
    const read = median(await times(RUNS, () => statement.all({ title: `${String(pieces)}-%` })))
    const first = await inspector(number, pieces)
    const later: Waits[] = []
    for (let run = 0; run < RUNS; run += 1) later.push(await inspector(number, pieces))
    const painted = later.map((waits) => waits.painted)
    rows.push({
      pieces,
      'read rows ms': read,
      'first time ms': first.painted,
      'first time, all ms': first.all,
      'compared ms': first.compared,
      'painted ms': median(painted),
      'worst ms': Math.max(...painted),
      'all ms': median(later.map(({ all }) => all)),
      ratio: median(painted) / read,
      goal: '< 100 ms',
    })
  }
  raw.close()
  report('From the press on a sentence to the evidence of its claim, against reading the rows', rows)
})
