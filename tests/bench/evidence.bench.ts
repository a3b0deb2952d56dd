import { execFileSync } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, it } from 'vitest'

import { readFileText } from '#main/evidence/file-text'

import { pdfOf, storeFile } from '../support/evidence-files'
import { openWorkspace, temporaryFolder, type Workspace } from '../support/workspace'
import { median, report, textOf, times } from './measure'

const MEGABYTE = 1024 * 1024
const CHUNK_BYTES = 2 * MEGABYTE

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace
beforeAll(() => {
  folder = temporaryFolder()
  workspace = openWorkspace({ libraryPath: folder.libraryPath })
})
afterAll(() => {
  workspace.close()
  folder.remove()
})

/** Stores so many bytes piece by piece, and watches how much memory that takes. */
async function storeLarge(
  name: string,
  sizeInBytes: number,
): Promise<{ seconds: number; peakMegabytes: number }> {
  const { call } = workspace
  const piece = randomFillSync(Buffer.alloc(CHUNK_BYTES))
  const before = process.memoryUsage().rss
  let peak = before
  const start = performance.now()
  const { uploadId } = await call('evidenceFiles.begin', { name, sizeInBytes })
  for (let at = 0; at < sizeInBytes; at += CHUNK_BYTES) {
    piece.writeDoubleLE(at, 0)
    await call('evidenceFiles.append', {
      uploadId,
      bytes: piece.subarray(0, Math.min(CHUNK_BYTES, sizeInBytes - at)).toString('base64'),
    })
    peak = Math.max(peak, process.memoryUsage().rss)
  }
  await call('evidenceFiles.finish', { uploadId })
  return { seconds: (performance.now() - start) / 1_000, peakMegabytes: (peak - before) / MEGABYTE }
}

it('store a large file', async () => {
  // One small file first, so that what the program loads once is not counted.
  await storeLarge('klein.bin', 8 * MEGABYTE)
  const rows = []
  for (const megabytes of [256, 2_048]) {
    const { seconds, peakMegabytes } = await storeLarge(`${String(megabytes)}.bin`, megabytes * MEGABYTE)
    rows.push({
      MB: megabytes,
      s: seconds,
      'MB/s': megabytes / seconds,
      'memory MB': peakMegabytes,
      goal: '≤ 100 MB',
    })
  }
  report('Store a file: hashed, synced, in the history (memory above what the program had)', rows)
})

it('verify', async () => {
  for (let number = 0; number < 200; number += 1) {
    await storeFile(workspace.call, randomFillSync(Buffer.alloc(MEGABYTE)), `${String(number)}.bin`)
  }
  const root = `${folder.libraryPath}-evidence`
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const sums = median(await times(3, () => execFileSync('sha256sum', files)))
  const verified = median(await times(3, () => workspace.call('library.verify', {})))
  const megabytes = 8 + 256 + 2_048 + 200
  report('Verify a library (evidence, history, tables) against sha256sum of the same files', [
    {
      files: files.length,
      MB: megabytes,
      'sha256sum MB/s': (megabytes / sums) * 1_000,
      'verify MB/s': (megabytes / verified) * 1_000,
      ratio: verified / sums,
      goal: '≤ 2',
    },
  ])
})

it('text of a PDF', async () => {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const page = textOf(30).replaceAll(/[^\x20-\x7e\n]/g, 'e')
  const lines = page.replace(/(.{1,90})(?:\s|$)/g, '$1\n')
  const rows = []
  for (const pages of [10, 300]) {
    const path = join(folder.path, `${String(pages)}.pdf`)
    const bytes = pdfOf(Array.from({ length: pages }, (_, at) => `Seite ${String(at)}\n${lines}`))
    writeFileSync(path, bytes)
    const bare = median(
      await times(3, async () => {
        const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 })
        const document = await task.promise
        for (let number = 1; number <= document.numPages; number += 1) {
          await (await document.getPage(number)).getTextContent()
        }
        await task.destroy()
      }),
    )
    const ours = median(await times(3, () => readFileText(path, 'application/pdf', () => undefined)))
    rows.push({ pages, 'pdf.js ms': bare, 'ours ms': ours, ratio: ours / bare, 'ms a page': ours / pages })
  }
  report('Text of a PDF against pdf.js alone', rows)
})
