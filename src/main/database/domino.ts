import type { Words } from '#shared/errors'
import type { Evidence, GivenWay, Source } from '#shared/model'

import { endOf } from './partial-dates'

/**
 * What became of a file: since which check (a time-ordered id) its bytes have not been those that were stored. null
 * while they are.
 */
export interface FileDamage {
  since: string
  at: string
  foundHash: string | null
}

/** A piece of evidence with the marks of when what it rests on gave way. */
export interface Standing {
  evidence: Evidence
  statusMark: string | null
  goodUntilMark: string | null
  fileDamage: FileDamage | null
}

/** As much of a verdict as tells whether it was given before something gave way. */
export interface GivenVerdict {
  /** Time-ordered. */
  id: string
  at: string
}

/**
 * What gave way under these verdicts after one of them was given, each source and file once. Exactly this reopens a
 * claim: a verdict given later was given knowing it.
 */
export function givenWay(
  standings: readonly Standing[],
  verdicts: readonly GivenVerdict[],
  now: Date,
): GivenWay[] {
  if (verdicts.length === 0) return []
  const found = new Map<string, GivenWay>()
  for (const standing of standings) {
    for (const each of whatGaveWay(standing, verdicts, now)) {
      const key = `${each.kind} ${each.fileHash ?? each.sourceId} ${each.how}`
      if (!found.has(key)) found.set(key, each)
    }
  }
  return [...found.values()]
}

function whatGaveWay(
  { evidence, statusMark, goodUntilMark, fileDamage }: Standing,
  verdicts: readonly GivenVerdict[],
  now: Date,
): GivenWay[] {
  const { source, file } = evidence
  const olderThan = (mark: string) => verdicts.some(({ id }) => id < mark)
  const ways: GivenWay[] = []
  if (source.status !== 'current' && statusMark !== null && source.statusAt && olderThan(statusMark)) {
    ways.push(ofSource(source, source.status, source.statusReason, source.statusAt))
  }
  if (source.goodUntil !== null && goodUntilMark !== null) {
    const end = endOf(source.goodUntil)
    // Given before it expired, or before anyone had said until when it is good.
    const unaware = verdicts.some(({ id, at }) => new Date(at) < end || id < goodUntilMark)
    if (end <= now && unaware) ways.push(ofSource(source, 'expired', source.goodUntil, end.toISOString()))
  }
  if (file && fileDamage && olderThan(fileDamage.since)) {
    const how = fileDamage.foundHash === null ? 'missing' : 'changed'
    const about = { sourceId: source.id, fileHash: file.hash, title: file.name, how, reason: null } as const
    ways.push({ kind: 'file', ...about, at: fileDamage.at, words: wordsOf(about) })
  }
  return ways
}

function ofSource(
  source: Pick<Source, 'id' | 'title'>,
  how: GivenWay['how'],
  reason: string | null,
  at: string,
): GivenWay {
  const about = { sourceId: source.id, fileHash: null, title: source.title, how, reason }
  return { kind: 'source', ...about, at, words: wordsOf(about) }
}

/** "The source “…” was withdrawn: reason." An expired source has its date for a reason. */
export function wordsOf({ how, title, reason }: Pick<GivenWay, 'how' | 'title' | 'reason'>): Words {
  const why = reason === null ? '' : `: ${reason}`
  switch (how) {
    case 'withdrawn':
      return {
        de: `Die Quelle „${title}“ wurde zurückgezogen${why}.`,
        en: `The source “${title}” was withdrawn${why}.`,
      }
    case 'corrected':
      return {
        de: `Die Quelle „${title}“ wurde berichtigt${why}.`,
        en: `The source “${title}” was corrected${why}.`,
      }
    case 'outdated':
      return {
        de: `Die Quelle „${title}“ ist überholt${why}.`,
        en: `The source “${title}” is outdated${why}.`,
      }
    case 'expired':
      return {
        de: `Die Quelle „${title}“ galt nur bis ${reason ?? ''}.`,
        en: `The source “${title}” was good until ${reason ?? ''} only.`,
      }
    case 'changed':
      return {
        de: `Die Belegdatei „${title}“ ist nicht mehr die, die gesichert wurde.`,
        en: `The evidence file “${title}” is no longer the one that was stored.`,
      }
    case 'missing':
      return {
        de: `Die Belegdatei „${title}“ fehlt.`,
        en: `The evidence file “${title}” is missing.`,
      }
  }
}
