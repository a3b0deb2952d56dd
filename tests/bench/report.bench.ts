import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, it } from 'vitest'

import type { ArticleId, ReportFormat } from '#shared/model'

import {
  addClaim,
  addEvidence,
  openWorkspace,
  rate,
  temporaryFolder,
  type Workspace,
} from '../support/workspace'
import { median, report, textOf, times } from './measure'

/** Sentences, with two claims in five. */
const SIZES = [1_250, 2_500, 5_000] as const
const FORMATS: readonly ReportFormat[] = [
  'json',
  'html',
  'md',
  'csv',
  'webannotation',
  'xlsx',
  'docx',
  'draft',
]
const GOALS: Partial<Record<ReportFormat, string>> = { html: '< 1000', json: '< 500', docx: '< 10000' }

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace
const articles = new Map<number, ArticleId>()

beforeAll(async () => {
  folder = temporaryFolder()
  workspace = openWorkspace()
  const { call } = workspace
  for (const size of SIZES) {
    const { article } = await call('articles.import', { text: textOf(size), language: 'de' })
    const read = await call('articles.read', { articleId: article.id })
    for (let number = 1; number <= size; number += 1) {
      if (number % 5 !== 2 && number % 5 !== 4) continue
      const claimId = await addClaim(call, { article: read, number })
      await addEvidence(call, claimId, `Akte ${String(number % 100)}`)
      await rate(call, claimId, { ratingId: number % 5 === 2 ? 'wrong' : 'confirmed' })
    }
    articles.set(size, article.id)
  }
}, 1_200_000)

afterAll(() => {
  workspace.close()
  folder.remove()
})

it('report', { timeout: 1_200_000 }, async () => {
  const rows = []
  for (const format of FORMATS) {
    for (const size of SIZES) {
      const articleId = articles.get(size)
      if (!articleId) throw new Error(`No article of ${String(size)} sentences`)
      let content = ''
      const made = median(
        await times(3, async () => {
          content = (await workspace.call('reports.render', { articleId, format, language: 'de' })).content
        }),
      )
      const same = 'x'.repeat(Buffer.byteLength(content))
      const written = median(await times(3, () => writeThrough(join(folder.path, format), same)))
      rows.push({
        ...{ format, sentences: size, 'report ms': made, goal: size === 5_000 ? (GOALS[format] ?? '') : '' },
        ...{ MB: content.length / 1e6, 'write the bytes ms': written, ratio: made / written },
        'µs a sentence': (made * 1_000) / size,
      })
    }
  }
  report('Reports with two claims in five sentences, against writing as many bytes of a fixed string', rows)
})

function writeThrough(path: string, text: string): void {
  const file = openSync(path, 'w')
  writeSync(file, text)
  fsyncSync(file)
  closeSync(file)
}
