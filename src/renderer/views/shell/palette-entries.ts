import type { Component } from 'vue'

import type { ArticleSummary, FoundPage, SentenceMark, Source } from '#shared/model'

import { reasonAgainst, shownKeys, type Action } from '../../actions'
import { matches, searchWords } from '../../components/matched-parts'
import type { PaletteSentence } from '../../stores/desk-link-store'

const MOST_COMMANDS = 8
const MOST_SENTENCES = 6
const MOST_OTHERS = 5

export interface PaletteEntry {
  key: string
  title: string
  icon?: Component
  keys?: string
  /** Why it can't be taken now. */
  reason?: string
  /** At the right end, in words. */
  aside?: string
  sentence?: { number: number; mark: SentenceMark; language: string }
  run: () => unknown
}

export interface PaletteGroup {
  name: 'commands' | 'sentences' | 'articles' | 'sources' | 'files'
  entries: PaletteEntry[]
}

/** ">" asks for commands only, "#" for a sentence by its number. */
export function paletteQuery(typed: string): { mode: 'all' | 'commands' | 'sentences'; words: string[] } {
  if (typed.startsWith('>')) return { mode: 'commands', words: searchWords(typed.slice(1)) }
  if (typed.startsWith('#')) return { mode: 'sentences', words: searchWords(typed.slice(1)) }
  return { mode: 'all', words: searchWords(typed) }
}

export function commandEntries(
  actions: readonly Action[],
  words: readonly string[],
  all: boolean,
): PaletteEntry[] {
  const meant = actions.filter((action) => action.hidden !== true && matches(action.title(), words))
  // Groups come as they were registered: the window's first, then what is nearer to the work.
  const nearestFirst = [...Map.groupBy(meant, (action) => action.group()).values()].reverse()
  const found = nearestFirst.flat().map((action): PaletteEntry => {
    const { id, icon, run } = action
    const keys = shownKeys(action)
    const reason = reasonAgainst(action)
    return {
      key: id,
      title: action.title(),
      ...(icon && { icon }),
      ...(keys && { keys }),
      ...(reason !== undefined && { reason }),
      run,
    }
  })
  const possible = [...found.filter(({ reason }) => !reason), ...found.filter(({ reason }) => reason)]
  return all ? possible : possible.slice(0, MOST_COMMANDS)
}

export function sentenceEntries(
  sentences: readonly PaletteSentence[],
  words: readonly string[],
  byNumber: boolean,
  goTo: (id: PaletteSentence['id']) => unknown,
): PaletteEntry[] {
  const isMeant = ({ number, text }: PaletteSentence): boolean =>
    byNumber ? String(number).startsWith(words[0] ?? '') : words.length > 0 && matches(text, words)
  const found: PaletteEntry[] = []
  for (const sentence of sentences) {
    if (!isMeant(sentence)) continue
    const { id, number, mark, text, language } = sentence
    found.push({ key: id, title: text, sentence: { number, mark, language }, run: () => goTo(id) })
    if (found.length === (byNumber ? 50 : MOST_SENTENCES)) break
  }
  return found
}

export function articleEntries(
  articles: readonly ArticleSummary[],
  words: readonly string[],
  icon: Component,
  open: (id: ArticleSummary['id']) => unknown,
): PaletteEntry[] {
  if (words.length === 0) return []
  return articles
    .filter(({ title }) => matches(title, words))
    .slice(0, MOST_OTHERS)
    .map(({ id, title, outlet }) => ({
      key: id,
      title,
      icon,
      ...(outlet && { aside: outlet }),
      run: () => open(id),
    }))
}

export function sourceEntries(
  sources: readonly Source[],
  aside: (source: Source) => string,
  iconOf: (source: Source) => Component,
  open: (id: Source['id']) => unknown,
): PaletteEntry[] {
  return sources.slice(0, MOST_OTHERS).map((source) => ({
    key: source.id,
    title: source.title,
    icon: iconOf(source),
    aside: aside(source),
    run: () => open(source.id),
  }))
}

/** Pages of evidence files: what stands there, and at the end where that is. */
export function fileEntries(
  pages: readonly FoundPage[],
  aside: (page: FoundPage) => string,
  icon: Component,
  open: (page: FoundPage) => unknown,
): PaletteEntry[] {
  return pages.slice(0, MOST_OTHERS).map((page) => ({
    key: `${page.hash} ${String(page.part)}`,
    title: `${page.before.replace(/^.*\s(?=.{12})/, '')}${page.words}${page.after}`,
    icon,
    aside: aside(page),
    run: () => open(page),
  }))
}
