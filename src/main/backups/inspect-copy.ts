import BetterSqlite3, { type Database } from 'better-sqlite3'

import { chainProblems } from '#main/database/history-chain'
import { newestVersion } from '#main/database/migrations'
import { differencesFromHistory } from '#main/database/replay'

import { copyQueries } from './backup-queries'

/** What a copy of a library holds. */
export interface CopyContents {
  /** Hash of the first event. */
  libraryId: string
  sequence: number
  headHash: string
  articles: number
  verdicts: number
  evidence: string[]
  /** What is amiss, in the words of `belegt verify`. */
  problems: string[]
}

/** Opens a copy that nobody writes to and reads all of it: pages, references, history, and the rows it adds up to. */
export function inspectCopy(path: string): CopyContents {
  const db = new BetterSqlite3(path, { readonly: true })
  try {
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    const queries = copyQueries(db)
    const { sequence, hash } = queries.head()
    const pages = queries.pages()
    return {
      libraryId: queries.firstHash(),
      sequence,
      headHash: hash,
      articles: queries.articles(),
      verdicts: queries.verdicts(),
      evidence: queries.evidence(),
      // Rows of damaged pages say nothing.
      problems: pages.length > 0 ? pages.map((found) => `database: ${found}`) : rowProblems(db),
    }
  } finally {
    db.close()
  }
}

function rowProblems(db: Database): string[] {
  const queries = copyQueries(db)
  return [
    ...queries
      .foreignKeys()
      .map(({ table, parent }) => `database: a row of ${table} names a missing row of ${parent}`),
    ...chainProblems(queries.events()),
    // What older tables add up to is known only once they are upgraded.
    ...(queries.version() === newestVersion() ? differencesFromHistory(db, queries.events()) : []),
  ]
}
