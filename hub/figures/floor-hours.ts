import { wallClock } from './clock.ts'
import type { Facts } from './facts.ts'

/** One place, one clock hour: minutes of caseworkers planned at its counters, and minutes of service there. */
export type FloorHour = { day: string; hour: number; place: string; staffed: number; busy: number }

/** From the shifts that were planned for the counter and the services that ran. Hours without a shift are left out. */
export function floorHours({ visits, shifts }: Facts): FloorHour[] {
  const hours = new Map<string, FloorHour>()
  for (const { day, place, channel, opens, closes } of shifts) {
    if (channel !== 'counter') continue
    for (let hour = Math.floor(opens / 60); hour * 60 < closes; hour++) {
      const key = `${place} ${day} ${String(hour).padStart(2, '0')}`
      const row = hours.get(key) ?? { day, hour, place, staffed: 0, busy: 0 }
      row.staffed += Math.min(closes, hour * 60 + 60) - Math.max(opens, hour * 60)
      hours.set(key, row)
    }
  }
  const local = wallClock()
  for (const { kind, place, started, called, ended, outcome } of visits) {
    const from = started ?? called
    if (kind !== 'counter' || outcome !== 'served' || from === null || ended === null) continue
    const { day, minute } = local(from)
    const until = minute + (ended - from) / 60_000
    for (let hour = Math.floor(minute / 60); hour * 60 < until; hour++) {
      const row = hours.get(`${place} ${day} ${String(hour).padStart(2, '0')}`)
      if (row) row.busy += Math.min(until, hour * 60 + 60) - Math.max(minute, hour * 60)
    }
  }
  return [...hours.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}
