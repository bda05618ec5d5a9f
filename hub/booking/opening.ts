import { isoWeek, weekday } from '../../device/rules/calendar.ts'
import { holidayOn } from './holidays.ts'
import type { Hours, Schedule } from './schedule.ts'
import type { SeatKind } from './tables.ts'

/** Why a place is closed on a day, or null. Holidays close everything. */
export function closedBecause(schedule: Schedule, place: string | null, day: string): string | null {
  const holiday = holidayOn(day)
  if (holiday) return holiday
  const closure = schedule.closures.find(
    (one) => (one.place === null || one.place === place) && one.firstDay <= day && day <= one.lastDay,
  )
  return closure?.reason ?? null
}

/** When that kind of resource is open at a place (null: those that serve every place) on a day; in order of time. */
export function openOn(schedule: Schedule, place: string | null, kind: SeatKind, day: string): Hours[] {
  if (closedBecause(schedule, place, day)) return []
  const here = schedule.hours.filter((row) => row.place === place)
  const own = here.filter((row) => row.kind === kind)
  const parity = isoWeek(day) % 2 === 0 ? 'even' : 'odd'
  const dayOfWeek = weekday(day)
  return (own.length > 0 ? own : here.filter((row) => row.kind === null))
    .filter((row) => row.weekday === dayOfWeek && (row.weeks === 'all' || row.weeks === parity))
    .filter((row) => (row.firstDay ?? day) <= day && day <= (row.lastDay ?? day))
    .sort((a, b) => a.opens - b.opens)
}
