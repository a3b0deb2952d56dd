import type { ServerResponse } from 'node:http'

import type { EventMessage } from '#shared/rpc'

const HEARTBEAT_MS = 15_000
/** A window that stopped reading is cut off here; it connects anew and reads the library again. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024

/** The open windows, as streams of what the workstation tells of its own accord. */
export function eventStreams(onChange: (open: number) => void) {
  const streams = new Set<ServerResponse>()
  const heartbeat = setInterval(() => writeAll(':\n\n'), HEARTBEAT_MS)
  heartbeat.unref()

  function writeAll(text: string): void {
    for (const stream of streams) {
      if (stream.writableLength > MAX_UNREAD_BYTES) stream.destroy()
      else stream.write(text)
    }
  }

  return {
    add(response: ServerResponse): void {
      streams.add(response)
      onChange(streams.size)
      response.on('close', () => {
        streams.delete(response)
        onChange(streams.size)
      })
      response.write('retry: 1000\n\n')
    },
    send(message: EventMessage): void {
      writeAll(`data: ${JSON.stringify(message)}\n\n`)
    },
    close(): void {
      clearInterval(heartbeat)
      for (const stream of streams) stream.end()
    },
  }
}
