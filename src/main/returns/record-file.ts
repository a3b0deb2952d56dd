import { z } from 'zod'

import { AppError, type Words } from '#shared/errors'
import {
  Instant,
  Language,
  PartialDate,
  Sha256,
  SourceName,
  WebLink,
  type ArticleId,
  type RatingScale,
} from '#shared/model'

import { ArticleRecord, recordHash, type RecordRows } from '#main/database/article-record'
import { RECORDED_TABLES, type RecordedTable, type Row } from '#main/database/history'

/** What a file with the whole record of an article holds besides what people read in it. */
const RecordFile = z.object({
  format: z.literal('belegt-report'),
  kind: z.literal('checking file'),
  article: z.object({ title: z.string() }),
  integrity: z.object({
    sequence: z.number().int(),
    headHash: Sha256,
    library: z.string(),
    exportedAt: Instant,
  }),
  record: ArticleRecord,
})

export interface ReturnedRecordFile {
  articleId: ArticleId
  title: string
  migration: number
  rows: RecordRows
  scales: readonly RatingScale[]
  origin: z.infer<typeof RecordFile>['integrity']
}

/** Characters in which a report says that it is one. */
const HEAD = 2_000

/** The record of an article out of a report in JSON; null for any other file. Nothing of it is trusted. */
export function readRecordFile(bytes: Buffer): ReturnedRecordFile | null {
  const head = bytes
    .subarray(0, HEAD)
    .toString('utf8')
    .replace(/^\ufeff/, '')
  if (!/^\s*\{/.test(head) || !head.includes('"belegt-report"')) return null
  const value = json(bytes)
  const parsed = RecordFile.safeParse(value)
  if (!parsed.success) throw whyNot(value, parsed.error)
  const { article, integrity, record } = parsed.data
  const { tables, scales, migration, hash } = record
  if (recordHash(record) !== hash) throw altered()
  const rows = new Map<RecordedTable, readonly Row[]>()
  for (const table of RECORDED_TABLES) rows.set(table, (tables[table] ?? []).map(asRow(table)))
  const unknown = Object.keys(tables).find((table) => !rows.has(table as RecordedTable))
  if (unknown !== undefined) throw newer()
  const [only, ...others] = rows.get('articles') ?? []
  if (!only || others.length > 0) throw misshapen('articles: 1')
  // Its form was checked with all others.
  return { articleId: only.id as ArticleId, title: article.title, migration, rows, scales, origin: integrity }
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw damaged(cause)
  }
}

const Newer = z.object({ record: z.object({ version: z.number().min(2) }) })
const Bare = z.object({ record: z.undefined().optional() })

function whyNot(value: unknown, error: z.ZodError): AppError {
  if (Newer.safeParse(value).success) return newer()
  return Bare.safeParse(value).success ? noRecord() : misshapen(problem(error))
}

const Uuid = z.uuid({ version: 'v7' })
const jsonOf = (schema: z.ZodType) =>
  z.string().refine((text) => {
    try {
      return schema.safeParse(JSON.parse(text)).success
    } catch {
      return false
    }
  })

/** What a column holds, whatever its table; the library itself checks the rest. */
const COLUMNS: readonly (readonly [name: RegExp, schema: z.ZodType])[] = [
  [/^(?:scale_id|rating_id|serial_number)$/, z.string()],
  [/^(?:evidence_file_id|file_id|original_id)$/, Sha256],
  [/_id$|^(?:created_by|captured_by|checked_by)$|_mark$|^attached_again$/, Uuid],
  [/_at$|^(?:at|deadline)$/, Instant],
  [/^(?:published_on|said_on|claimed_on|as_of|accessed_on|good_until)$/, PartialDate],
  [/^(?:url|archive_url|source_url)$/, WebLink],
  [/^(?:language|passage_language)$/, Language],
  [/_hash$/, Sha256],
  [/^names$/, jsonOf(z.array(SourceName))],
  [/^further$/, jsonOf(z.record(z.string(), z.string()))],
  [/^(?:verdict_ids|because)$/, jsonOf(z.array(z.string()))],
  [
    /^warnings$/,
    jsonOf(
      z.array(
        z.strictObject({
          code: z.string(),
          count: z.number().int(),
          offsets: z.array(z.number().int()),
          de: z.string(),
          en: z.string(),
        }),
      ),
    ),
  ],
]

function asRow(table: RecordedTable): (row: Record<string, string | number | null>, index: number) => Row {
  return (row, index) => {
    const { id } = row
    const isId = (table === 'evidence_files' ? Sha256 : Uuid).safeParse(id).success
    if (typeof id !== 'string' || !isId) throw misshapen(`${table} ${String(index + 1)}: id`)
    for (const [column, value] of Object.entries(row)) {
      if (value === null || column === 'id') continue
      const schema = COLUMNS.find(([name]) => name.test(column))?.[1]
      const isWritten = typeof value !== 'string' || value.isWellFormed()
      if (!isWritten || schema?.safeParse(value).success === false)
        throw misshapen(`${table} ${String(index + 1)}: ${column}`)
    }
    return { ...row, id }
  }
}

function problem(error: z.ZodError): string {
  return (error.issues[0]?.path ?? []).map(String).join('.').slice(0, 100)
}

function refused(why: Words, cause?: unknown): AppError {
  return new AppError(
    'unreadable',
    { de: `${why.de} Nichts wurde übernommen.`, en: `${why.en} Nothing was taken in.` },
    { cause },
  )
}

function damaged(cause: unknown): AppError {
  return refused(
    {
      de: 'Dieser Bericht ist kein ganzes JSON in UTF-8: abgeschnitten oder beschädigt. Lassen Sie ihn sich noch einmal geben.',
      en: 'This report is no whole JSON in UTF-8: cut off or damaged. Have it sent to you again.',
    },
    cause,
  )
}

export function misshapen(place: string): AppError {
  return refused({
    de: `In diesem Bericht stimmt etwas nicht (${place}). Lassen Sie ihn sich noch einmal geben.`,
    en: `Something is wrong in this report (${place}). Have it sent to you again.`,
  })
}

function noRecord(): AppError {
  return refused({
    de: 'Dieser Bericht enthält nur, was Menschen lesen. Übernehmen lässt sich die Prüfakte im Format JSON; lassen Sie sie sich neu ausgeben.',
    en: 'This report holds only what people read. What can be taken in is the checking file in the format JSON; have it exported anew.',
  })
}

export function newer(): AppError {
  return refused({
    de: 'Dieser Bericht stammt aus einer neueren Version von Belegt. Aktualisieren Sie dieses Programm und versuchen Sie es wieder.',
    en: 'This report was made by a newer version of Belegt. Update this program and try again.',
  })
}

function altered(): AppError {
  return refused({
    de: 'Der Inhalt dieses Berichts wurde nach dem Export verändert: Sein Hash stimmt nicht. Lassen Sie ihn sich noch einmal geben.',
    en: 'The content of this report was changed after its export: its hash does not match. Have it sent to you again.',
  })
}
