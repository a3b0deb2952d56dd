import type { UiLanguage } from '#shared/errors'
import type { CaptureMethod } from '#shared/model'

import {
  captureRow,
  insertEvidenceFile,
  type Bringing,
  type Origin,
  type StoredBytes,
} from '#main/database/evidence-file-rows'
import type { Rows } from '#main/database/history'

import type { ArticleSource } from './article-file'

/** A file of the library, once more or for the first time; its row is written only once. */
export function keepFile(
  rows: Rows,
  file: StoredBytes,
  origin: Origin,
  bringing: Bringing,
  isKept: (hash: string) => boolean,
): void {
  if (isKept(file.hash)) rows.insert('captures', captureRow(file, origin, bringing))
  else insertEvidenceFile(rows, file, origin, bringing)
}

/** What a pasted text is called as a file. */
export function pastedName(language: UiLanguage, ending: string): string {
  return `${{ de: 'Eingefügt', en: 'Pasted' }[language]}.${ending}`
}

/** Keeps what a text was read from; its row is written in the transaction that needs it. */
export function originalKeeper(context: {
  keepBytes: (name: string, bytes: Uint8Array, origin: Origin) => Promise<StoredBytes>
  bringing: () => Bringing
  isKept: (hash: string) => boolean
}) {
  return async (source: ArticleSource, language: UiLanguage): Promise<{ insert: (rows: Rows) => string }> => {
    const method: CaptureMethod = 'text' in source ? 'pasted' : 'chosen'
    const origin: Origin = { sourceUrl: null, archiveUrl: null, method, note: null }
    const name = 'text' in source ? pastedName(language, 'txt') : (source.fileName ?? '')
    const bytes = 'text' in source ? Buffer.from(source.text) : source.bytes
    const file = await context.keepBytes(name, bytes, origin)
    return {
      insert(rows) {
        keepFile(rows, file, origin, context.bringing(), context.isKept)
        return file.hash
      },
    }
  }
}
