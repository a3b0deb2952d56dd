import Database from 'better-sqlite3'
import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { ClaimId } from '#shared/model'
import { caller } from '#shared/rpc'

import { runBrowserHost, type RunningHost } from '../support/browser-host'
import { rounds } from '../support/rounds'
import {
  addClaim,
  addEvidence,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  temporaryFolder,
} from '../support/workspace'

/** Each ends the host at another moment. */
const ENDINGS = rounds({ inTests: 1, atRelease: 40 })

let folder: ReturnType<typeof temporaryFolder>
let host: RunningHost | null = null
let claimId: ClaimId
beforeEach(async () => {
  folder = temporaryFolder()
  const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
  claimId = await addClaim(call, { article: await importText(call, SHORT_ARTICLE), number: 2 })
  await addEvidence(call, claimId)
  close()
})
afterEach(async () => {
  await host?.stop('SIGKILL')
  host = null
  folder.remove()
})

async function start(): Promise<RunningHost> {
  host = await runBrowserHost([], folder.libraryPath)
  await host.start()
  return host
}

const conclusionsIn = async () => {
  const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
  const { ok, problems } = await call('library.verify', {})
  const history = await call('history.list', { claimId, limit: 500 })
  close()
  return { ok, problems, verdicts: history.filter(({ action }) => action === 'verdict.recorded').length }
}

describe('a host that is told to end', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    `by %s ends by itself, and what it acknowledged until then is there, ${String(ENDINGS)} times`,
    { timeout: ENDINGS * 20_000 },
    async (signal) => {
      let acknowledged = 0
      for (let round = 0; round < ENDINGS; round += 1) {
        const running = await start()
        const call = caller({ send: (request) => running.call(request) }, () => 'de')
        const writing = Array.from({ length: 20 }, (_, number) =>
          rate(call, claimId, { ratingId: number % 2 ? 'wrong' : 'confirmed' }).then(
            () => (acknowledged += 1),
            () => 0,
          ),
        )
        await Promise.all(writing.slice(0, 1 + ((round * 7) % 19)))

        const status = await running.stop(signal)
        await Promise.all(writing)

        const { ok, problems, verdicts } = await conclusionsIn()
        expect({ status, ok, problems }).toEqual({ status: 0, ok: true, problems: [] })
        expect(verdicts).toBeGreaterThanOrEqual(Math.min(acknowledged, 490))
      }
      expect(acknowledged).toBeGreaterThan(0)
    },
  )

  it('in the middle of a backup ends by itself, and the next start sweeps what was half copied', async () => {
    const db = new Database(folder.libraryPath)
    db.exec("INSERT INTO settings (key, value) VALUES ('ballast', '\"' || hex(zeroblob(20000000)) || '\"')")
    db.close()
    const running = await start()
    const call = caller({ send: (request) => running.call(request) }, () => 'de')
    const backups = `${folder.libraryPath}-backups`
    const making = call('backups.make', { task: 'backup' }).catch((error: unknown) => error)
    await vi.waitFor(() => expect(readdirSync(backups).join()).toContain('.part'), {
      interval: 2,
      timeout: 20_000,
    })

    const status = await running.stop('SIGTERM')
    await making
    const again = await start()
    await vi.waitFor(() => expect(readdirSync(backups).join()).not.toContain('.part'))
    await again.stop()

    expect(status).toBe(0)
    expect(await conclusionsIn()).toMatchObject({ ok: true, problems: [] })
  })

  it('as a second one on the same library names the first', async () => {
    const first = await start()

    await expect(runBrowserHost([], folder.libraryPath)).rejects.toThrow(
      new RegExp(`(?:schon in einer anderen Arbeitsstation|already open).*${String(first.process.pid)}`),
    )
  })
})

describe.skipIf(rounds({ inTests: 0, atRelease: 1 }) === 0)('another program that holds the library', () => {
  it('is waited for, named, and nothing is lost: the change goes in once it lets go', async () => {
    const { call, close } = openWorkspace({ libraryPath: folder.libraryPath, language: 'de' })
    const other = new Database(folder.libraryPath)
    other.exec('BEGIN IMMEDIATE')

    await expect(rate(call, claimId)).rejects.toMatchObject({
      code: 'in_use',
      message: expect.stringContaining('Ein anderes Programm schreibt gerade in die Bibliothek') as string,
    })
    other.exec('COMMIT')
    other.close()
    await rate(call, claimId)
    close()

    expect(await conclusionsIn()).toEqual({ ok: true, problems: [], verdicts: 1 })
  })
})
