import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { handOver, openWorkspace, temporaryFolder, type Workspace } from '../../support/workspace'

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace
beforeEach(() => {
  folder = temporaryFolder()
  workspace = openWorkspace({ libraryPath: folder.libraryPath })
})
afterEach(() => {
  workspace.close()
  folder.remove()
})

describe('what was typed and not recorded', () => {
  it('is there again after a restart, and no part of the history', async () => {
    const before = await workspace.call('library.describe', {})
    await workspace.call('drafts.keep', { place: 'comment 1', content: '{"text":"Die Zahl"}' })
    await workspace.call('drafts.keep', { place: 'comment 1', content: '{"text":"Die Zahl stimmt"}' })
    workspace.close()

    workspace = openWorkspace({ libraryPath: folder.libraryPath })

    expect(await workspace.call('drafts.list', {})).toEqual([
      { place: 'comment 1', content: '{"text":"Die Zahl stimmt"}', typedAt: '2026-11-25T09:00:00.001Z' },
    ])
    expect((await workspace.call('library.describe', {})).headHash).toBe(before.headHash)
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
  })

  it('belongs to the person who typed it', async () => {
    await workspace.call('drafts.keep', { place: 'comment 1', content: '{"text":"meins"}' })
    const { handBack } = await handOver(workspace.call)

    const theirs = await workspace.call('drafts.list', {})
    await workspace.call('drafts.discard', { place: 'comment 1' })
    await handBack()

    expect(theirs).toEqual([])
    expect(await workspace.call('drafts.list', {})).toHaveLength(1)
  })

  it('goes when it is discarded', async () => {
    await workspace.call('drafts.keep', { place: 'comment 1', content: '{"text":"weg"}' })

    await workspace.call('drafts.discard', { place: 'comment 1' })

    expect(await workspace.call('drafts.list', {})).toEqual([])
  })

  it('is refused when it is not what a window keeps', async () => {
    const keeping = workspace.call('drafts.keep', { place: 'comment 1', content: 'kein JSON' })

    await expect(keeping).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
