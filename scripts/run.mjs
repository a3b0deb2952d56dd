// Runs a tool or script on a Node that is new enough: the installed one, or the one the project brings.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const windows = process.platform === 'win32'

function newEnough([major, minor, patch]) {
  if (major >= 26) return true
  if (major === 24) return minor >= 15
  return major === 22 && (minor > 22 || (minor === 22 && patch >= 2))
}

function findNode() {
  if (newEnough(process.versions.node.split('.').map(Number))) return process.execPath
  const platform = windows ? 'win' : process.platform
  return [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]
    .map((name) => join(root, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node'))
    .find((file) => existsSync(file))
}

const node = findNode()
if (!node) {
  console.error(
    `Belegt needs Node ^22.22.2, ^24.15 or >=26; this is ${process.version}. Install Node 24 and run "npm ci" again.`,
  )
  process.exit(1)
}

const [tool, ...args] = process.argv.slice(2)
const local = join(root, 'node_modules', '.bin')
const env = {
  ...process.env,
  PATH: [dirname(node), local, process.env.PATH ?? process.env.Path].join(delimiter),
}
const child =
  /\.[cm]?[jt]s$/.test(tool) || tool.startsWith('-')
    ? // Node 22 reads our TypeScript too, but warns at each start that it does.
      spawn(node, ['--disable-warning=ExperimentalWarning', tool, ...args], { stdio: 'inherit', env })
    : spawn(windows ? join(local, `${tool}.cmd`) : join(local, tool), args, {
        stdio: 'inherit',
        env,
        shell: windows,
      })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(`${tool} could not be started: ${error.message}. Run "npm ci" first.`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
