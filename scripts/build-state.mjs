// Tells whether the built program is there and as new as its sources, and builds it where it is not.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { hostLanguage } from '../src/main/hosts/host-language.ts'

export const root = join(import.meta.dirname, '..')
const language = hostLanguage()

/** A line for the person at the terminal. On stderr, so that stdout stays free for data. */
export function say(words) {
  console.error(words[language])
}

const outputs = ['main/index.js', 'main/host.js', 'main/cli.js', 'preload/index.cjs', 'renderer/index.html']
const sources = ['src', 'db', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
const lock = join(root, 'node_modules', '.tmp', 'build-under-way')
const MAX_BUILD_MS = 120_000
const LOOK_AGAIN_MS = 100

/** Builds where it is needed; of several commands started at once only the first one does. */
export function ensureBuilt({ quiet = false } = {}) {
  if (isBuilt()) return
  takeLock()
  const works = isBuilt() || build(quiet)
  rmSync(lock, { recursive: true, force: true })
  if (!works) process.exit(1)
}

function build(quiet) {
  if (!quiet) {
    say({
      de: 'Belegt wird gebaut, einmal nach jeder Änderung der Quellen …',
      en: 'Belegt is being built, once after each change of its sources …',
    })
  }
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'build'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status === 0) return true
  console.error(`${stdout}${stderr}`)
  say({
    de: 'Belegt ließ sich nicht bauen. Führen Sie „npm ci“ aus und versuchen Sie es noch einmal.',
    en: 'Belegt could not be built. Run "npm ci" and try again.',
  })
  return false
}

function takeLock() {
  mkdirSync(join(lock, '..'), { recursive: true })
  for (;;) {
    try {
      mkdirSync(lock)
      return
    } catch {
      const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
      if (since !== undefined && Date.now() - since > MAX_BUILD_MS)
        rmSync(lock, { recursive: true, force: true })
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS)
    }
  }
}

function isBuilt() {
  const built = outputs.map((file) => modified(join(root, 'out', file)))
  return Math.min(...built) >= Math.max(...sources.map((path) => newest(join(root, path))))
}

function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
