import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { runBrowserHost, type RunningHost } from '../support/browser-host'
import { ownFolder } from '../support/built'
import { belegt, openCalls } from '../support/command-line'
import { rounds } from '../support/rounds'
import {
  addClaim,
  importText,
  openWorkspace,
  SHORT_ARTICLE,
  temporaryFolder,
  type Workspace,
} from '../support/workspace'

/** Longer than any wait that is promised, with room for a loaded machine. */
const BOUND_MS = 15_000

let folder: ReturnType<typeof temporaryFolder>
let other: ChildProcess | undefined
const hosts: RunningHost[] = []
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(async () => {
  await endOther()
  for (const host of hosts.splice(0)) await host.stop('SIGKILL')
  folder.remove()
})

const add = (name: string) => ({ name: 'people.add', input: { name }, language: 'en' }) as const

/** Another process that holds an exclusive transaction on a file until it ends. */
async function holdElsewhere(path: string): Promise<void> {
  const script = `
    const db = new (require(${JSON.stringify(require.resolve('better-sqlite3'))}))(process.argv[1])
    db.exec('BEGIN EXCLUSIVE')
    console.log('held')
    setInterval(() => undefined, 1000)`
  other = spawn(process.execPath, ['-e', script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(other.stdout ?? other, 'data')
}

async function endOther(): Promise<void> {
  const ending = other
  other = undefined
  if (!ending) return
  const ended = once(ending, 'exit')
  ending.kill('SIGKILL')
  await ended
}

/** How long it took, and what was said. */
async function refusalOf(work: () => unknown): Promise<{ code: unknown; message: string; ms: number }> {
  const began = performance.now()
  try {
    await work()
  } catch (error) {
    const { code, message } = error as Error & { code: unknown }
    return { code, message, ms: performance.now() - began }
  }
  throw new Error('It was not refused')
}

async function namesIn(libraryPath: string): Promise<string[]> {
  const { call, close } = openWorkspace({ libraryPath })
  const { ok, problems } = await call('library.verify', {})
  const { people } = await call('people.list', {})
  close()
  expect({ ok, problems }).toEqual({ ok: true, problems: [] })
  return people.map(({ name }) => name)
}

describe('a lock', () => {
  it('that lives is named with process, machine and time, and the holder goes on', async () => {
    const { libraryPath } = folder
    const first = openWorkspace({ libraryPath })

    const refused = await refusalOf(() => openWorkspace({ libraryPath, language: 'de' }))
    await first.call('people.add', { name: 'Anna' })
    first.close()

    expect(refused.code).toBe('in_use')
    expect(refused.message).toContain(`process ${String(process.pid)} on ${hostname()}`)
    expect(refused.ms).toBeLessThan(BOUND_MS)
    expect(await namesIn(libraryPath)).toContain('Anna')
  })

  it('of a process that was killed is no lock, whatever it left behind', async () => {
    const { libraryPath } = folder
    openWorkspace({ libraryPath }).close()
    const holder = { pid: 999_999_999, host: hostname(), since: '2020-01-01T00:00:00.000Z' }
    writeFileSync(`${libraryPath}-holder`, JSON.stringify(holder))

    const names = await namesIn(libraryPath)

    expect(names).toHaveLength(1)
    expect(existsSync(`${libraryPath}-holder`)).toBe(false)
  })

  it('of another machine or user is named as theirs, and waits no longer than promised', async () => {
    const { libraryPath } = folder
    openWorkspace({ libraryPath }).close()
    await holdElsewhere(`${libraryPath}-lock`)
    const holder = { pid: 4711, host: 'redaktion-2', since: '2026-11-25T08:00:00.000Z' }
    writeFileSync(`${libraryPath}-holder`, JSON.stringify(holder))

    const refused = await refusalOf(() => openWorkspace({ libraryPath }))

    expect(refused.code).toBe('in_use')
    expect(refused.message).toContain('process 4711 on redaktion-2, since 2026-11-25T08:00:00.000Z')
    expect(refused.ms).toBeLessThan(BOUND_MS)
    expect(readFileSync(`${libraryPath}-holder`, 'utf8')).toBe(JSON.stringify(holder))
  })

  it('of a foreign program on the file itself is waited for 5 seconds, then said; writing resumes', async () => {
    const { libraryPath } = folder
    const { call, close } = openWorkspace({ libraryPath })
    await call('people.add', { name: 'Vorher' })
    await holdElsewhere(libraryPath)

    const refused = await refusalOf(() => call('people.add', { name: 'Während' }))
    const { people } = await call('people.list', {})
    await endOther()
    await call('people.add', { name: 'Nachher' })
    close()

    expect(refused).toMatchObject({
      code: 'in_use',
      message:
        'Another program is writing to the library. Nothing was changed. Please try again in a moment.',
    })
    expect(refused.ms).toBeLessThan(BOUND_MS)
    expect(people.map(({ name }) => name)).not.toContain('Während')
    expect((await namesIn(libraryPath)).slice(1)).toEqual(['Vorher', 'Nachher'])
  })
})

describe('two instances on one library', () => {
  it('are a host that has it and a host that is told who does', async () => {
    const host = await runBrowserHost()
    hosts.push(host)
    await host.start()

    const second = runBrowserHost([], host.libraryPath)
    await expect(second).rejects.toThrow(
      new RegExp(`already open in another workstation \\(process ${String(host.process.pid)} on `),
    )

    expect(await host.call(add('Anna'))).toMatchObject({ ok: true })
  })

  it('are a host and a command line that reads beside it, and may not write', async () => {
    const host = await runBrowserHost()
    hosts.push(host)
    await host.start()
    await host.call(add('Anna'))
    const { env, path, remove } = ownFolder()

    const read = await belegt(['verify', '--library', host.libraryPath], { cwd: path, env })
    const wrote = await belegt(['call', '--library', host.libraryPath], {
      ...{ cwd: path, env },
      input: `${JSON.stringify({ id: 1, ...add('Bert') })}\n`,
    })
    remove()

    expect(read.status).toBe(0)
    expect(wrote.status).not.toBe(0)
    expect(wrote.stdout + wrote.stderr).toMatch(/already open in another workstation/)
    expect(await host.call(add('Carla'))).toMatchObject({ ok: true })
  })

  it('take turns without losing or doubling anything', async () => {
    const { env, remove } = ownFolder()
    const turns = rounds({ inTests: 3, atRelease: 30 })
    const names: string[] = []
    for (let turn = 0; turn < turns; turn += 1) {
      const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
      await call('people.add', { name: `Fenster ${String(turn)}` })
      close()
      const line = openCalls(folder.libraryPath, env)
      expect(await line.call(add(`Zeile ${String(turn)}`))).toMatchObject({ ok: true })
      await line.end()
      names.push(`Fenster ${String(turn)}`, `Zeile ${String(turn)}`)
    }
    remove()

    expect((await namesIn(folder.libraryPath)).slice(1)).toEqual(names)
  })

  it('are two windows of one host: neither overwrites the other, both hear of it', async () => {
    const { call, messages, close } = openWorkspace({ libraryPath: folder.libraryPath })
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    const { wording } = await call('claims.read', { claimId })
    const writers = rounds({ inTests: 20, atRelease: 500 })
    const heard = messages.length

    const outcomes = await Promise.allSettled(
      Array.from({ length: writers }, (_, at) =>
        call('claims.update', { claimId, wording: `Wortlaut ${String(at)}`, expected: { wording } }),
      ),
    )
    close()

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const codes = outcomes.flatMap((each) =>
      each.status === 'rejected' ? [(each.reason as { code: string }).code] : [],
    )
    expect(new Set(codes)).toEqual(new Set(['conflict']))
    expect(messages.slice(heard).map(({ name }) => name)).toEqual(['changed'])
  })
})

/** Where the clock stands at each of four steps, and in which zone the machine is. */
const CLOCKS: [name: string, zone: string, times: [string, string, string, string]][] = [
  [
    'jumps backwards',
    'Europe/Berlin',
    ['2026-11-25T09:00:00Z', '2026-11-25T10:00:00Z', '2026-11-24T10:00:00Z', '2026-11-25T11:00:00Z'],
  ],
  [
    'was far in the future',
    'Europe/Berlin',
    ['2026-11-25T09:00:00Z', '2099-01-01T00:00:00Z', '2026-11-25T09:01:00Z', '2026-11-25T09:02:00Z'],
  ],
  [
    'begins in 1970',
    'Europe/Berlin',
    ['2026-11-25T09:00:00Z', '1970-01-01T00:00:00Z', '1970-01-01T00:00:01Z', '2026-11-25T09:02:00Z'],
  ],
  [
    'is set to winter time',
    'Europe/Berlin',
    ['2026-10-25T00:30:00Z', '2026-10-25T00:59:59Z', '2026-10-25T01:00:00Z', '2026-10-25T01:30:00Z'],
  ],
  [
    'passes a leap day',
    'Europe/Berlin',
    ['2028-02-28T23:30:00Z', '2028-02-29T12:00:00Z', '2028-02-29T23:30:00Z', '2028-03-01T00:00:00Z'],
  ],
  [
    'reaches the year 9999',
    'Europe/Berlin',
    ['9999-12-31T23:59:57Z', '9999-12-31T23:59:58Z', '9999-12-31T23:59:59Z', '2026-11-25T09:00:00Z'],
  ],
  [
    'runs in a zone behind UTC',
    'America/St_Johns',
    ['2026-11-25T01:00:00Z', '2026-11-25T02:00:00Z', '2026-11-25T03:29:00Z', '2026-11-25T03:31:00Z'],
  ],
  [
    'runs in a zone of half hours',
    'Asia/Kolkata',
    ['2026-11-25T18:00:00Z', '2026-11-25T18:29:00Z', '2026-11-25T18:31:00Z', '2026-11-25T19:00:00Z'],
  ],
  [
    'stands still',
    'Europe/Berlin',
    ['2026-11-25T09:00:00Z', '2026-11-25T09:00:00Z', '2026-11-25T09:00:00Z', '2026-11-25T09:00:00Z'],
  ],
]

describe('a clock that', () => {
  const { TZ } = process.env
  afterEach(() => {
    if (TZ === undefined) delete process.env.TZ
    else process.env.TZ = TZ
  })

  /** Four articles with a claim each, one per time, every one in a start of its own. */
  async function work(times: readonly string[]): Promise<string[]> {
    const made: string[] = []
    for (const [at, time] of times.entries()) {
      const { call, clock, close } = openWorkspace({ libraryPath: folder.libraryPath })
      clock.at = new Date(time)
      const article = await importText(call, SHORT_ARTICLE.replace('240', String(240 + at)))
      const claimId = await addClaim(call, { article, number: 2 })
      for (const text of ['erster', 'zweiter', 'dritter']) {
        await call('comments.add', { sentenceId: article.sentences[1]?.id ?? ('' as never), text })
      }
      await call('drafts.keep', { place: `claim ${claimId}`, content: '{}' })
      made.push(article.id)
      close()
    }
    return made
  }

  async function ordersIn({ call }: Workspace, made: readonly string[]) {
    const history = await call('history.list', { limit: 500 })
    const comments = await Promise.all(
      made.map(async (articleId) => {
        const { sentences } = await call('articles.read', { articleId: articleId as never })
        const sentenceId = sentences[1]?.id ?? ('' as never)
        return (await call('comments.list', { sentenceId })).map(({ text }) => text)
      }),
    )
    return {
      articles: (await call('articles.list', {})).map(({ id }) => id as string),
      sequences: history.map(({ sequence }) => sequence),
      comments,
      drafts: (await call('drafts.list', {})).length,
      noted: history.filter(({ text }) => text.includes('The clock of this computer')).length,
    }
  }

  it.each(CLOCKS)('%s loses nothing and puts nothing in the wrong order (%s)', async (_, zone, times) => {
    process.env.TZ = zone
    const made = await work(times)

    const workspace = openWorkspace({ libraryPath: folder.libraryPath })
    const { ok, problems } = await workspace.call('library.verify', {})
    const orders = await ordersIn(workspace, made)
    workspace.close()

    const setBack = times.filter((time, at) => at > 0 && time < (times[at - 1] ?? '')).length
    // The workspace begins with a clock of its own, and so the library.
    const fromStart = (times[0] ?? '') < '2026-11-25T09:00:00Z' ? 1 : 0
    const steps = orders.sequences.length
    expect({ ok, problems }).toEqual({ ok: true, problems: [] })
    expect(orders).toEqual({
      articles: made.toReversed(),
      sequences: Array.from({ length: steps }, (_, at) => steps - at),
      comments: made.map(() => ['erster', 'zweiter', 'dritter']),
      drafts: 4,
      noted: setBack + fromStart,
    })
  })
})
