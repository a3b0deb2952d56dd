// Tells whether the built program is there and as new as its sources, and builds it where it is not.
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

const outputs = ['main/index.js', 'main/host.js', 'main/cli.js', 'preload/index.cjs', 'renderer/index.html']
const sources = ['src', 'db', 'electron.vite.config.ts', 'package.json', 'package-lock.json']

/** Runs the build where it is needed. Its words go to stderr, so that stdout stays free for data. */
export function ensureBuilt({ quiet = false } = {}) {
  if (isBuilt()) return
  if (!quiet) console.error('Belegt is being built (once after each change of its sources) …')
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'build'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status === 0) return
  console.error(`${stdout}${stderr}\nBelegt could not be built. Run "npm ci" and try again.`)
  process.exit(1)
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
