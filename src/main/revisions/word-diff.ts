import { foldedText } from '#main/database/folded-text'
import type { WordDiff } from '#shared/model'

import { callouts, type Token } from './callouts'

type DiffPart = WordDiff['parts'][number]

interface Group {
  kind: DiffPart['kind']
  from: Token[]
  to: Token[]
}

/** A number with its separators, a word with its hyphens, or a sign by itself. */
const TOKEN =
  /(?:(?<![\p{L}\p{N}])[-−+](?=\p{N}))?\p{N}[\p{N}\p{Cf}]*(?:[.,:/'’]\p{N}+)*|[\p{L}\p{M}\p{Cf}]+(?:[-‐‑'’.]?[\p{L}\p{M}\p{N}\p{Cf}]+)*|[^ ]/gu
/** Pairs of words that are compared one by one. What differs between longer texts is one change. */
const MAX_PAIRS = 4_000_000

export function wordDiff(before: string, after: string): WordDiff {
  const groups = groupsOf(tokensOf(foldedText(before)), tokensOf(foldedText(after)))
  return {
    parts: groups.map(({ kind, from, to }) => ({ kind, from: joined(from), to: joined(to) })),
    callouts: groups.flatMap(({ kind, from, to }) => (kind === 'same' ? [] : callouts(from, to))),
  }
}

function tokensOf(text: string): Token[] {
  const matches = [...text.matchAll(TOKEN)]
  let isFirst = true
  return matches.map(({ 0: word, index }, at) => {
    const token = { word, text: text.slice(index, matches[at + 1]?.index), isFirst }
    if (/[\p{L}\p{N}]/u.test(word)) isFirst = false
    return token
  })
}

function joined(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join('')
}

function groupsOf(from: readonly Token[], to: readonly Token[]): Group[] {
  const isSame = (a: number, b: number) => from[a]?.word === to[b]?.word
  const shorter = Math.min(from.length, to.length)
  let head = 0
  while (head < shorter && isSame(head, head)) head += 1
  let tail = 0
  while (tail < shorter - head && isSame(from.length - 1 - tail, to.length - 1 - tail)) tail += 1

  const groups: Group[] = []
  const add = (a: Token[], b: Token[], same: boolean) => {
    const last = groups.at(-1)
    if (last && (last.kind === 'same') === same) {
      last.from.push(...a)
      last.to.push(...b)
    } else groups.push({ kind: same ? 'same' : 'changed', from: a, to: b })
  }
  const middle = commonPairs(from.slice(head, from.length - tail), to.slice(head, to.length - tail))
  let a = 0
  let b = 0
  for (const [nextA, nextB] of [
    ...Array.from({ length: head }, (_, at) => [at, at] as const),
    ...middle.map(([x, y]) => [x + head, y + head] as const),
    ...Array.from({ length: tail }, (_, at) => [from.length - tail + at, to.length - tail + at] as const),
    [from.length, to.length] as const,
  ]) {
    if (nextA > a || nextB > b) add(from.slice(a, nextA), to.slice(b, nextB), false)
    if (nextA < from.length) add(from.slice(nextA, nextA + 1), to.slice(nextB, nextB + 1), true)
    a = nextA + 1
    b = nextB + 1
  }
  return groups.map((group) => ({ ...group, kind: kindOf(group) }))
}

function kindOf({ kind, from, to }: Group): DiffPart['kind'] {
  if (kind === 'same') return 'same'
  if (from.length === 0) return 'added'
  return to.length === 0 ? 'removed' : 'changed'
}

/** Positions of the longest common run of words, by the classic table. */
function commonPairs(from: readonly Token[], to: readonly Token[]): [number, number][] {
  if (from.length * to.length > MAX_PAIRS) return []
  const width = to.length + 1
  const lengths = new Uint32Array((from.length + 1) * width)
  const length = (a: number, b: number) => lengths[a * width + b] ?? 0
  for (let a = from.length - 1; a >= 0; a -= 1) {
    for (let b = to.length - 1; b >= 0; b -= 1) {
      lengths[a * width + b] =
        from[a]?.word === to[b]?.word
          ? length(a + 1, b + 1) + 1
          : Math.max(length(a + 1, b), length(a, b + 1))
    }
  }
  const pairs: [number, number][] = []
  let a = 0
  let b = 0
  while (a < from.length && b < to.length) {
    if (from[a]?.word === to[b]?.word) pairs.push([a++, b++])
    else if (length(a + 1, b) >= length(a, b + 1)) a += 1
    else b += 1
  }
  return pairs
}
