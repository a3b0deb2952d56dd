import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { AppError } from '#shared/errors'

import type { PrintPdf } from '#main/core'

import { findBrowser } from './browser/find-browser'

/** A long article has hundreds of pages. */
const MAX_PRINTING_MS = 180_000

/** Prints through the Chromium, Chrome or Edge of this machine; undefined where there is none. */
export function browserPrinter(): PrintPdf | undefined {
  const browser = findBrowser({ preferred: ['chromium-headless-shell'] })
  return browser === null ? undefined : (html, signal) => printPdf(browser, html, signal)
}

async function printPdf(browser: string, html: string, signal: AbortSignal): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'belegt-print-'))
  try {
    const page = join(folder, 'report.html')
    const printed = join(folder, 'report.pdf')
    await writeFile(page, html, { mode: 0o600 })
    const args = [
      '--headless',
      `--user-data-dir=${join(folder, 'profile')}`,
      '--no-first-run',
      '--disable-extensions',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      // The document needs nothing from anywhere; should it ask, nobody answers.
      '--host-resolver-rules=MAP * ~NOTFOUND',
      '--no-pdf-header-footer',
      '--generate-pdf-document-outline',
      `--print-to-pdf=${printed}`,
      // Chromium's own sandbox refuses to run as root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      pathToFileURL(page).href,
    ]
    await run(browser, args, signal)
    return await readFile(printed)
  } catch (cause) {
    throw notPrinted(cause)
  } finally {
    // A browser that has just ended may still hold its profile.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

function run(program: string, args: string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'ignore', timeout: MAX_PRINTING_MS, signal })
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The browser ended with ${String(code)}`)),
    )
  })
}

export function notPrinted(cause: unknown): AppError {
  return new AppError(
    'not_saved',
    {
      de: 'Die PDF-Datei ließ sich auf diesem Rechner nicht erzeugen. Nichts wurde geschrieben. Nehmen Sie HTML: Das lässt sich aus jedem Browser drucken.',
      en: 'The PDF could not be made on this machine. Nothing was written. Take HTML: any browser can print it.',
    },
    { cause },
  )
}
