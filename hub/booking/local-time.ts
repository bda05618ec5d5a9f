import { addDays } from '../../device/rules/calendar.ts'

/** Danish local time: dates are `YYYY-MM-DD`, times of day minutes after midnight. */

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
const ZONE = 'Europe/Copenhagen'

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})

/** What a wall clock shows at that instant. */
export function localOf(at: Date | number): { day: string; minute: number } {
  const got: Record<string, string> = {}
  for (const { type, value } of parts.formatToParts(at)) got[type] = value
  return { day: `${got.year}-${got.month}-${got.day}`, minute: Number(got.hour) * 60 + Number(got.minute) }
}

const bases = new Map<string, number>()
const BASES_MAX = 4_000

/**
 * The instant (epoch ms) from which a day's minutes are counted: noon less twelve hours. On the two days of a clock change it
 * is not midnight, but right from 3 o'clock on, before which nothing opens.
 */
export function dayBase(day: string): number {
  const known = bases.get(day)
  if (known !== undefined) return known
  const noon = Date.parse(`${day}T12:00:00Z`)
  const { minute } = localOf(noon)
  const base = noon - (minute - 720) * MINUTE_MS - 720 * MINUTE_MS
  if (bases.size > BASES_MAX) bases.clear()
  bases.set(day, base)
  return base
}

/** The instant at which a wall clock shows that minute of that day. */
export const instant = (day: string, minute: number) => new Date(dayBase(day) + minute * MINUTE_MS)

/** A real date, not 2026-02-30. */
export function isDay(day: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) && addDays(day, 0) === day
}

/** `09.30`, as Danes write it. */
export const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}.${String(minute % 60).padStart(2, '0')}`
