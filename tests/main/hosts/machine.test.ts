import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { findBrowser } from '#main/hosts/browser/find-browser'
import { hasDisplay } from '#main/hosts/browser/open-window'
import { dataFolder } from '#main/hosts/data-folder'
import { hostLanguage } from '#main/hosts/host-language'
import { logFile, withoutFolders } from '#main/hosts/log-file'

describe('the data folder', () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
    ['linux', {}, join('/home/mira', '.local', 'share', 'Belegt')],
    ['linux', { XDG_DATA_HOME: '/data' }, join('/data', 'Belegt')],
    ['linux', { XDG_DATA_HOME: '' }, join('/home/mira', '.local', 'share', 'Belegt')],
    ['darwin', { XDG_DATA_HOME: '/data' }, join('/home/mira', 'Library', 'Application Support', 'Belegt')],
    ['win32', { APPDATA: '/roaming' }, join('/roaming', 'Belegt')],
    ['win32', {}, join('/home/mira', 'AppData', 'Roaming', 'Belegt')],
  ])('lies on %s with %j in %s', (platform, env, folder) => {
    expect(dataFolder(platform, env, '/home/mira')).toBe(folder)
  })
})

describe('the language of the terminal', () => {
  it.each([
    [{ LANG: 'de_DE.UTF-8' }, 'de'],
    [{ LANG: 'de' }, 'de'],
    [{ LANG: 'de-AT' }, 'de'],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'de_CH.UTF-8' }, 'de'],
    [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, 'en'],
    [{ LANG: 'del' }, 'en'],
    [{ LANG: 'C' }, 'en'],
    [{ LANG: 'fr_FR.UTF-8' }, 'en'],
  ])('for %j is %s', (env, language) => {
    expect(hostLanguage(env)).toBe(language)
  })
})

describe('the browser for the window', () => {
  const among = (...programs: string[]) => ({ isProgram: (path: string) => programs.includes(path) })

  it('is the named one, wherever another lies', () => {
    const env = { CHROMIUM_PATH: '/opt/own', PATH: '/usr/bin' }

    expect(findBrowser({ platform: 'linux', env, ...among('/opt/own', '/usr/bin/chromium') })).toBe(
      '/opt/own',
    )
  })

  it('is the plainest one on the path', () => {
    const env = { PATH: '/a:/b' }

    expect(findBrowser({ platform: 'linux', env, ...among('/a/google-chrome', '/b/chromium') })).toBe(
      '/b/chromium',
    )
  })

  it('is found where macOS keeps programs', () => {
    const chrome = '/Users/mira/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

    expect(findBrowser({ platform: 'darwin', env: { HOME: '/Users/mira' }, ...among(chrome) })).toBe(chrome)
  })

  it('is none where there is none', () => {
    expect(findBrowser({ platform: 'linux', env: { PATH: '/a:/b' }, ...among() })).toBeNull()
  })

  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, boolean]>([
    ['linux', {}, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['darwin', {}, true],
    ['win32', {}, true],
  ])('has a screen on %s with %j: %s', (platform, env, screen) => {
    expect(hasDisplay(platform, env)).toBe(screen)
  })
})

describe('the log', () => {
  it.each([
    ['at open (file:///home/mira/belegt/out/main/host.js:7:1)', 'at open (host.js:7:1)'],
    ["ENOENT: no such file, open '/home/mira/Texte/a.txt'", "ENOENT: no such file, open 'a.txt'"],
    ['at C:\\Users\\mira\\belegt\\out\\main\\host.js:7:1', 'at host.js:7:1'],
    ['3/4 of it', '3/4 of it'],
  ])('names no folder: %j becomes %j', (text, kept) => {
    expect(withoutFolders(text)).toBe(kept)
  })

  it('is readable by this person alone and holds what went wrong', () => {
    const folder = mkdtempSync(join(tmpdir(), 'belegt-log-'))
    const log = logFile(() => folder)

    log('Fault in articles.read', new Error('broken'))
    const path = join(folder, 'belegt.log')
    const { mode } = statSync(path)
    const text = readFileSync(path, 'utf8')
    rmSync(folder, { recursive: true })

    expect(mode & 0o077).toBe(0)
    expect(text).toMatch(/^\d{4}-\S+Z Fault in articles\.read\nError: broken\n {4}at /)
    expect(text).not.toContain(import.meta.dirname)
  })

  it('that cannot be written makes no second fault', () => {
    expect(() => logFile(() => '/no/such/folder')('Fault')).not.toThrow()
  })
})
