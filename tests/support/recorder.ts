import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, closeSync, constants, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import type { CallRequest, Reply } from '#shared/rpc'

import { outFolder } from './built'
import { markOf, readTrace, type TracedCall } from './interposer'

export interface Calls {
  ask(request: CallRequest): Promise<Reply>
  end(): Promise<void>
}

/**
 * Runs the built program in a folder and records what it asks the disk. What it answers goes through a pipe that the
 * interposer takes for marks, so that each reply stands in the trace exactly where it was given.
 */
export function recorder(root: string, { library, aside }: { library: string; aside: string }) {
  const before = filesIn(root)
  const trace = join(aside, 'trace')
  const replies = join(aside, 'replies')
  execFileSync('mkfifo', [replies])
  const env = {
    ...process.env,
    ...{ HOME: aside, APPDATA: aside, XDG_DATA_HOME: aside, LC_ALL: 'de_DE.UTF-8' },
    ...{ LD_PRELOAD: library, FAULT_FOLDER: root, TRACE_FILE: trace, MARK_FILE: replies },
  }
  // Also open for writing, so that it does not end with the first program.
  const input = new Socket({ fd: openSync(replies, constants.O_RDWR | constants.O_NONBLOCK), readable: true })
  const lines = createInterface({ input })[Symbol.asyncIterator]()
  const nextReply = async () => JSON.parse(String((await lines.next()).value)) as Record<string, unknown>

  function start(args: string[]) {
    const out = openSync(replies, 'w')
    const child = spawn(process.execPath, [join(outFolder, 'main', 'cli.js'), ...args], {
      env,
      stdio: ['pipe', out, 'inherit'],
    })
    closeSync(out)
    return { input: child.stdin, ended: once(child, 'close') }
  }

  return {
    /** For other hosts. */
    env,

    /** A command that answers with one line. */
    async command(args: string[]): Promise<Record<string, unknown>> {
      const { input, ended } = start([...args, '--json'])
      input?.end()
      const reply = await nextReply()
      await ended
      return reply
    },

    calls(libraryPath: string): Calls {
      const { input, ended } = start(['call', '--library', libraryPath])
      return {
        async ask(request) {
          input?.write(`${JSON.stringify({ id: 1, ...request })}\n`)
          // The command answers with the dispatcher's reply.
          return (await nextReply()).reply as Reply
        },
        async end() {
          input?.end()
          await ended
        },
      }
    },

    /** A reply that came another way. */
    mark: () => appendFileSync(trace, markOf('\n')),

    end(): { calls: TracedCall[]; before: number } {
      input.destroy()
      return { calls: [...before, ...readTrace(readFileSync(trace))], before: before.length }
    },
  }
}

export type Recorder = ReturnType<typeof recorder>

/** What lies in a folder, as if it had just been written and synced. */
function filesIn(folder: string): TracedCall[] {
  const call = { second: '', number: 0, data: Buffer.alloc(0) }
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path): TracedCall[] =>
      statSync(path).isDirectory()
        ? [{ ...call, what: 'mkdir', path }, ...filesIn(path)]
        : [
            { ...call, what: 'create', path, number: 1 },
            { ...call, what: 'write', path, data: readFileSync(path) },
            { ...call, what: 'sync', path },
          ],
    )
    .concat([{ ...call, what: 'syncFolder', path: folder }])
}

/** How many replies had been given after each call. */
export function repliesAfter(calls: readonly TracedCall[]): number[] {
  let count = 0
  return calls.map(({ what, data }) => {
    if (what === 'mark') for (const byte of data) if (byte === 0x0a) count += 1
    return count
  })
}
