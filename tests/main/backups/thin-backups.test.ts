import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { superfluousBackups, type Thinnable } from '#main/backups/thin-backups'

const HOUR = 60 * 60 * 1_000
const at = (hours: number) => new Date(Date.UTC(2026, 0, 1) + hours * HOUR).toISOString()
const hourly = (count: number): Thinnable[] =>
  Array.from({ length: count }, (_, index) => ({ number: index + 1, madeAt: at(index), sound: true }))

/** What is left when each backup is thinned as soon as it was made. */
function keptOneByOne(made: readonly Thinnable[]): Thinnable[] {
  let standing: Thinnable[] = []
  for (const backup of made) {
    standing.push(backup)
    const gone = superfluousBackups(standing)
    standing = standing.filter((each) => !gone.includes(each))
  }
  return standing
}

describe('thinning', () => {
  it('leaves the last ten, one of each of fourteen days and of eight weeks after a year of hours', () => {
    const kept = keptOneByOne(hourly(365 * 24))

    const days = new Set(kept.map(({ madeAt }) => madeAt.slice(0, 10)))
    expect(kept.slice(-10).map(({ number }) => number)).toEqual(
      Array.from({ length: 10 }, (_, index) => 365 * 24 - 9 + index),
    )
    // Three of the eight weeks end within the fourteen days.
    expect(days.size).toBe(14 + 5)
    expect(kept.length).toBe(10 + 13 + 5)
  })

  it('keeps nothing back while there are no more than ten', () => {
    expect(superfluousBackups(hourly(10))).toEqual([])
  })

  const backups = fc
    .array(fc.record({ hours: fc.integer({ min: -200_000, max: 200_000 }), sound: fc.boolean() }), {
      maxLength: 120,
    })
    .map((made): Thinnable[] =>
      made.map(({ hours, sound }, index) => ({ number: index + 1, madeAt: at(hours), sound })),
    )

  it('whatever the clock said, takes none of the last ten, and never a sound one because of another', () => {
    fc.assert(
      fc.property(backups, (made) => {
        const kept = keptOneByOne(made)
        const sound = made.filter((backup) => backup.sound)

        expect(kept).toEqual(expect.arrayContaining(sound.slice(-10)))
        expect(kept.filter((backup) => backup.sound)).toEqual(keptOneByOne(sound))
        expect(kept.length).toBeLessThanOrEqual(10 + 14 + 8 + 10)
      }),
    )
  })

  it('takes nothing more when it is done again', () => {
    fc.assert(
      fc.property(backups, (made) => {
        const gone = superfluousBackups(made)

        expect(superfluousBackups(made.filter((backup) => !gone.includes(backup)))).toEqual([])
      }),
    )
  })
})
