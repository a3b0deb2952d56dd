/** The instant at which a day, month or year is over (UTC). */
export function endOf(partialDate: string): Date {
  const [year = 0, month = 12, day] = partialDate.split('-').map(Number)
  const end = new Date(0)
  // Not Date.UTC: it takes the years 0 to 99 for 1900 to 1999.
  if (day === undefined) end.setUTCFullYear(year, month, 1)
  else end.setUTCFullYear(year, month - 1, day + 1)
  return end
}
