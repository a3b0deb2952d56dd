import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { openWorkstation, type Workstation } from '#main/core'
import type { UiLanguage } from '#shared/errors'
import { CallError, type CallRequest, type Reply } from '#shared/rpc'

import { outFolder } from '../support/built'

/** A way into a library. */
export interface Door {
  send: (request: CallRequest) => Promise<Reply>
  /** Missing where exports cannot be fetched. */
  takeExport?: Workstation['takeExport']
  close: () => void | Promise<void>
}

export interface Opening {
  libraryPath: string
  language: UiLanguage
  /** Is told of what must not happen. */
  report: (violation: string) => void
}

/** Throws AppError or CallError with the words of a refusal. */
export type OpenDoor = (opening: Opening) => Door | Promise<Door>

/** The core in this process, without threads. */
export function openCore({ libraryPath, report }: Opening): Door {
  const workstation = openWorkstation({
    ...{ libraryPath, access: 'write' },
    log(message, error) {
      if (message.startsWith('Fault')) report(`${message}: ${stackOf(error)}`)
    },
  })
  return {
    send: (request) => workstation.call(request),
    takeExport: workstation.takeExport,
    close: () => workstation.close(),
  }
}

/** The built command line with its threads, in a process of its own that starts with this environment. */
export function commandLine(env: NodeJS.ProcessEnv, dataFolder: string): OpenDoor {
  const program = join(outFolder, 'main', 'cli.js')
  const logPath = join(dataFolder, 'Belegt', 'belegt.log')

  return async function open({ libraryPath, language, report }) {
    rmSync(logPath, { force: true })
    const child = spawn(process.execPath, [program, 'call', '--library', libraryPath], {
      env: { ...env, XDG_DATA_HOME: dataFolder, LC_ALL: language === 'de' ? 'de_DE.UTF-8' : 'en_US.UTF-8' },
    })
    let told = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text))
    child.stdin.on('error', () => undefined)
    const replies = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const ended = once(child, 'close')

    async function send(request: CallRequest): Promise<Reply> {
      child.stdin.write(`${JSON.stringify({ id: 1, ...request })}\n`)
      const line = await replies.next()
      if (!line.done) return (JSON.parse(line.value) as { reply: Reply }).reply
      await ended
      // Refused at the door: only then does it end before it was told to.
      if (child.exitCode === 1 && told !== '') throw new CallError('not_saved', told.trim())
      throw new Error(`The program ended with ${String(child.exitCode ?? child.signalCode)}: ${told}`)
    }

    const door: Door = {
      send,
      async close() {
        child.stdin.end()
        await ended
        if (child.exitCode === null || child.exitCode > 1)
          report(`ended by ${String(child.exitCode ?? child.signalCode)}`)
        if (told !== '') report(`on stderr: ${told}`)
        const log = existsSync(logPath) ? readFileSync(logPath, 'utf8') : ''
        if (/ Fault /.test(log)) report(log)
      },
    }
    await door.send({ name: 'library.describe', input: {}, language })
    return door
  }
}

export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
