import { type Dated, inForce } from './dated.ts'

/** A day on which public offices are closed. `usual`: no holiday by law, but offices close; a place may differ. */
export type DayOff = { day: string; name: string; kind: 'holiday' | 'usual' }

/** Whether the fourth Friday after Easter is a holiday. */
const greatPrayerDay: readonly Dated<boolean>[] = [
  { from: '1686-01-01', value: true, source: 'Decree of 27 March 1686' },
  { from: '2024-01-01', value: false, source: 'Bill L 13 (2022–23), in force 1 January 2024' },
]

const DAY_MS = 86_400_000

/** `YYYY-MM-DD` some days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}

/** ISO 8601 week number, 1–53. */
export function isoWeek(day: string): number {
  const thursday = addDays(day, 4 - weekday(day))
  const first = Date.parse(`${thursday.slice(0, 4)}-01-01T00:00:00Z`)
  return 1 + Math.floor((Date.parse(`${thursday}T00:00:00Z`) - first) / (7 * DAY_MS))
}

/** Easter Sunday in the Gregorian calendar (Meeus, Jones, Butcher). */
export function easter(year: number): string {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  const month = Math.floor(f / 31)
  return `${year}-${String(month).padStart(2, '0')}-${String((f % 31) + 1).padStart(2, '0')}`
}

/** Danish holidays of a year, and the days on which offices usually close, in order. */
export function daysOff(year: number): DayOff[] {
  const sunday = easter(year)
  const moving = (days: number, name: string): DayOff => ({ day: addDays(sunday, days), name, kind: 'holiday' })
  const fixed = (date: string, name: string, kind: DayOff['kind'] = 'holiday'): DayOff => ({
    day: `${year}-${date}`,
    name,
    kind,
  })
  const prayer = moving(26, 'Store bededag')
  return [
    fixed('01-01', 'Nytårsdag'),
    moving(-3, 'Skærtorsdag'),
    moving(-2, 'Langfredag'),
    moving(0, 'Påskedag'),
    moving(1, '2. påskedag'),
    ...(inForce(greatPrayerDay, prayer.day)?.value ? [prayer] : []),
    moving(39, 'Kristi himmelfartsdag'),
    moving(49, 'Pinsedag'),
    moving(50, '2. pinsedag'),
    fixed('06-05', 'Grundlovsdag', 'usual'),
    fixed('12-24', 'Juleaftensdag', 'usual'),
    fixed('12-25', 'Juledag'),
    fixed('12-26', '2. juledag'),
    fixed('12-31', 'Nytårsaftensdag', 'usual'),
  ].sort((a, b) => a.day.localeCompare(b.day))
}

/** Weekdays (Monday–Friday) without holidays and usual closings, from `from` on, as many as asked. */
export function openDays(from: string, count: number): string[] {
  const days: string[] = []
  const closed = new Map<string, Set<string>>()
  for (let day = from; days.length < count; day = addDays(day, 1)) {
    const year = day.slice(0, 4)
    if (!closed.has(year)) closed.set(year, new Set(daysOff(Number(year)).map((off) => off.day)))
    if (weekday(day) <= 5 && !closed.get(year)!.has(day)) days.push(day)
  }
  return days
}
