import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'

import { MAX_ARTICLE_FILE_BYTES, MAX_CHUNK_BYTES, type Output } from '#shared/contract'
import { AppError, codeOf, type UiLanguage } from '#shared/errors'
import { CORRECTION_VOICES, type CorrectionVoice } from '#shared/model'
import type { Call } from '#shared/rpc'
import { sortedFiles } from '#shared/sorted-files'

import { takeReturned } from './returned-file'
import { jsonOption, libraryOption, refusalWords, withLibrary, type Command } from './command'

const MAX_NAME_CHARACTERS = 500

export const importCommand: Command = {
  name: 'import',
  usage: 'FILE… --library PATH [--lang de] [--anyway] [--voice writer|editor] [--name NAME] [--json]',
  summary: {
    de: 'Dateien als Artikel in die Bibliothek nehmen; eine Prüfakte in JSON mit ihrer Prüfung, ein zurückgekommenes Manuskript als Antwort von --voice (writer oder editor). Was sie schon hat, wird nur mit --anyway noch einmal importiert.',
    en: 'Take files into the library as articles; a checking file in JSON with its check, a draft that came back as the answer of --voice (writer or editor). What it has already is imported once more only with --anyway.',
  },
  options: {
    ...libraryOption,
    ...jsonOption,
    lang: { type: 'string' },
    anyway: { type: 'boolean' },
    voice: { type: 'string' },
    name: { type: 'string' },
  },
  names: { min: 1, max: Infinity },

  run(given, terminal) {
    const { language, print, complain, log } = terminal
    const answered = { voice: voiceOf(given.text('voice')), name: given.text('name') ?? null }
    return withLibrary(given, terminal, 'write', async (call) => {
      const lang = given.text('lang')
      const how = {
        method: 'command line' as const,
        refuseKnown: !given.isSet('anyway'),
        ...(lang === undefined ? {} : { language: lang }),
      }
      let allTaken = true
      const attempt = async (name: string, take: () => Promise<void>) => {
        try {
          await take()
        } catch (error) {
          const words = refusalWords(error, language)
          if (words === undefined) log('Fault while importing', error)
          allTaken = false
          complain(`${name}: ${words ?? unreadable('').words[language]}`)
        }
      }
      const tell = (imported: Output<'articles.import'>) =>
        print(given.isSet('json') ? jsonLine(imported) : readable(imported, language))
      if (given.names.length > 1) await call('backups.makeBefore', { reason: 'import' })
      for (const path of given.names) {
        await attempt(path, async () => {
          const bytes = readArticleFile(path)
          const fileName = basename(path).slice(-MAX_NAME_CHARACTERS)
          const returned = await takeReturned(call, bytes, answered, language)
          if (returned) {
            await print(given.isSet('json') ? `${JSON.stringify(returned.json)}\n` : returned.readable)
            allTaken &&= returned.isTaken
            return
          }
          if (!/\.zip$/i.test(fileName)) {
            await tell(await call('articles.import', { bytes: bytes.toString('base64'), fileName, ...how }))
            return
          }
          const packed = await call('imports.unpack', { uploadId: await send(call, bytes, fileName) })
          if (packed.length > 1) await call('backups.makeBefore', { reason: 'import' })
          for (const file of sortedFiles(packed)) {
            if (file.page !== '') continue
            await attempt(`${path}: ${file.path}`, async () => {
              const { id } = await call('imports.read', {
                uploadId: file.uploadId,
                ...(lang === undefined ? {} : { language: lang }),
              })
              await tell(await call('imports.store', { importId: id, refuseKnown: how.refuseKnown }))
            })
          }
        })
      }
      return allTaken ? 0 : 1
    })
  },
}

function voiceOf(given = 'writer'): CorrectionVoice {
  const voice = CORRECTION_VOICES.find((each) => each === given)
  if (!voice) {
    throw new AppError('invalid_input', {
      de: `--voice ${given} gibt es nicht. Wählen Sie writer (Autorin oder Autor) oder editor (Redaktion).`,
      en: `There is no --voice ${given}. Choose writer or editor.`,
    })
  }
  return voice
}

async function send(call: Call, bytes: Buffer, name: string): Promise<string> {
  const origin = { name, sizeInBytes: bytes.length, method: 'command line' as const }
  const { uploadId } = await call('evidenceFiles.begin', origin)
  for (let at = 0; at < bytes.length; at += MAX_CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + MAX_CHUNK_BYTES).toString('base64')
    await call('evidenceFiles.append', { uploadId, bytes: chunk })
  }
  return uploadId
}

function readArticleFile(path: string): Buffer {
  try {
    const stats = statSync(path)
    if (!stats.isFile()) throw noFile()
    if (stats.size > MAX_ARTICLE_FILE_BYTES) throw tooLarge(stats.size)
    return readFileSync(path)
  } catch (error) {
    if (error instanceof AppError) throw error
    const code = codeOf(error)
    throw code === 'ENOENT' ? missing() : unreadable(code)
  }
}

function jsonLine({ article, blocks, sentences, warnings }: Output<'articles.import'>): string {
  const { id, title, revision } = article
  return `${JSON.stringify({ id, title, revision, blocks, sentences, warnings })}\n`
}

function readable(imported: Output<'articles.import'>, language: UiLanguage): string {
  const { article, blocks, sentences, warnings } = imported
  const figures =
    language === 'de'
      ? `${String(blocks)} Absätze, ${String(sentences)} Sätze`
      : `${String(blocks)} blocks, ${String(sentences)} sentences`
  const notes = warnings.map(({ text }) => `  ${text}\n`).join('')
  return `${article.id}  ${article.title} (${article.language}; ${figures})\n${notes}`
}

function missing(): AppError {
  return new AppError('not_found', {
    de: 'Diese Datei gibt es nicht. Prüfen Sie den Pfad.',
    en: 'This file does not exist. Check the path.',
  })
}

function noFile(): AppError {
  return new AppError('unreadable', {
    de: 'Das ist keine Datei. Nennen Sie die Dateien einzeln.',
    en: 'This is not a file. Name the files one by one.',
  })
}

function tooLarge(size: number): AppError {
  const [megabytes, limit] = [size, MAX_ARTICLE_FILE_BYTES].map((bytes) => (bytes / 1024 / 1024).toFixed(0))
  return new AppError('unreadable', {
    de: `Die Datei hat ${String(megabytes)} MB, eine Artikeldatei höchstens ${String(limit)} MB. Nichts wurde übernommen. Teilen Sie die Datei.`,
    en: `The file has ${String(megabytes)} MB, a file of an article at most ${String(limit)} MB. Nothing was imported. Split the file.`,
  })
}

function unreadable(code: string): AppError {
  const detail = code === '' ? '' : ` (${code})`
  return new AppError('unreadable', {
    de: `Diese Datei lässt sich nicht lesen${detail}. Prüfen Sie, ob Sie sie öffnen dürfen.`,
    en: `This file cannot be read${detail}. Check whether you may open it.`,
  })
}
