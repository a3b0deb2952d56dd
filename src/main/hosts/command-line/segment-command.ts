import { z } from 'zod'

import { MAX_CALL_BYTES } from '#shared/contract'

import { segment } from '#main/articles/segmenter'

import type { Command } from './command'
import { parseLine, readLines } from './read-lines'

const Line = z.object({ id: z.union([z.string(), z.number()]), lang: z.string(), text: z.string() })
/** Answers are written in pieces of about this size: one write for each line would be most of the time. */
const PIECE_CHARACTERS = 64 * 1024

export const segmentCommand: Command = {
  name: 'segment',
  usage: '< texts.jsonl',
  summary: {
    de: 'Sätze finden: {"id","lang","text"} je Zeile hinein, {"id","spans"} heraus.',
    en: 'Find sentences: {"id","lang","text"} on each line in, {"id","spans"} out.',
  },
  options: {},
  names: { min: 0, max: 0 },

  async run(_given, { input, print, language }) {
    let allFit = true
    let answers = ''
    const message =
      language === 'de'
        ? 'Diese Zeile ist kein {"id","lang","text"}.'
        : 'This line is not {"id","lang","text"}.'
    for await (const { text: line, more } of readLines(input, MAX_CALL_BYTES)) {
      if (line?.trim() !== '') {
        const parsed = Line.safeParse(parseLine(line))
        allFit &&= parsed.success
        const answer = parsed.success
          ? {
              id: parsed.data.id,
              spans: segment(parsed.data.text, parsed.data.lang).map(({ start, end }) => [start, end]),
            }
          : { id: null, error: { code: 'invalid_input', message } }
        answers += `${JSON.stringify(answer)}\n`
      }
      if (!more || answers.length > PIECE_CHARACTERS) {
        await print(answers)
        answers = ''
      }
    }
    return allFit ? 0 : 1
  },
}
