import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

import { AppError, type Words } from '#shared/errors'

import { CHECKS_BY_ITSELF, type Workstation } from '#main/core'
import { openOrRescue } from '#main/core-rescue'

import { defaultLibrary } from '../data-folder'
import { hostLanguage } from '../host-language'
import { logFile } from '../log-file'
import { browserPrinter } from '../print-pdf'
import { startBrowserHost, type BrowserHost } from './browser-host'
import { findBrowser } from './find-browser'
import { hasDisplay, openWindow } from './open-window'

const DEFAULT_IDLE_MINUTES = 12 * 60
/** A reload closes the window's stream for a moment; only after this it counts as closed. */
const CLOSED_AFTER_MS = 3_000

const language = hostLanguage()
const say = (words: Words): void => console.log(words[language])
const log = logFile()

let workstation: Workstation | undefined
let host: BrowserHost | undefined
let ending: Promise<void> | undefined

/** Ctrl+C may come several times, from the terminal and from whoever started us. */
async function end(status: number): Promise<never> {
  ending ??= close()
  await ending
  process.exit(status)
}

async function close(): Promise<void> {
  await host?.close()
  workstation?.close()
}

async function main(): Promise<void> {
  const options = readOptions()
  const libraryPath = resolve(options.library ?? defaultLibrary())
  workstation = openOrRescue({
    libraryPath,
    access: 'write',
    importWorker: pathToFileURL(join(import.meta.dirname, 'import-worker.js')),
    textWorker: pathToFileURL(join(import.meta.dirname, 'text-worker.js')),
    reportWorker: pathToFileURL(join(import.meta.dirname, 'report-worker.js')),
    printPdf: browserPrinter(),
    backupWorker: pathToFileURL(join(import.meta.dirname, 'backup-worker.js')),
    checksByItself: CHECKS_BY_ITSELF,
    log,
  })

  let browserClosed = false
  let everOpened = false
  let closing: NodeJS.Timeout | undefined
  let openWindows = 0
  const endWhenClosed = (): void => {
    clearTimeout(closing)
    if (browserClosed && openWindows === 0) closing = setTimeout(() => void end(0), CLOSED_AFTER_MS)
  }

  host = await startBrowserHost({
    workstation,
    windowFolder: join(import.meta.dirname, '..', 'renderer'),
    idleMs: options.idleMinutes * 60_000,
    log,
    onIdle: () => {
      say({
        de: 'Belegt wurde lange nicht benutzt und hat sich beendet. Alles ist gespeichert.',
        en: 'Belegt was not used for a long time and has ended. Everything is saved.',
      })
      void end(0)
    },
    onWindows: (open) => {
      openWindows = open
      everOpened ||= open > 0
      endWhenClosed()
    },
  })

  const { startLink } = host
  const browser = options.open && hasDisplay() ? findBrowser() : null
  if (!browser) return say(addressWords(startLink))
  const window = openWindow(browser, startLink, libraryPath)
  window.on('error', (error) => {
    log('The browser could not be started', error)
    say(addressWords(startLink))
  })
  window.on('exit', (code) => {
    // Some packaged browsers may not use a folder of ours, and end at once.
    if (code !== 0 && !everOpened) return say(addressWords(startLink))
    // A browser that was still running took the window over; then its stream says when it is closed.
    browserClosed = true
    endWhenClosed()
  })
  say({
    de: 'Belegt ist geöffnet. Das Schließen des Fensters oder Strg+C beendet es.',
    en: 'Belegt is open. Closing its window or Ctrl+C ends it.',
  })
}

function readOptions(): { library: string | undefined; idleMinutes: number; open: boolean } {
  const { values } = parseArgs({
    options: {
      library: { type: 'string' },
      'idle-minutes': { type: 'string' },
      open: { type: 'boolean', default: false },
    },
  })
  const idleMinutes = Number(values['idle-minutes'] ?? DEFAULT_IDLE_MINUTES)
  if (!(idleMinutes > 0 && idleMinutes <= 7 * 24 * 60)) {
    throw new AppError('invalid_input', {
      de: '--idle-minutes nennt Minuten, höchstens eine Woche (10080).',
      en: '--idle-minutes names minutes, at most a week (10080).',
    })
  }
  return { library: values.library, idleMinutes, open: values.open }
}

function addressWords(link: string): Words {
  return {
    de: `Belegt läuft. Öffnen Sie diese Adresse einmal im Browser dieses Rechners: ${link}\nStrg+C beendet es.`,
    en: `Belegt is running. Open this address once in a browser on this machine: ${link}\nCtrl+C ends it.`,
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))

main().catch((error: unknown) => {
  if (error instanceof AppError) console.error(error.words[language])
  else {
    log('The browser host could not start', error)
    console.error(error instanceof Error ? error.message : error)
  }
  void end(1)
})
