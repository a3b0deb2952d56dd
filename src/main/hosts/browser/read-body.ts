import type { IncomingMessage } from 'node:http'

/** How much of a body over the limit is still read away: an answer sent too early would never be seen. */
const PATIENCE = 4

/** The whole body, or null when it passes the limit; nothing of it is kept then. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = []
    let size = 0
    request.on('error', reject)
    request.on('close', () => reject(new Error('The sender left')))
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else chunks = []
      if (size > maxBytes * PATIENCE) resolve(null)
    })
    request.on('end', () => resolve(size > maxBytes ? null : Buffer.concat(chunks, size)))
  })
}
