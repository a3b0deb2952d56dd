import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { outFolder, ownFolder } from '../support/built'
import { belegt } from '../support/command-line'
import { checkEverything, importText, openWorkspace, rate, SHORT_ARTICLE } from '../support/workspace'

/** 200 in the long run: BACKUP_KILLS=200 npm test. */
const KILLS = Number(process.env.BACKUP_KILLS ?? 12)
const COMMAND_LINE = join(outFolder, 'main', 'cli.js')

let folder: ReturnType<typeof ownFolder>
let libraryPath: string
beforeEach(() => {
  folder = ownFolder()
  libraryPath = join(folder.path, 'desk.belegt')
})
afterEach(() => folder.remove())

const run = (...args: string[]) => belegt(args, { cwd: folder.path, env: folder.env })

/** Runs the command line and ends it in whatever it is doing. */
async function killed(afterMs: number, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [COMMAND_LINE, ...args], { env: folder.env, stdio: 'ignore' })
  const ended = once(child, 'exit')
  await Promise.race([sleep(afterMs), ended])
  child.kill('SIGKILL')
  await ended
}

describe('killed at any moment', { timeout: KILLS * 20_000 }, () => {
  it(`a backup leaves the one before or the whole new one, ${String(KILLS)} times`, async () => {
    const workspace = openWorkspace({ libraryPath })
    const claimId = await checkEverything(workspace.call, await importText(workspace.call, SHORT_ARTICLE))
    const out = join(folder.path, 'kept.belegt')
    await run('backup', '--library', libraryPath, '--out', out)

    for (let round = 0; round < KILLS; round += 1) {
      await rate(workspace.call, claimId, { ratingId: round % 2 ? 'wrong' : 'confirmed' })
      await killed(150 + ((round * 67) % 500), 'backup', '--library', libraryPath, '--out', out)

      expect(existsSync(out)).toBe(true)
      const elsewhere = join(folder.path, `round-${String(round)}.belegt`)
      expect(await run('restore', out, '--library', elsewhere)).toMatchObject({ status: 0 })
      expect(await run('verify', '--library', elsewhere)).toMatchObject({ status: 0 })
      rmSync(elsewhere)
    }
    workspace.close()
  })

  it(`restoring leaves the library before or the one restored, ${String(KILLS)} times`, async () => {
    const workspace = openWorkspace({ libraryPath })
    const claimId = await checkEverything(workspace.call, await importText(workspace.call, SHORT_ARTICLE))
    const out = join(folder.path, 'kept.belegt')
    await run('backup', '--library', libraryPath, '--out', out)
    const { headHash: restored } = await workspace.call('library.describe', {})
    workspace.close()

    for (let round = 0; round < KILLS; round += 1) {
      const before = openWorkspace({ libraryPath })
      await rate(before.call, claimId, { ratingId: round % 2 ? 'wrong' : 'confirmed' })
      const { headHash: present } = await before.call('library.describe', {})
      before.close()
      await killed(150 + ((round * 67) % 500), 'restore', out, '--library', libraryPath)

      const after = openWorkspace({ libraryPath })
      const { headHash } = await after.call('library.describe', {})
      expect(await after.call('library.verify', {})).toMatchObject({ ok: true, problems: [] })
      after.close()
      expect([present, restored]).toContain(headHash)
      const asides = readdirSync(folder.path).filter((name) => /-replaced-\d+$/.test(name))
      if (headHash === restored) expect(asides.length).toBeGreaterThan(0)
    }
  })
})

describe('belegt backup and restore', () => {
  it('made while a workstation writes without a pause, a backup is one of the states that there were', async () => {
    const workspace = openWorkspace({ libraryPath })
    const claimId = await checkEverything(workspace.call, await importText(workspace.call, SHORT_ARTICLE))
    const states = new Map<number, string>()
    let writing = true
    const writer = (async () => {
      for (let round = 0; writing; round += 1) {
        await rate(workspace.call, claimId, { ratingId: round % 2 ? 'wrong' : 'confirmed' })
        const { sequence, headHash } = await workspace.call('library.describe', {})
        states.set(sequence, headHash)
        await sleep(0)
      }
    })()
    const first = () => Math.min(...states.keys())

    const made = []
    for (let round = 0; round < 5; round += 1) {
      const out = join(folder.path, `kept-${String(round)}.belegt`)
      made.push(await run('backup', '--library', libraryPath, '--out', out, '--json'))
      expect(await run('verify', '--library', out)).toMatchObject({ status: 0 })
    }
    writing = false
    await writer
    workspace.close()

    for (const { status, stdout } of made) {
      const { sequence, headHash } = JSON.parse(stdout) as { sequence: number; headHash: string }
      expect(status).toBe(0)
      expect(sequence).toBeGreaterThan(first())
      expect(headHash).toBe(states.get(sequence))
    }
  })

  it('copy while a workstation works, list, bring back, and say what is amiss', async () => {
    const workspace = openWorkspace({ libraryPath })
    await checkEverything(workspace.call, await importText(workspace.call, SHORT_ARTICLE))
    await workspace.call('backups.make', {})
    const { sequence, headHash } = await workspace.call('library.describe', {})
    const out = join(folder.path, 'kept.belegt')

    const made = await run('backup', '--library', libraryPath, '--out', out, '--json')
    const held = await run('restore', out, '--library', libraryPath)
    workspace.close()
    const listed = await run('restore', '--list', '--library', libraryPath, '--json')
    const brought = await run('restore', '--library', libraryPath, '--json')

    expect(made.status).toBe(0)
    expect(JSON.parse(made.stdout)).toMatchObject({ file: out, sequence, headHash, problems: [] })
    expect(held).toMatchObject({ status: 1, stderr: expect.stringContaining('already open') as string })
    expect(JSON.parse(listed.stdout)).toMatchObject({ name: 'desk-000001.belegt', headHash, sound: true })
    expect(brought.status).toBe(0)
    expect(JSON.parse(brought.stdout)).toMatchObject({
      from: 'desk-000001.belegt',
      kept: 'desk.belegt-replaced-1',
      headHash,
    })
    expect(await run('verify', '--library', libraryPath)).toMatchObject({ status: 0 })
    expect(await run('backup', '--library', libraryPath)).toMatchObject({
      status: 1,
      stderr: 'Name the file to back up to after --out.\n',
    })
  })
})
