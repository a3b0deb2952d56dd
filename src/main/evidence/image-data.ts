import { open } from 'node:fs/promises'
import exifReader from 'exifreader'

import type { FileReading } from './text-parts'

/** Metadata lies in front of the pixels. */
const MAX_HEAD_BYTES = 4 * 1024 * 1024
const MAX_FIELDS = 200
const MAX_VALUE_LENGTH = 500
const NOT_SHOWN = /^(?:MakerNote|UserComment|Thumbnail|ApplicationNotes|PrintIM|Images|_raw|undefined-)/

/** What cameras and programs wrote into an image. Claims of whoever made the file, not facts. */
export async function readImage(path: string): Promise<FileReading> {
  return {
    state: 'no text',
    parts: [],
    metadata: await metadataOf(path),
    note: { de: 'Ein Bild hat keinen Text.', en: 'An image has no text.' },
    tool: 'ExifReader 4.46',
  }
}

async function metadataOf(path: string): Promise<FileReading['metadata']> {
  try {
    const tags = exifReader.load(await headOf(path), { async: false }) as Record<string, unknown>
    return Object.entries(tags)
      .flatMap(([name, tag]) => {
        const value = describedValue(tag)
        return value === null || NOT_SHOWN.test(name)
          ? []
          : [{ name: name.slice(0, 100).toWellFormed(), value }]
      })
      .slice(0, MAX_FIELDS)
  } catch {
    // Broken metadata says nothing; the image is shown without.
    return []
  }
}

function describedValue(tag: unknown): string | null {
  if (typeof tag !== 'object' || tag === null || !('description' in tag)) return null
  const { description } = tag
  if (typeof description !== 'string' && typeof description !== 'number') return null
  const value = String(description)
    .replaceAll(/[\u0000-\u001f]+/g, ' ')
    .trim()
  return value === '' ? null : value.slice(0, MAX_VALUE_LENGTH).toWellFormed()
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const bytes = Buffer.alloc(Math.min(MAX_HEAD_BYTES, (await file.stat()).size))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
