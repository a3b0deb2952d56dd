import Database from 'better-sqlite3'
import { copyFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { openWorkstation, salvageLibrary } from '#main/core'
import { history } from '#main/database/history'
import { journalPath } from '#main/database/journal'
import { idGenerator } from '#main/database/new-id'
import { caller } from '#shared/rpc'

import { importText, openWorkspace, temporaryFolder } from '../support/workspace'
import { report, textOf, times } from './measure'

const CLAIMS = Number(process.env.CLAIMS ?? 100_000)
const PER_ARTICLE = 1_000
const PER_SENTENCE = 5

let folder: ReturnType<typeof temporaryFolder>
beforeAll(async () => {
  folder = temporaryFolder()
  const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
  for (let article = 0; article < CLAIMS / PER_ARTICLE / PER_SENTENCE; article += 1)
    await importText(call, textOf(PER_ARTICLE).replace('Messung', `Messung ${String(article)}`))
  close()
  addClaims()
}, 1_800_000)
afterAll(() => folder.remove())

/** Claims with a verdict on every sentence, an event each, without waiting for the disk. */
function addClaims(): void {
  const db = new Database(folder.libraryPath)
  db.pragma('synchronous = OFF')
  const now = () => new Date('2026-11-25T10:00:00.000Z')
  const newId = idGenerator(now, db.prepare<[], string>('SELECT max(id) FROM events').pluck().get())
  const person = db.prepare<[], string>('SELECT id FROM people').pluck().get() ?? ''
  const { record } = history(db, { now, newId, personId: () => person as never })
  const sentences = db
    .prepare<[], { id: string; start: number; end: number; article: string }>(
      `SELECT s.id, s.start, s.end, r.article_id AS article FROM sentences s JOIN blocks b ON b.id = s.block_id
       JOIN revisions r ON r.id = b.revision_id`,
    )
    .all()
  const made = { created_by: person, created_at: now().toISOString() }
  for (const { id, start, end, article } of sentences.flatMap((each) =>
    Array.from({ length: PER_SENTENCE }, () => each),
  )) {
    record({ action: 'claim.added' }, (rows) => {
      const claim = newId()
      const unsaid = { claimant: null, claimant_role: null, claimed_on: null, place: null }
      rows.insert('claims', {
        id: claim,
        article_id: article,
        wording: `Satz ${id}`,
        kind: 'statement',
        ...unsaid,
        ...made,
      })
      rows.insert('anchors', {
        id: newId(),
        claim_id: claim,
        sentence_id: id,
        start,
        end,
        attached_again: null,
      })
      rows.insert('verdicts', {
        ...{ id: newId(), claim_id: claim, question: 'content', scale_id: 'belegt-content-de-1' },
        ...{
          rating_id: 'wrong',
          conclusion: 'Die Akte sagt es anders.',
          reasoning: '',
          as_of: null,
          correction: null,
        },
        ...{ basis_hash: '0'.repeat(64), withdrawn: 0, against: null, not_found: null, ...made },
      })
    })
  }
  db.close()
  rmSync(`${folder.libraryPath}-head`)
}

/** Of the processor: what else runs beside it counts little. */
const seconds = async (work: () => unknown) => {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000_000
}
const megabytes = (path: string) => statSync(path).size / 1024 / 1024
const peak = () => process.resourceUsage().maxRSS / 1024

it(`a library of ${String(CLAIMS)} claims`, { timeout: 1_800_000 }, async () => {
  const { libraryPath } = folder
  const rows: Record<string, string | number>[] = []
  const note = (what: string, s: number) => rows.push({ what, seconds: s, 'peak MB': peak() })

  note('open, the journal is written up', await seconds(() => openWorkspace({ libraryPath }).close()))
  note('open and close again', await seconds(() => openWorkspace({ libraryPath }).close()))
  const { call, close } = openWorkspace({ libraryPath })
  const [listed] = await call('articles.list', {})
  const { sentences } = await call('articles.read', { articleId: listed?.id ?? ('' as never) })
  const before = statSync(journalPath(libraryPath)).size
  const each = await times(50, () =>
    call('comments.add', { sentenceId: sentences[0]?.id ?? ('' as never), text: 'Woher?' }),
  )
  close()
  rows.push({
    what: `comment, ms; journal KB each ${((statSync(journalPath(libraryPath)).size - before) / 51 / 1024).toFixed(2)}`,
    seconds: each.sort((a, b) => a - b)[25] ?? Number.NaN,
    'peak MB': peak(),
  })
  const reader = openWorkstation({ libraryPath, access: 'read' })
  const verify = caller({ send: (request) => reader.call(request) }, () => 'de')
  note(
    'verify',
    await seconds(async () => {
      const { problems } = await verify('library.verify', {})
      expect(problems.filter((problem) => !problem.startsWith('evidence file'))).toEqual([])
    }),
  )
  reader.close()
  const bare = join(folder.path, 'bare.belegt')
  copyFileSync(libraryPath, bare)
  note('salvage of the file alone', await seconds(() => salvageLibrary(bare, join(folder.path, 'a.belegt'))))
  rmSync(bare)
  copyFileSync(journalPath(libraryPath), journalPath(bare))
  note(
    'built from the journal alone',
    await seconds(() => expect(salvageLibrary(bare, join(folder.path, 'b.belegt')).rows).toEqual([])),
  )

  report(
    `library ${megabytes(libraryPath).toFixed(0)} MB, journal ${megabytes(journalPath(libraryPath)).toFixed(0)} MB`,
    rows,
  )
})
