import { PAGE_BYTES, type Pages } from './read-pages'

export type Value = string | number | null | Buffer

/** A record as it lies on a page. */
export interface FoundRecord {
  /** null in an index or a table without row numbers. */
  rowid: number | null
  values: readonly Value[]
}

export const TABLE_LEAF = 0x0d
export const TABLE_INTERIOR = 0x05
export const INDEX_LEAF = 0x0a
export const INDEX_INTERIOR = 0x02
const HEADER_BYTES: Readonly<Record<number, number>> = {
  [TABLE_LEAF]: 8,
  [INDEX_LEAF]: 8,
  [TABLE_INTERIOR]: 12,
  [INDEX_INTERIOR]: 12,
}

/** Thrown by what cannot be read and caught where the next place is tried. */
class Unreadable extends Error {}

export interface PageShape {
  type: number
  /** Where the cells lie in the page. */
  cells: readonly number[]
  /** The pages below: of interior pages only. */
  children: readonly number[]
}

/** What the head of a page says, or null where that cannot be. The first page has the file's own header before it. */
export function shapeOf(page: Buffer, number: number): PageShape | null {
  const start = number === 1 ? 100 : 0
  const type = page.readUInt8(start)
  const headerBytes = HEADER_BYTES[type]
  if (headerBytes === undefined) return null
  const count = page.readUInt16BE(start + 3)
  const pointers = start + headerBytes
  if (pointers + count * 2 > PAGE_BYTES) return null
  const cells = Array.from({ length: count }, (_, index) => page.readUInt16BE(pointers + index * 2))
  if (cells.some((at) => at < pointers + count * 2 || at > PAGE_BYTES - 4)) return null
  const isInterior = headerBytes === 12
  return {
    type,
    cells,
    children: isInterior ? [...cells.map((at) => page.readUInt32BE(at)), page.readUInt32BE(start + 8)] : [],
  }
}

/** The pages onto which the records of a page run over, as far as they can be followed. */
export function overflowPages(pages: Pages, page: Buffer, shape: PageShape): number[] {
  return shape.cells.flatMap((cell) => {
    const taken: number[] = []
    attempt(() => {
      let at = shape.type === INDEX_INTERIOR ? cell + 4 : cell
      const size = varint(page, at)
      at = shape.type === TABLE_LEAF ? varint(page, size.end).end : size.end
      const inside = bytesInside(size.value, shape.type)
      if (inside === size.value || size.value > pages.count * PAGE_BYTES) return
      let left = size.value - inside
      for (let next = page.readUInt32BE(at + inside); left > 0; left -= PAGE_BYTES - 4) {
        const content = pages.page(next)
        if (!content) return
        taken.push(next)
        next = content.readUInt32BE(0)
      }
    })
    return taken
  })
}

/** The records of a page. Of a damaged one, whatever can be read as a record anywhere on it. */
export function recordsOn(pages: Pages, page: Buffer, number: number): FoundRecord[] {
  const shape = shapeOf(page, number)
  if (shape?.type === TABLE_INTERIOR) return []
  if (shape === null) return scan(pages, page)
  const found: FoundRecord[] = []
  let damaged = false
  for (const at of shape.cells) {
    const record = attempt(() => readCell(pages, page, at, shape.type))
    if (record) found.push(record)
    else damaged = true
  }
  return damaged ? [...found, ...scan(pages, page)] : found
}

/** A record may begin at any byte when the list of cells is gone. Whether it is one, its hash will say. */
function scan(pages: Pages, page: Buffer): FoundRecord[] {
  if (!page.some((byte) => byte !== 0)) return []
  const found: FoundRecord[] = []
  for (let at = 0; at < PAGE_BYTES - 4; at += 1) {
    for (const type of [TABLE_LEAF, INDEX_LEAF]) {
      if (!mayBegin(page, at, type)) continue
      const record = attempt(() => readCell(pages, page, at, type))
      if (record && record.values.length > 1) found.push(record)
    }
  }
  return found
}

/** Whether the sizes at the head of a cell go together. Asked at every byte, so it throws nothing and makes nothing. */
function mayBegin(page: Buffer, start: number, type: number): boolean {
  let at = start
  const number = (): number => {
    let value = 0
    for (let taken = 0; taken < 5 && at < PAGE_BYTES; taken += 1) {
      const byte = page[at] ?? 0
      at += 1
      value = value * 128 + (byte & 0x7f)
      if (byte < 0x80) return value
    }
    return -1
  }
  const size = number()
  if (size < 4 || (type === TABLE_LEAF && number() < 0)) return false
  const head = at
  const headBytes = number()
  if (headBytes < 3 || headBytes > 400 || headBytes > size || head + headBytes > PAGE_BYTES) return false
  let total = headBytes
  while (at < head + headBytes) {
    const kind = number()
    if (kind < 0 || kind === 10 || kind === 11) return false
    total += valueBytes(kind)
    if (total > size) return false
  }
  return at === head + headBytes && total === size
}

function attempt<Result>(work: () => Result): Result | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof Unreadable || error instanceof RangeError) return null
    throw error
  }
}

function readCell(pages: Pages, page: Buffer, start: number, type: number): FoundRecord {
  let at = type === INDEX_INTERIOR ? start + 4 : start
  const size = varint(page, at)
  at = size.end
  let rowid: number | null = null
  if (type === TABLE_LEAF) {
    const read = varint(page, at)
    rowid = read.value
    at = read.end
  }
  const inside = bytesInside(size.value, type)
  // Tried before the rest is fetched: what is no record shows at its head.
  const head = recordHead(page, at, Math.min(PAGE_BYTES, at + inside), size.value)
  if (at + inside > PAGE_BYTES) throw new Unreadable()
  const local = page.subarray(at, at + inside)
  const payload =
    inside === size.value
      ? local
      : Buffer.concat([local, overflow(pages, page.readUInt32BE(at + inside), size.value - inside)])
  return { rowid, values: head ? readValues(payload, head) : readValues(payload, headOf(payload)) }
}

/** How much of a payload lies on the page itself (SQLite's file format, section 1.6). */
function bytesInside(size: number, type: number): number {
  const most = type === TABLE_LEAF ? PAGE_BYTES - 35 : Math.floor(((PAGE_BYTES - 12) * 64) / 255) - 23
  if (size <= most) return size
  const least = Math.floor(((PAGE_BYTES - 12) * 32) / 255) - 23
  const kept = least + ((size - least) % (PAGE_BYTES - 4))
  return kept <= most ? kept : least
}

function overflow(pages: Pages, first: number, size: number): Buffer {
  const parts: Buffer[] = []
  let left = size
  let next = first
  if (left > pages.count * PAGE_BYTES) throw new Unreadable()
  while (left > 0) {
    const page = pages.page(next)
    if (!page) throw new Unreadable()
    const part = page.subarray(4, 4 + Math.min(left, PAGE_BYTES - 4))
    parts.push(part)
    left -= part.length
    next = page.readUInt32BE(0)
  }
  return Buffer.concat(parts)
}

interface Head {
  types: number[]
  /** Where the values begin. */
  end: number
}

/** The head of a record when it lies on the page whole; null when it runs over. */
function recordHead(page: Buffer, at: number, end: number, size: number): Head | null {
  const headBytes = varint(page, at).value
  if (headBytes < 2 || headBytes > size || headBytes > 400) throw new Unreadable()
  if (at + headBytes > end) return null
  const head = headOf(page.subarray(at, at + headBytes))
  const total = head.types.reduce((sum, type) => sum + valueBytes(type), head.end)
  if (total !== size) throw new Unreadable()
  return head
}

function headOf(payload: Buffer): Head {
  const length = varint(payload, 0)
  const types: number[] = []
  let at = length.end
  while (at < length.value) {
    const type = varint(payload, at)
    if (type.value === 10 || type.value === 11) throw new Unreadable()
    types.push(type.value)
    at = type.end
  }
  if (at !== length.value) throw new Unreadable()
  return { types, end: at }
}

const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

function valueBytes(type: number): number {
  return type < 10 ? (INTEGER_BYTES[type] ?? 0) : Math.floor((type - 12) / 2)
}

function readValues(payload: Buffer, { types, end }: Head): Value[] {
  let at = end
  return types.map((type) => {
    const bytes = payload.subarray(at, at + valueBytes(type))
    if (bytes.length !== valueBytes(type)) throw new Unreadable()
    at += bytes.length
    return valueOf(type, bytes)
  })
}

function valueOf(type: number, bytes: Buffer): Value {
  if (type === 0) return null
  if (type === 7) return bytes.readDoubleBE(0)
  if (type === 8 || type === 9) return type - 8
  if (type === 6) return Number(bytes.readBigInt64BE(0))
  if (type < 6) return bytes.readIntBE(0, bytes.length)
  return type % 2 === 1 ? bytes.toString('utf8') : bytes
}

function varint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0
  for (let at = start; at < start + 8; at += 1) {
    const byte = bytes.readUInt8(at)
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, end: at + 1 }
  }
  const value9 = value * 256 + bytes.readUInt8(start + 8)
  if (!Number.isSafeInteger(value9)) throw new Unreadable()
  return { value: value9, end: start + 9 }
}
