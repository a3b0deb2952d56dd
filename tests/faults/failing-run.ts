import Database from 'better-sqlite3'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { AppError, type UiLanguage } from '#shared/errors'
import { caller, CallError, type Call } from '#shared/rpc'

import { faultControl, type Fault } from '../support/interposer'
import { allActions, type Action, type Made, type Trace } from './actions'
import { openCore, stackOf, type Door, type OpenDoor } from './doors'

/** One run of all actions in which calls of the operating system fail. */
export interface Run {
  fault: Fault
  language: UiLanguage
  /** Ends the program while calls still fail, instead of waiting until they no longer do. */
  quits: boolean
}

export interface Outcome {
  run: Run
  /** Calls that were counted and that failed, and the first of these. */
  seen: number
  failed: number
  first: string
  acknowledged: number
  /** Words that people were told. */
  refusals: string[]
  /** What must not happen. */
  violations: string[]
}

/** A call that takes longer hangs, also where much else goes on; SQLite itself waits five seconds for a lock. */
const MAX_CALL_MS = 60_000
/** Once a fault was dealt with, so many actions more show that all goes on. */
const ACTIONS_AFTER = 8

export interface Place {
  /** Of the libraries; all calls below it are seen. */
  folder: string
  controlPath: string
}

/** Whatever is opened is reached through `open`, which is started with interpose.c before libc. */
export function runner(
  place: Place,
  { open = openCore, rounds = 4 }: { open?: OpenDoor; rounds?: number } = {},
) {
  const control = faultControl(place.controlPath)
  const folders = join(place.folder, String(process.pid))
  const prepared = join(folders, 'prepared')
  let count = 0

  // As it is after its first opening, so that not every run has to make one.
  void openCore({
    libraryPath: join(prepared, 'desk.belegt'),
    language: 'en',
    report: () => undefined,
  }).close()

  function freshLibrary(): { folder: string; libraryPath: string } {
    count += 1
    const folder = join(folders, String(count))
    const libraryPath = join(folder, 'desk.belegt')
    cpSync(prepared, folder, { recursive: true })
    return { folder, libraryPath }
  }

  return async function doRun(run: Run): Promise<Outcome> {
    const { fault, language } = run
    const { folder, libraryPath } = freshLibrary()
    const refusals: string[] = []
    const violations: string[] = []
    /** Every attempt in order; of those that were refused it is not known whether they left something. */
    const ledger: { name: string; trace: Trace | null }[] = []
    let wasOpenedAnew = false
    let acting: Call = () => Promise.reject(new Error('Nothing is open'))

    /** In a library that the disk has failed, a change may be there although it was refused. */
    function refused(what: string, error: unknown, hasFailed = false): void {
      if (!(error instanceof AppError) && !(error instanceof CallError)) {
        violations.push(`${what}: ${stackOf(error)}`)
        return
      }
      const words = error instanceof AppError ? error.words[language] : error.message
      refusals.push(words)
      if (
        error.code !== 'not_saved' &&
        !(hasFailed && /^(?:not_found|conflict|rule_broken)$/.test(error.code))
      )
        violations.push(`${what}: refused as ${error.code}: ${words}`)
      if (!isPlain(words)) violations.push(`${what}: words that are not plain: ${words}`)
    }

    const report = (violation: string) => void violations.push(violation)

    async function enter(through = open): Promise<Door> {
      const door = await through({ libraryPath, language, report })
      acting = caller({ send: (request) => inTime(door.send(request)) }, () => language)
      return door
    }

    async function leave(door: Door): Promise<void> {
      try {
        await inTime(Promise.resolve(door.close()))
      } catch (error) {
        report(`close: ${stackOf(error)}`)
      }
    }

    async function attempt(
      { name, run }: Action,
      { made, door, hasFailed = false }: { made: Partial<Made>; door: Door; hasFailed?: boolean },
    ): Promise<boolean> {
      try {
        // What an action needs, those before it have made.
        const trace = await run(acting, made as Made, door)
        if (trace) ledger.push({ name, trace })
        return true
      } catch (error) {
        refused(name, error, hasFailed)
        ledger.push({ name, trace: null })
        return false
      }
    }

    async function read(when: string): Promise<void> {
      try {
        const [article] = await acting('articles.list', {})
        if (article) await acting('articles.read', { articleId: article.id })
        await acting('history.list', {})
        await acting('drafts.list', {})
      } catch (error) {
        violations.push(`reading ${when}: ${String(error)}`)
      }
    }

    async function enterUnderFault(): Promise<Door> {
      try {
        return await enter()
      } catch (error) {
        refused('open', error)
        control.end()
        wasOpenedAnew = true
        return enter()
      }
    }

    /** One of its own files could not be synced: then nothing may be written to a library before it was opened anew. */
    const libraryHasFailed = (call: string) =>
      !wasOpenedAnew &&
      call.startsWith(`sync ${libraryPath}`) &&
      !/-(?:backups|search)|\/outgoing|\.part$/.test(call)

    async function act(door: Door): Promise<Door> {
      const made: Partial<Made> = {}
      let after = 0
      for (const action of allActions(rounds)) {
        const before = control.read()
        if (before.failed > 0 && (after += 1) > ACTIONS_AFTER) return door
        const saved = await attempt(action, { made, door })
        if (saved) {
          if (libraryHasFailed(before.first))
            violations.push(`${action.name}: saved after ${before.first} had failed`)
          continue
        }
        const { first, failed } = control.read()
        if (failed === 0) {
          violations.push(`${action.name}: refused without a fault`)
          return door
        }
        await read('while calls fail')
        if (run.quits) return door
        control.end()
        await read('afterwards')
        const again = await attempt(action, { made, door, hasFailed: libraryHasFailed(first) })
        const mayEnd = fault.error === 'EIO' || fault.kinds.includes('sync')
        if (again && libraryHasFailed(first))
          violations.push(`${action.name}: saved after ${first} had failed`)
        if (!again && !mayEnd) violations.push(`${action.name}: not saved although there was room again`)
        if (again) continue
        // What the disk has lost, only opening the library anew can tell.
        await leave(door)
        const reopened = await enter()
        await attempt({ name: 'people.add', run: addedAfter }, { made, door: reopened })
        return reopened
      }
      return door
    }

    control.begin(fault)
    try {
      await leave(await act(await enterUnderFault()))
    } catch (error) {
      violations.push(stackOf(error))
    }
    control.end()
    const { seen, failed, first } = control.read()

    const door = await enter(openCore)
    const { ok, problems } = await acting('library.verify', {})
    if (!ok) violations.push(...problems.map((problem) => `verify: ${JSON.stringify(problem)}`))
    for (const [at, { name, trace }] of ledger.entries()) {
      const later = ledger.slice(at + 1).filter((other) => other.name === name)
      if (
        trace === null ||
        isReplaced(
          trace,
          later.map(({ trace }) => trace),
        )
      )
        continue
      if (!(await isThere(trace, acting, libraryPath)))
        violations.push(`acknowledged and not there: ${JSON.stringify(trace)}`)
    }
    await leave(door)
    rmSync(folder, { recursive: true })
    const acknowledged = ledger.filter(({ trace }) => trace !== null).length
    return { run, seen, failed, first, acknowledged, refusals, violations }
  }
}

/** What happened and what to do, without names and numbers of the operating system, places on the disk or code. */
function isPlain(words: string): boolean {
  return (
    /[.:] \S.*[.?]$/.test(words) &&
    !/\bE[A-Z]{3,}\b|SQLITE|errno|undefined|(?:^|[\s"„“(])\/\w|\.[jt]s\b/.test(words)
  )
}

async function addedAfter(call: Call): Promise<Trace> {
  await call('people.add', { name: 'Nach dem Wiederöffnen' })
  return { event: 'person.added', words: 'Nach dem Wiederöffnen' }
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No answer in time')), MAX_CALL_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What came after it in the same place counts instead. */
function isReplaced(trace: Trace, later: readonly (Trace | null)[]): boolean {
  if ('event' in trace || 'backup' in trace) return false
  return later.some(
    (other) => other === null || !('draft' in trace) || ('draft' in other && other.draft === trace.draft),
  )
}

async function isThere(trace: Trace, call: Call, libraryPath: string): Promise<boolean> {
  if ('event' in trace) {
    const sql = 'SELECT 1 FROM events WHERE action = ? AND instr(changes || facts, ?) > 0 LIMIT 1'
    return asked(libraryPath, sql, trace.event, trace.words)
  }
  if ('draft' in trace) {
    return asked(
      libraryPath,
      'SELECT 1 FROM drafts WHERE place = ? AND content = ?',
      trace.draft,
      trace.content,
    )
  }
  if ('backup' in trace) {
    return (await call('backups.list', {})).backups.some(({ name, sound }) => name === trace.backup && sound)
  }
  if ('actingAs' in trace) return (await call('people.list', {})).currentId === trace.actingAs
  return (await call('reportSettings.read', {})).settings.house === trace.house
}

/** Of drafts every person sees only the own ones, and of events only what is told of them. */
function asked(libraryPath: string, sql: string, ...values: string[]): boolean {
  const db = new Database(libraryPath, { readonly: true })
  try {
    return db.prepare(sql).get(...values) !== undefined
  } finally {
    db.close()
  }
}
