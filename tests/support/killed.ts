import Database from 'better-sqlite3'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'

import type { Head } from '#main/database/head-file'
import { caller, type Call, type Reply } from '#shared/rpc'

import { outFolder } from './built'
import { openWorkspace } from './workspace'

export const COMMAND_LINE = join(outFolder, 'main', 'cli.js')
/** Procedures that change nothing that is to stay. */
const READS = /\.(?:read|list|describe|preview|unpack|begin|append)$/
/** Writes what is typed, which is no part of the history. */
const TYPING = 'drafts.keep'

/** A library that a test kills its workstations over, and where they keep what they note about themselves. */
export interface Desk {
  libraryPath: string
  env: NodeJS.ProcessEnv
}

/** Work of one person that goes on until it is killed. */
export type Work = (call: Call) => Promise<never>

/** What a killed workstation had told of its library. */
export interface Told {
  /** Replies to calls that change the library, in order. */
  acknowledged: { name: string; input: unknown; value: unknown }[]
  /** The last head that it named, and how many acknowledgements came after that; null when it named none. */
  head: Head | null
  after: number
}

/** So many milliseconds after what. */
export interface Moment {
  after: 'start' | 'first reply' | 'first write'
  ms: number
}

/** Runs `belegt call` over a library and kills it with SIGKILL. */
export async function killedAtWork({ libraryPath, env }: Desk, work: Work, moment: Moment): Promise<Told> {
  const child = spawn(process.execPath, [COMMAND_LINE, 'call', '--library', libraryPath], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env,
  })
  const told: Told = { acknowledged: [], head: null, after: 0 }
  const reached: Record<Moment['after'], PromiseWithResolvers<void>> = {
    start: Promise.withResolvers(),
    'first reply': Promise.withResolvers(),
    'first write': Promise.withResolvers(),
  }
  reached.start.resolve()
  const waiting: ((reply: Reply) => void)[] = []
  const write = (name: string, input: unknown) => {
    child.stdin.write(`${JSON.stringify({ id: name, name, input })}\n`)
  }
  child.stdin.on('error', () => undefined)
  onLines(child, (line) => {
    // The command answers in order, with the dispatcher's reply.
    const { reply } = JSON.parse(line) as { reply: Reply }
    waiting.shift()?.(reply)
    reached['first reply'].resolve()
  })
  const call = caller(
    {
      send: ({ name, input }) => {
        write(name, input)
        const reply = new Promise<Reply>((resolve) => {
          waiting.push((reply) => {
            if (reply.ok && !READS.test(name)) {
              told.acknowledged.push({ name, input, value: reply.value })
              reached['first write'].resolve()
              if (name !== TYPING) told.after += 1
            }
            resolve(reply)
          })
        })
        // Along with each call, what the history has reached by it.
        write('library.describe', {})
        waiting.push((reply) => {
          if (!reply.ok) return
          const { sequence, headHash } = reply.value as { sequence: number; headHash: string }
          told.head = { sequence, hash: headHash }
          told.after = 0
        })
        return reply
      },
    },
    () => 'en',
  )
  const ended = once(child, 'close')
  await Promise.race([
    reached[moment.after].promise.then(() => sleep(moment.ms)),
    work(call),
    ended.then(() => Promise.reject(new Error('It ended before it was killed'))),
  ])
  child.kill('SIGKILL')
  await ended
  return told
}

/** Whole lines only: the last one may be torn. */
function onLines(child: ChildProcess, take: (line: string) => void): void {
  let begun = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (begun + text).split('\n')
    begun = lines.pop() ?? ''
    lines.forEach(take)
  })
}

/**
 * Opens what a kill has left: everything acknowledged is there, the library is whole, and nothing half lies beside it.
 * `look` reads what a person would.
 */
export async function expectWhole(
  libraryPath: string,
  { head, after }: Pick<Told, 'head' | 'after'>,
  look: (call: Call) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { call, close } = openWorkspace({ libraryPath })
  const { ok, problems } = await call('library.verify', {})
  const { sequence } = await call('library.describe', {})
  const hash = head && hashAt(libraryPath, head.sequence)
  await look(call)
  close()

  expect({ ok, problems }).toEqual({ ok: true, problems: [] })
  expect(hash).toBe(head?.hash ?? null)
  expect(sequence).toBeGreaterThanOrEqual((head?.sequence ?? 0) + after)
  expect(leftovers(libraryPath)).toEqual([])
}

function hashAt(libraryPath: string, sequence: number): string | undefined {
  const db = new Database(libraryPath, { readonly: true })
  try {
    return db.prepare<[number], string>('SELECT hash FROM events WHERE sequence = ?').pluck().get(sequence)
  } finally {
    db.close()
  }
}

/** Names in the folder of a closed library that do not belong to it. */
export function leftovers(libraryPath: string): string[] {
  const folder = dirname(libraryPath)
  const name = basename(libraryPath)
  const belongs = ['', '-events', '-head', '-lock', '-search', '-evidence', '-backups'].map(
    (end) => name + end,
  )
  const unfinished = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((each) =>
    /\.part(?:-journal)?$/.test(each),
  )
  const evidence = `${libraryPath}-evidence`
  const files = existsSync(evidence) ? readdirSync(evidence, { recursive: true, encoding: 'utf8' }) : []
  return [
    ...unfinished,
    ...readdirSync(folder).filter((each) => !belongs.includes(each)),
    ...files.filter((each) => !/^(?:incoming|[0-9a-f]{2}(?:[\\/][0-9a-f]{64})?)$/.test(each)),
  ]
}
