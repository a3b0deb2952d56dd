import { readFile, stat } from 'node:fs/promises'

import { AppError } from '#shared/errors'

import { decodeBytes } from '#main/documents/decode-bytes'

import {
  partCollector,
  tooLargeToRead,
  unreadableText,
  type FileReading,
  type OnProgress,
  type TextPart,
} from './text-parts'

const MEGABYTE = 1024 * 1024
const MAX_DOCUMENT_MB = 500
const MAX_PLAIN_MB = 50
const MAX_MARKUP_MB = 20

const OFFICE = /^application\/(?:vnd\.openxmlformats-officedocument\.|vnd\.oasis\.opendocument\.)/
const PLAIN = /^(?:text\/(?:plain|csv|x-shellscript)|application\/(?:json|xml))$/
const ARCHIVE = /^application\/(?:warc|warc\+gzip|wacz)$/

/**
 * Takes the text out of a stored file, by the type its bytes have. Throws AppError('unreadable') with the reason. Meant for
 * a thread of its own: what is read may be hostile. Each kind loads its own library, and only when there is such a file.
 */
export async function readFileText(
  path: string,
  mediaType: string,
  onProgress: OnProgress,
): Promise<FileReading> {
  try {
    return await readByType(path, mediaType, onProgress)
  } catch (error) {
    throw error instanceof AppError ? unreadableText(error.words, error.cause) : error
  }
}

async function readByType(path: string, mediaType: string, onProgress: OnProgress): Promise<FileReading> {
  const { size } = await stat(path)
  const refuseAbove = (megabytes: number) => {
    if (size > megabytes * MEGABYTE) throw tooLargeToRead(megabytes)
  }
  if (mediaType === 'application/pdf') {
    refuseAbove(MAX_DOCUMENT_MB)
    return (await import('./pdf-text')).readPdf(path, onProgress)
  }
  if (OFFICE.test(mediaType)) {
    refuseAbove(MAX_DOCUMENT_MB)
    return (await import('./office-text')).readOffice(path)
  }
  if (mediaType === 'application/epub+zip') {
    refuseAbove(MAX_DOCUMENT_MB)
    return (await import('./book-text')).readBook(path)
  }
  if (ARCHIVE.test(mediaType)) return (await import('./web-archive-text')).readWebArchive(path, mediaType)
  if (/^image\//.test(mediaType) && mediaType !== 'image/svg+xml')
    return (await import('./image-data')).readImage(path)
  if (mediaType === 'text/html' || mediaType === 'image/svg+xml') {
    refuseAbove(MAX_MARKUP_MB)
    const { declaredCharset } = await import('#main/documents/parsed-page')
    const { htmlText } = await import('./html-text')
    const bytes = await readFile(path)
    const { title, text } = htmlText(decodeBytes(bytes, declaredCharset(bytes)))
    return gathered(
      [{ label: 'text', text }],
      'parse5',
      title === '' ? [] : [{ name: 'Title', value: title.slice(0, 500) }],
    )
  }
  if (mediaType === 'message/rfc822' || mediaType === 'multipart/related') {
    refuseAbove(MAX_MARKUP_MB)
    return gathered((await import('./mail-text')).mailText(await readFile(path)), 'Belegt mail text')
  }
  if (mediaType === 'application/rtf') {
    refuseAbove(MAX_PLAIN_MB)
    const { rtfBytesText } = await import('#main/documents/rtf-text')
    return gathered([{ label: 'text', text: rtfBytesText(await readFile(path)) }], 'Belegt RTF text')
  }
  if (mediaType === 'text/vtt' || mediaType === 'application/x-subrip') {
    refuseAbove(MAX_PLAIN_MB)
    const { subtitleParts } = await import('./plain-text')
    return gathered(subtitleParts(decodeBytes(await readFile(path))), 'Belegt subtitles')
  }
  if (PLAIN.test(mediaType)) {
    refuseAbove(MAX_PLAIN_MB)
    return gathered([{ label: 'text', text: decodeBytes(await readFile(path)) }], 'Belegt plain text')
  }
  return withoutText(mediaType)
}

function gathered(
  found: readonly TextPart[],
  tool: string,
  metadata: FileReading['metadata'] = [],
): FileReading {
  const parts = partCollector()
  for (const { label, text } of found) if (!parts.add(label.slice(0, 500).toWellFormed(), text)) break
  return parts.reading(
    tool,
    { de: 'In dieser Datei steht kein Text.', en: 'There is no text in this file.' },
    metadata,
  )
}

function withoutText(mediaType: string): FileReading {
  const isSound = /^(?:audio|video)\//.test(mediaType)
  return {
    state: 'no text',
    parts: [],
    metadata: [],
    note: isSound
      ? { de: 'Ton und Video haben keinen lesbaren Text.', en: 'Sound and video have no text to read.' }
      : {
          de: `Aus Dateien dieser Art (${mediaType}) wird kein Text gelesen.`,
          en: `No text is read from files of this kind (${mediaType}).`,
        },
    tool: 'Belegt',
  }
}
