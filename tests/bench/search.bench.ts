import Database from 'better-sqlite3'
import { statSync } from 'node:fs'
import { afterAll, beforeAll, it } from 'vitest'

import { storeFile } from '../support/evidence-files'
import { openWorkspace, temporaryFolder, type Workspace } from '../support/workspace'
import { median, report, textOf } from './measure'

const FILES = 1_000
const RUNS = 200
const QUERIES = [
  'mobilmachung 417',
  'brücken',
  'genehmigung',
  'minister regelung',
  'akte 77',
  'gibt es nicht',
  'die',
  'in',
]

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace
let indexing = 0

beforeAll(async () => {
  folder = temporaryFolder()
  workspace = openWorkspace({ libraryPath: folder.libraryPath })
  const filler = textOf(500)
  for (let number = 0; number < FILES; number += 1) {
    const text = `Akte ${String(number)}\nMobilmachung ${String(number)}, Baugenehmigungen, Brücken\n${filler.slice(number)}`
    const { hash } = await storeFile(workspace.call, Buffer.from(text), `${String(number)}.txt`)
    await workspace.call('evidenceFiles.text', { hash })
  }
  const start = performance.now()
  while ((await workspace.call('evidenceFiles.search', { query: 'akte' })).pending > 0) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  indexing = performance.now() - start
}, 600_000)

afterAll(() => {
  workspace.close()
  folder.remove()
})

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN

it('search', { timeout: 600_000 }, async () => {
  const raw = new Database(folder.libraryPath, { readonly: true })
  const letters = raw.prepare('SELECT sum(length(text)) FROM file_texts').pluck().get() as number
  const like = raw.prepare('SELECT evidence_file_id FROM file_texts WHERE text LIKE @pattern LIMIT 20')
  const rows = []
  for (const query of QUERIES) {
    const ours: number[] = []
    const scan: number[] = []
    for (let run = 0; run < RUNS / QUERIES.length; run += 1) {
      let start = performance.now()
      await workspace.call('evidenceFiles.search', { query, limit: 40 })
      ours.push(performance.now() - start)
      start = performance.now()
      like.all({ pattern: `%${query}%` })
      scan.push(performance.now() - start)
    }
    rows.push({
      query,
      'LIKE ms': median(scan),
      'median ms': median(ours),
      'p99 ms': percentile(ours, 0.99),
      ratio: median(ours) / median(scan),
    })
  }
  raw.close()
  report(
    `Words among ${String(FILES)} files, ${String(Math.round(letters / 1e6))} million letters; last part indexed in ${String(Math.round(indexing))} ms, index ${String(Math.round(statSync(`${folder.libraryPath}-search`).size / 1e6))} MB`,
    rows,
  )
})
