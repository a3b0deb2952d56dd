import Database from 'better-sqlite3'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { salvageLibrary } from '#main/core'
import { canonicalJson, sha256 } from '#main/database/canonical-json'
import { allRowStatements, RECORDED_TABLES } from '#main/database/history'
import { readPages } from '#main/salvage/read-pages'
import { recordsOn } from '#main/salvage/read-cells'

import { storeFile } from '../../support/evidence-files'
import {
  addClaim,
  addEvidence,
  importText,
  openWorkspace,
  rate,
  temporaryFolder,
} from '../../support/workspace'
import { damages, type Damage } from './damages'

const PAGE_BYTES = 4_096

let folder: ReturnType<typeof temporaryFolder>
let whole: Buffer
/** Each row of the library as it was, by table and id. */
const rows = new Map<string, string>()
/** Rows that lie on one page whole, by that page. */
const rowsOfPage = new Map<number, string[]>()
let evidenceHash: string

const article = (number: number) =>
  `Bericht ${String(number)} über die Brücke\n\n${Array.from(
    { length: 40 },
    (_, index) =>
      `Der Satz ${String(index)} von Bericht ${String(number)} nennt ${String(index * 7)} Meter. Das ist belegt.`,
  ).join('\n\n')}\n`

beforeAll(async () => {
  folder = temporaryFolder()
  const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
  for (let number = 1; number <= 4; number += 1) {
    const read = await importText(call, article(number))
    for (let sentence = 2; sentence < 40; sentence += 3) {
      const claimId = await addClaim(call, { article: read, number: sentence })
      await addEvidence(call, claimId, `Bauakte ${String(number)}/${String(sentence)}`)
      await rate(call, claimId, { ratingId: sentence % 2 ? 'wrong' : 'confirmed' })
      if (sentence % 2) await rate(call, claimId)
    }
  }
  evidenceHash = (await storeFile(call, Buffer.from('Die Brücke misst 240 m.'), 'akte.txt')).hash
  close()
  whole = readFileSync(folder.libraryPath)

  const db = new Database(folder.libraryPath, { readonly: true })
  const statements = allRowStatements(db)
  const byId = new Map<string, string>()
  for (const table of RECORDED_TABLES) {
    for (const row of statements[table].all.iterate()) {
      rows.set(`${table} ${row.id}`, canonicalJson(row))
      byId.set(row.id, `${table} ${row.id}`)
    }
  }
  db.close()
  const pages = readPages(folder.libraryPath)
  for (let number = 1; number <= pages.count; number += 1) {
    const page = pages.page(number)
    if (!page) continue
    const found = recordsOn(pages, page, number).flatMap(({ values }) => {
      const key = typeof values[0] === 'string' ? byId.get(values[0]) : undefined
      // Longer ones run over to other pages; index entries have the id elsewhere.
      const isRow = key !== undefined && JSON.stringify(values).length < 400 && values.length > 3
      return isRow ? [key] : []
    })
    rowsOfPage.set(number, found)
  }
}, 60_000)
afterAll(() => folder.remove())

function contents(path: string): Map<string, string> {
  const db = new Database(path, { readonly: true })
  const statements = allRowStatements(db)
  const found = new Map<string, string>()
  for (const table of RECORDED_TABLES) {
    for (const row of statements[table].all.iterate()) found.set(`${table} ${row.id}`, canonicalJson(row))
  }
  db.close()
  return found
}

/** A copy that only the file itself is left of, struck by the damage. */
function struck({ strike }: Damage, name: string): { path: string; bytes: Buffer } {
  const path = join(folder.path, name, 'damaged.belegt')
  mkdirSync(join(folder.path, name), { recursive: true })
  const bytes = strike(whole)
  writeFileSync(path, bytes)
  return { path, bytes }
}

/** Rows on pages of which no byte was touched. */
function untouched(bytes: Buffer): string[] {
  return [...rowsOfPage].flatMap(([page, keys]) => {
    const [from, to] = [(page - 1) * PAGE_BYTES, page * PAGE_BYTES]
    return whole.subarray(from, to).equals(bytes.subarray(from, to)) ? keys : []
  })
}

/** What verify names, after everything in a library was looked at through the public door. */
async function problemsOf(path: string): Promise<string[]> {
  const { call, close } = openWorkspace({ libraryPath: path })
  const { problems } = await call('library.verify', {})
  for (const { id } of await call('articles.list', {})) {
    const { claims } = await call('articles.read', { articleId: id })
    for (const claim of claims) await call('claims.read', { claimId: claim.id })
  }
  await call('history.list', {})
  close()
  return problems.filter((problem) => !problem.startsWith('evidence file'))
}

const isNothing = (error: unknown) => (error as { code?: string }).code === 'library_refused'

describe('salvaging a damaged library', () => {
  it.each(damages.map((damage, index) => ({ ...damage, index })))(
    'gives back every row that is whole and calls none right that is not: $name',
    async ({ index, ...damage }) => {
      const { path, bytes } = struck(damage, `bare-${String(index)}`)
      const into = join(folder.path, `bare-${String(index)}`, 'new.belegt')
      const before = sha256(bytes)

      let salvaged
      try {
        salvaged = salvageLibrary(path, into)
      } catch (error) {
        // Nothing at all is left: then no new library is made, and nothing that is whole may be there.
        expect(isNothing(error)).toBe(true)
        expect(untouched(bytes)).toEqual([])
        expect(existsSync(into)).toBe(false)
        return
      }

      const made = contents(into)
      const listed = new Map(salvaged.rows.map((row) => [`${row.table} ${row.id}`, row]))
      const found = (key: string) => {
        const row = listed.get(key)?.found
        return made.get(key) === rows.get(key) || (row && canonicalJson(row) === rows.get(key))
      }
      const given = (key: string) => found(key) || listed.get(key)?.fate === 'unconfirmed'
      expect(untouched(bytes).filter((key) => !given(key))).toEqual([])
      const wronglyRight = [...made].filter(
        ([key, row]) =>
          rows.get(key) !== row && listed.get(key)?.fate !== 'unconfirmed' && !key.startsWith('people'),
      )
      expect(wronglyRight).toEqual([])
      if (/ in 1 % of/.test(damage.name)) {
        const share = [...rows].filter(([key, row]) => made.get(key) === row).length / rows.size
        expect(share).toBeGreaterThanOrEqual(0.99)
      }
      if (damage.changesNoRow) expect(salvaged.rows.filter(({ fate }) => fate === 'altered')).toEqual([])
      if (damage.sparesTables) expect(made).toEqual(rows)
      expect(sha256(readFileSync(path))).toBe(before)
      expect(await problemsOf(into)).toEqual([])
      rmSync(join(folder.path, `bare-${String(index)}`), { recursive: true })
    },
  )

  it('opens, adds up and can be worked in', async () => {
    const damage = damages.find(({ name }) => name.startsWith('zeros in 30 %'))
    if (!damage) throw new Error('There is such a damage')
    const { path } = struck(damage, 'opened')
    const into = join(folder.path, 'opened', 'new.belegt')

    const salvaged = salvageLibrary(path, into)
    const { call, close } = openWorkspace({ libraryPath: into })
    const verified = await call('library.verify', {})
    await importText(call, article(9))
    const history = await call('history.list', {})
    close()

    expect(salvaged.lostEvents.length).toBeGreaterThan(0)
    expect(verified.problems.filter((problem) => !problem.startsWith('evidence file'))).toEqual([])
    expect(history.some(({ text }) => text === 'Salvaged from a damaged file.')).toBe(true)
  })

  it.each(damages.filter(({ changesNoRow }, index) => changesNoRow || index % 6 === 0))(
    'brings everything back where the journal lies beside the file: $name',
    (damage) => {
      const { path } = struck(damage, 'beside')
      copyFileSync(`${folder.libraryPath}-events`, `${path}-events`)
      const into = join(folder.path, 'beside', 'new.belegt')

      const { lostEvents, detached, rows: lost } = salvageLibrary(path, into)

      if (damage.changesNoRow) expect(lost).toEqual([])
      expect({ lostEvents, detached }).toEqual({ lostEvents: [], detached: [] })
      expect(contents(into)).toEqual(rows)
      rmSync(join(folder.path, 'beside'), { recursive: true })
    },
  )

  it('brings evidence files along', () => {
    const into = join(folder.path, 'with-evidence.belegt')

    const { missingEvidence } = salvageLibrary(folder.libraryPath, into)

    expect(missingEvidence).toEqual([])
    const copy = join(`${into}-evidence`, evidenceHash.slice(0, 2), evidenceHash)
    expect(sha256(readFileSync(copy))).toBe(evidenceHash)
  })
})
