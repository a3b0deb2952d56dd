import { describe, expect, it } from 'vitest'

import { readArticleFile } from '#main/articles/article-file'
import { AppError } from '#shared/errors'

import { zipOf } from '../../support/evidence-files'
import { zipParts } from '../../support/zip-parts'
import { sources } from './corpus/sources'

/** How often each file is damaged; a long run asks for more. */
const MUTANTS = Number(process.env['BELEGT_MUTANTS'] ?? 25)
const FORMATS = [
  'web-news',
  'markdown-notes',
  'word-news',
  'open-document-news',
  'rich-text-news',
  'mail-html',
  'pdf-pages',
]

/** Always the same numbers, so that what fails once fails again. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below
}

function damaged(bytes: Buffer, random: (below: number) => number): Buffer {
  let out = Buffer.from(bytes)
  for (let change = 0; change <= random(6); change++) {
    const at = random(Math.max(1, out.length))
    const length = 1 + random(40)
    const way = random(5)
    if (way === 0) out = Buffer.concat([out.subarray(0, at), out.subarray(at + length)])
    else if (way === 1) out[at] = random(256)
    else if (way === 2) {
      const piece = out.subarray(at, at + length)
      out = Buffer.concat([
        out.subarray(0, at),
        ...Array.from({ length: 1 + random(200) }, () => piece),
        out.subarray(at),
      ])
    } else if (way === 3) out = out.subarray(0, Math.max(1, at))
    else {
      const odd = [
        '<',
        '>',
        '"',
        '{',
        '}',
        '\\',
        '&#0;',
        '<![CDATA[',
        '\0',
        '%',
        '=',
        '\n\n',
        '</w:p>',
        '\\bin99999 ',
      ]
      out = Buffer.concat([out.subarray(0, at), Buffer.from(odd[random(odd.length)] ?? ''), out.subarray(at)])
    }
  }
  return out
}

async function damagedInside(bytes: Buffer, random: (below: number) => number): Promise<Buffer> {
  const parts = [...(await zipParts(bytes))]
  return zipOf(
    parts.map(([name, content]) => ({
      name,
      content: name.endsWith('.xml') ? damaged(Buffer.from(content), random) : content,
      isPacked: name !== 'mimetype',
    })),
  )
}

describe('a damaged file', () => {
  it.each(FORMATS)('is read whole or refused in words: %s', { timeout: 300_000 }, async (name) => {
    const source = sources[name]
    if (!source) throw new Error(`The corpus has no file ${name}`)
    const random = randomFrom(7_919)

    for (let mutant = 0; mutant < MUTANTS; mutant++) {
      // A damaged zip is refused as such; what is in it is damaged inside a sound one.
      const isZip = source.bytes.readUInt32LE(0) === 0x04034b50 && mutant % 4 > 0
      const bytes = isZip ? await damagedInside(source.bytes, random) : damaged(source.bytes, random)
      const read = await readArticleFile({ bytes, fileName: source.fileName }).catch((error: unknown) => {
        if (error instanceof AppError) return null
        throw new Error(`Mutant ${String(mutant)} of ${name}`, { cause: error })
      })
      if (!read) continue
      const covered = new Set<number>()
      for (const block of read.blocks) {
        for (const { start, end } of block.kind === 'non-text' ? [block] : block.sentences) {
          for (let at = start; at < end; at++) {
            if (covered.has(at))
              throw new Error(`Mutant ${String(mutant)} of ${name}: twice at ${String(at)}`)
            covered.add(at)
          }
        }
      }
      const left = [...read.text.matchAll(/\S/g)].filter(({ index }) => !covered.has(index))
      expect(left, `Mutant ${String(mutant)} of ${name}`).toEqual([])
    }
  })
})
