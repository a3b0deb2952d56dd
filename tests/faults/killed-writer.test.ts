import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { ClaimId } from '#shared/model'

import { rounds } from '../support/rounds'
import {
  addClaim,
  addEvidence,
  importText,
  openWorkspace,
  SHORT_ARTICLE,
  temporaryFolder,
} from '../support/workspace'

const KILLS = rounds({ inTests: 50, atRelease: 500 })
const COMMAND_LINE = new URL('../../out/main/cli.js', import.meta.url).pathname

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

/** A library with a claim that can be rated. */
async function prepare(): Promise<ClaimId> {
  const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
  const article = await importText(call, SHORT_ARTICLE)
  const claimId = await addClaim(call, { article, number: 2 })
  await addEvidence(call, claimId)
  close()
  return claimId
}

interface Writer {
  child: ChildProcess
  /** Conclusions whose reply stood on stdout. */
  acknowledged: string[]
  firstReply: Promise<unknown>
  ended: Promise<unknown>
}

/** Records one verdict after the other through the command line, as fast as replies come. */
function startWriter(claimId: ClaimId, round: number): Writer {
  const child = spawn(process.execPath, [COMMAND_LINE, 'call', '--library', folder.libraryPath], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const acknowledged: string[] = []
  const { promise: firstReply, resolve: replied } = Promise.withResolvers<unknown>()
  let count = 0
  const conclusion = () => `${String(round)}-${String(count)}`
  const send = () => {
    const input = {
      claimId,
      question: 'content',
      scaleId: 'belegt-content-de-1',
      ratingId: count % 2 === 0 ? 'confirmed' : 'wrong',
      conclusion: conclusion(),
    }
    child.stdin?.write(`${JSON.stringify({ id: conclusion(), name: 'verdicts.record', input })}\n`)
  }
  child.stdin?.on('error', () => undefined)
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { id, reply } = JSON.parse(line) as { id: string; reply: { ok: boolean } }
      if (!reply.ok) throw new Error(`The writer was refused: ${line}`)
      acknowledged.push(id)
      replied(id)
      count += 1
      send()
    })
  }
  send()
  return { child, acknowledged, firstReply, ended: once(child, 'exit') }
}

describe('a writer killed at any moment', () => {
  it(
    `loses nothing that was acknowledged and leaves nothing half, ${String(KILLS)} times`,
    { timeout: KILLS * 10_000 },
    async () => {
      const claimId = await prepare()
      let acknowledgedInAll = 0

      for (let round = 0; round < KILLS; round += 1) {
        const writer = startWriter(claimId, round)
        // Every fifth one is killed while it starts, the others in the middle of their work.
        const started = round % 5 === 4 ? undefined : writer.firstReply
        await Promise.race([
          Promise.resolve(started).then(() => sleep((round * 97) % 250)),
          writer.ended.then(() => Promise.reject(new Error('The writer ended by itself'))),
        ])
        writer.child.kill('SIGKILL')
        await writer.ended
        acknowledgedInAll += writer.acknowledged.length

        const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
        const { ok, problems } = await call('library.verify', {})
        const { content } = await call('claims.read', { claimId })
        const history = await call('history.list', { claimId, limit: 500 })
        close()
        const verdicts = history.filter(({ action }) => action === 'verdict.recorded').length
        expect({ round, ok, problems }).toEqual({ round, ok: true, problems: [] })
        const last = writer.acknowledged.at(-1)
        const next = `${String(round)}-${String(writer.acknowledged.length)}`
        // The last acknowledged one, or the one after it, which was written but not answered yet.
        if (last !== undefined) expect([last, next]).toContain(content?.conclusion)
        expect(verdicts).toBeGreaterThanOrEqual(Math.min(acknowledgedInAll, 490))
      }

      expect(acknowledgedInAll).toBeGreaterThan(KILLS)
    },
  )
})
