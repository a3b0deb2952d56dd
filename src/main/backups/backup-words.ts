import { AppError, type Words } from '#shared/errors'

import { isDamage } from '#main/database/database'

import type { StandingBackup } from './backup-folder'

/** What a person is told when a backup could not be made. */
export function notBackedUp(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (isDamage(error)) {
    return new AppError(
      'library_refused',
      {
        de: 'Die Bibliothek ist beschädigt, es wurde keine Sicherung gemacht. Frühere Sicherungen sind unverändert. „belegt verify“ zeigt, was betroffen ist.',
        en: 'The library is damaged, no backup was made. Earlier backups are unchanged. "belegt verify" shows what is affected.',
      },
      { cause: error },
    )
  }
  const code = codeOf(error)
  return new AppError(
    'not_saved',
    {
      de: `Die Sicherung ließ sich nicht schreiben${code}. Die Bibliothek und frühere Sicherungen sind unverändert. Prüfen Sie Ordner und freien Platz.`,
      en: `The backup could not be written${code}. The library and earlier backups are unchanged. Check the folder and the free space.`,
    },
    { cause: error },
  )
}

/** What a person is told when a backup could not be laid ready. */
export function notRestored(error: unknown, name: string): AppError {
  if (error instanceof AppError) return error
  if (isDamage(error)) {
    return new AppError(
      'library_refused',
      {
        de: `„${name}“ ist beschädigt und wird nicht zurückgeholt. Die Bibliothek ist unverändert. Nehmen Sie eine andere Sicherung; „belegt restore --list“ nennt alle.`,
        en: `"${name}" is damaged and is not restored. The library is unchanged. Take another backup; "belegt restore --list" names them all.`,
      },
      { cause: error },
    )
  }
  const code = codeOf(error)
  return new AppError(
    'not_saved',
    {
      de: `„${name}“ ließ sich nicht zurückholen${code}. Die Bibliothek ist unverändert. Prüfen Sie Ordner und freien Platz.`,
      en: `"${name}" could not be restored${code}. The library is unchanged. Check the folder and the free space.`,
    },
    { cause: error },
  )
}

/** Ends a refusal to open a library: what to go back to, and how. */
export function wayBackTo(newest: StandingBackup | undefined, libraryName: string): Words {
  if (!newest) {
    return {
      de: 'Eine Sicherung von Belegt liegt nicht daneben. Lassen Sie die Datei, wie sie ist, und holen Sie eine eigene Kopie zurück.',
      en: 'There is no backup by Belegt beside it. Leave the file as it is and bring back a copy of your own.',
    }
  }
  const { madeAt, articles, verdicts, sequence } = newest
  const at = `${madeAt.slice(0, 16).replace('T', ' ')} UTC`
  const figures = [articles, verdicts, sequence].map(String)
  return {
    de: `Die neueste gute Sicherung ist von ${at} (Artikel: ${figures[0]}, Urteile: ${figures[1]}, Schritte: ${figures[2]}). „belegt restore --library ${libraryName}“ holt sie zurück; was jetzt da ist, bleibt daneben liegen.`,
    en: `The newest good backup is of ${at} (articles: ${figures[0]}, verdicts: ${figures[1]}, steps: ${figures[2]}). "belegt restore --library ${libraryName}" brings it back; what is there now stays beside it.`,
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
}
