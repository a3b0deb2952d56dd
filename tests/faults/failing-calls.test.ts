import { fork, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { buildInterposer, CALL_KINDS, createControl, type Fault } from '../support/interposer'
import { rounds } from '../support/rounds'
import { commandLine } from './doors'
import { runner, type Outcome, type Run } from './failing-run'

const RUNS = rounds({ inTests: 120, atRelease: 3_000 })
/** Of the built command line, in a process and with threads of its own each time. */
const PROGRAM_RUNS = rounds({ inTests: 4, atRelease: 200 })
const PROCESSES = 2
/** A run takes about a second; one of its calls that hangs gives up after a minute. */
const MAX_RUN_MS = 300_000

/** What fails, each with both errors and in all ways below. */
const KINDS: readonly Fault['kinds'][] = [
  ['write'],
  ['sync'],
  ['rename', 'link', 'mkdir'],
  ['open'],
  CALL_KINDS,
]
const ERRORS = ['ENOSPC', 'EIO'] as const
const WAYS = [
  { lasting: false, shortly: false, quits: false },
  { lasting: true, shortly: false, quits: false },
  { lasting: true, shortly: true, quits: false },
  { lasting: true, shortly: false, quits: true },
]

let folder: string
let built: ReturnType<typeof buildInterposer>
beforeAll(() => {
  // In memory where there is such a place: what the disk does is decided here.
  folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'belegt-faults-'))
  built = buildInterposer(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Does runs in processes of their own. One that ends or hangs in the middle of a run counts as that run's violation. */
async function doRuns(library: string, runs: readonly Run[]): Promise<Outcome[]> {
  const left = [...runs]
  const outcomes: Outcome[] = []

  async function work(number: number): Promise<void> {
    while (left.length > 0) {
      const child = start(library, number)
      let told = ''
      child.stderr?.on('data', (text: Buffer) => (told += text.toString()))
      await answer(child, null)
      for (let run = left.shift(); run !== undefined; run = left.shift()) {
        const outcome = await answer(child, run)
        if (outcome === null) {
          outcomes.push({ ...NOTHING, run, failed: 1, violations: [`The process ended or hung: ${told}`] })
          break
        }
        outcomes.push(outcome)
      }
      child.kill('SIGKILL')
    }
  }

  await Promise.all(Array.from({ length: PROCESSES }, (_, number) => work(number)))
  return outcomes
}

const NOTHING = { seen: 0, failed: 0, first: '', acknowledged: 0, refusals: [], violations: [] }

function start(library: string, number: number): ChildProcess {
  const control = join(folder, `control-${String(number)}`)
  const libraries = join(folder, 'libraries')
  mkdirSync(libraries, { recursive: true })
  createControl(control)
  return fork(new URL('interposed.mjs', import.meta.url), {
    env: { ...process.env, LD_PRELOAD: library, FAULT_FOLDER: libraries, FAULT_CONTROL: control },
    execArgv: [],
    silent: true,
  })
}

/** The next message, to a run or of having started; null where none comes. */
function answer(child: ChildProcess, run: Run | null): Promise<Outcome | null> {
  return new Promise((resolve) => {
    const settle = (outcome: Outcome | null) => {
      clearTimeout(timer)
      child.removeAllListeners('message')
      child.removeAllListeners('exit')
      resolve(outcome)
    }
    const timer = setTimeout(settle, MAX_RUN_MS, null)
    child.once('message', settle)
    child.once('exit', () => settle(null))
    if (run) child.send(run)
  })
}

const language = (index: number): Run['language'] => (index % 2 === 0 ? 'de' : 'en')

/** Runs with nothing but counting: how many calls of these kinds there are. */
const countingRuns = (faults: readonly Pick<Fault, 'kinds' | 'error'>[]): Run[] =>
  faults.map((fault, index) => ({
    ...{ fault: { ...fault, at: 0, lasting: false }, language: language(index), quits: false },
  }))

/** Each of the faults in all ways, all over the run and each way at other calls. */
function plannedRuns(counted: readonly Outcome[], runs: number): Run[] {
  const ways = counted.flatMap(({ run, seen }) => WAYS.map((way) => ({ ...run.fault, ...way, calls: seen })))
  return Array.from({ length: runs }, (_, number): Run => {
    const index = number % ways.length
    const { quits, calls, ...fault } = ways[index] ?? missing()
    const place =
      (Math.floor(number / ways.length) + (index + 1) / (ways.length + 1)) / Math.ceil(runs / ways.length)
    return {
      fault: { ...fault, at: 1 + Math.floor(place * calls) },
      language: language(number + Math.floor(number / ways.length)),
      quits,
    }
  })
}

function missing(): never {
  throw new Error('There is at least one way')
}

function expectNothingLost(outcomes: readonly Outcome[]): void {
  const fired = outcomes.filter(({ failed }) => failed > 0)
  const acknowledged = outcomes.reduce((sum, outcome) => sum + outcome.acknowledged, 0)
  console.log(`${String(fired.length)} runs with a failed call, ${String(acknowledged)} acknowledged actions`)
  expect(outcomes.filter(({ violations }) => violations.length > 0)).toEqual([])
  expect(fired.length).toBeGreaterThanOrEqual(outcomes.length * 0.98)
}

describe('a call of the operating system that fails', () => {
  it(
    `costs nothing that was acknowledged and is told in plain words, ${String(RUNS)} times`,
    // Where threads meet differs from run to run.
    { timeout: RUNS * 3_000, retry: 1 },
    async ({ skip }) => {
      if ('missing' in built) return skip(built.missing)
      const faults: Pick<Fault, 'kinds' | 'error'>[] = [
        ...KINDS.flatMap((kinds) => ERRORS.map((error) => ({ kinds, error }))),
        { kinds: ['open'], error: 'EMFILE' },
      ]
      const counted = await doRuns(built.library, countingRuns(faults))

      const outcomes = await doRuns(built.library, plannedRuns(counted, RUNS))

      expect(counted.flatMap(({ violations }) => violations)).toEqual([])
      expectNothingLost(outcomes)
    },
  )

  it(
    `ends no command line and is told by it in plain words, ${String(PROGRAM_RUNS)} times`,
    { timeout: (PROGRAM_RUNS + ERRORS.length) * 60_000 },
    async ({ skip }) => {
      if ('missing' in built) return skip(built.missing)
      const place = { folder: join(folder, 'programs'), controlPath: join(folder, 'control-program') }
      createControl(place.controlPath)
      const env = {
        ...{ ...process.env, LD_PRELOAD: built.library },
        ...{ FAULT_FOLDER: place.folder, FAULT_CONTROL: place.controlPath },
      }
      const doRun = runner(place, { open: commandLine(env, join(folder, 'data')), rounds: 1 })
      const faults = ERRORS.map((error) => ({ kinds: CALL_KINDS, error }))
      const counted: Outcome[] = []
      for (const run of countingRuns(faults)) counted.push(await doRun(run))

      const outcomes: Outcome[] = []
      for (const run of plannedRuns(counted, PROGRAM_RUNS)) outcomes.push(await doRun(run))

      expect(counted.flatMap(({ violations }) => violations)).toEqual([])
      expectNothingLost(outcomes)
    },
  )
})
