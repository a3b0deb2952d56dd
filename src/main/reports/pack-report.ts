import { AppError } from '#shared/errors'

import type { UnfinishedFile } from '#main/database/whole-file'
import type { Task } from '#main/tasks'

import checkScript from './check.sh?raw'
import { CHECK_SCRIPT, CHECKSUMS, COPIES_FOLDER } from './evidence-copies'
import { cancelledExport } from './report-writer'
import { zipFile } from './zip-file'

/** A stored file on its way into the zip. */
export interface Copy {
  path: string
  hash: string
  sizeInBytes: number
  /** Where its bytes lie in the library. */
  stored: string
}

/** While bytes run, they are told this often. */
const TELL_EVERY_MS = 100

/** Packs reports with the files they rest on. Each file is compared with its hash as it goes in. */
export async function packReport(
  file: UnfinishedFile,
  documents: readonly { fileName: string; content: string | Uint8Array }[],
  copies: readonly Copy[],
  { task, madeAt }: { task: Task; madeAt: Date },
): Promise<void> {
  const zip = zipFile(file, madeAt)
  const { onBytes } = byteCount(task, 'packing', copies)
  for (const { fileName, content } of documents) await zip.addText(fileName, Buffer.from(content))
  for (const { path, hash, stored } of copies) {
    const found = await zip.addFile(path, stored, { stopIfUnwanted: () => stopIfUnwanted(task), onBytes })
    if (found !== hash) throw changedMeanwhile(path)
  }
  if (copies.length > 0) {
    const lines = copies.map(({ path, hash }) => `${hash}  ${path.slice(COPIES_FOLDER.length + 1)}\n`)
    await zip.addText(CHECKSUMS, Buffer.from(lines.join('')))
    await zip.addText(CHECK_SCRIPT, Buffer.from(checkScript))
  }
  stopIfUnwanted(task)
  await zip.finish()
}

export function stopIfUnwanted({ signal }: Pick<Task, 'signal'>): void {
  if (signal.aborted) throw cancelledExport()
}

/** Says how many bytes of these files are done. */
export function byteCount(
  { tell }: Pick<Task, 'tell'>,
  stage: 'reading' | 'packing',
  files: readonly { sizeInBytes: number }[],
) {
  const total = files.reduce((sum, { sizeInBytes }) => sum + sizeInBytes, 0)
  let done = 0
  let told = 0
  return {
    onBytes(count: number): void {
      done += count
      const now = performance.now()
      if (done < total && now - told < TELL_EVERY_MS) return
      told = now
      tell(stage, done, total)
    },
  }
}

function changedMeanwhile(path: string): AppError {
  return new AppError('unreadable', {
    de: `Die Belegdatei für „${path}“ hat sich während des Exports verändert. Es wurde nichts geschrieben. Prüfen Sie die Bibliothek mit „belegt verify“ und exportieren Sie dann noch einmal.`,
    en: `The evidence file for "${path}" changed during the export. Nothing was written. Check the library with "belegt verify", then export again.`,
  })
}
