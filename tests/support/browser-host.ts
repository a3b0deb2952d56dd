import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { request, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import type { CallRequest, Reply } from '#shared/rpc'

import { outFolder, ownFolder } from './built'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

export interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
}

export interface RunningHost {
  startLink: string
  port: number
  origin: string
  libraryPath: string
  process: ChildProcess
  /** Everything the host wrote to the terminal so far. */
  terminal: () => string
  /** A request with nothing added but Host. */
  ask(path: string, asked?: Asked): Promise<Answer>
  /** Follows the start link and keeps its cookie for `call` and `asWindow`. */
  start(): Promise<void>
  /** The headers of our own window, after `start`. */
  asWindow(): Record<string, string>
  call(request: CallRequest): Promise<Reply>
  /** Gives the exit status. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** The built browser host in a process of its own, over a library of its own or the one named. */
export async function runBrowserHost(
  args: string[] = [],
  library?: string,
  env?: NodeJS.ProcessEnv,
): Promise<RunningHost> {
  const folder = ownFolder()
  const libraryPath = library ?? join(folder.path, 'desk.belegt')
  const child = spawn(
    process.execPath,
    [join(outFolder, 'main', 'host.js'), '--library', libraryPath, ...args],
    {
      env: { ...folder.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let written = ''
  child.stderr.on('data', (chunk: Buffer) => (written += chunk.toString()))
  const startLink = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      written += `${line}\n`
      const link = /http:\S+/.exec(line)?.[0]
      if (link) resolve(link)
    })
    child.once('exit', () => reject(new Error(`The host ended at once: ${written}`)))
  })
  const { port: portText, origin } = new URL(startLink)
  const port = Number(portText)
  let cookie = ''

  function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asking = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      })
      asking.on('error', reject)
      asking.end(body)
    })
  }

  const asWindow = () => ({ cookie, origin, 'sec-fetch-site': 'same-origin' })

  return {
    startLink,
    port,
    origin,
    libraryPath,
    process: child,
    terminal: () => written,
    ask,
    asWindow,
    async start() {
      const { headers } = await ask(startLink.slice(origin.length))
      cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    },
    async call(callRequest) {
      const { body } = await ask('/rpc', {
        method: 'POST',
        headers: { ...asWindow(), 'content-type': 'application/json' },
        body: JSON.stringify(callRequest),
      })
      // The host answers with the dispatcher's reply.
      return JSON.parse(body) as Reply
    },
    async stop(signal = 'SIGTERM') {
      const exited = child.exitCode === null ? once(child, 'exit') : Promise.resolve()
      child.kill(signal)
      await exited
      folder.remove()
      return child.exitCode
    },
  }
}
