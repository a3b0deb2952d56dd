import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { workerTextReader } from '#main/evidence/text-reader'

import { outFolder } from '../support/built'
import { docxOf, pdfOf } from '../support/evidence-files'

let folder: string
const builtWorker = pathToFileURL(join(outFolder, 'main', 'text-worker.js'))
const never = new AbortController().signal

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'belegt-worker-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function stored(name: string, bytes: Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const PDF = 'application/pdf'
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

describe('the thread that reads the text of a file', () => {
  it.each<[string, string, Buffer]>([
    ['a PDF', PDF, pdfOf(['Die Bauakte'])],
    ['a Word document', DOCX, docxOf('<w:p><w:r><w:t>Die Bauakte</w:t></w:r></w:p>')],
    ['a web page', 'text/html', Buffer.from('<html><p>Die Bauakte')],
  ])('reads %s', async (_, mediaType, bytes) => {
    const progress: number[] = []
    const read = workerTextReader(builtWorker)

    const { parts } = await read(
      { path: stored('datei', bytes), mediaType },
      (done) => progress.push(done),
      never,
    )

    expect(parts.map(({ text }) => text.trim())).toEqual(['Die Bauakte'])
    if (mediaType === PDF) expect(progress).toEqual([1])
  })

  it('reads a PDF where no drawing library is installed', async () => {
    const alone = join(folder, 'alone')
    cpSync(join(outFolder, 'main'), alone, { recursive: true })
    writeFileSync(join(alone, 'package.json'), '{"type":"module"}')
    const read = workerTextReader(pathToFileURL(join(alone, 'text-worker.js')))

    const { parts } = await read(
      { path: stored('a.pdf', pdfOf(['Allein'])), mediaType: PDF },
      () => undefined,
      never,
    )

    expect(parts).toEqual([{ label: '1', text: 'Allein' }])
  })

  it('carries a refusal over in words', async () => {
    const read = workerTextReader(builtWorker)

    const reading = read(
      { path: stored('b.pdf', Buffer.from('%PDF-1.7')), mediaType: PDF },
      () => undefined,
      never,
    )

    await expect(reading).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('damaged') as string,
    })
  })

  const busy = (source: string) => pathToFileURL(stored('busy.mjs', Buffer.from(source)))

  it.each<[string, string, RegExp]>([
    ['takes too long', 'for (;;);', /longer than 1 seconds/],
    [
      'takes too much memory',
      'const all = []; for (;;) all.push(new Array(1e5).fill(Math.random()))',
      /more than 32 MB of memory/,
    ],
    ['crashes', 'throw new RangeError("Maximum call stack size exceeded")', /broke off/],
    ['ends without a word', 'process.exit(0)', /broke off/],
  ])('is ended when it %s, and the program goes on', async (_, source, words) => {
    const read = workerTextReader(busy(source), { seconds: 1, memoryMb: 32 })

    const reading = read({ path: 'x', mediaType: PDF }, () => undefined, never)

    await expect(reading).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringMatching(words) as string,
    })
  })

  it('is ended when the workstation closes', async () => {
    const closing = new AbortController()
    const read = workerTextReader(busy('for (;;);'))

    const reading = read({ path: 'x', mediaType: PDF }, () => undefined, closing.signal)
    closing.abort()

    await expect(reading).rejects.toMatchObject({ code: 'unreadable' })
  })
})
