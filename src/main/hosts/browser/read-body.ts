import type { IncomingMessage } from 'node:http'

/** The whole body, or null as soon as it passes the limit. What comes after that is read away, not kept. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const tooLarge = (): void => {
      request.removeAllListeners('data')
      // Closing at once would take the answer away from a sender that is still sending.
      request.resume()
      resolve(null)
    }
    request.on('error', reject)
    request.on('close', () => reject(new Error('The sender left')))
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooLarge()
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) return tooLarge()
      chunks.push(chunk)
    })
    request.on('end', () => resolve(Buffer.concat(chunks, size)))
  })
}
