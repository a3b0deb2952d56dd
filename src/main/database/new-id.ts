import { randomBytes } from 'node:crypto'

/**
 * Makes UUIDs of version 7 (RFC 9562 §5.7) that never run backwards: not within a millisecond, not when the clock is
 * set back, and, started with the last id in the library, not over restarts.
 */
export function idGenerator(now: () => Date, lastId?: string) {
  let milliseconds = lastId === undefined ? 0 : Number.parseInt(lastId.replaceAll('-', '').slice(0, 12), 16)
  let counter = lastId === undefined ? 0 : Number.parseInt(lastId.slice(15, 18), 16)

  return function newId<Id extends string>(): Id {
    const time = now().getTime()
    if (time > milliseconds) {
      milliseconds = time
      counter = randomBytes(1).readUInt8()
    } else if (++counter > 0xfff) {
      milliseconds += 1
      counter = 0
    }
    const random = randomBytes(8)
    random.writeUInt8((random.readUInt8() & 0x3f) | 0x80)
    const hex =
      milliseconds.toString(16).padStart(12, '0') +
      '7' +
      counter.toString(16).padStart(3, '0') +
      random.toString('hex')
    const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
      '-',
    )
    // A fresh id belongs to whatever kind of thing it is made for.
    return id as Id
  }
}
