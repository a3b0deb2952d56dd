import { readFileSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { join, resolve } from 'node:path'

import { AppError, UI_LANGUAGES, type UiLanguage } from '#shared/errors'
import { REPORT_FORMATS, REPORT_KINDS, ReviewedMedia, type ArticleId } from '#shared/model'
import type { Call } from '#shared/rpc'

import { makeFolder, writeWhole, type ExportHost } from '#main/core'
import { reportSchema } from '#main/reports/report-schema'

import {
  jsonOption,
  libraryOption,
  misuse,
  withLibrary,
  type Command,
  type Given,
  type Terminal,
} from './command'
import { findArticle } from './find-article'

const FORMATS = [...REPORT_FORMATS, 'claimreview'] as const

export const reportCommand: Command = {
  name: 'report',
  usage: `ARTICLE --library PATH [--kind ${REPORT_KINDS.join('|')}] [--format ${FORMATS.join('|')}] [--lang de|en] [--house NAME] [--url ADDRESS] [--media FILE] [--with-evidence] [--out PATH] [--force] [--json] | --schema`,
  summary: {
    de: 'Den Prüfbericht eines Artikels in eine Datei schreiben.',
    en: 'Write the report of an article to a file.',
  },
  options: {
    ...libraryOption,
    ...jsonOption,
    kind: { type: 'string' },
    format: { type: 'string' },
    lang: { type: 'string' },
    house: { type: 'string' },
    url: { type: 'string' },
    media: { type: 'string' },
    'with-evidence': { type: 'boolean' },
    out: { type: 'string' },
    force: { type: 'boolean' },
    schema: { type: 'boolean' },
  },
  names: { min: 0, max: 1 },

  async run(given, terminal) {
    if (given.isSet('schema')) {
      await terminal.print(`${JSON.stringify(reportSchema(), null, 2)}\n`)
      return 0
    }
    const [name] = given.names
    if (name === undefined) throw misuse(reportCommand)
    const format = chosen(given, 'format', FORMATS) ?? 'html'
    const kind = chosen(given, 'kind', REPORT_KINDS) ?? 'file'
    const language = chosen(given, 'lang', UI_LANGUAGES) ?? terminal.language
    const [house, url] = [given.text('house'), given.text('url')]
    const media = reviewedMedia(given.text('media'), format)
    const withFiles = given.isSet('with-evidence')
    const exportHost: ExportHost = {
      choose: (fileName) =>
        Promise.resolve({ path: outPath(given.text('out'), fileName), replace: given.isSet('force') }),
    }
    const work = async (call: Call) => {
      const articleId = await findArticle(call, name)
      if (format === 'claimreview' && !withFiles)
        return claimReviews(call, given, terminal, { articleId, language, media })
      const { folder, fileName, leftOut } = await untilInterrupted(call, (task) =>
        call('reports.export', {
          ...{ articleId, format, kind, language, withFiles, task },
          ...(house === undefined ? {} : { options: { house } }),
          ...(url === undefined ? {} : { url }),
          ...(media === undefined ? {} : { media }),
        }),
      )
      const path = join(folder ?? '', fileName)
      for (const { number, because } of leftOut) {
        terminal.complain(
          `${NOT_PACKED[language].evidence} ${String(number)}: ${NOT_PACKED[language][because]}`,
        )
      }
      const told = { files: [path], ...(withFiles ? { leftOut } : {}) }
      await terminal.print(given.isSet('json') ? `${JSON.stringify(told)}\n` : `${path}\n`)
      return 0
    }
    return withLibrary(given, terminal, 'read', work, exportHost)
  },
}

/** Ctrl+C ends the work in order: nothing half is left behind. */
async function untilInterrupted<Result>(
  call: Call,
  work: (task: string) => Promise<Result>,
): Promise<Result> {
  const task = 'report'
  const stop = () => {
    process.exitCode = 128 + constants.signals.SIGINT
    void call('tasks.cancel', { task })
  }
  process.once('SIGINT', stop)
  try {
    return await work(task)
  } finally {
    process.off('SIGINT', stop)
  }
}

const NOT_PACKED = {
  de: {
    evidence: 'Ohne Datei bleibt Beleg',
    confidential: 'vertrauliche Quelle',
    changed: 'die Bytes sind nicht mehr die gesicherten',
    missing: 'die Datei fehlt',
  },
  en: {
    evidence: 'Without its file: evidence',
    confidential: 'confidential source',
    changed: 'the bytes are no longer those that were stored',
    missing: 'the file is missing',
  },
}

/** One file a claim, in the folder named; why a claim has none stands on stderr. */
async function claimReviews(
  call: Call,
  given: Given,
  { print, complain }: Terminal,
  {
    articleId,
    language,
    media,
  }: { articleId: ArticleId; language: UiLanguage; media: ReviewedMedia[] | undefined },
): Promise<number> {
  const [url, publisher] = [given.text('url'), given.text('house')]
  const { files, withheld } = await call('reports.claimReviews', {
    ...{ articleId, language },
    ...(url === undefined ? {} : { url }),
    ...(publisher === undefined ? {} : { publisher }),
    ...(media === undefined ? {} : { media }),
  })
  const folder = resolve(given.text('out') ?? '.')
  if (files.length > 0) makeFolder(folder, 0o777)
  const paths: string[] = []
  for (const { fileName, content } of files) {
    const path = join(folder, fileName)
    await writeWhole({ path, replace: given.isSet('force') }, Buffer.from(content))
    paths.push(path)
  }
  const claim = language === 'de' ? 'Behauptung' : 'Claim'
  for (const { number, reason } of withheld) complain(`${claim} ${String(number)}: ${reason}`)
  if (given.isSet('json')) await print(`${JSON.stringify({ files: paths, withheld })}\n`)
  else if (paths.length > 0) await print(`${paths.join('\n')}\n`)
  else complain(nothingToReview[language])
  return paths.length > 0 ? 0 : 1
}

/** What a file names of pictures, sounds and films: a list in JSON, each entry as reports.claimReviews takes it. */
function reviewedMedia(
  path: string | undefined,
  format: (typeof FORMATS)[number],
): ReviewedMedia[] | undefined {
  if (path === undefined) return undefined
  if (format !== 'claimreview')
    throw new AppError('invalid_input', {
      de: '--media gehört zu --format claimreview. Lassen Sie eines weg oder geben Sie beide an.',
      en: '--media goes with --format claimreview. Leave it out or give both.',
    })
  try {
    return ReviewedMedia.array()
      .max(1_000)
      .parse(JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')))
  } catch (cause) {
    throw new AppError(
      'invalid_input',
      {
        de: `„${path}“ ist keine Liste in JSON mit claimId, kind (image, video, audio), url und category für jedes Bild, jeden Ton und jeden Film. Nichts wurde geschrieben.`,
        en: `"${path}" is no list in JSON with claimId, kind (image, video, audio), url and category for each picture, sound and film. Nothing was written.`,
      },
      { cause },
    )
  }
}

const nothingToReview = {
  de: 'Keine Behauptung dieses Artikels kann ein ClaimReview haben. Es wurde nichts geschrieben.',
  en: 'No claim of this article can have a ClaimReview. Nothing was written.',
}

function chosen<Name extends string>(
  given: Given,
  option: 'format' | 'kind' | 'lang',
  known: readonly Name[],
): Name | undefined {
  const named = given.text(option)
  const found = known.find((each) => each === named)
  if (named === undefined || found !== undefined) return found
  const list = known.join(', ')
  throw new AppError('invalid_input', {
    de: `${REFUSALS[option].de.replace('…', named)} Möglich sind: ${list}.`,
    en: `${REFUSALS[option].en.replace('…', named)} Possible are: ${list}.`,
  })
}

const REFUSALS = {
  format: { de: 'Das Format „…“ gibt es nicht.', en: 'There is no format "…".' },
  kind: { de: 'Einen Bericht der Art „…“ gibt es nicht.', en: 'There is no report of the kind "…".' },
  lang: {
    de: 'Einen Bericht in der Sprache „…“ gibt es nicht.',
    en: 'There is no report in the language "…".',
  },
}

function outPath(out: string | undefined, fileName: string): string {
  if (out === undefined) return resolve(fileName)
  const isFolder = statSync(out, { throwIfNoEntry: false })?.isDirectory() === true
  return isFolder ? resolve(join(out, fileName)) : resolve(out)
}
