/** Days and times of day as a planner reads them. */
import { type Language, localeOf } from './language.ts'

const utc = (day: string) => new Date(`${day}T00:00:00Z`)

/** "fredag den 5. juni 2026" */
export const dayIn = (language: Language, day: string) =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'full', timeZone: 'UTC' }).format(utc(day))

const short = (language: Language, day: string) =>
  new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(utc(day))

/** One day, or "ma. 15. feb. 2027 – fr. 19. feb. 2027". */
export const daysIn = (language: Language, first: string, last: string) =>
  first === last ? short(language, first) : `${short(language, first)} – ${short(language, last)}`

/** Monday is 1. */
export function weekdayIn(language: Language, weekday: number, style: 'long' | 'short' = 'long'): string {
  // 2024 began on a Monday.
  const name = new Intl.DateTimeFormat(localeOf(language), { weekday: style, timeZone: 'UTC' }).format(
    utc(`2024-01-0${weekday}`),
  )
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** Minutes after midnight as an `<input type="time">` has them. */
export const timeField = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Reads what such a field gives; null while it is empty. */
export function minuteOf(field: string): number | null {
  const found = /^(\d{2}):(\d{2})/.exec(field)
  return found ? Number(found[1]) * 60 + Number(found[2]) : null
}

/** The local day, `YYYY-MM-DD`, so many days from today. */
export const dayFromNow = (days: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(Date.now() + days * 86_400_000)

/** A moment, such as "man. 7. dec. 10.15". */
export const momentIn = (language: Language, at: string) =>
  new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Europe/Copenhagen',
  }).format(new Date(at))
