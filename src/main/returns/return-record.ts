import type { Database } from 'better-sqlite3'

import { AppError } from '#shared/errors'
import { Article, type ReturnedPart, type ReturnedRecord } from '#shared/model'

import type { ArticleDesk } from '#main/database/article-desk'
import { articleRecords, partTables, type RecordRows } from '#main/database/article-record'
import { canonicalJson, sha256, type Json } from '#main/database/canonical-json'
import {
  allRowStatements,
  RECORDED_TABLES,
  type RecordedTable,
  type Row,
  type Rows,
} from '#main/database/history'
import { publicRecord } from '#main/database/public-record'
import { addScales } from '#main/database/scales'
import { upgradedRow } from '#main/database/row-upgrade'

import { contradiction } from './record-rules'
import { misshapen, newer, readRecordFile, type ReturnedRecordFile } from './record-file'

const PARTS: Partial<Record<RecordedTable, ReturnedPart>> = {
  articles: 'article',
  revisions: 'revisions',
  sentences: 'sentences',
  claims: 'claims',
  verdicts: 'verdicts',
  evidence: 'evidence',
  sources: 'sources',
  evidence_files: 'files',
  contact_log: 'contacts',
  correction_answers: 'answers',
  second_reads: 'second readings',
  sign_offs: 'sign-offs',
  comments: 'comments',
  people: 'people',
}

/** What a column of a strict table holds. */
const TYPES: Readonly<Record<string, string>> = { TEXT: 'string', INTEGER: 'number' }

/** A record that came back, held against the library. */
export interface ComingRecord {
  preview: ReturnedRecord
  file: ReturnedRecordFile
  /** Rows that the library does not have yet, as its tables are now. */
  added: RecordRows
}

/** Whole articles with their checks, as checking files in JSON bring them. */
export function returnedRecords(db: Database, desk: ArticleDesk) {
  const records = articleRecords(db)
  const { owned, about } = partTables(db)
  const statements = allRowStatements(db)

  function read(bytes: Buffer): ReturnedRecordFile | null {
    const file = readRecordFile(bytes)
    if (!file) return null
    if (file.migration > records.migration()) throw newer()
    return { ...file, rows: upgraded(file.rows) }
  }

  /** As the migrations since the export have left them. */
  function upgraded(rows: RecordRows): RecordRows {
    return new Map(
      [...rows].map(([table, each]) => {
        const { columns } = statements[table]
        const types = records.columnTypes(table)
        return [
          table,
          each.map((row, index) => {
            const made = upgradedRow(table, columns, row)
            // The library would make a text of a number, and the history would not know.
            const wrong = Object.entries(made).find(
              ([name, value]) => value !== null && typeof value !== TYPES[types.get(name) ?? ''],
            )
            if (wrong) throw misshapen(`${table} ${String(index + 1)}: ${wrong[0]}`)
            return made
          }),
        ]
      }),
    )
  }

  async function look(
    file: ReturnedRecordFile,
    isStored: (hash: string) => Promise<boolean>,
  ): Promise<ComingRecord> {
    const { articleId, rows, origin } = file
    const place = contradiction(rows)
    if (place !== null) throw misshapen(place)
    refuseOtherScales(file)
    const isKnown = desk.queries.article(articleId) !== undefined
    const standing = isKnown ? new Map<RecordedTable, readonly Row[]>() : records.standing(rows)
    const kept: ReturnedRecord['kept'] = []
    const added = new Map<RecordedTable, readonly Row[]>()
    for (const [table, each] of rows) {
      if (isKnown) continue
      const there = new Map((standing.get(table) ?? []).map((row) => [row.id, row]))
      if (owned.has(table) && there.size > 0) throw idsTaken(table)
      for (const row of each) {
        const own = there.get(row.id)
        if (own && !isSame(own, row) && !about.has(table))
          kept.push({ part: PARTS[table] ?? 'article', name: nameOf(own) })
      }
      added.set(
        table,
        each.filter(({ id }) => !there.has(id)),
      )
    }
    const files = rows.get('evidence_files') ?? []
    const missingFiles: string[] = []
    const confidential = confidentialFilesOf(rows)
    let confidentialFiles = 0
    for (const { id, name } of files) {
      if (await isStored(id)) continue
      if (confidential.has(id)) confidentialFiles += 1
      else missingFiles.push(String(name))
    }
    const count = (table: RecordedTable) => rows.get(table)?.length ?? 0
    const facts: Omit<ReturnedRecord, 'previewHash'> = {
      ...{ kind: 'record', articleId, title: file.title, isKnown },
      differences: isKnown ? differences(rows, publicRecord(records.rows(articleId))) : [],
      kept,
      ...{ revisions: count('revisions'), sentences: sentencesNow(rows), claims: count('claims') },
      ...{ evidence: count('evidence'), files: files.length, missingFiles, confidentialFiles },
      confidentialSources: (rows.get('sources') ?? []).filter(({ confidential }) => confidential === 1)
        .length,
      ...{ library: origin.library.slice(0, 500), exportedAt: origin.exportedAt },
    }
    return {
      file,
      added,
      preview: { ...facts, previewHash: sha256(canonicalJson(facts as unknown as Json)) },
    }
  }

  /** A label means what it meant where the verdict was given, or the verdict is not taken in. */
  function refuseOtherScales({ scales, rows }: ReturnedRecordFile): void {
    const given = new Map(scales.map((scale) => [scale.id, scale]))
    for (const { scale_id } of rows.get('verdicts') ?? []) {
      const scale = given.get(String(scale_id))
      if (!scale) throw misshapen(`scales: ${String(scale_id)}`)
      const known = desk.queries.scales().find(({ id }) => id === scale.id)
      if (known && canonicalJson(known as unknown as Json) !== canonicalJson(scale as unknown as Json))
        throw otherScale(scale.name, scale.version)
    }
  }

  /** To be called inside of the transaction: writes the rows, and reads the article as the window would. */
  function insert({ file, added }: ComingRecord, into: Rows): void {
    addScales(db, file.scales)
    for (const table of RECORDED_TABLES) for (const row of added.get(table) ?? []) into.insert(table, row)
    const article = Article.safeParse(desk.read(file.articleId, 'en'))
    if (!article.success) throw misshapen((article.error.issues[0]?.path ?? []).map(String).join('.'))
  }

  return { read, look, insert }
}

function differences(file: RecordRows, library: RecordRows): ReturnedRecord['differences'] {
  const found = new Map<ReturnedPart, { onlyInFile: number; onlyInLibrary: number; different: number }>()
  for (const table of RECORDED_TABLES) {
    const part = PARTS[table]
    if (!part) continue
    const [there, here] = [file, library].map(
      (rows) => new Map((rows.get(table) ?? []).map((row) => [row.id, row])),
    )
    if (!there || !here) continue
    const counts = {
      onlyInFile: [...there.keys()].filter((id) => !here.has(id)).length,
      onlyInLibrary: [...here.keys()].filter((id) => !there.has(id)).length,
      different: [...there.values()].filter((row) => {
        const own = here.get(row.id)
        return own !== undefined && !isSame(own, row)
      }).length,
    }
    if (Object.values(counts).some((number) => number > 0)) found.set(part, counts)
  }
  return [...found].map(([part, counts]) => ({ part, ...counts }))
}

function confidentialFilesOf(rows: RecordRows): Set<Row[string] | undefined> {
  const sources = new Set(
    (rows.get('sources') ?? []).flatMap(({ id, confidential }) => (confidential === 1 ? [id] : [])),
  )
  const evidence = (rows.get('evidence') ?? []).filter(({ source_id }) => sources.has(String(source_id)))
  return new Set(evidence.map(({ file_id }) => file_id))
}

function isSame(a: Row, b: Row): boolean {
  return canonicalJson(a) === canonicalJson(b)
}

function nameOf(row: Row): string {
  return String(row.title ?? row.name ?? row.id).slice(0, 500)
}

/** Of the latest revision. */
function sentencesNow(rows: RecordRows): number {
  const latest = (rows.get('revisions') ?? []).toSorted((a, b) => Number(b.number) - Number(a.number))[0]
  const blocks = new Set(
    (rows.get('blocks') ?? []).filter((row) => row.revision_id === latest?.id).map(({ id }) => id),
  )
  return (rows.get('sentences') ?? []).filter(({ block_id }) => blocks.has(String(block_id))).length
}

function idsTaken(table: string): AppError {
  return new AppError('conflict', {
    de: `In dieser Prüfakte hat etwas die Kennung von etwas anderem in der Bibliothek (${table}). Nichts wurde übernommen oder überschrieben. Übernehmen Sie sie in eine leere Bibliothek und vergleichen Sie dort.`,
    en: `Something in this checking file has the id of something else in the library (${table}). Nothing was taken in or overwritten. Take it into an empty library and compare there.`,
  })
}

function otherScale(name: string, version: number): AppError {
  return new AppError('conflict', {
    de: `Die Skala „${name}“, Version ${String(version)}, sagt in dieser Prüfakte etwas anderes als in der Bibliothek. Nichts wurde übernommen. Klären Sie, welche gilt.`,
    en: `The scale “${name}”, version ${String(version)}, says something else in this checking file than in the library. Nothing was taken in. Find out which one holds.`,
  })
}
