/** Hours as a clerk writes them: one line for several weekdays. */
import type { PlanHours, SeatKind } from '../../../device/contract/places.ts'

export type Line = Omit<PlanHours, 'weekday'> & { weekdays: number[] }

/** Puts rows that differ only in their weekday on one line. */
export function linesOf(hours: PlanHours[]): Line[] {
  const lines = new Map<string, Line>()
  for (const { weekday, ...rest } of hours) {
    const name = JSON.stringify(Object.entries(rest).sort())
    const line = lines.get(name)
    if (line) line.weekdays.push(weekday)
    else lines.set(name, { ...rest, weekdays: [weekday] })
  }
  return [...lines.values()]
    .map((line) => ({ ...line, weekdays: line.weekdays.sort() }))
    .sort((a, b) => (a.kind ?? '').localeCompare(b.kind ?? '') || a.weekdays[0]! - b.weekdays[0]!)
}

export const hoursOf = (lines: Line[]): PlanHours[] =>
  lines.flatMap(({ weekdays, ...rest }) => weekdays.map((weekday) => ({ ...rest, weekday })))

export const isWhole = (line: Line) => line.weekdays.length > 0 && line.closes > line.opens

export const newLine = (): Line => ({
  kind: null,
  weekdays: [1, 2, 3, 4, 5],
  weeks: 'all',
  opens: 600,
  closes: 960,
  firstDay: null,
  lastDay: null,
  keepPhone: 0,
  keepStandby: 0,
})

/** When a kind is open on a weekday of an even or odd week, as the hub counts it (hub/booking/opening.ts). */
export function openWhen(lines: Line[], kind: SeatKind, weekday: number, weeks: 'even' | 'odd'): Line[] {
  const own = lines.filter((line) => line.kind === kind)
  return (own.length > 0 ? own : lines.filter((line) => line.kind === null))
    .filter((line) => line.weekdays.includes(weekday) && (line.weeks === 'all' || line.weeks === weeks))
    .sort((a, b) => a.opens - b.opens)
}
