import { execFileSync } from 'node:child_process'
import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const SOURCE = new URL('../faults/interpose.c', import.meta.url).pathname

/** Compiles the library that stands between a program and libc. Gives the reason where that cannot be done here. */
export function buildInterposer(folder: string): { library: string } | { missing: string } {
  if (process.platform !== 'linux') return { missing: 'only Linux lets a library stand before libc' }
  const library = join(folder, 'interpose.so')
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, SOURCE, '-ldl', '-lpthread'])
  } catch (error) {
    const isThere = error instanceof Error && 'status' in error && typeof error.status === 'number'
    // That it does not compile is a fault of ours.
    if (isThere) throw error
    return { missing: 'there is no C compiler' }
  }
  return { library }
}

/** Kinds of calls that can fail; 'open' opens for writing. In the order of interpose.c. */
export const CALL_KINDS = [
  'write',
  'sync',
  'rename',
  'open',
  'truncate',
  'unlink',
  'mkdir',
  'link',
  'close',
] as const
export type CallKind = (typeof CALL_KINDS)[number]

/** SIGKILL ends the program before the call is made. */
const ERRNO = { EIO: 5, EMFILE: 24, ENOSPC: 28, SIGKILL: -1 } as const

export interface Fault {
  kinds: readonly CallKind[]
  /** The call of these kinds that fails, from 1 on; 0 only counts. */
  at: number
  lasting: boolean
  error: keyof typeof ERRNO
  /** A write that fails has written half before. */
  shortly?: boolean
}

/** Of `struct control`: eight numbers and a name. */
const SIZE = 8 * 8 + 256

/** To be there before the interposed program starts. */
export function createControl(path: string): void {
  writeFileSync(path, Buffer.alloc(SIZE))
}

/** Decides from outside which call of the interposed program fails. */
export function faultControl(path: string) {
  const numbers = new BigInt64Array(8)
  const bytes = new Uint8Array(numbers.buffer)
  const file = openSync(path, 'r+')

  return {
    begin({ kinds, at, lasting, error, shortly = false }: Fault): void {
      const bits = kinds.reduce((sum, kind) => sum | (1 << CALL_KINDS.indexOf(kind)), 0)
      numbers.set([bits, at, Number(lasting), ERRNO[error], Number(shortly), 0, 0, 0].map(BigInt))
      writeSync(file, Buffer.concat([bytes, Buffer.alloc(256)]), 0, SIZE, 0)
    },
    /** No call fails any more. */
    end: () => void writeSync(file, Buffer.alloc(8), 0, 8, 0),
    /** How many calls were counted and failed since `begin`, and the one that failed first. */
    read(): { seen: number; failed: number; first: string } {
      const read = Buffer.alloc(SIZE)
      readSync(file, read, 0, read.length, 0)
      const [kind, ...path] = read.subarray(64, read.indexOf(0, 64)).toString().split(' ')
      return {
        seen: Number(read.readBigInt64LE(40)),
        failed: Number(read.readBigInt64LE(48)),
        first: kind ? `${CALL_KINDS[Number(kind)] ?? ''} ${path.join(' ')}` : '',
      }
    },
    close: () => closeSync(file),
  }
}

/** What the disk was asked, as interpose.c records it. */
export interface TracedCall {
  what: (typeof TRACED)[number]
  path: string
  second: string
  number: number
  data: Buffer
}

const TRACED = [
  'create',
  'write',
  'sync',
  'syncFolder',
  'truncate',
  'rename',
  'unlink',
  'mkdir',
  'link',
  'mark',
] as const

export function* readTrace(trace: Buffer): Generator<TracedCall> {
  let at = 0
  const take = (length: number) => trace.subarray(at, (at += length))
  const sized = () => take(take(4).readUInt32LE())
  while (at < trace.length) {
    const what = TRACED[take(1).readUInt8() - 1]
    if (what === undefined) throw new Error('This is no trace')
    const path = sized().toString()
    const second = sized().toString()
    const number = Number(take(8).readBigInt64LE())
    yield { what, path, second, number, data: sized() }
  }
}

/** A mark for the trace from a process that is not interposed. */
export function markOf(text: string): Buffer {
  const data = Buffer.from(text)
  const record = Buffer.alloc(21)
  record.writeUInt8(TRACED.indexOf('mark') + 1)
  record.writeUInt32LE(data.length, 17)
  return Buffer.concat([record, data])
}
