import type { UiLanguage } from '#shared/errors'

import { backupsOf, rebuildLibrary, restoreLibrary } from '#main/core'

import { defaultLibrary } from '../data-folder'
import { jsonOption, libraryOption, type Command, type Terminal } from './command'
import { salvageFigures, salvageWords } from './salvage-command'

export const restoreCommand: Command = {
  name: 'restore',
  usage:
    '[BACKUP] --library PATH [--json] | --from-journal --library PATH [--json] | --list --library PATH [--json]',
  summary: {
    de: 'Eine Sicherung, sonst die neueste gute, an die Stelle der Bibliothek setzen; was dort liegt, bleibt daneben erhalten.',
    en: 'Put a backup, or else the newest good one, in the place of the library; what lies there is kept beside it.',
  },
  options: {
    ...libraryOption,
    ...jsonOption,
    list: { type: 'boolean' },
    'from-journal': { type: 'boolean' },
  },
  names: { min: 0, max: 1 },

  async run(given, terminal) {
    const libraryPath = given.text('library') ?? defaultLibrary()
    if (given.isSet('list')) return list(libraryPath, given.isSet('json'), terminal)
    const { language, print, complain } = terminal
    if (given.isSet('from-journal')) {
      const { salvaged, kept } = rebuildLibrary(libraryPath)
      await print(
        given.isSet('json')
          ? `${JSON.stringify({ ...salvageFigures(salvaged), kept })}\n`
          : salvageWords(salvaged, language),
      )
      return 0
    }
    const { contents, from, kept, missingEvidence } = restoreLibrary(libraryPath, given.names[0])
    const { sequence, headHash, articles, verdicts } = contents
    const restored = { from, kept, sequence, headHash, articles, verdicts, missingEvidence }
    await print(
      given.isSet('json') ? `${JSON.stringify(restored)}\n` : `${restoredWords(restored, language)}\n`,
    )
    for (const hash of missingEvidence) {
      complain(
        language === 'de' ? `Diese Belegdatei fehlt: ${hash}` : `This evidence file is missing: ${hash}`,
      )
    }
    return 0
  },
}

async function list(libraryPath: string, asJson: boolean, { language, print }: Terminal): Promise<number> {
  for (const { path, backup } of backupsOf(libraryPath)) {
    const { name, madeAt, reason, sequence, headHash, articles, verdicts, problems } = backup
    const sound = problems.length === 0
    if (asJson) {
      const line = { name, path, madeAt, reason, sequence, headHash, articles, verdicts, sound }
      await print(`${JSON.stringify(line)}\n`)
    } else {
      const figures =
        language === 'de'
          ? `Artikel: ${String(articles)}  Urteile: ${String(verdicts)}  Schritte: ${String(sequence)}`
          : `articles: ${String(articles)}  verdicts: ${String(verdicts)}  steps: ${String(sequence)}`
      const damage = sound ? '' : language === 'de' ? '  beschädigt' : '  damaged'
      await print(`${name}  ${madeAt}  ${figures}${damage}\n`)
    }
  }
  return 0
}

function restoredWords(
  restored: { from: string; kept: string | null; articles: number; verdicts: number; sequence: number },
  language: UiLanguage,
): string {
  const { from, kept } = restored
  const [articles, verdicts, steps] = [restored.articles, restored.verdicts, restored.sequence].map(String)
  return language === 'de'
    ? `Zurückgeholt aus „${from}“. Artikel: ${articles}, Urteile: ${verdicts}, Schritte: ${steps}.${kept === null ? '' : ` Die bisherige Bibliothek liegt daneben als „${kept}“.`}`
    : `Restored from "${from}". Articles: ${articles}, verdicts: ${verdicts}, steps: ${steps}.${kept === null ? '' : ` The library that was there lies beside it as "${kept}".`}`
}
