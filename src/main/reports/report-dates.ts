import type { UiLanguage } from '#shared/errors'

/** Dates and figures in words. Instants are told in the time zone of the computer the report was made on. */
export function reportDates(language: UiLanguage, timeZone: string) {
  const locale = language === 'en' ? 'en-GB' : 'de-DE'
  const dayOf = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone })
  const timeOf = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone })
  const fullDay = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const monthOf = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' })
  const figures = new Intl.NumberFormat(locale)
  const sizes = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 })
  const languages = new Intl.DisplayNames([locale], { type: 'language' })
  const list = new Intl.ListFormat(locale)

  const clock = (instant: Date): string =>
    language === 'de' ? `${timeOf.format(instant)} Uhr` : timeOf.format(instant)

  /** A partial date as precisely as it was given: "8. März 2022", "März 2022", "2022". */
  function partial(value: string): string {
    const [year = 0, month, day] = value.split('-').map(Number)
    if (month === undefined) return String(year)
    const date = new Date(Date.UTC(2000, month - 1, day ?? 1))
    date.setUTCFullYear(year)
    return (day === undefined ? monthOf : fullDay).format(date)
  }

  /** A tag that only looks like one is shown as it is. */
  function languageName(tag: string): string {
    try {
      return languages.of(tag) ?? tag
    } catch {
      return tag
    }
  }

  /** The date of a source, in EDTF: "etwa 1907", "1999 bis 2003", "Frühjahr 2020"; what is none as it was written. */
  function issued(value: string): string {
    const { about, perhaps, span, from, until, seasons } = EDTF_WORDS[language]
    const point = (text: string): string | null => {
      const [, date = '', year = '', season, mark] =
        /^((\d{4})(?:-2([1-4])|(?:-\d\d){0,2}))([~?%]?)$/.exec(text) ?? []
      if (date === '') return null
      const plain = season === undefined ? partial(date) : `${seasons[Number(season) - 1] ?? ''} ${year}`
      return mark === '~' ? about(plain) : mark === '' ? plain : perhaps(plain)
    }
    const [start = '', end] = value.split('/')
    if (end === undefined) return point(start) ?? value
    const [first, last] = [point(start), point(end)]
    if (first !== null && last !== null) return span(first, last)
    if (first !== null && /^(\.\.)?$/.test(end)) return from(first)
    return last !== null && /^(\.\.)?$/.test(start) ? until(last) : value
  }

  function size(bytes: number): string {
    if (bytes < 1_000) return `${figures.format(bytes)} B`
    if (bytes < 1_000_000) return `${sizes.format(bytes / 1_000)} kB`
    return `${sizes.format(bytes / 1_000_000)} MB`
  }

  /** The same instant stands in a report many times: what was done in one step. */
  const moments = new Map<string, string>()
  function moment(instant: string): string {
    const known = moments.get(instant)
    if (known !== undefined) return known
    const date = new Date(instant)
    const made = `${dayOf.format(date)}, ${clock(date)}`
    moments.set(instant, made)
    return made
  }

  return {
    day: (instant: string) => dayOf.format(new Date(instant)),
    moment,
    partial,
    issued,
    size,
    figure: (value: number) => figures.format(value),
    language: languageName,
    list: (words: readonly string[]) => list.format(words),
  }
}

const EDTF_WORDS = {
  de: {
    about: (date: string) => `etwa ${date}`,
    perhaps: (date: string) => `${date} (unsicher)`,
    span: (first: string, last: string) => `${first} bis ${last}`,
    from: (first: string) => `seit ${first}`,
    until: (last: string) => `bis ${last}`,
    seasons: ['Frühjahr', 'Sommer', 'Herbst', 'Winter'],
  },
  en: {
    about: (date: string) => `about ${date}`,
    perhaps: (date: string) => `${date} (uncertain)`,
    span: (first: string, last: string) => `${first} to ${last}`,
    from: (first: string) => `since ${first}`,
    until: (last: string) => `until ${last}`,
    seasons: ['spring', 'summer', 'autumn', 'winter'],
  },
} as const

export type ReportDates = ReturnType<typeof reportDates>
