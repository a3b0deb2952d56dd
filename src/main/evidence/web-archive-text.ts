import { createReadStream } from 'node:fs'
import { WARCParser } from 'warcio'

import { decodeBytes } from '#main/documents/decode-bytes'
import { declaredCharset } from '#main/documents/parsed-page'
import { openZip } from '#main/documents/zip-gate'

import { htmlText } from './html-text'
import { partCollector, type FileReading } from './text-parts'

const MAX_RECORDS = 20_000
const MAX_PAGES = 500
const MAX_PAGE_BYTES = 5 * 1024 * 1024
const TOOL = 'warcio 2.4'

/** Text of the pages in a web archive: answers that were HTML or plain text, in their order. */
export async function readWebArchive(path: string, mediaType: string): Promise<FileReading> {
  const parts = partCollector()
  if (mediaType !== 'application/wacz') {
    await readRecords(createReadStream(path), parts)
    return reading(parts)
  }
  const zip = await openZip(path)
  try {
    for (const name of zip.names.filter((each) => /^archive\/.+\.warc(?:\.gz)?$/.test(each))) {
      if (!(await readRecords(await zip.stream(name), parts))) break
    }
    return reading(parts)
  } finally {
    zip.close()
  }
}

type Parts = ReturnType<typeof partCollector>

function reading(parts: Parts): FileReading {
  return parts.reading(TOOL, {
    de: 'In diesem Webarchiv steht keine Seite mit Text.',
    en: 'There is no page with text in this web archive.',
  })
}

async function readRecords(stream: AsyncIterable<Uint8Array | string>, parts: Parts): Promise<boolean> {
  let records = 0
  let pages = 0
  for await (const record of new WARCParser(bytesOf(stream))) {
    records += 1
    if (records > MAX_RECORDS || pages >= MAX_PAGES) {
      parts.cutAt({
        de: `Das Webarchiv ist groß. Gelesen sind seine ersten ${String(MAX_PAGES)} Seiten.`,
        en: `The web archive is large. Its first ${String(MAX_PAGES)} pages are read.`,
      })
      return false
    }
    const type = record.httpHeaders?.headers.get('content-type') ?? ''
    const status = record.httpHeaders?.statusCode
    if (record.warcType !== 'response' || status !== 200 || !/^text\/(?:html|plain)/i.test(type)) continue
    const bytes = await contentOf(record)
    const isHtml = /^text\/html/i.test(type)
    const charset =
      /charset\s*=\s*"?([\w-]+)/i.exec(type)?.[1] ?? (isHtml ? declaredCharset(bytes) : undefined)
    const text = decodeBytes(bytes, charset)
    pages += 1
    if (!parts.add(record.warcTargetURI ?? String(pages), isHtml ? htmlText(text).text : text)) return false
  }
  return true
}

async function* bytesOf(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}

async function contentOf(record: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of record) {
    chunks.push(chunk.subarray(0, MAX_PAGE_BYTES - length))
    length += chunk.length
    if (length >= MAX_PAGE_BYTES) break
  }
  return Buffer.concat(chunks)
}
