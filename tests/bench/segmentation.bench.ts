import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sentencex from 'sentencex'
import { it } from 'vitest'

import { segment } from '#main/articles/segmenter'

import { median, report, textOf, times } from './measure'

interface Sample {
  lang: string
  corpus: string
  text: string
  sents: [start: number, end: number][]
}

/** The development data lies beside the repository; where it does not, a few texts in it stand in. */
const DATA = join(import.meta.dirname, '../../../shared/segmentation/data')
const CASES = join(import.meta.dirname, 'sentences.jsonl')

function samples(): Sample[] {
  const folder = process.env['BELEGT_SENTENCES'] ?? DATA
  if (!existsSync(folder)) {
    console.log(
      `\nNo folder ${folder}: these are the few texts of tests/bench/sentences.jsonl and say little.`,
    )
    return linesOf(CASES)
  }
  return readdirSync(folder).flatMap((name) => linesOf(join(folder, name)))
}

function linesOf(path: string): Sample[] {
  // The form of this data is written down beside it.
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Sample)
}

type Cut = (line: string, lang: string) => number[]

/** Where a line is cut, between two sentences: the places after each but the last. */
const ours: Cut = (line, lang) =>
  segment(line, lang)
    .slice(0, -1)
    .map(({ end }) => end)
const platform: Cut = (line, lang) =>
  Array.from(
    new Intl.Segmenter(lang, { granularity: 'sentence' }).segment(line),
    ({ index, segment: part }) => index + part.trimEnd().length,
  ).slice(0, -1)
const theirs: Cut = (line, lang) => {
  const ends: number[] = []
  let at = 0
  for (const sentence of sentencex(lang, line)) {
    const words = sentence.trim()
    const found = line.indexOf(words, at)
    if (words === '' || found < 0) continue
    at = found + words.length
    ends.push(at)
  }
  return ends.slice(0, -1)
}

interface Score {
  wrong: number
  missed: number
  right: number
}

/** Cuts inside of lines only: a line end is one for everybody. */
function scored(of: readonly Sample[], cut: Cut): Score {
  const score = { wrong: 0, missed: 0, right: 0 }
  for (const { text, lang, sents } of of) {
    const ends = new Set(sents.map(([, end]) => end))
    let start = 0
    for (const line of text.split('\n')) {
      const words = line.trimEnd().length
      const wanted = new Set([...ends].filter((end) => end > start && end < start + words))
      const given = line.trim() === '' ? [] : cut(line, lang).map((end) => start + end)
      for (const end of given) score[wanted.delete(end) ? 'right' : 'wrong'] += 1
      score.missed += wanted.size
      start += line.length + 1
    }
  }
  return score
}

const f1 = ({ wrong, missed, right }: Score) => (200 * right) / (2 * right + wrong + missed)

it('cuts', () => {
  const byCorpus = Map.groupBy(samples(), ({ corpus }) => corpus)
  const rows = [...byCorpus].map(([corpus, of]) => {
    const scores = [ours, platform, theirs].map((cut) => scored(of, cut))
    const [own, intl, other] = scores.map((each) => f1(each).toFixed(2))
    return {
      corpus,
      'F1 Belegt': own ?? '',
      'F1 Intl.Segmenter': intl ?? '',
      'F1 sentencex': other ?? '',
      'wrong or missed': scores.map(({ wrong, missed }) => wrong + missed).join(' / '),
    }
  })
  report('Cuts between sentences on one line, against sentences marked by people', rows)
})

it('speed', async () => {
  const rows = []
  const unit = textOf(5_000)
  for (const megabytes of [1, 10]) {
    const text = unit.repeat(Math.ceil((megabytes * 1_000_000) / unit.length)).slice(0, megabytes * 1_000_000)
    const line = text.replaceAll('\n', ' ')
    const lines = text.split('\n')
    const speed = async (work: () => unknown) => text.length / median(await times(3, work)) / 1_000
    rows.push({
      'million characters': megabytes,
      'Belegt, M/s': await speed(() => segment(text, 'de')),
      'Belegt, one line, M/s': await speed(() => segment(line, 'de')),
      'Intl.Segmenter, M/s': await speed(() => lines.map((each) => platform(each, 'de'))),
      'sentencex, M/s': await speed(() => lines.map((each) => sentencex('de', each))),
    })
  }
  report('Speed, one thread', rows)
})
