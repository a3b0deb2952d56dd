import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { crc32, deflateRawSync } from 'node:zlib'

import type { UnfinishedFile } from '#main/database/whole-file'

/** Bytes that are held at a time. */
const PIECE_BYTES = 1024 * 1024
/** From here on, sizes and offsets stand in fields of 64 bits. */
const MAX_32 = 0xffffffff
const MAX_16 = 0xffff

const STORED = 0
const DEFLATED = 8
/** Names are UTF-8. */
const FLAGS = 0x0800
/** 4.5: the first that knows fields of 64 bits. */
const VERSION = 45

interface Entry {
  name: Buffer
  method: typeof STORED | typeof DEFLATED
  crc: number
  /** In the zip, and unpacked. */
  packedBytes: number
  bytes: number
  offset: number
}

export interface Followed {
  /** Throws when the work is no longer wanted. */
  stopIfUnwanted: () => void
  onBytes: (count: number) => void
}

/**
 * Writes a zip piece by piece: never more than a piece of a file is held. Stored files go in as they are, since media
 * are packed already; what is small and text is deflated.
 */
export function zipFile(file: UnfinishedFile, madeAt: Date) {
  const entries: Entry[] = []
  const moment = dosMoment(madeAt)

  async function add(
    entry: Omit<Entry, 'offset' | 'crc' | 'packedBytes'> & { packedBytes: number },
    content: (write: (bytes: Uint8Array) => Promise<void>) => Promise<number>,
  ): Promise<void> {
    const begun: Entry = { ...entry, crc: 0, offset: file.size() }
    await file.write(localHeader(begun, moment))
    const crc = await content(file.write)
    const whole = { ...begun, crc }
    // The checksum stands before the bytes it is taken of.
    await file.overwrite(localHeader(whole, moment), whole.offset)
    entries.push(whole)
  }

  return {
    async addText(name: string, content: Uint8Array): Promise<void> {
      const packed = deflateRawSync(content)
      await add(
        {
          name: Buffer.from(name),
          method: DEFLATED,
          packedBytes: packed.length,
          bytes: content.length,
        },
        async (write) => {
          await write(packed)
          return crc32(content)
        },
      )
    },

    /** Gives the SHA-256 of the bytes that went in. */
    async addFile(name: string, path: string, { stopIfUnwanted, onBytes }: Followed): Promise<string> {
      const source = await open(path, 'r')
      try {
        const { size } = await source.stat()
        const digest = createHash('sha256')
        const piece = Buffer.alloc(Math.min(PIECE_BYTES, Math.max(1, size)))
        await add(
          { name: Buffer.from(name), method: STORED, packedBytes: size, bytes: size },
          async (write) => {
            let crc = 0
            for (let done = 0; done < size;) {
              stopIfUnwanted()
              const { bytesRead } = await source.read(piece, 0, Math.min(piece.length, size - done), done)
              if (bytesRead === 0) throw new Error(`${path} became shorter while it was read`)
              const read = piece.subarray(0, bytesRead)
              digest.update(read)
              crc = crc32(read, crc)
              await write(read)
              done += bytesRead
              onBytes(bytesRead)
            }
            return crc
          },
        )
        return digest.digest('hex')
      } finally {
        await source.close()
      }
    },

    async finish(): Promise<void> {
      const offset = file.size()
      for (const entry of entries) await file.write(centralHeader(entry, moment))
      await file.write(endOf(entries.length, offset, file.size() - offset))
    },
  }
}

function localHeader({ name, method, crc, packedBytes, bytes }: Entry, moment: number): Buffer {
  const isLong = packedBytes >= MAX_32 || bytes >= MAX_32
  const extra = isLong ? longField([bytes, packedBytes]) : Buffer.alloc(0)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(VERSION, 4)
  head.writeUInt16LE(FLAGS, 6)
  head.writeUInt16LE(method, 8)
  head.writeUInt32LE(moment, 10)
  head.writeUInt32LE(crc, 14)
  head.writeUInt32LE(isLong ? MAX_32 : packedBytes, 18)
  head.writeUInt32LE(isLong ? MAX_32 : bytes, 22)
  head.writeUInt16LE(name.length, 26)
  head.writeUInt16LE(extra.length, 28)
  return Buffer.concat([head, name, extra])
}

function centralHeader({ name, method, crc, packedBytes, bytes, offset }: Entry, moment: number): Buffer {
  const isLong = packedBytes >= MAX_32 || bytes >= MAX_32
  const isFar = offset >= MAX_32
  const long = [...(isLong ? [bytes, packedBytes] : []), ...(isFar ? [offset] : [])]
  const extra = long.length > 0 ? longField(long) : Buffer.alloc(0)
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(VERSION, 4)
  head.writeUInt16LE(VERSION, 6)
  head.writeUInt16LE(FLAGS, 8)
  head.writeUInt16LE(method, 10)
  head.writeUInt32LE(moment, 12)
  head.writeUInt32LE(crc, 16)
  head.writeUInt32LE(isLong ? MAX_32 : packedBytes, 20)
  head.writeUInt32LE(isLong ? MAX_32 : bytes, 24)
  head.writeUInt16LE(name.length, 28)
  head.writeUInt16LE(extra.length, 30)
  head.writeUInt32LE(isFar ? MAX_32 : offset, 42)
  return Buffer.concat([head, name, extra])
}

/** The end of the list of contents; with fields of 64 bits before it where those of 32 are too short. */
function endOf(count: number, offset: number, length: number): Buffer {
  const isLong = count >= MAX_16 || offset >= MAX_32 || length >= MAX_32
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(isLong ? MAX_16 : count, 8)
  end.writeUInt16LE(isLong ? MAX_16 : count, 10)
  end.writeUInt32LE(isLong ? MAX_32 : length, 12)
  end.writeUInt32LE(isLong ? MAX_32 : offset, 16)
  if (!isLong) return end
  const long = Buffer.alloc(76)
  long.writeUInt32LE(0x06064b50, 0)
  long.writeBigUInt64LE(44n, 4)
  long.writeUInt16LE(VERSION, 12)
  long.writeUInt16LE(VERSION, 14)
  long.writeBigUInt64LE(BigInt(count), 24)
  long.writeBigUInt64LE(BigInt(count), 32)
  long.writeBigUInt64LE(BigInt(length), 40)
  long.writeBigUInt64LE(BigInt(offset), 48)
  long.writeUInt32LE(0x07064b50, 56)
  long.writeBigUInt64LE(BigInt(offset + length), 64)
  long.writeUInt32LE(1, 72)
  return Buffer.concat([long, end])
}

function longField(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * values.length)
  field.writeUInt16LE(0x0001, 0)
  field.writeUInt16LE(8 * values.length, 2)
  values.forEach((value, position) => field.writeBigUInt64LE(BigInt(value), 4 + 8 * position))
  return field
}

/** Time in the low half, date in the high one; two seconds is as fine as it gets. A zip knows no time zone: UTC. */
function dosMoment(at: Date): number {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)
  const date =
    ((Math.max(1980, at.getUTCFullYear()) - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  return ((date << 16) | time) >>> 0
}
