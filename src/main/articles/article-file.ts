import { AppError } from '#shared/errors'

import type { DocumentText } from '#main/documents/document-lines'
import { HEAD_BYTES, mediaType } from '#main/documents/media-type'

import {
  readArticle,
  readDocument,
  type OnProgress,
  type ReadArticle,
  type ReadDocument,
  type ReadOptions,
} from './article-reader'
import { decodeText, refuseSize } from './decode-text'

export type ArticleSource = { text: string } | { bytes: Uint8Array; fileName?: string }

/**
 * Reads pasted text or a file of any kind that articles come in; its bytes say which, its name only where they leave it
 * open. Each kind loads its own library, and only when there is such a file.
 */
export async function readArticleFile(
  source: ArticleSource,
  options: ReadOptions = {},
  onProgress?: OnProgress,
): Promise<ReadArticle> {
  if ('text' in source) return readArticle(source, options, onProgress)
  const { bytes, fileName = '' } = source
  refuseSize(bytes.length)
  const read = readerOf(bytes, fileName.toLowerCase())
  if (!read) return readArticle({ bytes }, options, onProgress)
  return readDocument(await read(bytes).catch(nothingStored), options, onProgress)
}

type Read = (bytes: Uint8Array) => Promise<ReadDocument>

function readerOf(bytes: Uint8Array, name: string): Read | null {
  const type = mediaType(bytes.subarray(0, HEAD_BYTES))
  if (type === 'text/html' || (isMarkup(type) && /\.x?html?$/.test(name))) return readHtml
  return null
}

function isMarkup(type: string): boolean {
  return type === 'application/xml' || type === 'text/plain'
}

const readHtml: Read = async (bytes) => {
  const { declaredCharset } = await import('#main/documents/parsed-page')
  const { htmlLines } = await import('#main/documents/html-lines')
  return decoded(bytes, declaredCharset(bytes), htmlLines)
}

function decoded(
  bytes: Uint8Array,
  charset: string | undefined,
  read: (text: string) => DocumentText,
): ReadDocument {
  const { text, encoding, isGuessed } = decodeText(bytes, charset)
  return { ...read(text), encoding, isGuessed }
}

/** What the readers of documents refuse was not stored anywhere; that has to be said. */
function nothingStored(error: unknown): never {
  if (!(error instanceof AppError) || error.words.en.includes('Nothing was stored')) throw error
  const { de, en } = error.words
  throw new AppError(
    error.code,
    { de: `${de} Nichts wurde gespeichert.`, en: `${en} Nothing was stored.` },
    { cause: error },
  )
}
