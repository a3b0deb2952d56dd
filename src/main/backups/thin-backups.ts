/** What thinning needs to know of a backup. Numbers rise in the order backups were made, whatever the clock said. */
export interface Thinnable {
  number: number
  madeAt: string
  /** Nothing amiss was found in it. */
  sound: boolean
}

export const KEPT_LAST = 10
export const KEPT_DAYS = 14
export const KEPT_WEEKS = 8

/**
 * The backups that may go: all but the last ten, the last of each of the last fourteen days on which one was made, and
 * the last of each of the last eight such weeks. Days and weeks are counted in the order of the numbers, so that a
 * clock set back or forward takes none away. Sound ones never make room for others.
 */
export function superfluousBackups<Backup extends Thinnable>(backups: readonly Backup[]): Backup[] {
  const newestFirst = backups.toSorted((a, b) => b.number - a.number)
  const sound = newestFirst.filter((backup) => backup.sound)
  const kept = new Set([
    ...sound.slice(0, KEPT_LAST),
    ...lastOfEach(sound, dayOf).slice(0, KEPT_DAYS),
    ...lastOfEach(sound, weekOf).slice(0, KEPT_WEEKS),
    ...newestFirst.filter((backup) => !backup.sound).slice(0, KEPT_LAST),
  ])
  return newestFirst.filter((backup) => !kept.has(backup))
}

function lastOfEach<Backup extends Thinnable>(
  newestFirst: readonly Backup[],
  spanOf: (madeAt: string) => string,
): Backup[] {
  const last = new Map<string, Backup>()
  for (const backup of newestFirst) {
    const span = spanOf(backup.madeAt)
    if (!last.has(span)) last.set(span, backup)
  }
  return [...last.values()]
}

/** In UTC. */
function dayOf(madeAt: string): string {
  return madeAt.slice(0, 10)
}

/** The Monday it began on. */
function weekOf(madeAt: string): string {
  const day = new Date(`${dayOf(madeAt)}T00:00:00.000Z`)
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
  return dayOf(day.toISOString())
}
