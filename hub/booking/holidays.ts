import { addDays } from './local-time.ts'

/** Easter Sunday (Gregorian; Meeus, Astronomical Algorithms, chapter 8). */
export function easter(year: number): string {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const m = Math.floor((a + 11 * h) / 319)
  const r = (2 * (b % 4) + 2 * Math.floor(c / 4) - (c % 4) - h + m + 32) % 7
  const month = Math.floor((h - m + r + 90) / 25)
  const day = (h - m + r + month + 19) % 32
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Store bededag was a holiday until 2023 (lov nr. 214 af 06/03/2023). */
const LAST_PRAYER_DAY = 2023

const cache = new Map<number, Map<string, string>>()

/**
 * Days on which Danish public offices are closed: the public holidays, and the days that offices keep besides (Constitution
 * Day, 24 and 31 December). Date → Danish name.
 */
export function holidays(year: number): Map<string, string> {
  const known = cache.get(year)
  if (known) return known
  const sunday = easter(year)
  const days: [string, string][] = [
    [`${year}-01-01`, 'Nytårsdag'],
    [addDays(sunday, -3), 'Skærtorsdag'],
    [addDays(sunday, -2), 'Langfredag'],
    [sunday, 'Påskedag'],
    [addDays(sunday, 1), '2. påskedag'],
    [addDays(sunday, 39), 'Kristi himmelfartsdag'],
    [addDays(sunday, 49), 'Pinsedag'],
    [addDays(sunday, 50), '2. pinsedag'],
    [`${year}-06-05`, 'Grundlovsdag'],
    [`${year}-12-24`, 'Juleaftensdag'],
    [`${year}-12-25`, 'Juledag'],
    [`${year}-12-26`, '2. juledag'],
    [`${year}-12-31`, 'Nytårsaftensdag'],
  ]
  if (year <= LAST_PRAYER_DAY) days.push([addDays(sunday, 26), 'Store bededag'])
  const found = new Map(days)
  cache.set(year, found)
  return found
}

export const holidayOn = (day: string) => holidays(Number(day.slice(0, 4))).get(day) ?? null
