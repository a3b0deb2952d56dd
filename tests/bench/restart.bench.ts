import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, it } from 'vitest'

import { outFolder } from '../support/built'
import { openWorkspace, temporaryFolder } from '../support/workspace'
import { fillLibrary } from './large-library'
import { median, report } from './measure'

const CLAIMS = 100_000
const RUNS = 5

let folder: ReturnType<typeof temporaryFolder>
beforeAll(async () => {
  folder = temporaryFolder()
  const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
  await fillLibrary(call, CLAIMS)
  close()
}, 3_600_000)
afterAll(() => folder.remove())

/** Starts the built program, waits for its first reply, writes, and kills it in the midst of that. */
async function startAndKill(): Promise<number> {
  const begun = performance.now()
  const args = [join(outFolder, 'main', 'cli.js'), 'call', '--library', folder.libraryPath]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.write('{"id":1,"name":"library.describe","input":{}}\n')
  await once(child.stdout, 'data')
  const took = performance.now() - begun
  child.stdin.write(`{"id":2,"name":"people.add","input":{"name":"${String(begun)}"}}\n`)
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'close')
  return took
}

it('start again after a kill', async () => {
  const first = await startAndKill()
  const later: number[] = []
  for (let run = 0; run < RUNS; run += 1) later.push(await startAndKill())
  report('Start to the first reply; after a kill the whole library is checked first', [
    { claims: CLAIMS, 'after a clean end ms': first, 'after a kill ms': median(later), goal: '≤ 3000' },
  ])
})
