import { localOf } from '../booking/local-time.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** Danish wall clock of many instants, fast: the offset is looked up once an hour of the year. */
export function wallClock(): (at: number) => { day: string; minute: number } {
  const offsets = new Map<number, number>()
  const days = new Map<number, string>()
  return (at) => {
    const hour = Math.floor(at / HOUR_MS)
    let offset = offsets.get(hour)
    if (offset === undefined) {
      const start = hour * HOUR_MS
      const { day, minute } = localOf(start)
      offset = Date.parse(`${day}T00:00:00Z`) + minute * 60_000 - start
      offsets.set(hour, offset)
    }
    const local = at + offset
    const index = Math.floor(local / DAY_MS)
    let day = days.get(index)
    if (day === undefined) {
      day = new Date(index * DAY_MS).toISOString().slice(0, 10)
      days.set(index, day)
    }
    return { day, minute: (local - index * DAY_MS) / 60_000 }
  }
}
