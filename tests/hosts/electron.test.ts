import type { IpcMainInvokeEvent } from 'electron'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Reply } from '#shared/rpc'

import { bootWindow, type BootedWindow } from '../support/boot-window'

let booted: BootedWindow

beforeAll(async () => {
  booted = await bootWindow()
})
afterAll(() => booted.stop())

const recorded = (what: string) => booted.electron.calls.filter(([name]) => name === what)

const addresses = [
  'https://example.org/',
  'http://127.0.0.1:8080/',
  'file:///etc/passwd',
  'app://belegt.evil.example/',
  'app://evil/index.html',
  'app://belegt:80/',
  'app://user@belegt/',
  'app://belegt/index.html',
  'APP://BELEGT/',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'blob:https://example.org/0',
  'about:blank',
  'chrome://settings',
  'devtools://devtools/bundled/inspector.html',
  'smb://server/share',
  '',
]

describe('the window', () => {
  it('is sandboxed, isolated and knows nothing of Node', () => {
    const [[, options] = []] = recorded('BrowserWindow')

    expect(recorded('app.enableSandbox')).toHaveLength(1)
    expect(options).toMatchObject({
      title: 'desk.belegt – Belegt',
      webPreferences: {
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        devTools: false,
      },
    })
    expect(options).not.toHaveProperty('webPreferences.allowRunningInsecureContent')
    expect(options).not.toHaveProperty('webPreferences.experimentalFeatures')
    expect(options).not.toHaveProperty('webPreferences.enableBlinkFeatures')
  })

  it('loads its own bundle and nothing from elsewhere', () => {
    expect(recorded('loadURL')).toEqual([['loadURL', 'app://belegt/']])
    expect(booted.electron.foreignRequests).toEqual([])
    expect(booted.complaints).toEqual([])
  })

  it('opens one instance for each library', () => {
    expect(recorded('app.requestSingleInstanceLock')).toHaveLength(1)
  })

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])(
    'refuses %s to every address',
    (event) => {
      const { webContents } = booted.window

      const followed = addresses.filter((url) => !webContents.refuses(event, { url, isMainFrame: true }))

      expect(followed).toEqual([])
    },
  )

  it('lets a frame show reports and nothing else', () => {
    const { webContents } = booted.window
    const report = 'app://belegt/reports/01a211d1-b6e9-70ae-8393-3ca5b94c1a99?language=de'

    const followed = [...addresses, report].filter(
      (url) => !webContents.refuses('will-frame-navigate', { url, isMainFrame: false }),
    )

    expect(followed).toEqual([report])
  })

  it('refuses webviews', () => {
    expect(booted.window.webContents.refuses('will-attach-webview', { url: 'app://belegt/' })).toBe(true)
  })

  it('opens no window for any address', () => {
    const { webContents } = booted.window

    expect(addresses.map((url) => webContents.openHandler({ url }).action)).toEqual(
      addresses.map(() => 'deny'),
    )
  })

  it('stays where it is when a script tries to leave', async () => {
    const { page } = booted

    await page.evaluate(`
      window.open('https://example.org/')
      location.href = 'https://example.org/'
    `)
    await page.waitForTimeout(300)

    expect(page.url()).toBe('http://belegt.app.localhost/')
    expect(booted.electron.foreignRequests).toEqual([])
  })
})

describe('a link out of the program', () => {
  const questions = () => recorded('dialog.showMessageBox').map(([, options]) => options)
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

  it('is opened only after a question that shows where it really leads', async () => {
    booted.electron.dialogAnswers.push({ response: 0 }, { response: 1 })

    booted.window.webContents.openHandler({ url: 'https://bücher.example/liste?x=1' })
    await settled()
    const afterNo = recorded('shell.openExternal').length
    booted.window.webContents.openHandler({ url: 'https://bücher.example/liste?x=1' })
    await settled()

    expect(afterNo).toBe(0)
    expect(questions().at(-1)).toMatchObject({
      message: '„xn--bcher-kva.example“ im Browser öffnen?',
      detail: 'https://xn--bcher-kva.example/liste?x=1',
      defaultId: 0,
      cancelId: 0,
    })
    expect(recorded('shell.openExternal')).toEqual([
      ['shell.openExternal', 'https://xn--bcher-kva.example/liste?x=1'],
    ])
  })

  it('that is no web or mail address, or hides its host, is not even asked about', async () => {
    const before = questions().length

    for (const url of [
      ...addresses.filter((address) => !/^https?:/.test(address)),
      'https://bank.example@evil.example/',
      `https://example.org/${'a'.repeat(3_000)}`,
      'ms-word:ofe|u|https://example.org',
      '\\\\server\\share',
    ]) {
      booted.window.webContents.openHandler({ url })
    }
    await settled()

    expect(questions()).toHaveLength(before)
  })

  it('to a mail address carries nothing but the address', async () => {
    booted.electron.dialogAnswers.push({ response: 1 })

    booted.window.webContents.openHandler({ url: 'mailto:presse@example.org?attach=/etc/passwd' })
    await settled()

    expect(recorded('shell.openExternal').at(-1)).toEqual(['shell.openExternal', 'mailto:presse@example.org'])
  })
})

describe('the session', () => {
  const permissions = [
    'clipboard-read',
    'clipboard-sanitized-write',
    'display-capture',
    'fullscreen',
    'geolocation',
    'idle-detection',
    'media',
    'mediaKeySystem',
    'midi',
    'midiSysex',
    'notifications',
    'pointerLock',
    'keyboardLock',
    'openExternal',
    'speaker-selection',
    'storage-access',
    'top-level-storage-access',
    'window-management',
    'unknown',
    'fileSystem',
    'hid',
    'serial',
    'usb',
    'deprecated-sync-clipboard-read',
  ]

  it('grants no permission, asked for or checked', () => {
    const { handlers } = booted.window.webContents.session
    const granted: string[] = []
    for (const permission of permissions) {
      handlers.permissionRequest?.({}, permission, (yes) => yes && granted.push(permission))
      if (handlers.permissionCheck?.({}, permission) !== false) granted.push(permission)
    }
    if (handlers.devicePermission?.({ deviceType: 'usb' }) !== false) granted.push('device')

    expect(granted).toEqual([])
  })

  it.each([
    ['app://belegt/', false],
    ['app://belegt/assets/index.js', false],
    ['data:image/png;base64,AA==', false],
    ['blob:app://belegt/0f0f', false],
    ['app://belegt.evil.example/', true],
    ['app://evil/', true],
    ['blob:https://example.org/0', true],
    ['https://example.org/', true],
    ['http://127.0.0.1/', true],
    ['ws://127.0.0.1/', true],
    ['ftp://example.org/', true],
    ['file:///etc/passwd', true],
    ['chrome-extension://abc/x.js', true],
    ['devtools://devtools/x', true],
  ])('asked for %s cancels: %s', (url, cancelled) => {
    expect(booted.window.webContents.session.isCancelled(url)).toBe(cancelled)
  })

  it('saves nothing but documents the window made', () => {
    const { session } = booted.window.webContents
    const saved = [
      'https://example.org/x.exe',
      'data:text/html,x',
      'file:///etc/passwd',
      'blob:app://belegt/0f',
    ].filter((url) => {
      let refused = false
      session.emit('will-download', { preventDefault: () => (refused = true) }, { getURL: () => url })
      return !refused
    })

    expect(saved).toEqual(['blob:app://belegt/0f'])
  })

  it('asks no proxy and no speller', () => {
    expect(recorded('session.setProxy')).toEqual([['session.setProxy', { mode: 'direct' }]])
    expect(recorded('session.setSpellCheckerEnabled')).toEqual([['session.setSpellCheckerEnabled', false]])
  })
})

describe('the app:// protocol', () => {
  const asked = async (url: string, method = 'GET') => {
    const handler = booted.electron.schemes.get('app')
    if (!handler) throw new Error('app:// is not served')
    return handler(new Request(url, { method }))
  }

  it('is the only scheme, with the rights of a web origin and no more', () => {
    expect([...booted.electron.schemes.keys()]).toEqual(['app'])
    expect(recorded('protocol.registerSchemesAsPrivileged')).toEqual([
      [
        'protocol.registerSchemesAsPrivileged',
        [{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }],
      ],
    ])
  })

  it('serves the page under the strict policy', async () => {
    const answer = await asked('app://belegt/')

    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    )
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await answer.text()).toContain('<div id="app">')
  })

  it.each([
    'app://belegt/../package.json',
    'app://belegt/..%2f..%2fpackage.json',
    'app://belegt/%2e%2e/%2e%2e/etc/passwd',
    'app://belegt/assets/../../main/index.js',
    'app://belegt/assets/..%5c..%5cmain%5cindex.js',
    'app://belegt//etc/passwd',
    'app://belegt/C:/Windows/win.ini',
    'app://belegt/index.html%00.js',
    'app://belegt/%2fetc%2fpasswd',
    'app://belegt/reports/../../etc/passwd',
    'app://evil/index.html',
    'app://belegt.evil/index.html',
    'app://belegt:8080/index.html',
  ])('finds nothing at %s', async (url) => {
    expect((await asked(url)).status).toBe(404)
  })

  it('answers only questions', async () => {
    expect((await asked('app://belegt/', 'POST')).status).toBe(405)
  })
})

describe('a call', () => {
  const untouchable = new Proxy(
    {},
    {
      get: () => {
        throw new Error('The argument was looked at')
      },
      ownKeys: () => {
        throw new Error('The argument was looked at')
      },
    },
  )
  const describeLibrary = { name: 'library.describe', input: {}, language: 'en' }

  /** A frame as Electron describes the sender of a call. */
  const event = (sender: unknown, senderFrame: unknown) => ({ sender, senderFrame }) as IpcMainInvokeEvent
  const own = () => event(booted.window.webContents, { url: 'app://belegt/', parent: null })
  const invoke = (from: IpcMainInvokeEvent, value: unknown) => {
    const handler = booted.electron.ipcHandlers.get('belegt:call')
    if (!handler) throw new Error('No calls are answered')
    return handler(from, value)
  }

  it('comes over one channel', () => {
    expect([...booted.electron.ipcHandlers.keys()]).toEqual(['belegt:call'])
  })

  it.each([
    ['another window', () => event({}, { url: 'app://belegt/', parent: null })],
    ['a frame in our page', () => event(booted.window.webContents, { url: 'app://belegt/', parent: {} })],
    ['a foreign page', () => event(booted.window.webContents, { url: 'https://example.org/', parent: null })],
    [
      'a host that begins like ours',
      () => event(booted.window.webContents, { url: 'app://belegt.evil/', parent: null }),
    ],
    ['a blank page', () => event(booted.window.webContents, { url: 'about:blank', parent: null })],
    ['a file', () => event(booted.window.webContents, { url: 'file:///belegt/', parent: null })],
    ['a frame that is gone', () => event(booted.window.webContents, null)],
  ])('from %s is refused before its argument is looked at', async (_case, from) => {
    await expect(invoke(from(), untouchable)).rejects.toThrow(
      'Calls are answered to the window of this program only.',
    )
  })

  it('from our page is answered', async () => {
    expect(await invoke(own(), describeLibrary)).toMatchObject({ ok: true, value: { name: 'desk.belegt' } })
  })

  it.each([
    [undefined],
    [null],
    [true],
    [0],
    [NaN],
    [10n],
    [''],
    ['library.describe'],
    [[]],
    [[describeLibrary]],
    [{}],
    [new Map(Object.entries(describeLibrary))],
    [new Uint8Array(8)],
    [new Date(0)],
    [{ ...describeLibrary, name: undefined }],
    [{ ...describeLibrary, name: ['library.describe'] }],
    [{ ...describeLibrary, name: 'x'.repeat(10_000) }],
    [{ ...describeLibrary, language: 'fr' }],
    [{ ...describeLibrary, more: 1 }],
    [{ ...describeLibrary, input: null }],
    [{ ...describeLibrary, input: { unknown: 1 } }],
    [{ ...describeLibrary, name: '__proto__' }],
    [{ ...describeLibrary, name: 'toString' }],
  ])('that is junk (%#) is refused in words', async (value) => {
    const reply = await invoke(own(), value)

    expect(reply).toMatchObject({ ok: false, error: { message: expect.stringMatching(/[a-z]{3}/) } })
    expect(JSON.stringify(reply)).not.toMatch(/"internal"|\bat \S+:\d+/)
  })
})

describe('the preload script', () => {
  it('gives the page one function and nothing of Electron', async () => {
    const exposed = await booted.page.evaluate(() => {
      const { belegt } = globalThis as unknown as { belegt: object }
      return {
        names: Object.getOwnPropertyNames(belegt),
        node: ['require', 'process', 'Buffer', 'module', 'ipcRenderer', 'electron'].filter(
          (name) => name in globalThis,
        ),
      }
    })

    expect(exposed).toEqual({ names: ['connect'], node: [] })
  })

  it('carries calls one way and events, without their origin, the other', async () => {
    const { page } = booted
    const { reply, told } = await page.evaluate(async () => {
      type Connect = (listener: (...given: unknown[]) => void) => (request: object) => Promise<Reply>
      const { belegt } = globalThis as unknown as { belegt: { connect: Connect } }
      const told: unknown[][] = []
      const first = new Promise<void>((resolve) => {
        const call = belegt.connect((...given) => {
          told.push(given)
          resolve()
        })
        Object.assign(globalThis, { call })
      })
      const { call } = globalThis as unknown as { call: (request: object) => Promise<Reply> }
      const reply = await call({ name: 'people.add', input: { name: 'Mira Kern' }, language: 'de' })
      await first
      return { reply, told }
    })

    expect(reply).toMatchObject({ ok: true, value: { name: 'Mira Kern' } })
    expect(told).toEqual([[expect.objectContaining({ name: 'changed' })]])
  })
})

it('takes an article in through the real window', async () => {
  const { page, complaints, electron } = booted

  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({
      name: 'fähre.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('Die Fähre\n\nSie fährt um acht Uhr.'),
    })
  await page.getByRole('dialog').getByText('Die Fähre').first().waitFor()
  await page.keyboard.press('Control+Enter')

  await page.locator('[data-sentence]', { hasText: 'Sie fährt um acht Uhr.' }).waitFor()
  expect({ complaints, foreign: electron.foreignRequests }).toEqual({ complaints: [], foreign: [] })
})

describe('an export', () => {
  const folder = mkdtempSync(join(tmpdir(), 'belegt-export-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  type Value = Record<string, string> & { article: { id: string } }
  const call = async (name: string, input: object): Promise<Reply<Value>> =>
    booted.page.evaluate(
      (request) => {
        const { call: send } = globalThis as unknown as { call: (sent: object) => Promise<Reply<Value>> }
        return send(request)
      },
      { name, input, language: 'de' },
    )
  const valueOf = (reply: Reply<Value>): Value => {
    if (!reply.ok) throw new Error(reply.error.message)
    return reply.value
  }
  const articleWith = async (text: string) => valueOf(await call('articles.import', { text })).article.id

  it('is printed by a window without a script, and lies where the person said', async () => {
    const articleId = await articleWith('Neue Brücke\n\nSie ist 240 Meter lang.')
    const path = join(folder, 'bericht.pdf')
    writeFileSync(path, 'old')
    booted.electron.dialogAnswers.push({ canceled: false, filePath: path })

    const exported = valueOf(await call('reports.export', { articleId, format: 'pdf' }))
    await call('reports.showExport', { exportId: exported.exportId })

    const pdf = readFileSync(path, 'latin1')
    expect(exported).toMatchObject({ fileName: 'bericht.pdf', folder })
    expect([pdf.slice(0, 5), pdf.includes('/StructTreeRoot'), pdf.includes('/Outlines')]).toEqual([
      '%PDF-',
      true,
      true,
    ])
    expect(recorded('dialog.showSaveDialog').at(-1)).toMatchObject([
      'dialog.showSaveDialog',
      {
        defaultPath: '/home/documents/pruefbericht-neue-bruecke-fassung-1.pdf',
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      },
    ])
    expect(recorded('printToPDF')).toHaveLength(1)
    expect(recorded('BrowserWindow').at(-1)).toMatchObject([
      'BrowserWindow',
      { show: false, webPreferences: { javascript: false, sandbox: true, contextIsolation: true } },
    ])
    expect(recorded('BrowserWindow').at(-1)).not.toHaveProperty('1.webPreferences.preload')
    expect(recorded('shell.showItemInFolder')).toEqual([['shell.showItemInFolder', path]])
    expect(readdirSync(folder)).toEqual(['bericht.pdf'])
  })

  it('is not written when the dialog is closed', async () => {
    const articleId = await articleWith('Neue Allee\n\nSie ist 240 Meter lang.')
    booted.electron.dialogAnswers.push({ canceled: true, filePath: '' })

    const reply = await call('reports.export', { articleId, format: 'md' })

    expect(reply).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  })

  it('shows no other file in its folder', async () => {
    const reply = await call('reports.showExport', { exportId: '01a211d1-b6e9-40ae-8393-3ca5b94c1a99' })

    expect(reply).toMatchObject({ ok: false, error: { code: 'not_found' } })
  })
})

it('shows a report in a frame of the real page', async () => {
  const { page } = booted
  const articleId = await page.evaluate(async () => {
    const { call } = globalThis as unknown as {
      call: (request: object) => Promise<Reply<{ article: { id: string } }>>
    }
    const text = 'Neue Brücke\n\nSie ist 240 Meter lang.'
    const reply = await call({ name: 'articles.import', input: { text }, language: 'de' })
    if (!reply.ok) throw new Error(reply.error.message)
    return reply.value.article.id
  })

  await page.evaluate(`
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', '')
    frame.setAttribute('title', 'Bericht')
    frame.src = '/reports/${articleId}?language=de'
    document.body.append(frame)
  `)

  const report = page.frameLocator('iframe[title="Bericht"]')
  await report.getByText('Sie ist 240 Meter lang.').first().waitFor()
})
