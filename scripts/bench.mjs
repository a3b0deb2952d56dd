// Runs the benchmarks: all of them, or those whose file name contains the word given. Each prints a table with its
// baseline, measured in the same run.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    'vitest.bench.config.ts',
    ...process.argv.slice(2),
    '--disable-console-intercept',
  ],
  { cwd: root, stdio: 'inherit' },
)
process.exit(status ?? 1)
