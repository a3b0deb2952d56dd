import Database from 'better-sqlite3'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { EVENT_COLUMNS, readAnyEvent, type StoredEvent } from '#main/database/history'
import { chainProblems } from '#main/database/history-chain'
import { journalPath } from '#main/database/journal'

import { storeFile } from '../../support/evidence-files'
import {
  addClaim,
  addEvidence,
  checkEverything,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  temporaryFolder,
} from '../../support/workspace'

/** 1,000 in the long run: CLEAN_LIBRARIES=1000. */
const CLEAN_LIBRARIES = Number(process.env.CLEAN_LIBRARIES ?? 20)

let folder: ReturnType<typeof temporaryFolder>
let hash: string
beforeAll(async () => {
  folder = temporaryFolder()
  const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
  await checkEverything(call, await importText(call, SHORT_ARTICLE))
  hash = (await storeFile(call, Buffer.from('Die Brücke misst 240 m.'), 'akte.txt')).hash
  close()
})
afterAll(() => folder.remove())

async function problemsFound(): Promise<string[]> {
  const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
  const { problems } = await call('library.verify', {})
  close()
  return problems
}

describe('verify', () => {
  it('finds every change of a single byte in a row of the history', () => {
    const db = new Database(folder.libraryPath, { readonly: true })
    const events = db.prepare<[], StoredEvent>(`SELECT ${EVENT_COLUMNS} FROM events ORDER BY sequence`).all()
    db.close()
    let tried = 0
    const unseen: string[] = []

    for (const [index, event] of events.entries()) {
      for (const [column, value] of Object.entries(event)) {
        if (typeof value !== 'string') continue
        const bytes = Buffer.from(value)
        // Of long columns a part, another one in each: every byte would take minutes and say no more.
        const step = bytes.length > 400 ? 7 : 1
        for (let at = index % step; at < bytes.length; at += step) {
          const changed = Buffer.from(bytes)
          changed.writeUInt8(changed.readUInt8(at) ^ (1 << (at % 8)), at)
          const rows = events.with(index, { ...event, [column]: changed.toString('utf8') })
          tried += 1
          if (chainProblems(rows.map(readAnyEvent)).length === 0)
            unseen.push(`${column} of ${String(index)} at ${String(at)}`)
        }
      }
    }

    expect(tried).toBeGreaterThan(3_000)
    expect(unseen).toEqual([])
  })

  it('names a row of the history that cannot be read any more', async () => {
    const db = new Database(folder.libraryPath)
    const trigger = db
      .prepare<[], string>("SELECT sql FROM sqlite_schema WHERE name = 'events_are_never_changed'")
      .pluck()
      .get()
    const change = (facts: string) => {
      db.exec('DROP TRIGGER events_are_never_changed')
      db.prepare('UPDATE events SET facts = ? WHERE sequence = 2').run(facts)
      db.exec(trigger ?? '')
    }
    const before = db.prepare<[], string>('SELECT facts FROM events WHERE sequence = 2').pluck().get() ?? ''
    change('{"a":1}')
    const problems = await problemsFound()
    change(before)
    db.close()

    expect(problems).toContain('event 2: its content does not match its hash')
    expect(await problemsFound()).toEqual([])
  })

  it('finds every change of a single byte in an evidence file', async () => {
    const path = join(`${folder.libraryPath}-evidence`, hash.slice(0, 2), hash)
    const bytes = readFileSync(path)
    chmodSync(path, 0o600)
    const unseen: number[] = []
    const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })

    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(at) ^ (1 << (at % 8)), at)
      writeFileSync(path, changed)
      const { problems } = await call('library.verify', {})
      if (!problems.some((problem) => problem.includes(hash))) unseen.push(at)
    }
    writeFileSync(path, bytes)
    const { problems } = await call('library.verify', {})
    close()

    expect(unseen).toEqual([])
    expect(problems).toEqual([])
  })

  it('names a line of the journal that is damaged', async () => {
    const path = journalPath(folder.libraryPath)
    const bytes = readFileSync(path)
    const changed = Buffer.from(bytes)
    changed.writeUInt8(changed.readUInt8(200) ^ 1, 200)
    writeFileSync(path, changed)

    const problems = await problemsFound()
    writeFileSync(path, bytes)

    expect(problems).toEqual(['journal: the line of event 1 is missing or damaged'])
  })

  it(
    `raises no false alarm in ${String(CLEAN_LIBRARIES)} libraries`,
    { timeout: CLEAN_LIBRARIES * 2_000 },
    async () => {
      const alarms: string[] = []

      for (let round = 0; round < CLEAN_LIBRARIES; round += 1) {
        const own = temporaryFolder()
        const { call, close } = openWorkspace({ libraryPath: own.libraryPath })
        const article = await importText(call, SHORT_ARTICLE.replace('240', String(200 + round)))
        const claimId = await addClaim(call, { article, number: 2 + (round % 3) })
        await addEvidence(call, claimId)
        if (round % 2) await rate(call, claimId, { ratingId: round % 4 === 1 ? 'wrong' : 'confirmed' })
        if (round % 3 === 0) await call('history.undo', {})
        if (round % 6 === 0) await call('history.redo', {})
        if (round % 5 === 0) await storeFile(call, Buffer.from(`Akte ${String(round)}`), 'akte.txt')
        alarms.push(...(await call('library.verify', {})).problems)
        close()
        own.remove()
      }

      expect(alarms).toEqual([])
    },
  )
})
