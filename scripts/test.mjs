// Everything a change has to pass, in one command: build, types, style, and all tests. Closes with "N passed, N failed".
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { findBrowser } from '../src/main/hosts/browser/find-browser.ts'
import { root } from './build-state.mjs'

const results = join(root, 'node_modules', '.tmp', 'test-results.json')
const runner = join(root, 'scripts', 'run.mjs')

const chromium = findChromium() ?? installChromium()
if (!chromium) {
  console.error('The tests need Chromium, Chrome or Edge: install one, or name its program in CHROMIUM_PATH.')
  finish(0, 1)
}
process.env.CHROMIUM_PATH = chromium

let failedSteps = 0
step('Build', 'electron-vite', 'build')
step('Types', 'vue-tsc', '--build')
step('Style', 'eslint', '.', '--max-warnings', '0')
step('Imports', 'depcruise', '--config', '.dependency-cruiser.mjs', 'src')
step('Format', 'prettier', '--check', '--log-level', 'warn', '.')

rmSync(results, { force: true })
const testsRan = step(
  'Tests',
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}`,
)
const { passed, failed } = countTests()
// A run that failed without a failed test has broken somewhere else; the step itself counts then.
finish(passed, failed + failedSteps - (testsRan || failed === 0 ? 0 : 1))

function step(name, tool, ...args) {
  const began = Date.now()
  console.log(`\n${name} …`)
  const { status } = spawnSync(process.execPath, [runner, tool, ...args], { cwd: root, stdio: 'inherit' })
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  console.log(`${name}: ${status === 0 ? 'passed' : 'FAILED'} (${seconds} s)`)
  if (status !== 0) failedSteps += 1
  return status === 0
}

function countTests() {
  if (!existsSync(results)) return { passed: 0, failed: 0 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(results, 'utf8'))
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length }
}

function findChromium() {
  return findBrowser({ preferred: ['chromium-headless-shell'] })
}

/** Debian and its like have Chromium in their own packages. */
function installChromium() {
  if (!existsSync('/usr/bin/apt-get')) return null
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const run = (...command) => {
    const [program, ...args] = [...asRoot, ...command]
    return spawnSync(program, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status
  }
  if (run('true') !== 0) return null
  console.log('Chromium is missing and is being installed …')
  const fonts = ['fonts-liberation', 'fonts-dejavu-core', 'fonts-noto-color-emoji']
  const install = ['apt-get', 'install', '-y', '-q', '--no-install-recommends']
  run('apt-get', 'update', '-q')
  if (run(...install, 'chromium', 'chromium-headless-shell', ...fonts) !== 0)
    run(...install, 'chromium', ...fonts)
  return findChromium()
}

function finish(passed, failed) {
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}
