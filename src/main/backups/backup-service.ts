import { AppError } from '#shared/errors'
import type { Backup } from '#shared/model'

import type { Handlers } from '#main/dispatcher'
import type { Tasks } from '#main/tasks'

import type { StandingBackup } from './backup-folder'
import type { LibraryBackups } from './library-backups'

type BackupHandlers = Pick<
  Handlers,
  'backups.list' | 'backups.make' | 'backups.makeBefore' | 'backups.restore' | 'backups.withdrawRestore'
>

/** `backups` is null for a library that lies in memory only. */
export function backupService({
  backups,
  tasks,
}: {
  backups: LibraryBackups | null
  tasks: Tasks
}): BackupHandlers {
  function ours(): LibraryBackups {
    if (backups === null) throw nothingToKeep()
    return backups
  }

  return {
    'backups.list': (_input, { language }) => {
      if (backups === null) {
        return { folder: null, backups: [], restorePending: false, failure: null, trial: null }
      }
      const { folder, list, restorePending, failure, lastTrial } = backups
      const trial = lastTrial()
      return {
        folder: folder(),
        backups: list().map(({ backup, isPartOfLibrary }) => describeBackup(backup, isPartOfLibrary)),
        restorePending: restorePending(),
        failure: failure()?.words[language] ?? null,
        trial: trial && { name: trial.name, at: trial.at, problem: trial.problem?.[language] ?? null },
      }
    },

    'backups.make': ({ task: name }) =>
      tasks.run(name, async (task) => describeBackup(await ours().make('request', task), true)),

    'backups.makeBefore': async ({ reason }) => ({ made: (await backups?.makeIfChanged(reason)) ?? false }),

    'backups.restore': async ({ name, task }) => {
      const { list, restore } = ours()
      const found = list().find(({ backup }) => backup.name === name)
      if (!found) throw noSuchBackup(name)
      const { missingEvidence } = await tasks.run(task, (following) => restore(found.backup, following))
      return {
        backup: describeBackup(found.backup, found.isPartOfLibrary),
        missingEvidenceFiles: missingEvidence.length,
      }
    },

    'backups.withdrawRestore': () => ({ withdrawn: ours().withdrawRestore() }),
  }
}

export function describeBackup(backup: StandingBackup, isPartOfLibrary: boolean): Backup {
  const { name, madeAt, reason, sequence, headHash, articles, verdicts, sizeInBytes } = backup
  return {
    name,
    madeAt,
    reason,
    sequence,
    headHash,
    articles,
    verdicts,
    evidenceFiles: backup.evidence.length,
    missingEvidenceFiles: backup.missingEvidence.length,
    sizeInBytes,
    sound: backup.problems.length === 0,
    isPartOfLibrary,
  }
}

function noSuchBackup(name: string): AppError {
  return new AppError('not_found', {
    de: `Die Sicherung „${name}“ gibt es nicht mehr. Wählen Sie eine andere aus der Liste.`,
    en: `The backup "${name}" no longer exists. Choose another one from the list.`,
  })
}

function nothingToKeep(): AppError {
  return new AppError('rule_broken', {
    de: 'Diese Bibliothek liegt nur im Arbeitsspeicher und hat keine Sicherungen. Öffnen Sie eine Datei.',
    en: 'This library lies in memory only and has no backups. Open a file.',
  })
}
