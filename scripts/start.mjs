// Opens the workstation: Electron where its runtime is there or can be fetched, else the browser host.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { ensureBuilt, root, say } from './build-state.mjs'

const FETCH_TIMEOUT_MS = 60_000
/** A machine without a network is not made to wait for the runtime at every start. */
const FETCH_AGAIN_MS = 24 * 60 * 60 * 1000
const failedFetch = join(root, 'node_modules', '.tmp', 'electron-not-fetched')

const { values } = readOptions()
const electron = values.host === 'browser' ? null : findElectron()
const program = typeof electron === 'string' ? electron : null
if (values.host === 'electron' && !program) {
  say({
    de: `Electron startet nicht: ${electron.why.de}. Ohne Electron geht „npm start -- --host browser“.`,
    en: `Electron can't be started: ${electron.why.en}. "npm start -- --host browser" works without it.`,
  })
  process.exit(1)
}
if (electron && !program) {
  say({
    de: `Electron startet nicht (${electron.why.de}), deshalb öffnet sich Belegt im Browser.`,
    en: `Electron can't be started (${electron.why.en}), so Belegt opens in the browser.`,
  })
}
ensureBuilt()

// npm runs scripts in the project's folder; a path is meant where the person is.
const here = process.env.npm_lifecycle_event === 'start' ? (process.env.INIT_CWD ?? '.') : '.'
const library = values.library === undefined ? [] : ['--library', resolve(here, values.library)]
const child = program
  ? spawn(program, [...sandboxSwitches(), root, ...library], { stdio: 'inherit' })
  : spawn(process.execPath, [join(root, 'out', 'main', 'host.js'), '--open', ...library], {
      stdio: 'inherit',
    })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  say({
    de: `Belegt ließ sich nicht starten: ${error.message}`,
    en: `Belegt could not be started: ${error.message}`,
  })
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))

function readOptions() {
  try {
    const options = parseArgs({ options: { host: { type: 'string' }, library: { type: 'string' } } })
    if (['browser', 'electron', undefined].includes(options.values.host)) return options
  } catch {
    // The same sentence answers both.
  }
  say({
    de: 'Aufruf: npm start -- [--host browser|electron] [--library PFAD]',
    en: 'Usage: npm start -- [--host browser|electron] [--library PATH]',
  })
  return process.exit(1)
}

/** The Electron program, or why there is none. */
function findElectron() {
  const screen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  if (!screen) return { why: { de: 'es gibt keinen Bildschirm', en: 'there is no display' } }
  return installedElectron() ?? fetchElectron()
}

function fetchElectron() {
  const installer = join(root, 'node_modules', 'electron', 'install.js')
  if (!existsSync(installer)) return { why: { de: 'es ist nicht installiert', en: 'it is not installed' } }
  const failedAt = statSync(failedFetch, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (values.host !== 'electron' && Date.now() - failedAt < FETCH_AGAIN_MS) {
    return {
      why: {
        de: 'sein Programm ließ sich nicht laden; „npm start -- --host electron“ versucht es wieder',
        en: 'its runtime could not be fetched; "npm start -- --host electron" tries again',
      },
    }
  }
  say({ de: 'Electron wird einmalig geladen …', en: 'Electron is being fetched once …' })
  spawnSync(process.execPath, [installer], {
    cwd: root,
    stdio: 'ignore',
    timeout: FETCH_TIMEOUT_MS,
  })
  const fetched = installedElectron()
  if (fetched) return fetched
  mkdirSync(dirname(failedFetch), { recursive: true })
  writeFileSync(failedFetch, '')
  return { why: { de: 'sein Programm ließ sich nicht laden', en: 'its runtime could not be fetched' } }
}

function installedElectron() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules', 'electron', 'dist')
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }
  const program = join(folder, names[process.platform] ?? 'electron')
  return existsSync(program) ? program : null
}

/** Chromium's sandbox refuses to run as root. */
function sandboxSwitches() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}
