import { describe, expect, it } from 'vitest'

import { readArticleFile } from '#main/articles/article-file'

import { expected } from './corpus/expected'
import { sources } from './corpus/sources'

/** Each article as a person wrote it down before: block by block, sentence by sentence. See examples/ for plain text. */
describe('an article of the corpus', () => {
  it.each(Object.keys(expected))('%s', async (name) => {
    const source = sources[name]
    if (!source) throw new Error(`The corpus has no file ${name}`)

    const { text, blocks } = await readArticleFile(source)

    const lines = blocks.map(({ kind, start, end, sentences }) => {
      const spans = kind === 'non-text' ? [{ start, end }] : sentences
      return `${kind}: ${spans.map((span) => text.slice(span.start, span.end)).join(' | ')}`
    })
    // What was left out stands where it stood, in the middle or at the end; here the text counts.
    const isText = (line: string) => !line.startsWith('non-text: ')
    expect(lines.filter(isText).map((line) => line.replaceAll('\u00a0', ' '))).toEqual(
      expected[name]?.filter(isText),
    )
    expect(lines).toEqual(expect.arrayContaining(expected[name]?.filter((line) => !isText(line)) ?? []))
  })
})
