/** Pages of a library file, counted from 1. */
const PAGE_BYTES = 4_096

export interface Damage {
  name: string
  /** Makes the damaged bytes out of the whole ones. */
  strike: (bytes: Buffer) => Buffer
  /** No row of any table was hit. */
  sparesTables?: boolean
  /** Rows are there as they were or not at all. */
  changesNoRow?: boolean
}

/** Always the same numbers for the same seed. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed * 7_919 + 1
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const typeOf = (bytes: Buffer, page: number) =>
  bytes.readUInt8((page - 1) * PAGE_BYTES + (page === 1 ? 100 : 0))

function pagesOf(bytes: Buffer, types: readonly number[]): number[] {
  const count = bytes.length / PAGE_BYTES
  return Array.from({ length: count }, (_, index) => index + 1).filter((page) =>
    types.includes(typeOf(bytes, page)),
  )
}

const LEAVES = [0x0d, 0x0a]
const TABLE_LEAVES = [0x0d]

function chosen(pages: readonly number[], share: number, random: (below: number) => number): number[] {
  const wanted = Math.max(1, Math.round(pages.length * share))
  const left = [...pages]
  return Array.from({ length: wanted }, () => left.splice(random(left.length), 1)[0] ?? 1)
}

function flipped(types: readonly number[], share: number, seed: number): Damage {
  return {
    name: `a bit flipped in ${String(share * 100)} % of the ${types === LEAVES ? 'leaves' : 'table leaves'}, seed ${String(seed)}`,
    strike(bytes) {
      const random = randomFrom(seed)
      const struck = Buffer.from(bytes)
      for (const page of chosen(pagesOf(bytes, types), share, random)) {
        const at = (page - 1) * PAGE_BYTES + random(PAGE_BYTES)
        struck.writeUInt8(struck.readUInt8(at) ^ (1 << random(8)), at)
      }
      return struck
    },
  }
}

function overwritten(what: string, types: readonly number[], share: number, seed: number): Damage {
  return {
    name: `${what} in ${String(share * 100)} % of the leaves, seed ${String(seed)}`,
    strike(bytes) {
      const random = randomFrom(seed)
      const struck = Buffer.from(bytes)
      for (const page of chosen(pagesOf(bytes, types), share, random)) {
        const from = (page - 1) * PAGE_BYTES
        if (what === 'zeros') struck.fill(0, from, from + PAGE_BYTES)
        else if (what === 'zeros in the first half') struck.fill(0, from, from + PAGE_BYTES / 2)
        else if (what === 'zeros in the second half') struck.fill(0, from + PAGE_BYTES / 2, from + PAGE_BYTES)
        else for (let at = from; at < from + PAGE_BYTES; at += 1) struck.writeUInt8(random(256), at)
      }
      return struck
    },
  }
}

function truncated(share: number): Damage {
  return {
    name: `cut off after ${String(share * 100)} %`,
    changesNoRow: true,
    strike: (bytes) =>
      Buffer.from(bytes.subarray(0, Math.round((bytes.length / PAGE_BYTES) * share) * PAGE_BYTES)),
  }
}

/** In the middle of a page, and so mostly of a row. */
function cutOffBefore(bytesFromTheEnd: number): Damage {
  return {
    name: `the last ${String(bytesFromTheEnd)} bytes gone`,
    strike: (bytes) => Buffer.from(bytes.subarray(0, bytes.length - bytesFromTheEnd)),
  }
}

const seeds = [1, 2, 3, 4]

export const damages: readonly Damage[] = [
  ...[0, 0.01, 0.1, 0.25, 0.333, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99].map(truncated),
  ...[1, 2_000, 100_001].map(cutOffBefore),
  ...seeds.flatMap((seed) => [
    flipped(LEAVES, 0.01, seed),
    flipped(LEAVES, 0.1, seed),
    flipped(TABLE_LEAVES, 0.5, seed),
    flipped(LEAVES, 1, seed),
    overwritten('zeros', LEAVES, 0.01, seed),
    overwritten('zeros', LEAVES, 0.1, seed),
    overwritten('zeros', TABLE_LEAVES, 0.3, seed),
    overwritten('zeros in the first half', LEAVES, 0.1, seed),
    overwritten('zeros in the second half', LEAVES, 0.1, seed),
    overwritten('noise', LEAVES, 0.1, seed),
    overwritten('noise', TABLE_LEAVES, 0.3, seed),
  ]),
  {
    name: 'the header gone',
    sparesTables: true,
    strike: (bytes) => Buffer.concat([Buffer.alloc(100), bytes.subarray(100)]),
  },
  {
    name: 'the first page gone',
    sparesTables: true,
    strike: (bytes) => Buffer.concat([Buffer.alloc(PAGE_BYTES), bytes.subarray(PAGE_BYTES)]),
  },
  {
    name: 'all interior pages of tables gone',
    sparesTables: true,
    strike(bytes) {
      const struck = Buffer.from(bytes)
      for (const page of pagesOf(bytes, [0x05])) struck.fill(0, (page - 1) * PAGE_BYTES, page * PAGE_BYTES)
      return struck
    },
  },
  {
    name: 'the first page and all interior pages of tables gone',
    sparesTables: true,
    strike(bytes) {
      const struck = Buffer.from(bytes)
      struck.fill(0, 0, PAGE_BYTES)
      for (const page of pagesOf(bytes, [0x05])) struck.fill(0xff, (page - 1) * PAGE_BYTES, page * PAGE_BYTES)
      return struck
    },
  },
  {
    name: 'another file of the same size in its place',
    strike: (bytes) => Buffer.from(bytes.map((_, index) => (index * 31) % 251)),
  },
  ...seeds.map((seed): Damage => {
    const random = randomFrom(seed + 50)
    return {
      name: `every pointer to a page below wrong, seed ${String(seed)}`,
      sparesTables: true,
      strike(bytes) {
        const struck = Buffer.from(bytes)
        for (const page of pagesOf(bytes, [0x05])) {
          const from = (page - 1) * PAGE_BYTES + (page === 1 ? 100 : 0)
          const cells = bytes.readUInt16BE(from + 3)
          for (let cell = 0; cell < cells; cell += 1) {
            const at = bytes.readUInt16BE(from + 12 + cell * 2)
            struck.writeUInt32BE(random(bytes.length / PAGE_BYTES), (page - 1) * PAGE_BYTES + at)
          }
        }
        return struck
      },
    }
  }),
]
