import type { Words } from '#shared/errors'
import { Settings } from '#shared/model'

import { coverageOf } from '#main/database/coverage'
import type { HistoryEvent } from '#main/database/history'
import type { UnsafePlace } from '#main/database/library-place'
import { chainProblems } from '#main/database/history-chain'
import { differencesFromHistory } from '#main/database/replay'
import { scaleProblems } from '#main/database/scales'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { libraryQueries } from './library-queries'

type LibraryHandlers = Pick<
  Handlers,
  'library.describe' | 'library.verify' | 'settings.read' | 'settings.write'
>

export function libraryService({
  db,
  history,
  library,
}: ServiceContext & {
  library: {
    name: string
    version: string
    hashOfFile: (hash: string) => Promise<string | null>
    readOnlyBecause: Words | null
    /** What the head that lay beside it at the opening says against the history. */
    headProblems: () => string[]
    /** What lies among the evidence files and is none of these. */
    strangeFiles: (hashes: ReadonlySet<string>) => Promise<string[]>
    unsafePlace: () => UnsafePlace | null
    /** What the journal beside the library lacks of these events. */
    journalProblems: (events: Iterable<HistoryEvent>) => string[]
    refuseFolder: (path: string) => void
    searchProblems: () => string[]
  }
}): LibraryHandlers {
  const queries = libraryQueries(db)

  const settings = () => Settings.parse(JSON.parse(queries.setting('view') ?? '{}'))

  return {
    'library.describe': (_input, { language }) => {
      const { sequence, hash } = history.head()
      return {
        name: library.name,
        version: library.version,
        articles: queries.articleCount(),
        sequence,
        headHash: hash,
        savedAt: queries.lastEventAt(),
        readOnly: library.readOnlyBecause?.[language] ?? null,
        unsafePlace: library.unsafePlace(),
      }
    },

    'library.verify': async () => {
      const pages = queries
        .pages()
        .map(({ integrity_check: found }) => found)
        .filter((found) => found !== 'ok')
      if (pages.length > 0) {
        const nothing = { events: 0, revisions: 0, sentences: 0, evidenceFiles: 0 }
        return {
          ok: false,
          problems: pages.map((found) => `database: ${found}`),
          notes: [],
          checked: nothing,
        }
      }
      const coverage = coverageOf(db)
      const files = queries.evidenceFiles()
      const keptElsewhere = queries.filesKeptElsewhere()
      const fileProblems: string[] = []
      const notes: string[] = []
      for (const { hash, name } of files) {
        const found = await library.hashOfFile(hash)
        if (found === null && keptElsewhere.has(hash))
          notes.push(`evidence file ${hash} (${name}): of a confidential source, stays where it was checked`)
        else if (found === null) fileProblems.push(`evidence file ${hash} (${name}): missing`)
        else if (found !== hash) fileProblems.push(`evidence file ${hash} (${name}): changed, now ${found}`)
      }
      for (const path of await library.strangeFiles(new Set(files.map(({ hash }) => hash))))
        fileProblems.push(`evidence folder: "${path}" does not belong there`)
      const problems = [
        ...queries
          .foreignKeys()
          .map(({ table, parent }) => `database: a row of ${table} names a missing row of ${parent}`),
        ...chainProblems(queries.events()),
        ...library.headProblems(),
        ...library.journalProblems(queries.events()),
        ...differencesFromHistory(db, queries.events()),
        ...scaleProblems(db, queries.events()),
        ...coverage.problems,
        ...fileProblems,
        ...library.searchProblems(),
      ]
      return {
        ok: problems.length === 0,
        problems,
        notes,
        checked: {
          events: history.head().sequence,
          revisions: coverage.revisions,
          sentences: coverage.sentences,
          evidenceFiles: files.length,
        },
      }
    },

    'settings.read': settings,

    'settings.write': (given) => {
      if (given.backupFolder) library.refuseFolder(given.backupFolder)
      const changed = Settings.parse({ ...settings(), ...given })
      queries.writeSetting('view', JSON.stringify(changed))
      return changed
    },
  }
}
