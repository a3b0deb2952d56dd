// Stands in for Electron: windows are pages of a real Chromium, everything else is recorded. It runs the built main
// process and the built preload script as they are. It knows nothing of process isolation, native menus and
// accelerators, geometry, fuses and asar: those need one run of the real thing before a release.
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

/** Chromium gives custom schemes no page, so `app://belegt/x` is served as `http://belegt.app.localhost/x`. */
const toHttp = (address) => address.replace(/^app:\/\/([^/]*)/, 'http://$1.app.localhost')
const toApp = (address) => address.replace(/^http:\/\/([^/]*)\.app\.localhost/, 'app://$1')

/** What was asked of Electron, in order: `[what, ...arguments]`. */
const calls = []
const record =
  (what, answer) =>
  (...given) => {
    calls.push([what, ...given])
    return answer
  }

const schemes = new Map()
const ipcHandlers = new Map()
const foreignRequests = []
const dialogAnswers = []
const windows = []
let browser
let firstWindowOpened
const firstWindow = new Promise((resolve) => {
  firstWindowOpened = resolve
})

class StandInSession extends EventEmitter {
  handlers = {}
  webRequest = { onBeforeRequest: (listener) => void (this.handlers.beforeRequest = listener) }
  setPermissionRequestHandler = (handler) => void (this.handlers.permissionRequest = handler)
  setPermissionCheckHandler = (handler) => void (this.handlers.permissionCheck = handler)
  setDevicePermissionHandler = (handler) => void (this.handlers.devicePermission = handler)
  setSpellCheckerEnabled = record('session.setSpellCheckerEnabled')
  setProxy = record('session.setProxy', Promise.resolve())

  isCancelled(url) {
    let cancelled = false
    this.handlers.beforeRequest?.({ url }, (decision) => (cancelled = decision.cancel === true))
    return cancelled
  }
}

class StandInContents extends EventEmitter {
  session = session.defaultSession
  mainFrame = { url: '', parent: null }
  openHandler = () => ({ action: 'allow' })
  setWindowOpenHandler = (handler) => void (this.openHandler = handler)
  sending = Promise.resolve()

  printToPDF(options) {
    calls.push(['printToPDF', options])
    const { preferCSSPageSize, printBackground, generateTaggedPDF, generateDocumentOutline } = options
    return this.page.pdf({
      ...{ preferCSSPageSize, printBackground },
      ...{ tagged: generateTaggedPDF, outline: generateDocumentOutline },
    })
  }

  /** Emits a navigation event and tells whether it was refused. */
  refuses(name, details) {
    let refused = false
    this.emit(name, { ...details, preventDefault: () => (refused = true) })
    return refused
  }

  send(channel, value) {
    // One after the other: their order is a promise of the real thing.
    this.sending = this.sending
      .then(() => this.page.evaluate(([to, what]) => globalThis.standInEmit(to, what), [channel, value]))
      .catch(() => undefined)
  }
}

export class BrowserWindow extends EventEmitter {
  webContents = new StandInContents()
  destroyed = false

  constructor(options) {
    super()
    this.options = options
    windows.push(this)
    calls.push(['BrowserWindow', options])
    app.emit('web-contents-created', {}, this.webContents)
  }

  async loadURL(url) {
    calls.push(['loadURL', url])
    this.webContents.mainFrame.url = url
    this.page ??= await openPage(this)
    this.loading = url
    await this.page.goto(toHttp(url))
    this.loading = undefined
    this.emit('ready-to-show')
    firstWindowOpened(this.page)
  }

  show = record('window.show')
  focus = record('window.focus')
  restore = record('window.restore')
  isMinimized = () => false
  isDestroyed = () => this.destroyed
  destroy() {
    this.destroyed = true
    void this.page?.close()
  }

  static getAllWindows = () => windows.filter((window) => !window.destroyed)

  async close() {
    if (this.destroyed) return
    this.destroyed = true
    await this.page?.close()
    this.emit('closed')
    if (BrowserWindow.getAllWindows().length === 0) app.emit('window-all-closed')
  }
}

async function openPage(window) {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    headless: process.env.STAND_IN_HEADED !== '1',
  })
  const { options, webContents } = window
  const context = await browser.newContext({
    viewport: { width: options.width ?? 800, height: options.height ?? 600 },
    javaScriptEnabled: options.webPreferences.javascript !== false,
    locale: process.env.STAND_IN_LOCALE ?? 'de-DE',
  })
  const page = await context.newPage()
  webContents.page = page
  await context.route('**/*', (route) => serve(route, window))
  await page.exposeBinding('standInInvoke', (source, channel, value) => {
    const handler = ipcHandlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    const parent = source.frame.parentFrame()
    const senderFrame = { url: toApp(source.frame.url()), parent: parent && { url: toApp(parent.url()) } }
    return handler({ sender: webContents, senderFrame }, value)
  })
  const { preload } = options.webPreferences
  if (preload) await page.addInitScript(preloadScript(preload))
  page.on('popup', (popup) => void popup.close())
  return page
}

/** The preload script as Chromium's main world sees it: with `require('electron')` and nothing else. */
function preloadScript(path) {
  return `(() => {
    if (globalThis !== globalThis.top) return
    const listeners = new Map()
    const invoke = globalThis.standInInvoke
    globalThis.standInEmit = (channel, value) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, value)
    }
    const electron = {
      contextBridge: {
        exposeInMainWorld: (name, api) => Object.defineProperty(globalThis, name, { value: Object.freeze(api) }),
      },
      ipcRenderer: {
        invoke,
        on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      },
    }
    const require = (name) => {
      if (name === 'electron') return electron
      throw new Error('A sandboxed preload script has no module ' + name)
    }
    const module = { exports: {} }
    ;(function (require, module, exports, process) {
      ${readFileSync(path, 'utf8')}
    })(require, module, module.exports, { sandboxed: true })
  })()`
}

async function serve(route, window) {
  const request = route.request()
  const url = toApp(request.url())
  const { webContents } = window
  if (pageOf(request) !== webContents.page) {
    webContents.openHandler({ url })
    return route.abort('aborted')
  }
  if (request.isNavigationRequest() && window.loading !== url) {
    const isMainFrame = request.frame().parentFrame() === null
    const refused = [
      webContents.refuses('will-frame-navigate', { url, isMainFrame }),
      isMainFrame && webContents.refuses('will-navigate', { url, isMainFrame }),
    ]
    if (refused.includes(true)) return route.abort('aborted')
  }
  if (!url.startsWith('app:')) foreignRequests.push(url)
  if (webContents.session.isCancelled(url)) return route.abort('blockedbyclient')
  const handler = schemes.get(new URL(url).protocol.slice(0, -1))
  if (!handler) return route.abort('blockedbyclient')
  const response = await handler(new Request(url, { method: request.method() }))
  return route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  })
}

/** The page a request comes from; null for the first one of a new window, which has none yet. */
function pageOf(request) {
  try {
    return request.frame().page()
  } catch {
    return null
  }
}

const paths = new Map()
let quitting = false

async function quit() {
  if (quitting) return
  quitting = true
  app.emit('before-quit', {})
  app.emit('will-quit', {})
  app.emit('quit', {}, 0)
  await browser?.close()
  if (process.env.STAND_IN_KEEP_ALIVE !== '1') process.exit(0)
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  enableSandbox: record('app.enableSandbox'),
  setPath: (name, path) => void paths.set(name, path),
  getPath: (name) => paths.get(name) ?? `/home/${name}`,
  requestSingleInstanceLock: record('app.requestSingleInstanceLock', true),
  whenReady: () => Promise.resolve(),
  getLocale: () => process.env.STAND_IN_LOCALE ?? 'de-DE',
  relaunch: record('app.relaunch'),
  exit: record('app.exit'),
  quit: () => void quit(),
})

export const session = { defaultSession: new StandInSession() }

export const protocol = {
  registerSchemesAsPrivileged: record('protocol.registerSchemesAsPrivileged'),
  handle: (scheme, handler) => void schemes.set(scheme, handler),
}

export const ipcMain = { handle: (channel, handler) => void ipcHandlers.set(channel, handler) }

export const Menu = {
  buildFromTemplate: (template) => ({ template }),
  setApplicationMenu: record('Menu.setApplicationMenu'),
}

const answerDialog = (what) => async (options) => {
  calls.push([what, options])
  return dialogAnswers.shift() ?? { response: 0, canceled: true, filePaths: [] }
}
export const dialog = {
  showMessageBox: answerDialog('dialog.showMessageBox'),
  showOpenDialog: answerDialog('dialog.showOpenDialog'),
  showSaveDialog: answerDialog('dialog.showSaveDialog'),
  showErrorBox: record('dialog.showErrorBox'),
}

export const shell = {
  openExternal: record('shell.openExternal', Promise.resolve()),
  showItemInFolder: record('shell.showItemInFolder'),
}
export const nativeTheme = { shouldUseDarkColors: false }

export const standIn = {
  calls,
  schemes,
  ipcHandlers,
  foreignRequests,
  dialogAnswers,
  windows,
  firstWindow,
  quit,
}
export default { app, session, protocol, ipcMain, Menu, dialog, shell, nativeTheme, BrowserWindow }
