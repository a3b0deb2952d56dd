import { foldedLetters } from '#main/database/folded-letters'
import { readableNames } from '#main/database/source-names'
import type { SourceId, SourceName } from '#shared/model'

import type { SearchedSource, SourceQueries } from './source-queries'

/** More changes at once than this, and all is read anew. */
const FEW_CHANGES = 500

/**
 * Finds sources by parts of words, whatever their case and accents. The folded text of all is kept in memory: it is
 * never stored, so it cannot differ from the table, and SQLite's LIKE would take Ä and ä for two letters.
 */
export function sourceSearch(queries: SourceQueries) {
  const texts = new Map<SourceId, string>()
  /** Latest first. */
  let order: SourceId[] = []
  /** null while nothing was read. */
  let dataVersion: number | null = null

  function keepCurrent(): void {
    const version = queries.dataVersion()
    const changed = queries.takeChanged()
    if (version !== dataVersion || changed.length > FEW_CHANGES) readAll()
    else for (const id of changed) readAgain(id)
    dataVersion = version
  }

  function readAll(): void {
    texts.clear()
    for (const each of queries.searched()) texts.set(each.id, textOf(each))
    order = [...texts.keys()]
  }

  function readAgain(id: SourceId): void {
    const found = queries.searchedOne(id)
    const place = order.findIndex((each) => each <= id)
    const isListed = order[place] === id
    if (found) {
      texts.set(id, textOf(found))
      if (!isListed) order.splice(place === -1 ? order.length : place, 0, id)
    } else {
      texts.delete(id)
      if (isListed) order.splice(place, 1)
    }
  }

  /** The latest sources in which every word of the query occurs. */
  return function find(query: string, limit: number): SourceId[] {
    keepCurrent()
    const words = foldedLetters(query).split(/\s+/).filter(Boolean)
    const found: SourceId[] = []
    for (const id of order) {
      const text = texts.get(id) ?? ''
      if (words.every((word) => text.includes(word))) found.push(id)
      if (found.length === limit) break
    }
    return found
  }
}

function textOf({ text, names }: SearchedSource): string {
  // The column holds what this program wrote.
  return foldedLetters(`${text}\n${readableNames(JSON.parse(names) as SourceName[]) ?? ''}`)
}
