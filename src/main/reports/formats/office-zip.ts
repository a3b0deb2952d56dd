import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'

const packed = promisify(deflateRaw)

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const VERSION = 20
/** Names are UTF-8. */
const FLAGS = 0x0800
const DEFLATED = 8
/** 1 January 1980, the first day a zip knows: the same report is the same file. */
const FIRST_DAY = 0x0021

/** The parts of an office file as its zip, in the order given. */
export async function officeZip(parts: readonly (readonly [name: string, xml: string])[]): Promise<Buffer> {
  const entries = await Promise.all(
    parts.map(async ([name, xml]) => {
      const bytes = Buffer.from(xml)
      return { name: Buffer.from(name), size: bytes.length, crc: crc32(bytes), content: await packed(bytes) }
    }),
  )
  const pieces: Buffer[] = []
  const contents: Buffer[] = []
  let offset = 0
  for (const { name, size, crc, content } of entries) {
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(VERSION, 0)
    fields.writeUInt16LE(FLAGS, 2)
    fields.writeUInt16LE(DEFLATED, 4)
    fields.writeUInt16LE(FIRST_DAY, 8)
    fields.writeUInt32LE(crc, 10)
    fields.writeUInt32LE(content.length, 14)
    fields.writeUInt32LE(size, 18)
    fields.writeUInt16LE(name.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    pieces.push(number(LOCAL), fields, name, content)
    contents.push(number(CENTRAL), Buffer.from([VERSION, 0]), fields, place, name)
    offset += 30 + name.length + content.length
  }
  const list = Buffer.concat(contents)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...pieces, list, number(END), end])
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
