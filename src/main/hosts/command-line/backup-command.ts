import { resolve } from 'node:path'

import { AppError } from '#shared/errors'

import { backUpLibrary } from '#main/core'

import { defaultLibrary } from '../data-folder'
import { jsonOption, libraryOption, type Command } from './command'

export const backupCommand: Command = {
  name: 'backup',
  usage: '--library PATH --out FILE [--json]',
  summary: {
    de: 'Die Bibliothek mit ihren Belegdateien kopieren, auch während die Arbeitsstation läuft, und die Kopie prüfen.',
    en: 'Copy the library with its evidence files, also while the workstation runs, and check the copy.',
  },
  options: { ...libraryOption, ...jsonOption, out: { type: 'string' } },
  names: { min: 0, max: 0 },

  async run(given, { language, print, complain }) {
    const out = given.text('out')
    if (out === undefined) throw noPlace()
    const path = resolve(out)
    const record = backUpLibrary(given.text('library') ?? defaultLibrary(), path)
    const { problems, missingEvidence, sequence, headHash, articles, verdicts, evidence, sha256 } = record
    const figures = {
      file: path,
      sequence,
      headHash,
      articles,
      verdicts,
      evidenceFiles: evidence.length,
      missingEvidence,
      sha256,
      problems,
    }
    await print(given.isSet('json') ? `${JSON.stringify(figures)}\n` : `${path}\n`)
    for (const hash of missingEvidence) {
      complain(
        language === 'de'
          ? `Diese Belegdatei fehlt oder ist verändert und ist nicht gesichert: ${hash}`
          : `This evidence file is missing or changed and is not in the backup: ${hash}`,
      )
    }
    for (const problem of problems) {
      complain(
        language === 'de'
          ? `Schaden in der Bibliothek, mitgesichert: ${problem}`
          : `Damage in the library, also in the backup: ${problem}`,
      )
    }
    return problems.length === 0 && missingEvidence.length === 0 ? 0 : 1
  },
}

function noPlace(): AppError {
  return new AppError('invalid_input', {
    de: 'Nennen Sie hinter --out die Datei, in die gesichert werden soll.',
    en: 'Name the file to back up to after --out.',
  })
}
