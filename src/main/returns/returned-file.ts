import { mediaType } from '#main/documents/media-type'
import { openZip, type OpenZip } from '#main/documents/zip-gate'

import { readDraft, type ReturnedDraft } from './read-draft'

/** Unpacked, a checking file in a zip. */
const MAX_JSON_BYTES = 64 * 1024 * 1024
/** How an export names copies of evidence files: "evidence/003-9f2c….pdf". */
const COPY = /^evidence\/\d+-([0-9a-f]{64})\.[a-z0-9.]{1,12}$/

/** What came back, taken out of what it was packed in. */
export type ReturnedFile =
  | { kind: 'draft'; draft: ReturnedDraft }
  /** Perhaps the record of an article; `copies` names the evidence files that came along, by their hash. */
  | { kind: 'json'; json: Buffer; copies: ReadonlyMap<string, string> }

export async function returnedFile(bytes: Buffer): Promise<ReturnedFile | null> {
  if (mediaType(bytes) !== 'application/zip') return { kind: 'json', json: bytes, copies: new Map() }
  // Why an archive cannot be read at all, the import says best.
  const zip = await openZip(bytes).catch(() => null)
  if (!zip) return null
  try {
    if (zip.has('word/document.xml')) {
      const draft = await readDraft(zip)
      return draft && { kind: 'draft', draft }
    }
    const [name, ...others] = zip.names.filter((each) => /^[^/]+\.json$/.test(each))
    if (name === undefined || others.length > 0) return null
    return { kind: 'json', json: await zip.read(name, MAX_JSON_BYTES), copies: copiesIn(zip) }
  } finally {
    zip.close()
  }
}

function copiesIn(zip: OpenZip): Map<string, string> {
  return new Map(
    zip.names.flatMap((name) => {
      const hash = COPY.exec(name)?.[1]
      return hash === undefined ? [] : [[hash, name] as const]
    }),
  )
}

/** The bytes of evidence files that came along, one after the other, each of the size its row says at most. */
export async function* bytesOfCopies(
  bytes: Buffer,
  wanted: readonly { name: string; sizeInBytes: number }[],
): AsyncGenerator<Buffer> {
  const zip = await openZip(bytes)
  try {
    for (const { name, sizeInBytes } of wanted) yield await zip.read(name, sizeInBytes)
  } finally {
    zip.close()
  }
}
