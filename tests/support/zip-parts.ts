import { text } from 'node:stream/consumers'
import { fromBufferPromise } from 'yauzl'

/** Every part of a zip as text, by name. */
export async function zipParts(bytes: Buffer): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(bytes, { strictFileNames: true })
  const parts = new Map<string, string>()
  for await (const entry of zip.eachEntry()) {
    parts.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)))
  }
  return parts
}
