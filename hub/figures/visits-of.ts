import { CSV_HEADER } from '../planning/generate.ts'
import { wallClock } from './clock.ts'
import type { Facts } from './facts.ts'

/** A place’s counter visits as `boks plan calibrate` reads them (hub/planning/visits-csv.ts); waits there are the waits here. */
export function calibrationCsv({ visits, refused }: Facts, place: string): string {
  const local = wallClock()
  const two = (n: number) => String(n).padStart(2, '0')
  const time = (at: number | null) => {
    if (at === null) return ''
    const { day, minute } = local(at)
    const seconds = Math.min(86_399, Math.floor(minute * 60))
    return `${day}T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  }
  const lines = [CSV_HEADER]
  const outcomes = { served: 'served', left: 'abandoned', 'no-show': 'no-show' } as const
  for (const visit of visits) {
    const { outcome } = visit
    if (visit.place !== place || visit.kind !== 'counter' || outcome === 'open' || outcome === 'cancelled') continue
    const channel = visit.way === 'chance' ? 'walk-in' : 'booked'
    lines.push(
      [
        place,
        channel,
        visit.errand,
        time(visit.due),
        time(visit.arrived),
        // A caseworker is taken from the call on, and there the wait ends: the way through the house is part of the service here.
        time(visit.called ?? visit.started),
        time(visit.ended),
        outcomes[outcome],
      ].join(','),
    )
  }
  for (const one of refused)
    if (one.place === place) {
      const { day, minute } = one.when
      const at = `${day}T${two(Math.floor(minute / 60))}:${two(Math.floor(minute) % 60)}:00`
      lines.push([place, 'walk-in', one.errand, '', at, '', '', 'turned-away'].join(','))
    }
  return `${lines.join('\n')}\n`
}
