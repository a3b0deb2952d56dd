import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { ownFolder } from '../support/built'
import { belegt } from '../support/command-line'
import { checkEverything, importText, openWorkspace, rate, SHORT_ARTICLE } from '../support/workspace'

let folder: ReturnType<typeof ownFolder>
let libraryPath: string
beforeEach(() => {
  folder = ownFolder()
  libraryPath = join(folder.path, 'desk.belegt')
})
afterEach(() => folder.remove())

const run = (...args: string[]) => belegt(args, { cwd: folder.path, env: folder.env })

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
