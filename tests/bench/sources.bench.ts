import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { openWorkspace, temporaryFolder, type Workspace } from '../support/workspace'
import { median, report } from './measure'

const SOURCES = 10_000
const RUNS = 400

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace

const FIRST = [
  'Straßenbau',
  'Haushalt',
  'Wohnungsnot',
  'Mobilmachung',
  'Brückenprüfung',
  'Grundwasser',
  'Lehrermangel',
]
const SECOND = ['Bericht', 'Anfrage', 'Studie', 'Protokoll', 'Gutachten', 'Erlass', 'Datensatz', 'Interview']
const PLACES = ['München', 'Köln', 'Łódź', 'Gdańsk', 'Zürich', 'Graz', 'Berlin', 'Kasachstan', 'Straßburg']
const FAMILIES = [
  'Müller',
  'Özdemir',
  'Krüger',
  'Dvořák',
  'Lenz',
  'García',
  'Weiß',
  'Nowak',
  'Sørensen',
  'Петров',
]

/** A list of sources as a newsroom has it after years, as a catalogue would hand it over. */
function catalogue(): string {
  const of = (list: readonly string[], index: number) => list[index % list.length] ?? ''
  return JSON.stringify(
    Array.from({ length: SOURCES }, (_, index) => ({
      type: index % 3 === 0 ? 'article-newspaper' : 'report',
      title: `${of(FIRST, index)} in ${of(PLACES, index * 7)}: ${of(SECOND, index * 3)} ${String(index)}`,
      author: [
        { family: of(FAMILIES, index), given: 'Jana' },
        { family: of(FAMILIES, index * 13), given: 'Marek' },
      ],
      'container-title': `Zeitung ${of(PLACES, index * 5)}`,
      publisher: `Verlag ${String(index % 50)}`,
      issued: { 'date-parts': [[2000 + (index % 26), 1 + (index % 12)]] },
      URL: `https://example.org/${String(index % 100)}/${String(index)}`,
      DOI: `10.1000/${String(index)}`,
    })),
  )
}

const QUERIES = [
  'brücke',
  'lodz gutachten',
  'özdemir',
  'SORENSEN',
  'petr',
  'петров',
  '9876',
  'mangel münchen 42',
  'gibt es nicht',
  'e',
  '10.1000/77',
  'strassburg erlass',
]

beforeAll(async () => {
  folder = temporaryFolder()
  workspace = openWorkspace({ libraryPath: folder.libraryPath })
  const start = performance.now()
  const { added } = await workspace.call('sources.import', { text: catalogue() })
  console.log(
    `Import of ${String(added.length)} sources: ${String(Math.round(performance.now() - start))} ms`,
  )
  expect(added.length).toBe(SOURCES)
}, 600_000)

afterAll(() => {
  workspace.close()
  folder.remove()
})

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN

it('search', { timeout: 600_000 }, async () => {
  const raw = new Database(folder.libraryPath)
  raw.exec(`CREATE VIRTUAL TABLE temp.words USING fts5(id UNINDEXED, text, tokenize = 'trigram remove_diacritics 1');
            INSERT INTO temp.words SELECT id, title || ' ' || names || ' ' || coalesce(container, '') || ' ' || coalesce(url, '') || ' ' || coalesce(doi, '') FROM sources`)
  const likeStatement = raw.prepare(
    `SELECT * FROM sources WHERE title LIKE @p OR names LIKE @p OR container LIKE @p OR url LIKE @p OR doi LIKE @p
     ORDER BY id DESC LIMIT 100`,
  )
  const ftsStatement = raw.prepare(
    'SELECT s.* FROM temp.words w JOIN sources s ON s.id = w.id WHERE w.text MATCH @q ORDER BY w.id DESC LIMIT 100',
  )
  const query = (run: number) => QUERIES[Math.max(0, run) % QUERIES.length] ?? ''
  const like = (run: number) => likeStatement.all({ p: `%${query(run)}%` })
  const fts = (run: number) => {
    const words = query(run).split(' ')
    return ftsStatement.all({ q: words.map((word) => `"${word}"`).join(' ') })
  }
  const list = (run: number) => workspace.call('sources.list', { query: query(run) })
  const add = (run: number) => workspace.call('sources.add', { title: `Neu ${String(run)}` })
  const rows = [
    { what: 'LIKE over the rows', ...(await cost(like)), goal: '' },
    { what: 'FTS5 trigram, raw', ...(await cost(fts)), goal: '' },
    { what: 'sources.list', ...(await cost(list)), goal: 'p99 < 30' },
    { what: 'sources.list after a change each', ...(await cost(list, add)), goal: 'p99 < 30' },
  ]
  raw.close()
  report(`Search among ${String(SOURCES)} sources, ${String(RUNS)} runs each`, rows)
})

/** Time on the clock, and of the processor: the second does not grow when the computer does other work beside. */
async function cost(work: (run: number) => unknown, between: (run: number) => unknown = () => undefined) {
  const clock: number[] = []
  const processor: number[] = []
  for (let run = -1; run < RUNS; run += 1) {
    const [start, used] = [performance.now(), process.cpuUsage()]
    await work(run)
    const { user, system } = process.cpuUsage(used)
    if (run >= 0) {
      clock.push(performance.now() - start)
      processor.push((user + system) / 1_000)
    }
    await between(run)
  }
  return {
    'median ms': median(clock),
    'p99 ms': percentile(clock, 0.99),
    'p99 processor ms': percentile(processor, 0.99),
    'worst ms': Math.max(...clock),
  }
}

it('first search after opening, duplicates, export', { timeout: 600_000 }, async () => {
  workspace.close()
  workspace = openWorkspace({ libraryPath: folder.libraryPath })
  const first = await timed(() => workspace.call('sources.list', { query: 'brücke' }))
  const rows = [{ what: 'first search after opening', ms: first }]
  rows.push({ what: 'duplicates', ms: await timed(() => workspace.call('sources.duplicates', {})) })
  for (const format of ['bibtex', 'ris', 'csl-json'] as const) {
    let content = ''
    const out = await timed(async () => {
      content = (await workspace.call('sources.export', { format })).content
    })
    rows.push({ what: `export ${format} (${String(Math.round(content.length / 1024))} KiB)`, ms: out })
  }
  report(`All ${String(SOURCES)} sources`, rows)
})

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
