import BetterSqlite from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { RECORDED_TABLES } from '#main/database/history'
import type { Article } from '#shared/model'
import { CallError, type Call } from '#shared/rpc'

import {
  addEvidence,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  temporaryFolder,
} from '../../support/workspace'

const KINDS = [
  ...(['claim', 'noClaim', 'clear', 'split', 'join', 'drop', 'attribute', 'comment'] as const),
  ...(['evidence', 'rate', 'reword', 'removeClaim', 'details', 'source'] as const),
  ...(['revise', 'edit', 'reattach', 'removeArticle'] as const),
]
type Step = { kind: (typeof KINDS)[number]; at: number }
const step: fc.Arbitrary<Step> = fc.record({ kind: fc.constantFrom(...KINDS), at: fc.nat(30) })

/** Who there is, and bytes that are kept, are not undone. */
const KEPT = ['people', 'evidence_files', 'captures', 'file_checks', 'time_stamps']

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

/** All rows that undo reaches, by table. */
function rowsIn(libraryPath: string): Record<string, unknown[]> {
  const db = new BetterSqlite(libraryPath, { readonly: true })
  const tables = RECORDED_TABLES.filter((table) => !KEPT.includes(table))
  const rows = tables.map((table) => [table, db.prepare(`SELECT * FROM ${table} ORDER BY id`).all()])
  db.close()
  return Object.fromEntries(rows) as Record<string, unknown[]>
}

async function take(call: Call, articleId: Article['id'], { kind, at }: Step): Promise<unknown> {
  const article = await call('articles.read', { articleId })
  const { sentences, claims, blocks, text } = article
  const sentence = sentences[at % Math.max(sentences.length, 1)]
  const claim = claims[at % Math.max(claims.length, 1)]
  const block = blocks[at % blocks.length]
  const name = `Wort ${String(at)}`
  if (kind === 'details') return call('articles.update', { articleId, outlet: name })
  if (kind === 'source') return call('sources.add', { title: name })
  if (kind === 'removeArticle') return at > 28 ? call('articles.remove', { articleId }) : null
  if (kind === 'revise') {
    const revised = {
      articleId,
      text: at % 2 ? text.replace('Meter', name) : `${text}\n\n${name} ist neu.\n`,
    }
    const { previewHash } = await call('revisions.preview', revised)
    return call('revisions.apply', { ...revised, previewHash })
  }
  if (kind === 'reattach') {
    const [orphan] = await call('revisions.orphans', { articleId })
    if (!orphan || !sentence) return null
    return call('claims.reattach', { claimId: orphan.claim.id, anchors: [{ sentenceId: sentence.id }] })
  }
  if (block && kind === 'drop') return call('blocks.setKind', { blockId: block.id, kind: 'non-text' })
  if (block && kind === 'attribute') {
    return call('blocks.attribute', { blockId: block.id, speaker: name, role: null, saidOn: null })
  }
  if (claim && kind === 'evidence') return addEvidence(call, claim.id, name)
  if (claim && kind === 'rate') return rate(call, claim.id, { ratingId: at % 2 ? 'confirmed' : 'opinion' })
  if (claim && kind === 'reword') return call('claims.update', { claimId: claim.id, wording: name })
  if (claim && kind === 'removeClaim') return call('claims.remove', { claimId: claim.id })
  if (!sentence) return null
  const { id: sentenceId, start, end } = sentence
  if (kind === 'claim') return call('claims.add', { anchors: [{ sentenceId }] })
  if (kind === 'comment') return call('comments.add', { sentenceId, text: name })
  if (kind === 'noClaim') return call('sentences.markNoClaim', { sentenceIds: [sentenceId] })
  if (kind === 'clear') return call('sentences.clearNoClaim', { sentenceIds: [sentenceId] })
  if (kind === 'join') return call('sentences.join', { sentenceId })
  if (kind === 'split') return call('sentences.split', { sentenceId, at: Math.floor((start + end) / 2) })
  if (kind === 'edit') return call('sentences.edit', { sentenceId, text: `Das ist ${name}.` })
  return null
}

async function until(call: Call, name: 'history.undo' | 'history.redo'): Promise<number> {
  for (let count = 0; ; count += 1) {
    const { undo, redo } = await call('history.next', {})
    if ((name === 'history.undo' ? undo : redo) === null) return count
    await call(name, {})
  }
}

it('undoes everything over restarts, to where the library began, and does it all again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const { libraryPath, remove } = temporaryFolder()
      let workspace = openWorkspace({ libraryPath })
      const restart = () => {
        workspace.close()
        const rows = rowsIn(libraryPath)
        workspace = openWorkspace({ libraryPath })
        return rows
      }
      const begun = restart()
      const { id } = await importText(workspace.call, SHORT_ARTICLE)
      for (const each of steps) {
        // What a rule refuses is no step.
        await take(workspace.call, id, each).catch((error: unknown) => {
          if (!(error instanceof CallError) || error.code === 'internal') throw error
        })
      }
      const ended = restart()

      const undone = await until(workspace.call, 'history.undo')
      const afterUndo = restart()
      const redone = await until(workspace.call, 'history.redo')
      const afterRedo = restart()
      const { ok } = await workspace.call('library.verify', {})
      workspace.close()
      remove()

      expect(undone).toBeGreaterThan(0)
      expect(redone).toBe(undone)
      expect(afterUndo).toEqual(begun)
      expect(afterRedo).toEqual(ended)
      expect(ok).toBe(true)
    }),
    { numRuns: 15 },
  )
}, 120_000)

it('reaches a thousand steps back after a restart', async () => {
  const { libraryPath } = folder
  let workspace = openWorkspace({ libraryPath })
  const { id: sourceId } = await workspace.call('sources.add', { title: 'Titel 0' })
  for (let count = 1; count <= 1_000; count += 1) {
    await workspace.call('sources.update', { sourceId, title: `Titel ${String(count)}` })
  }
  workspace.close()
  workspace = openWorkspace({ libraryPath })

  const undone = await until(workspace.call, 'history.undo')
  const left = await workspace.call('sources.list', {})
  const redone = await until(workspace.call, 'history.redo')
  const [source] = await workspace.call('sources.list', {})
  workspace.close()

  expect([undone, left, redone, source?.title]).toEqual([1_001, [], 1_001, 'Titel 1000'])
}, 120_000)
