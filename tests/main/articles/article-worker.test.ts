import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { inlineReader, workerReader } from '#main/articles/article-worker'

const root = resolve(import.meta.dirname, '../../..')
const text = 'Titel\n\nAm 8. März sprach er. Dann ging er.\n\nUnd so fort.'
const following = () => ({ signal: new AbortController().signal, onProgress: () => undefined })
const standIn = (name: string) => pathToFileURL(join(import.meta.dirname, 'workers', `${name}.mjs`))

describe('inlineReader', () => {
  it('reads on this thread', async () => {
    const article = await inlineReader({ text }, { language: 'de' }, following())

    expect(article.title).toBe('Titel')
  })
})

describe('workerReader', () => {
  let folder: string
  let worker: URL

  beforeAll(async () => {
    // Where the worker finds the one library that is not built into it.
    mkdirSync(join(root, 'node_modules/.tmp'), { recursive: true })
    folder = mkdtempSync(join(root, 'node_modules/.tmp/import-worker-'))
    await build({
      configFile: false,
      root,
      logLevel: 'silent',
      build: {
        ssr: join(root, 'src/main/articles/import-worker.ts'),
        outDir: folder,
        emptyOutDir: true,
        rolldownOptions: { output: { entryFileNames: 'import-worker.mjs' } },
      },
      ssr: { noExternal: true, external: ['jsdom'] },
    })
    worker = pathToFileURL(join(folder, 'import-worker.mjs'))
  })

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('gives what reading on this thread gives, and reports on the way', async () => {
    const reports: [number, number][] = []
    const source = { bytes: Buffer.from(text) }

    const article = await workerReader(worker)(
      source,
      {},
      { ...following(), onProgress: (done, total) => reports.push([done, total]) },
    )

    expect(article).toEqual(await inlineReader(source, {}, following()))
    expect(reports).toEqual([[0, 3]])
  })

  it('hands on a refusal with its code and words', async () => {
    const reading = workerReader(worker)({ text: ' ' }, {}, following())

    await expect(reading).rejects.toMatchObject({
      code: 'unreadable',
      words: { de: expect.stringContaining('Darin steht kein Text.') as string },
    })
  })

  it('ends a reading that takes too long', async () => {
    const reading = workerReader(standIn('hangs'), { seconds: 0.3, memoryMb: 64 })({ text }, {}, following())

    await expect(reading).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('took longer than 0.3 seconds') as string,
    })
  })

  it('ends a reading that takes too much memory', async () => {
    const reading = workerReader(standIn('swells'), { seconds: 20, memoryMb: 16 })({ text }, {}, following())

    await expect(reading).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('more than 16 MB of memory') as string,
    })
  })

  it.each(['crashes', 'ends'])('says so when the thread %s', async (name) => {
    const reading = workerReader(standIn(name))({ text }, {}, following())

    await expect(reading).rejects.toMatchObject({
      code: 'unreadable',
      words: { de: expect.stringContaining('Das Lesen brach unerwartet ab.') as string },
    })
  })

  it('stops at once when the person cancels', async () => {
    const abort = new AbortController()
    const reading = workerReader(standIn('hangs'))({ text }, {}, { ...following(), signal: abort.signal })
    setTimeout(() => {
      abort.abort()
    }, 50)

    await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('does not begin what was cancelled before', async () => {
    const reading = workerReader(worker)({ text }, {}, { ...following(), signal: AbortSignal.abort() })

    await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
  })
})
