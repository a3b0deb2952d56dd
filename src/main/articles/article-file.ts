import { AppError } from '#shared/errors'
import { MAX_ARTICLE_FILE_BYTES } from '#shared/limits'

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
import { decodeText } from './decode-text'
import { PASTED } from './readable-encodings'

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
  const read = await readerOf(bytes, fileName.toLowerCase())
  if (!read) return readArticle({ bytes }, options, onProgress)
  return readDocument(await read(bytes, options, onProgress).catch(nothingStored), options, onProgress)
}

type Read = (bytes: Uint8Array, options: ReadOptions, onProgress?: OnProgress) => Promise<ReadDocument>

/** What the kinds of files are called that say how their own characters are written. */
const OWN_ENCODING = { encoding: PASTED, isGuessed: false }

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

const READERS: Readonly<Record<string, Read>> = {
  'text/html': async (bytes, { encoding, wholePage }) => {
    const { declaredCharset } = await import('#main/documents/parsed-page')
    const { htmlLines } = await import('#main/documents/html-lines')
    return decoded(bytes, { declared: declaredCharset(bytes), chosen: encoding }, (html) =>
      htmlLines(html, wholePage),
    )
  },
  'text/markdown': async (bytes, { encoding }) =>
    decoded(bytes, { chosen: encoding }, (await import('#main/documents/markdown-lines')).markdownLines),
  'message/rfc822': async (bytes, { wholePage }) => ({
    ...(await import('#main/documents/mail-lines')).mailLines(bytes, wholePage),
    ...OWN_ENCODING,
  }),
  'multipart/related': async (bytes, { wholePage }) => ({
    ...(await import('#main/documents/mail-lines')).savedPageLines(bytes, wholePage),
    ...OWN_ENCODING,
  }),
  'application/rtf': async (bytes) => ({
    ...(await import('#main/documents/rtf-lines')).rtfLines(bytes),
    ...OWN_ENCODING,
  }),
  'application/pdf': async (bytes, _, onProgress) => ({
    ...(await (await import('#main/documents/pdf-lines')).pdfLines(bytes, onProgress)),
    ...OWN_ENCODING,
  }),
  'application/vnd.oasis.opendocument.text': async (bytes) => ({
    ...(await (await import('#main/documents/open-document-lines')).openDocumentLines(bytes)),
    ...OWN_ENCODING,
  }),
  [WORD]: async (bytes) => ({
    ...(await (await import('#main/documents/word-lines')).wordLines(bytes)),
    ...OWN_ENCODING,
  }),
}

async function readerOf(bytes: Uint8Array, name: string): Promise<Read | undefined> {
  const type = mediaType(bytes.subarray(0, HEAD_BYTES))
  if (type === 'application/zip') {
    const { zipMediaType } = await import('#main/documents/zip-gate')
    const content = await zipMediaType(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    // Its own reader says best what is wrong with a damaged document.
    return READERS[content] ?? (/\.doc[xm]$/.test(name) ? READERS[WORD] : undefined)
  }
  // Beginnings of text that could be anything: here the name tells.
  if (/^(?:text\/plain|application\/xml|text\/csv)$/.test(type)) {
    if (/\.x?html?$/.test(name)) return READERS['text/html']
    if (/\.(?:md|markdown)$/.test(name)) return READERS['text/markdown']
  }
  return READERS[type]
}

function decoded(
  bytes: Uint8Array,
  how: Parameters<typeof decodeText>[1],
  read: (text: string) => DocumentText,
): ReadDocument {
  // Markup may be more than its text, whose own limit holds for what is read out of it.
  const { text, encoding, isGuessed } = decodeText(bytes, { ...how, maxBytes: MAX_ARTICLE_FILE_BYTES })
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
