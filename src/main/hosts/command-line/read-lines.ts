const NEWLINE = 0x0a

export interface Line {
  /** null when the line is over the limit or not UTF-8. */
  text: string | null
  /** Whether another line has come in already. While none has, a sender may be waiting for its answer. */
  more: boolean
}

/** Lines of a stream as they come in. What is over the limit is passed over without being kept in memory. */
export async function* readLines(input: AsyncIterable<Buffer>, maxLineBytes: number): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let parts: Buffer[] = []
  let size = 0

  function keep(part: Buffer): void {
    size += part.length
    if (size > maxLineBytes) parts = []
    else parts.push(part)
  }

  function take(): string | null {
    const bytes = Buffer.concat(parts)
    const tooLong = size > maxLineBytes
    parts = []
    size = 0
    if (tooLong) return null
    try {
      return decoder.decode(bytes)
    } catch {
      return null
    }
  }

  for await (const chunk of input) {
    let start = 0
    let end = chunk.indexOf(NEWLINE)
    while (end !== -1) {
      keep(chunk.subarray(start, end))
      start = end + 1
      end = chunk.indexOf(NEWLINE, start)
      yield { text: take(), more: end !== -1 }
    }
    if (start < chunk.length) keep(chunk.subarray(start))
  }
  if (size > 0) yield { text: take(), more: false }
}

/** The JSON of a line; undefined when it is none. */
export function parseLine(text: string | null): unknown {
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
