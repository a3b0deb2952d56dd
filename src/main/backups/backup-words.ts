import { AppError, type Words } from '#shared/errors'

import { isDamage } from '#main/database/database'
import { diskIsFull, freeBytes, isFull } from '#main/database/free-space'

import type { StandingBackup } from './backup-folder'

/** Where a copy was to lie, and how much room it takes. */
interface Wanted {
  path: string
  neededBytes: number
}

/** What a person is told when a backup could not be made. */
export function notBackedUp(error: unknown, { path, neededBytes }: Wanted): AppError {
  if (error instanceof AppError) return error
  if (isFull(error)) {
    const full = diskIsFull(neededBytes, freeBytes(path))
    return new AppError(
      'not_saved',
      {
        de: `${full.de} Es wurde keine Sicherung gemacht; die Bibliothek und frühere Sicherungen sind unverändert. Geben Sie Platz frei, oder wählen Sie für Sicherungen einen Ordner auf einem anderen Datenträger.`,
        en: `${full.en} No backup was made; the library and earlier backups are unchanged. Free some space, or choose a folder for backups on another disk.`,
      },
      { cause: error },
    )
  }
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
  return new AppError(
    'not_saved',
    {
      de: `Die Sicherung ließ sich nicht schreiben. Die Bibliothek und frühere Sicherungen sind unverändert. Prüfen Sie, ob der Ordner für Sicherungen da ist und ob Sie dort schreiben dürfen.`,
      en: `The backup could not be written. The library and earlier backups are unchanged. Check that the folder for backups is there and that you may write to it.`,
    },
    { cause: error },
  )
}

/** What a person is told when a backup could not be laid ready. */
export function notRestored(error: unknown, name: string, { path, neededBytes }: Wanted): AppError {
  if (error instanceof AppError) return error
  if (isFull(error)) {
    const full = diskIsFull(neededBytes, freeBytes(path))
    return new AppError(
      'not_saved',
      {
        de: `${full.de} „${name}“ wurde nicht zurückgeholt; die Bibliothek ist unverändert. Geben Sie Platz frei und holen Sie die Sicherung noch einmal zurück.`,
        en: `${full.en} "${name}" was not restored; the library is unchanged. Free some space and restore the backup again.`,
      },
      { cause: error },
    )
  }
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
  return new AppError(
    'not_saved',
    {
      de: `„${name}“ ließ sich nicht zurückholen. Die Bibliothek ist unverändert. Prüfen Sie, ob die Sicherung da ist und ob Sie im Ordner der Bibliothek schreiben dürfen.`,
      en: `"${name}" could not be restored. The library is unchanged. Check that the backup is there and that you may write to the folder of the library.`,
    },
    { cause: error },
  )
}

/** What a trial has found amiss in the files that a backup rests on. */
export function lacksEvidence(name: string, count: number): Words {
  return {
    de: `Zur Sicherung „${name}“ fehlen Belegdateien oder sind nicht mehr so, wie sie gesichert wurden: ${String(count)}. Auch die Bibliothek hat sie nicht mehr. Wählen Sie für Sicherungen einen anderen Datenträger.`,
    en: `Evidence files of the backup "${name}" are missing or no longer as they were backed up: ${String(count)}. The library no longer has them either. Choose another disk for backups.`,
  }
}

export function cancelled(): AppError {
  return new AppError('cancelled', {
    de: 'Abgebrochen: Es wurde nichts gesichert oder zurückgeholt. Die Bibliothek und frühere Sicherungen sind unverändert.',
    en: 'Cancelled: nothing was backed up or restored. The library and earlier backups are unchanged.',
  })
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
