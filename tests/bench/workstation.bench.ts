import Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { ArticleId, ClaimId } from '#shared/model'

import {
  addClaim,
  addEvidence,
  openWorkspace,
  rate,
  temporaryFolder,
  type Workspace,
} from '../support/workspace'
import { median, report, textOf, times } from './measure'

const SIZES = [100, 1_000, 10_000] as const

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace
const articles = new Map<number, { id: ArticleId; path: string; claimId: ClaimId }>()

beforeAll(async () => {
  folder = temporaryFolder()
  workspace = openWorkspace({ libraryPath: folder.libraryPath })
  for (const size of SIZES) {
    const path = join(folder.path, `${String(size)}.txt`)
    writeFileSync(path, textOf(size))
    const { article } = await workspace.call('articles.import', {
      text: readFileSync(path, 'utf8'),
      language: 'de',
    })
    const read = await workspace.call('articles.read', { articleId: article.id })
    expect(read.sentences.length).toBe(size)
    let claimId: ClaimId | undefined
    for (let number = 2; number <= size; number += 10) {
      claimId = await addClaim(workspace.call, { article: read, number })
      await addEvidence(workspace.call, claimId)
    }
    if (!claimId) throw new Error('There is a claim in every tenth sentence')
    articles.set(size, { id: article.id, path, claimId })
  }
}, 600_000)

afterAll(() => {
  workspace.close()
  folder.remove()
})

const articleOf = (size: number) => {
  const article = articles.get(size)
  if (!article) throw new Error(`No article of ${String(size)} sentences`)
  return article
}

it('import', { timeout: 600_000 }, async () => {
  const rows = []
  for (const size of SIZES) {
    const { path } = articleOf(size)
    const read = median(await times(5, () => readFileSync(path, 'utf8')))
    const imported = median(
      await times(5, () =>
        workspace.call('articles.import', { bytes: readFileSync(path).toString('base64'), language: 'de' }),
      ),
    )
    rows.push({
      sentences: size,
      'read file ms': read,
      'import ms': imported,
      ratio: imported / read,
      'µs a sentence': (imported * 1_000) / size,
    })
  }
  report('Import (durable) against reading the file', rows)
})

it('open', { timeout: 600_000 }, async () => {
  const raw = new Database(folder.libraryPath, { readonly: true })
  const rows = []
  for (const size of SIZES) {
    const { id } = articleOf(size)
    const revision = raw.prepare('SELECT id, text FROM revisions WHERE article_id = ?')
    const statements = [
      'SELECT * FROM blocks WHERE revision_id = @revision ORDER BY start',
      'SELECT s.* FROM blocks b JOIN sentences s ON s.block_id = b.id WHERE b.revision_id = @revision ORDER BY s.start',
      'SELECT * FROM claims WHERE article_id = @article AND @revision <> 0',
      'SELECT a.* FROM anchors a JOIN claims c ON c.id = a.claim_id WHERE c.article_id = @article AND @revision <> 0',
      'SELECT e.* FROM evidence e JOIN claims c ON c.id = e.claim_id WHERE c.article_id = @article AND @revision <> 0',
    ].map((sql) => raw.prepare<{ revision: string; article: string }>(sql))
    const read = median(
      await times(9, () => {
        const { id: revisionId } = revision.get(id) as { id: string }
        for (const statement of statements) statement.all({ revision: revisionId, article: id })
      }),
    )
    const opened = median(await times(9, () => workspace.call('articles.read', { articleId: id })))
    rows.push({
      sentences: size,
      'read rows ms': read,
      'open ms': opened,
      ratio: opened / read,
      'µs a sentence': (opened * 1_000) / size,
    })
  }
  raw.close()
  report('Open (all states derived, reply checked) against reading the rows', rows)
})

it('record a verdict', { timeout: 600_000 }, async () => {
  const raw = new Database(join(folder.path, 'raw.db'))
  raw.pragma('journal_mode = WAL')
  raw.pragma('synchronous = FULL')
  raw.exec(`CREATE TABLE verdicts (id TEXT PRIMARY KEY, claim_id TEXT NOT NULL, words TEXT NOT NULL) STRICT, WITHOUT ROWID;
            CREATE TABLE events (sequence INTEGER PRIMARY KEY, changes TEXT NOT NULL, hash TEXT NOT NULL) STRICT`)
  const verdict = raw.prepare('INSERT INTO verdicts VALUES (?, ?, ?)')
  const event = raw.prepare('INSERT INTO events (changes, hash) VALUES (?, ?)')
  const changes = JSON.stringify({ verdict: 'x'.repeat(600) })
  let id = 0
  const write = raw.transaction(() => {
    verdict.run(String((id += 1)), 'claim', 'Die Akte nennt dieselbe Zahl.')
    event.run(changes, '0'.repeat(64))
  })
  const rows = []
  for (const size of SIZES) {
    const { claimId } = articleOf(size)
    // Turn and turn about, so that both meet the same disk.
    const raws: number[] = []
    const ours: number[] = []
    for (let round = 0; round < 10; round += 1) {
      raws.push(...(await times(8, () => write.immediate())))
      ours.push(
        ...(await times(8, (run) =>
          rate(workspace.call, claimId, { ratingId: run % 2 ? 'wrong' : 'confirmed' }),
        )),
      )
    }
    rows.push({
      sentences: size,
      'raw transaction ms': median(raws),
      'verdict ms': median(ours),
      ratio: median(ours) / median(raws),
      goal: '≤ 3',
    })
  }
  raw.close()
  report('Record a verdict (acknowledged, durable) against a raw durable transaction of the same rows', rows)
})

it('report', { timeout: 600_000 }, async () => {
  const rows = []
  for (const size of SIZES) {
    const { id } = articleOf(size)
    const opened = median(await times(3, () => workspace.call('articles.read', { articleId: id })))
    const html = median(
      await times(3, () =>
        workspace.call('reports.render', { articleId: id, format: 'html', language: 'de' }),
      ),
    )
    rows.push({
      sentences: size,
      'open ms': opened,
      'report ms': html,
      ratio: html / opened,
      'µs a sentence': (html * 1_000) / size,
    })
  }
  report('Report as HTML against opening the article', rows)
})
