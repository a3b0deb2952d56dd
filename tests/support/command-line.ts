import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import type { CallRequest, Reply } from '#shared/rpc'

import { outFolder } from './built'

const program = join(outFolder, 'main', 'cli.js')

export interface Ended {
  status: number | null
  stdout: string
  stderr: string
}

export interface Terminal {
  cwd: string
  env: NodeJS.ProcessEnv
  input?: string | Buffer
}

/** The built command line, from the first argument to the exit status. */
export async function belegt(args: string[], { cwd, env, input = '' }: Terminal): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], { cwd, env })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdin.end(input)
  await once(child, 'close')
  return { status: child.exitCode, stdout, stderr }
}

export interface OpenCalls {
  call(request: CallRequest): Promise<Reply>
  end(): Promise<void>
}

/** `belegt call`, one line at a time: the next call goes out when the reply to the last one is there. */
export function openCalls(libraryPath: string, env: NodeJS.ProcessEnv): OpenCalls {
  const child = spawn(process.execPath, [program, 'call', '--library', libraryPath], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let id = 0
  return {
    async call({ name, input, language }) {
      id += 1
      child.stdin.write(`${JSON.stringify({ id, name, input, language })}\n`)
      const { value } = await lines.next()
      // The command answers with the dispatcher's reply.
      const answer = JSON.parse(String(value)) as { id: number; reply: Reply }
      if (answer.id !== id) throw new Error(`Call ${String(id)} was answered as ${String(answer.id)}`)
      return answer.reply
    },
    async end() {
      child.stdin.end()
      if (child.exitCode === null) await once(child, 'close')
    },
  }
}
