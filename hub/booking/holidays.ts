import { daysOff } from '../../device/rules/calendar.ts'

const years = new Map<string, Map<string, string>>()

/** The Danish name of the holiday or usual closing on that day, or null. */
export function holidayOn(day: string): string | null {
  const year = day.slice(0, 4)
  let found = years.get(year)
  if (!found) {
    found = new Map(daysOff(Number(year)).map((off) => [off.day, off.name]))
    years.set(year, found)
  }
  return found.get(day) ?? null
}

/** Holidays and usual closings from a day to the end of the next year. */
export function holidaysFrom(day: string): { day: string; name: string }[] {
  const year = Number(day.slice(0, 4))
  return [...daysOff(year), ...daysOff(year + 1)].filter((off) => off.day >= day)
}
