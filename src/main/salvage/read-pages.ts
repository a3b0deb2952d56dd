import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'

/** Libraries are never made with another size. */
export const PAGE_BYTES = 4_096
const LOG_HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
/** 16 GB: more than any library has. */
const MOST_PAGES = 4_194_304

export interface Pages {
  count: number
  /** The page of that number, counted from 1; null where there is none. */
  page: (number: number) => Buffer | null
}

/** The pages of file and log together, as the last whole transaction left them. */
export interface LibraryPages extends Pages {
  /** Pages of the log that a later one or an unfinished transaction has made void. What is proven is good there too. */
  overwritten: readonly Buffer[]
  /**
   * The same library read in other ways, where there is a log: without it, since it may be one of another time, and with
   * every page in it, whether its sum is right or not. What is proven is good there too.
   */
  otherwise: readonly Pages[]
}

/** The pages of a library and of the log beside it, without SQLite and without writing anything. */
export function readPages(libraryPath: string): LibraryPages {
  const bytes = readWhole(libraryPath)
  const log = readLog(`${libraryPath}-wal`)

  function pagesUnder(over: ReadonlyMap<number, Buffer>): Pages {
    let count = Math.ceil(bytes.length / PAGE_BYTES)
    for (const number of over.keys()) count = Math.max(count, number)
    return {
      count,
      page(number) {
        const from = (number - 1) * PAGE_BYTES
        const above = over.get(number)
        if (above || number < 1 || from >= bytes.length) return above ?? null
        const page = bytes.subarray(from, from + PAGE_BYTES)
        // Cut off in the middle: what is not there reads as zeros.
        return page.length === PAGE_BYTES ? page : Buffer.concat([page], PAGE_BYTES)
      },
    }
  }

  return {
    ...pagesUnder(log.pages),
    overwritten: log.overwritten,
    otherwise: [
      ...(log.pages.size > 0 ? [pagesUnder(new Map())] : []),
      ...(log.unproven.size > 0 ? [pagesUnder(new Map([...log.pages, ...log.unproven]))] : []),
    ],
  }
}

function readWhole(path: string): Buffer {
  if (!existsSync(path)) return Buffer.alloc(0)
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(fstatSync(file).size)
    for (let done = 0; done < bytes.length;) {
      const read = readSync(file, bytes, done, Math.min(bytes.length - done, 256 * 1024 * 1024), done)
      if (read === 0) return bytes.subarray(0, done)
      done += read
    }
    return bytes
  } finally {
    closeSync(file)
  }
}

/** Frames count up to the last one that ends a transaction, while their salts and sums are right (SQLite's WAL format). */
function readLog(path: string): {
  pages: Map<number, Buffer>
  unproven: Map<number, Buffer>
  overwritten: Buffer[]
} {
  const pages = new Map<number, Buffer>()
  const unproven = new Map<number, Buffer>()
  const overwritten: Buffer[] = []
  const bytes = readWhole(path)
  const header = bytes.subarray(0, LOG_HEADER_BYTES)
  const magic = header.length === LOG_HEADER_BYTES ? header.readUInt32BE(0) : 0
  const known = magic === 0x377f0682 || magic === 0x377f0683
  const bigEndian = magic === 0x377f0683
  let sum = known ? checksum(header.subarray(0, 24), [0, 0], bigEndian) : ([0, 0] as Sum)
  let whole = known && sum[0] === header.readUInt32BE(24) && sum[1] === header.readUInt32BE(28)
  let open: [number, Buffer][] = []
  const frameBytes = FRAME_HEADER_BYTES + PAGE_BYTES
  for (let at = LOG_HEADER_BYTES; at + frameBytes <= bytes.length; at += frameBytes) {
    const head = bytes.subarray(at, at + FRAME_HEADER_BYTES)
    const page = bytes.subarray(at + FRAME_HEADER_BYTES, at + frameBytes)
    if (whole) {
      sum = checksum(page, checksum(head.subarray(0, 8), sum, bigEndian), bigEndian)
      whole =
        head.subarray(8, 16).equals(header.subarray(16, 24)) &&
        sum[0] === head.readUInt32BE(16) &&
        sum[1] === head.readUInt32BE(20)
    }
    const number = head.readUInt32BE(0)
    if (!whole) {
      overwritten.push(page)
      // A number beyond reason is one that was struck itself.
      if (number > 0 && number <= MOST_PAGES) unproven.set(number, page)
      continue
    }
    open.push([number, page])
    if (head.readUInt32BE(4) === 0) continue
    for (const [each, content] of open) {
      const before = pages.get(each)
      if (before) overwritten.push(before)
      pages.set(each, content)
    }
    open = []
  }
  overwritten.push(...open.map(([, page]) => page))
  return { pages, unproven, overwritten }
}

type Sum = readonly [number, number]

function checksum(bytes: Buffer, [first, second]: Sum, bigEndian: boolean): Sum {
  let one = first
  let two = second
  for (let at = 0; at < bytes.length; at += 8) {
    one = (one + (bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + two) >>> 0
    two = (two + (bigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + one) >>> 0
  }
  return [one, two]
}
