/** Seconds of the first time in a place such as "02:14 bis 02:29" or "1:02:14"; null where there is none. */
export function secondsIn(locator: string | null): number | null {
  const [found] = /\d{1,2}(?::\d{2}){1,2}/.exec(locator ?? '') ?? []
  return found === undefined
    ? null
    : found.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0)
}

/** "02:14", with hours "1:02:14". */
export function timeWords(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const whole = Math.floor(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  return `${hours > 0 ? `${String(hours)}:` : ''}${two(minutes)}:${two(whole % 60)}`
}

/** Number of the page a place such as "Seite 3", "S. 3 f.", "p. 3" names; null where it names none. */
export function pageIn(locator: string | null): number | null {
  const [, found] = /(?:\bSeiten?|\bS\.|\bpages?|\bpp?\.)\s*(\d{1,5})/i.exec(locator ?? '') ?? []
  return found === undefined ? null : Number(found)
}
