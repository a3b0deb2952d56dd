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
  let texts: Map<SourceId, string> | null = null
  let dataVersion = 0

  function current(): Map<SourceId, string> {
    const version = queries.dataVersion()
    const changed = queries.takeChanged()
    if (texts === null || version !== dataVersion || changed.length > FEW_CHANGES) {
      dataVersion = version
      texts = new Map()
      for (const each of queries.searched()) texts.set(each.id, textOf(each))
      return texts
    }
    for (const id of changed) {
      const found = queries.searchedOne(id)
      if (found) texts.set(id, textOf(found))
      else texts.delete(id)
    }
    return texts
  }

  /** The latest sources in which every word of the query occurs. */
  return function find(query: string, limit: number): SourceId[] {
    const words = fold(query).split(/\s+/).filter(Boolean)
    const found: SourceId[] = []
    for (const [id, text] of current()) {
      if (words.every((word) => text.includes(word))) found.push(id)
    }
    return found.sort((a, b) => (a < b ? 1 : -1)).slice(0, limit)
  }
}

function textOf({ text, names }: SearchedSource): string {
  // The column holds what this program wrote.
  return fold(`${text}\n${readableNames(JSON.parse(names) as SourceName[]) ?? ''}`)
}

const SPELT_OUT: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
}

/** Lower case without accents: "Müßiggang" and "MUSSIGGANG" fold to the same. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøłđı]/g, (letter) => SPELT_OUT[letter] ?? letter)
}
