import type { Database } from 'better-sqlite3'
import { existsSync, rmSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'

import { codeOf } from '#shared/errors'
import type { FileTextPart } from '#shared/model'

import { isDamage } from '#main/database/database'

import { evidenceFileQueries, type ReadFile } from './evidence-file-queries'
import {
  openSearchIndex,
  searchIndexQueries,
  type Piece,
  type SearchIndexQueries,
} from './search-index-queries'
import { piecesOf, searchedText } from './searched-text'

/** Pieces put in at once: a few milliseconds, in which nothing else is answered. */
const PIECES_AT_ONCE = 4

/**
 * The words of all evidence files, to be searched. They lie in a file of their own beside the library: derived from what
 * was read out of the files, made again where it is missing, damaged or behind, and no part of any backup.
 */
export function searchIndex({
  db,
  path,
  canStore,
  log,
}: {
  db: Database
  path: string
  canStore: boolean
  log: (message: string, error: unknown) => void
}) {
  const texts = evidenceFileQueries(db)
  let open: { db: Database; queries: SearchIndexQueries } | null = null
  let closed = false
  let working: Promise<void> | null = null
  let again = false

  function queries(): SearchIndexQueries | null {
    if (open) return open.queries
    if (closed || (!canStore && !existsSync(path))) return null
    try {
      const index = openSearchIndex(path, canStore ? 'write' : 'read')
      open = { db: index, queries: searchIndexQueries(index) }
      return open.queries
    } catch (error) {
      // On a disk that takes nothing, what is derived waits.
      if (isUnwritable(error)) return null
      throw error
    }
  }

  /** null where there is no index, or none that can be used: what is damaged is made again. */
  function use<Result>(work: (index: SearchIndexQueries) => Result): Result | null {
    try {
      const index = queries()
      return index && work(index)
    } catch (error) {
      if (!isDamage(error)) throw error
      startAnew()
      return null
    }
  }

  function startAnew(): void {
    release()
    if (!canStore) return
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true })
    begin()
  }

  function release(): void {
    open?.db.close()
    open = null
  }

  async function bringUpToDate(): Promise<void> {
    const wanted = new Map(texts.readFiles().map((file) => [file.hash, file]))
    const known = use((index) => ({ files: index.files(), begun: index.begun() }))
    if (!known) return
    const isCurrent = new Set(
      known.files.filter(({ hash, readAt }) => wanted.get(hash)?.readAt === readAt).map(({ hash }) => hash),
    )
    const stale = new Set(
      [...known.begun, ...known.files.map(({ hash }) => hash)].filter((hash) => !isCurrent.has(hash)),
    )
    for (const hash of stale) await forget(hash)
    for (const file of wanted.values()) if (!isCurrent.has(file.hash)) await put(file)
  }

  async function forget(hash: string): Promise<void> {
    use((index) => {
      index.forgetFile(hash)
    })
    while (!closed && use((index) => index.forgetSome(hash))) await setImmediate()
  }

  async function put({ hash, readAt }: ReadFile): Promise<void> {
    let some: Piece[] = []
    for (const piece of filePieces(hash)) {
      some.push(piece)
      if (some.length < PIECES_AT_ONCE) continue
      if (closed || !use((index) => added(index, some))) return
      some = []
      await setImmediate()
    }
    if (closed) return
    use((index) => {
      index.add(some)
      index.remember(hash, readAt)
    })
  }

  /** Part by part, since a statement cannot be left open while others write. */
  function* filePieces(hash: string): Generator<Piece> {
    for (let number = 1; ; number += 1) {
      const part = texts.part(hash, number)
      if (!part) return
      yield* piecesOfPart(hash, part)
    }
  }

  function begin(): void {
    if (!canStore || closed) return
    if (working) {
      again = true
      return
    }
    working = setImmediate()
      .then(bringUpToDate)
      .catch((error: unknown) => {
        if (!closed) log('The search index could not be brought up to date', error)
      })
      .finally(() => {
        working = null
        if (again) {
          again = false
          begin()
        }
      })
  }

  /** What of the index is not what the tables say. An index that is not there yet, or behind, is no fault. */
  function* problems(): Generator<string> {
    try {
      const index = queries()
      if (!index) return
      const damage = index.damage()
      for (const found of damage) yield `search index: ${found}`
      if (damage.length > 0) return
      const readAt = new Map(texts.readFiles().map((file) => [file.hash, file.readAt]))
      for (const file of index.files()) {
        if (readAt.get(file.hash) !== file.readAt) continue
        const asIndexed = [...index.pieces(file.hash)]
        let count = 0
        let differs = false
        for (const piece of filePieces(file.hash)) {
          const found = asIndexed[count]
          count += 1
          if (found?.part !== piece.part || found.start !== piece.start || found.text !== piece.text)
            differs = true
        }
        if (differs || count !== asIndexed.length)
          yield `search index: differs from the text of evidence file ${file.hash}`
      }
    } catch (error) {
      if (!isDamage(error)) throw error
      yield 'search index: damaged'
    }
  }

  return {
    /** Brings it up to date, a little at a time; nobody waits for it. */
    begin,
    find: (words: readonly string[], limit: number): Piece[] =>
      use((index) => index.find(words, limit)) ?? [],
    /** Where in a file words may stand; null where that is not known. */
    findIn: (hash: string, words: readonly string[]): Piece[] | null =>
      use((index) => (index.files().some((file) => file.hash === hash) ? index.findIn(hash, words) : null)),
    /** Files whose words cannot be found yet. */
    pendingCount(): number {
      const known = new Map((use((index) => index.files()) ?? []).map(({ hash, readAt }) => [hash, readAt]))
      const behind = texts.readFiles().filter(({ hash, readAt }) => known.get(hash) !== readAt)
      return behind.length + texts.unread().length
    },
    problems: () => [...problems()],
    close(): void {
      closed = true
      release()
    },
  }
}

export type SearchIndex = ReturnType<typeof searchIndex>

function isUnwritable(error: unknown): boolean {
  return /^SQLITE_(?:FULL|IOERR|CANTOPEN|READONLY)/.test(codeOf(error))
}

function added(index: SearchIndexQueries, some: readonly Piece[]): true {
  index.add(some)
  return true
}

function* piecesOfPart(hash: string, { number, text }: FileTextPart): Generator<Piece> {
  for (const piece of piecesOf(text)) {
    yield { hash, part: number, start: piece.start, text: searchedText(piece.text).text }
  }
}
