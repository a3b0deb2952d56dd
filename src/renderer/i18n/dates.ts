import { useI18n } from 'vue-i18n'

/** Dates and figures as the language of the interface writes them. Intl only; instants are shown in local time. */
export function useDates() {
  const { t, locale } = useI18n()

  const formatted = (options: Intl.DateTimeFormatOptions, date: Date): string =>
    new Intl.DateTimeFormat(locale.value === 'en' ? 'en-GB' : locale.value, options).format(date)

  const time = (date: Date): string => formatted({ hour: '2-digit', minute: '2-digit' }, date)
  const weekday = (date: Date): string =>
    formatted({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, date)

  function day(date: Date): string {
    const distance = daysFromToday(date)
    if (distance === 0) return t('date.today')
    if (distance === 1) return t('date.tomorrow')
    if (distance === -1) return t('date.yesterday')
    const sameYear = date.getFullYear() === new Date().getFullYear()
    return formatted({ day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }, date)
  }

  /** "heute, 17:00 Uhr"; days further away without the time. */
  function moment(date: Date): string {
    return Math.abs(daysFromToday(date)) <= 1 ? exactly(date) : day(date)
  }

  /** With the time, however far away: where two moments stand beside each other. */
  const exactly = (date: Date): string => t('date.dayAndTime', { day: day(date), time: time(date) })

  /** A partial date as it was given: "8. März 2022", "März 2022", "2022". */
  function partial(value: string): string {
    const [year = 0, month, dayOfMonth] = value.split('-').map(Number)
    if (month === undefined) return String(year)
    const date = new Date(year, month - 1, dayOfMonth ?? 1)
    date.setFullYear(year)
    return formatted(
      { year: 'numeric', month: 'long', ...(dayOfMonth === undefined ? {} : { day: 'numeric' }) },
      date,
    )
  }

  const figure = (value: number): string => new Intl.NumberFormat(locale.value).format(value)

  return { time, day, weekday, moment, exactly, partial, figure }
}

function daysFromToday(date: Date): number {
  const midnight = (value: Date): number => Date.UTC(value.getFullYear(), value.getMonth(), value.getDate())
  return Math.round((midnight(date) - midnight(new Date())) / 86_400_000)
}
