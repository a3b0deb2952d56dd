import { AppError, type Words } from '#shared/errors'
import type { Backup, Salvage } from '#shared/model'

import type { Handlers } from '#main/dispatcher'

export type RescueHandlers = Pick<
  Handlers,
  'rescue.describe' | 'rescue.salvage' | 'rescue.restore' | 'rescue.open'
>

/** What there is to do about a library that was refused. */
export interface Rescue {
  damage: Words
  newestBackup: () => Backup | null
  journalSteps: () => number | null
  salvage: () => Salvage
  restore: () => { sequence: number; kept: string | null; missingEvidenceFiles: number }
  /** Opens what was brought back. Throws as opening does. */
  open: () => void
}

/** `rescue` is null for a library that is open. */
export function rescueService(name: string, rescue: Rescue | null): RescueHandlers {
  function damaged(): Rescue {
    if (rescue === null) throw isOpen()
    return rescue
  }

  return {
    'rescue.describe': (_input, { language }) => ({
      name,
      damage: rescue?.damage[language] ?? null,
      newestBackup: rescue?.newestBackup() ?? null,
      journalSteps: rescue?.journalSteps() ?? null,
    }),
    'rescue.salvage': () => damaged().salvage(),
    'rescue.restore': () => damaged().restore(),
    'rescue.open': () => {
      damaged().open()
      return { done: true }
    },
  }
}

function isOpen(): AppError {
  return new AppError('rule_broken', {
    de: 'Die Bibliothek ist offen und unbeschädigt. Frühere Stände holen Sie in den Einstellungen unter „Sicherungen“ zurück.',
    en: 'The library is open and not damaged. Earlier states are brought back in the settings under "Backups".',
  })
}
