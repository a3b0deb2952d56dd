import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, session, shell } from 'electron'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

import { AppError, type UiLanguage } from '#shared/errors'

import { CHECKS_BY_ITSELF, type Place, type Workstation } from '#main/core'
import { openOrRescue } from '#main/core-rescue'

import { readBundle } from '../bundle-files'
import { defaultLibrary, windowFolder } from '../data-folder'
import { hostLanguage } from '../host-language'
import { logFile } from '../log-file'
import { answerCalls } from './answer-calls'
import { guardContents } from './guard-contents'
import { guardSession } from './guard-session'
import { outsideLink } from './outside-link'
import { windowPrinter } from './print-window'
import { windowMenu } from './window-menu'
import { WINDOW_SCHEME, WINDOW_URL } from './window-origin'
import { windowProtocol } from './window-protocol'

/** The page's own background, so that nothing flashes before it is drawn. */
const CHROME_COLOUR = { light: '#e8eaea', dark: '#15171a' }
/** A page that dies again at once is not started a third time. */
const RELOAD_AFTER_MS = 10_000

const log = logFile()
const libraryPath = resolve(namedLibrary() ?? defaultLibrary())

app.enableSandbox()
app.setPath('userData', windowFolder('electron', libraryPath))
protocol.registerSchemesAsPrivileged([
  { scheme: WINDOW_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
])

if (app.requestSingleInstanceLock()) void app.whenReady().then(open).catch(refuse)
else app.quit()

app.on('web-contents-created', (_event, contents) => guardContents(contents, offerLink))
app.on('window-all-closed', () => app.quit())

function open(): void {
  const { printPdf, pageAt } = windowPrinter()
  const workstation = openOrRescue({
    libraryPath,
    access: 'write',
    importWorker: pathToFileURL(join(import.meta.dirname, 'import-worker.js')),
    textWorker: pathToFileURL(join(import.meta.dirname, 'text-worker.js')),
    reportWorker: pathToFileURL(join(import.meta.dirname, 'report-worker.js')),
    printPdf,
    exportHost: { choose: chooseExport, show: (path) => shell.showItemInFolder(path) },
    backupWorker: pathToFileURL(join(import.meta.dirname, 'backup-worker.js')),
    checksByItself: CHECKS_BY_ITSELF,
    log,
  })
  app.on('will-quit', () => workstation.close())

  guardSession(session.defaultSession)
  const bundle = readBundle(join(import.meta.dirname, '..', 'renderer'))
  protocol.handle(WINDOW_SCHEME, windowProtocol(bundle, workstation.call, pageAt))
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      windowMenu(spoken(), process.platform, {
        openLibrary: () => void chooseLibrary('open'),
        newLibrary: () => void chooseLibrary('new'),
      }),
    ),
  )

  const window = openWindow(workstation)
  answerCalls(ipcMain, workstation, window, spoken())
  void window.loadURL(WINDOW_URL)
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
}

function openWindow(workstation: Workstation): BrowserWindow {
  const window = new BrowserWindow({
    name: 'desk',
    windowStatePersistence: true,
    title: `${workstation.libraryName} – Belegt`,
    width: 1280,
    height: 800,
    minWidth: 640,
    minHeight: 480,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? CHROME_COLOUR.dark : CHROME_COLOUR.light,
    webPreferences: {
      preload: join(import.meta.dirname, '..', 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  // The title says which library is open, whatever the page calls itself.
  window.on('page-title-updated', (event) => event.preventDefault())
  let loadedAt = Date.now()
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log(`The window's process ended: ${reason}`)
    if (Date.now() - loadedAt < RELOAD_AFTER_MS) return
    loadedAt = Date.now()
    void window.loadURL(WINDOW_URL)
  })
  return window
}

/** A link never leaves the program without a person having seen where it leads. */
function offerLink(address: string): void {
  const link = outsideLink(address)
  if (!link) return
  const de = spoken() === 'de'
  void dialog
    .showMessageBox({
      type: 'question',
      message: de ? `„${link.target}“ im Browser öffnen?` : `Open "${link.target}" in the browser?`,
      detail: link.address,
      buttons: de ? ['Abbrechen', 'Öffnen'] : ['Cancel', 'Open'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    .then(({ response }) => (response === 1 ? shell.openExternal(link.address) : undefined))
    .catch((error: unknown) => log('A link could not be opened', error))
}

/** The system's own dialog asks before a file that is there is replaced. */
async function chooseExport(fileName: string, language: UiLanguage): Promise<Place | null> {
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: language === 'de' ? 'Prüfbericht speichern' : 'Save the report',
    defaultPath: join(app.getPath('documents'), fileName),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  return canceled || filePath === '' ? null : { path: filePath, replace: true }
}

async function chooseLibrary(which: 'open' | 'new'): Promise<void> {
  const filters = [{ name: 'Belegt', extensions: ['belegt'] }]
  const path =
    which === 'open'
      ? (await dialog.showOpenDialog({ filters, properties: ['openFile'] })).filePaths[0]
      : (await dialog.showSaveDialog({ filters, defaultPath: 'library.belegt' })).filePath
  if (!path) return
  // One process holds one library, so the other one gets a process of its own.
  app.relaunch({ args: [...programArguments(), '--library', path] })
  app.quit()
}

function programArguments(): string[] {
  const given = process.argv.slice(1)
  const at = given.indexOf('--library')
  return at === -1 ? given : given.toSpliced(at, 2)
}

function namedLibrary(): string | undefined {
  const { values } = parseArgs({
    args: process.argv.slice(1),
    options: { library: { type: 'string' } },
    // Electron's own switches stand among ours.
    strict: false,
  })
  return typeof values.library === 'string' ? values.library : undefined
}

function spoken(): UiLanguage {
  const locale = app.getLocale()
  return locale === '' ? hostLanguage() : locale.startsWith('de') ? 'de' : 'en'
}

function refuse(error: unknown): void {
  if (!(error instanceof AppError)) log('The window could not be opened', error)
  const words =
    error instanceof AppError
      ? error.words
      : {
          de: 'Belegt ließ sich nicht öffnen. Das Protokoll hat die Einzelheiten.',
          en: 'Belegt could not be opened. The log has the details.',
        }
  dialog.showErrorBox('Belegt', words[spoken()])
  app.exit(1)
}
