import { randomFillSync } from 'node:crypto'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Input, Output } from '#shared/contract'
import type { EvidenceFile } from '#shared/model'
import type { Call } from '#shared/rpc'

import { textOf } from '../bench/measure'
import { ownFolder } from '../support/built'
import { docxOf, storeFile, zipOf } from '../support/evidence-files'
import { expectWhole, killedAtWork, type Desk, type Moment, type Told, type Work } from '../support/killed'
import { rounds } from '../support/rounds'
import {
  addClaim,
  addEvidence,
  checkEverything,
  importText,
  openWorkspace,
  SHORT_ARTICLE,
} from '../support/workspace'

const KILLS = rounds({ inTests: 5, atRelease: 120 })
/** A history grows, and every check of it with it. */
const KILLS_PER_LIBRARY = 10
/** Of work in small steps, so that there are many. */
const MANY_MS = rounds({ inTests: 500, atRelease: 2_000 })
/** Within this time the program is still starting. */
const START_MS = 450

interface Kind {
  kind: string
  /** Before the first kill, in the library. */
  prepare?: (call: Call) => Promise<unknown>
  work: Work
  /** The kill comes within this time after the first reply or the first write. */
  withinMs: number
  /** What a person would look for of what was acknowledged last. */
  look?: (call: Call, last: Told['acknowledged'][number]) => Promise<void>
}

type Article = Output<'articles.read'>

/** The article of the library. Where it was just removed, that is taken back. */
async function onlyArticle(call: Call): Promise<Article> {
  const [listed] = await call('articles.list', {})
  if (listed) return call('articles.read', { articleId: listed.id })
  await call('history.undo', {})
  return onlyArticle(call)
}

const anArticle = (call: Call) => importText(call, SHORT_ARTICLE)

/** Text that no other import has. */
const textOfItsOwn = (sentences: number) => `${String(performance.now())}\n\n${textOf(sentences)}`

async function importIsThere(call: Call, { value }: Told['acknowledged'][number]): Promise<void> {
  const { article, sentences } = value as Output<'articles.import'>
  const read = await call('articles.read', { articleId: article.id })
  expect(read.sentences).toHaveLength(sentences)
}

/** Sends a file for review as the window does and stores all articles in it. */
async function importFile(call: Call, bytes: Buffer, name: string): Promise<void> {
  const { uploadId } = await call('evidenceFiles.begin', { name, sizeInBytes: bytes.length })
  await call('evidenceFiles.append', { uploadId, bytes: bytes.toString('base64') })
  for (const file of await call('imports.unpack', { uploadId })) {
    const { id } = await call('imports.read', { uploadId: file.uploadId, language: 'de' })
    await call('imports.store', { importId: id })
  }
}

const pageOf = (sentences: number) =>
  Buffer.from(
    `<article>${textOfItsOwn(sentences)
      .split('\n\n')
      .map((text) => `<p>${text}</p>`)
      .join('\n')}</article>`,
  )
const manuscriptOf = (sentences: number) =>
  docxOf(
    textOfItsOwn(sentences)
      .split('\n\n')
      .map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`)
      .join(''),
  )

/** A checking file with the copy of its evidence, as it comes from another library. */
async function checkingFile(): Promise<Buffer> {
  const other = openWorkspace()
  const { call } = other
  const article = await anArticle(call)
  const claimId = await checkEverything(call, article)
  const { hash } = await storeFile(call, Buffer.from(textOf(2_000)), 'akte.txt')
  await call('evidence.add', {
    ...{ claimId, stance: 'supports', fileHash: hash },
    source: { title: 'Akte', type: 'document' },
  })
  const { exportId } = await call('reports.export', {
    articleId: article.id,
    format: 'json',
    withFiles: true,
  })
  const bytes = readFileSync(other.workstation.takeExport(exportId)?.path ?? '')
  other.close()
  return bytes
}

const kinds: Kind[] = [
  {
    kind: 'verdicts',
    prepare: async (call) => checkEverything(call, await anArticle(call)),
    async work(call) {
      const [claimId] = (await onlyArticle(call)).claims.map(({ id }) => id)
      for (let count = 0; ; count += 1) {
        await call('verdicts.record', {
          ...{ claimId: claimId ?? '', question: 'content', scaleId: 'belegt-content-de-1' },
          ...{ ratingId: count % 2 ? 'wrong' : 'confirmed', conclusion: String(count) },
        })
      }
    },
    withinMs: MANY_MS,
    async look(call, { input }) {
      const { claimId, conclusion } = input as Input<'verdicts.record'>
      const { content } = await call('claims.read', { claimId })
      // It, or the next one, which was written but not answered yet.
      expect([conclusion, String(Number(conclusion) + 1)]).toContain(content?.conclusion)
    },
  },
  {
    kind: 'typing',
    async work(call) {
      for (let count = 0; ; count += 1)
        await call('drafts.keep', { place: 'comment', content: String(count) })
    },
    withinMs: MANY_MS,
    async look(call, { input }) {
      const { content } = input as Input<'drafts.keep'>
      const [draft] = await call('drafts.list', {})
      expect([content, String(Number(content) + 1)]).toContain(draft?.content)
    },
  },
  {
    kind: 'pasted texts',
    async work(call) {
      for (;;) await call('articles.import', { text: textOfItsOwn(5), language: 'de' })
    },
    withinMs: 1_000,
    look: importIsThere,
  },
  {
    kind: 'large web pages',
    async work(call) {
      for (;;) await importFile(call, pageOf(1_000), 'seite.html')
    },
    withinMs: 1_000,
    look: importIsThere,
  },
  {
    kind: 'Word manuscripts',
    async work(call) {
      for (;;) await importFile(call, manuscriptOf(1_000), 'manuskript.docx')
    },
    withinMs: 1_000,
    look: importIsThere,
  },
  {
    kind: 'batches of articles',
    async work(call) {
      for (;;) {
        const entries = Array.from({ length: 12 }, (_, at) => ({
          name: `${String(at)}.txt`,
          content: textOfItsOwn(10),
        }))
        await importFile(call, zipOf(entries), 'artikel.zip')
      }
    },
    withinMs: 1_000,
    look: importIsThere,
  },
  {
    kind: 'a checking file with its evidence',
    async work(call) {
      const bytes = (await checkingFile()).toString('base64')
      for (;;) {
        const preview = await call('returns.preview', { bytes })
        if (preview?.kind !== 'record') throw new Error('It is a checking file')
        if (!preview.isKnown) await call('returns.apply', { bytes, previewHash: preview.previewHash })
        await call('history.undo', {})
      }
    },
    withinMs: 1_000,
  },
  {
    kind: 'lists of sources',
    async work(call) {
      for (;;) {
        const text = Array.from(
          { length: 500 },
          (_, at) => `@book{b${String(at)}, title={Band ${String(at)}}}`,
        )
        const { added } = await call('sources.import', { text: text.join('\n') })
        expect(added).toHaveLength(500)
        await call('history.undo', {})
      }
    },
    withinMs: 1_000,
    async look(call) {
      const sources = await call('sources.list', { limit: 500 })
      expect([0, 500]).toContain(sources.length)
    },
  },
  {
    kind: 'edits',
    prepare: async (call) => checkEverything(call, await anArticle(call)),
    async work(call) {
      const { id: articleId } = await onlyArticle(call)
      for (let count = Date.now(); ; count += 1) {
        const text = SHORT_ARTICLE.replace('240', String(count))
        const { previewHash } = await call('revisions.preview', { articleId, text })
        await call('revisions.apply', { articleId, text, previewHash })
        const { sentences } = await call('articles.read', { articleId })
        const sentenceId = sentences[2]?.id ?? ''
        await call('sentences.edit', { sentenceId, text: `Sie kostete ${String(count)} Euro.` })
        await call('articles.update', { articleId, kicker: `Spitzmarke ${String(count)}` })
      }
    },
    withinMs: 1_000,
  },
  {
    kind: 'deletions',
    prepare: anArticle,
    async work(call) {
      for (;;) {
        const article = await onlyArticle(call)
        const claimId = await addClaim(call, { article, number: 2 })
        await addEvidence(call, claimId)
        await call('claims.remove', { claimId })
        await call('history.undo', {})
        await call('history.redo', {})
        await call('articles.remove', { articleId: article.id })
        await call('history.undo', {})
      }
    },
    withinMs: MANY_MS,
  },
  {
    kind: 'evidence files',
    prepare: async (call) => addClaim(call, { article: await anArticle(call), number: 2 }),
    async work(call) {
      const [claimId] = (await onlyArticle(call)).claims.map(({ id }) => id)
      for (;;) {
        const { hash } = await storeFile(call, randomFillSync(Buffer.alloc(3_000_000)), 'bild.bin')
        await call('evidence.add', {
          ...{ claimId: claimId ?? '', stance: 'supports', fileHash: hash },
          source: { title: 'Akte', type: 'document' },
        })
      }
    },
    withinMs: 1_000,
    async look(call, { name, value }) {
      const [last] = await call('evidenceFiles.list', { limit: 1 })
      if (name === 'evidenceFiles.finish') expect(last).toMatchObject({ hash: (value as EvidenceFile).hash })
    },
  },
]

let folder: ReturnType<typeof ownFolder>
let desk: Desk
beforeEach(() => {
  folder = ownFolder()
  desk = { libraryPath: join(folder.path, 'desk', 'desk.belegt'), env: folder.env }
})
afterEach(() => folder.remove())

/** While it starts, in its first step, and in the midst of work. */
function momentOf(kill: number, { withinMs }: Kind): Moment {
  const somewhere = (kill * 0.618) % 1
  if (kill % 5 === 4) return { after: 'start', ms: somewhere * START_MS }
  return { after: kill % 2 ? 'first reply' : 'first write', ms: somewhere * withinMs }
}

async function beginAnew({ prepare }: Kind): Promise<void> {
  rmSync(dirname(desk.libraryPath), { recursive: true, force: true })
  const { call, close } = openWorkspace({ libraryPath: desk.libraryPath })
  await prepare?.(call)
  close()
}

describe('killed at any moment, nothing acknowledged is lost and nothing half is left', () => {
  it.each(kinds)(`of $kind, ${String(KILLS)} times`, { timeout: KILLS * 15_000 }, async (kind) => {
    let acknowledged = 0
    let told: Told = { acknowledged: [], head: null, after: 0 }
    for (let kill = 0; kill < KILLS; kill += 1) {
      if (kill % KILLS_PER_LIBRARY === 0) {
        await beginAnew(kind)
        told = { acknowledged: [], head: null, after: 0 }
      }
      const before = told
      told = await killedAtWork(desk, kind.work, momentOf(kill, kind))
      acknowledged += told.acknowledged.length
      if (told.head === null) told = { ...before, acknowledged: [] }

      // Every other time the next one starts over what the killed one has left.
      let checked = desk.libraryPath
      if (kill % 2 === 1) {
        checked = join(folder.path, 'copy', 'desk.belegt')
        rmSync(dirname(checked), { recursive: true, force: true })
        cpSync(dirname(desk.libraryPath), dirname(checked), { recursive: true })
      }
      const last = told.acknowledged.at(-1)
      await expectWhole(checked, told, async (call) => {
        if (last) await kind.look?.(call, last)
      })
    }
    console.log(`${kind.kind}: ${String(KILLS)} kills, ${String(acknowledged)} acknowledged writes`)
  })
})
