import search from 'approx-string-match'
import { it } from 'vitest'

import { foldedText } from '#main/database/folded-text'
import { alignRevisions } from '#main/revisions/align-revisions'

import {
  EDIT_KINDS,
  editedArticle,
  type EditedArticle,
  type EditedSentence,
} from '../main/revisions/edited-articles'
import { median, report, times } from './measure'

const EDITS = 100_000
/** Edits whose sentences the baseline is asked about as well; all would take it an hour. */
const BASELINE_EDITS = 10_000
/** What Hypothesis weighs a match by (client, match-quote): quote, words before and behind, position. */
const WEIGHTS = { quote: 50, before: 20, behind: 20, position: 2 }
const CONTEXT_CHARACTERS = 32

interface Count {
  edits: number
  'must not be kept': number
  'kept wrongly': number
  unchanged: number
  kept: number
}

const none = (): Count => ({ edits: 0, 'must not be kept': 0, 'kept wrongly': 0, unchanged: 0, kept: 0 })

/** Every sentence of the text before, with whether its check may be carried and where it stands now. */
function expectations({ before, after, doubtful }: EditedArticle) {
  const stands = new Map(
    after.flatMap((sentence, at) => (sentence.isSame ? [[sentence.origin, at] as const] : [])),
  )
  return before.flatMap((sentence, at) =>
    doubtful.has(at) ? [] : [{ sentence, at, place: stands.get(at) ?? null }],
  )
}

function countOurs(article: EditedArticle, count: Count): void {
  const kept = new Map<number, number>()
  for (const { kind, before, after } of alignRevisions(article.before, article.after)) {
    if (kind === 'kept' || kind === 'moved') kept.set(before[0] ?? -1, after[0] ?? -1)
  }
  for (const { at, place } of expectations(article)) {
    if (place === null) count['must not be kept'] += 1
    else count.unchanged += 1
    if (kept.has(at) && kept.get(at) !== place) count['kept wrongly'] += 1
    if (place !== null && kept.get(at) === place) count.kept += 1
  }
}

interface Text {
  text: string
  starts: number[]
}

function textOf(sentences: readonly EditedSentence[]): Text {
  let text = ''
  const starts = sentences.map((sentence) => {
    const start = text === '' ? 0 : text.length + 1
    text = text === '' ? foldedText(sentence.text) : `${text} ${foldedText(sentence.text)}`
    return start
  })
  return { text, starts }
}

function matches(text: string, quote: string, maxErrors: number) {
  const exact: { start: number; end: number; errors: number }[] = []
  for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1)) {
    exact.push({ start: at, end: at + quote.length, errors: 0 })
  }
  return exact.length > 0 ? exact : search(text, quote, maxErrors)
}

function likeness(text: string, words: string): number {
  if (words === '' || text === '') return 0
  const [best] = matches(text, words, words.length)
  return best ? 1 - best.errors / words.length : 0
}

/** Where Hypothesis' way of anchoring puts a note on a quote; null where it gives up. */
function anchored(text: string, quote: string, around: { before: string; behind: string; position: number }) {
  const found = matches(text, quote, Math.min(256, quote.length / 2))
  const scored = found.map(({ start, end, errors }) => ({
    start,
    score:
      WEIGHTS.quote * (1 - errors / quote.length) +
      WEIGHTS.before * likeness(text.slice(Math.max(0, start - around.before.length), start), around.before) +
      WEIGHTS.behind * likeness(text.slice(end, end + around.behind.length), around.behind) +
      WEIGHTS.position * (1 - Math.abs(start - around.position) / text.length),
  }))
  return scored.sort((a, b) => b.score - a.score)[0] ?? null
}

function countBaseline(article: EditedArticle, count: Count): void {
  const [before, after] = [textOf(article.before), textOf(article.after)]
  const edited = new Set(article.edits.flatMap(({ origins }) => origins))
  for (const { sentence, at, place } of expectations(article)) {
    // Unchanged sentences are many: one in ten tells enough.
    if (!edited.has(at) && at % 10 !== 0) continue
    const quote = foldedText(sentence.text)
    const position = before.starts[at] ?? 0
    const end = position + quote.length
    const found = anchored(after.text, quote, {
      before: before.text.slice(Math.max(0, position - CONTEXT_CHARACTERS), position),
      behind: before.text.slice(end, end + CONTEXT_CHARACTERS),
      position,
    })
    if (place === null) count['must not be kept'] += 1
    else count.unchanged += 1
    if (place === null && found) count['kept wrongly'] += 1
    if (place !== null && found) {
      if (found.start === after.starts[place]) count.kept += 1
      else count['kept wrongly'] += 1
    }
  }
}

it('labelled edits', () => {
  const ours = none()
  const oursShare = none()
  const baseline = none()
  for (let seed = 0; ours.edits < EDITS; seed += 1) {
    const article = editedArticle(seed)
    ours.edits += article.edits.length
    countOurs(article, ours)
    if (baseline.edits >= BASELINE_EDITS) continue
    for (const count of [baseline, oursShare]) count.edits += article.edits.length
    countBaseline(article, baseline)
    countOurs(article, oursShare)
  }
  const row = (name: string, count: Count) => ({
    name,
    ...count,
    'kept %': String(Math.round((count.kept / count.unchanged) * 100_000) / 1_000),
  })
  report('Labelled edits, German and English: what stays checked', [
    row('Belegt', ours),
    row('Belegt, the same articles', oursShare),
    row('approx-string-match', baseline),
  ])
})

it('labelled edits by kind', () => {
  report(
    'One edit to an article, by kind',
    EDIT_KINDS.map((kind) => {
      const count = none()
      const baseline = none()
      for (let seed = 0; seed < 120; seed += 1) {
        const article = editedArticle(seed * 17 + 3, kind)
        count.edits += article.edits.length
        countOurs(article, count)
        countBaseline(article, baseline)
      }
      return {
        kind,
        edits: count.edits,
        'kept wrongly': count['kept wrongly'],
        'kept %': String(Math.round((count.kept / count.unchanged) * 100_000) / 1_000),
        'approx: kept wrongly': baseline['kept wrongly'],
      }
    }),
  )
})

it('long texts', async () => {
  const rows = []
  for (const sentences of [2_500, 5_000, 10_000, 20_000]) {
    const before: EditedSentence[] = []
    const after: EditedSentence[] = []
    let edits = 0
    for (let seed = 0; before.length < sentences; seed += 1) {
      const article = editedArticle(seed)
      const isEdited = edits < 200
      if (isEdited) edits += article.edits.length
      // One long text: each article a section, its sentences made their own.
      const own = (each: EditedSentence): EditedSentence => ({
        ...each,
        text: each.text.length < 40 ? each.text : `${each.text} ${String(seed)}`,
        kind: each.kind === 'headline' && seed > 0 ? 'subhead' : each.kind,
        block: each.block + seed * 100,
      })
      before.push(...article.before.map(own))
      after.push(...(isEdited ? article.after : article.before).map(own))
    }
    const ms = median(await times(5, () => alignRevisions(before, after)))
    rows.push({ sentences: before.length, edits, ms, 'µs each': (ms * 1_000) / before.length })
  }
  report('Lining up two versions of one long text', rows)
})
