import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { AppError, UI_LANGUAGES } from '#shared/errors'

import { jsonOption, libraryOption, withLibrary, type Command, type Given } from './command'
import { findArticle } from './find-article'

const FORMATS = ['html', 'json'] as const

export const reportCommand: Command = {
  name: 'report',
  usage: 'ARTICLE --library PATH [--format html|json] [--lang de|en] [--out PATH] [--json]',
  summary: {
    de: 'Den Prüfbericht eines Artikels in eine Datei schreiben.',
    en: 'Write the report of an article to a file.',
  },
  options: {
    ...libraryOption,
    ...jsonOption,
    format: { type: 'string' },
    lang: { type: 'string' },
    out: { type: 'string' },
  },
  names: { min: 1, max: 1 },

  run(given, terminal) {
    const format = readFormat(given)
    const language = readLanguage(given)
    return withLibrary(given, terminal, 'read', async (call) => {
      const [name = ''] = given.names
      const articleId = await findArticle(call, name)
      const report = await call('reports.render', {
        articleId,
        format,
        language: language ?? terminal.language,
      })
      const path = outPath(given.text('out'), report.fileName)
      writeWhole(path, Buffer.from(report.content, report.encoding === 'base64' ? 'base64' : 'utf8'))
      await terminal.print(given.isSet('json') ? `${JSON.stringify({ files: [path] })}\n` : `${path}\n`)
      return 0
    })
  },
}

function readFormat(given: Given): (typeof FORMATS)[number] {
  const named = given.text('format') ?? 'html'
  const format = FORMATS.find((known) => known === named)
  if (format) return format
  throw new AppError('invalid_input', {
    de: `Das Format „${named}“ gibt es nicht. Möglich sind: ${FORMATS.join(', ')}.`,
    en: `There is no format "${named}". Possible are: ${FORMATS.join(', ')}.`,
  })
}

function readLanguage(given: Given) {
  const named = given.text('lang')
  const language = UI_LANGUAGES.find((known) => known === named)
  if (named === undefined || language) return language
  throw new AppError('invalid_input', {
    de: `Einen Bericht in der Sprache „${named}“ gibt es nicht. Möglich sind: ${UI_LANGUAGES.join(', ')}.`,
    en: `There is no report in the language "${named}". Possible are: ${UI_LANGUAGES.join(', ')}.`,
  })
}

function outPath(out: string | undefined, fileName: string): string {
  if (out === undefined) return resolve(fileName)
  const isFolder = statSync(out, { throwIfNoEntry: false })?.isDirectory() === true
  return isFolder ? resolve(join(out, fileName)) : resolve(out)
}

/** The whole report or the file that was there before. */
function writeWhole(path: string, bytes: Buffer): void {
  const unfinished = `${path}.${String(process.pid)}.part`
  try {
    const file = openSync(unfinished, 'wx')
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw notWritten(path, error)
  }
}

function notWritten(path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return new AppError(
    'not_saved',
    {
      de: `Der Bericht ließ sich nicht nach „${path}“ schreiben${code}. Was dort lag, ist unverändert. Prüfen Sie Ordner und freien Platz.`,
      en: `The report could not be written to "${path}"${code}. What was there is unchanged. Check the folder and the free space.`,
    },
    { cause },
  )
}
