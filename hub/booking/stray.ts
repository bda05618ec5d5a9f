/** What a change of hours or resources does to appointments that are booked already. */
import { sql } from 'kysely'
import type { Db } from '../store/store.ts'
import { localOf, MINUTE_MS } from './local-time.ts'
import { openOn } from './opening.ts'
import type { Resource, Schedule } from './schedule.ts'
import type { SeatKind } from './tables.ts'

/** One taken seat of a booked visit to come. */
export type Seat = {
  seat: number
  booking: string
  place: string
  resource: number
  kind: SeatKind
  starts: Date
  ends: Date
  errands: string[]
  interpreter: string | null
}

export type Effect = {
  /** Seats that another resource of the same kind can take at the same time. */
  moves: { seat: number; to: number }[]
  /** Bookings that have no room any more, by time. */
  cancels: { booking: string; starts: Date; place: string }[]
}

/** The seats of all booked visits to come. */
export async function seatsToCome(db: Db, now: Date): Promise<Seat[]> {
  const { rows } = await sql<Seat>`
    select s.id as seat, b.id as booking, b.place, s.resource, r.kind, b.starts, b.ends, b.errands, b.interpreter
    from bookings b join booking_seats s on s.booking = b.id join booking_resources r on r.id = s.resource
    where b.state = 'booked' and b.starts > ${now} order by b.starts, b.id`.execute(db)
  return rows
}

/**
 * Which booked seats do not fit a plan: their resource is gone, or not open then. A resource of the same kind that is open
 * and free at that time takes over; without one the visit is to be cancelled. Times kept for phone or standby bind new
 * bookings only.
 */
export function effectOf(plan: Schedule, seats: Seat[]): Effect {
  const byId = new Map(plan.resources.map((one) => [one.id, one]))
  const taken = new Map<number, [from: number, to: number][]>()
  const take = (resource: number, seat: Seat) => {
    const list = taken.get(resource) ?? []
    taken.set(resource, list)
    list.push([seat.starts.getTime(), seat.ends.getTime()])
  }
  const isFree = (resource: number, seat: Seat) =>
    !taken.get(resource)?.some(([from, to]) => from < seat.ends.getTime() && to > seat.starts.getTime())
  const stray: Seat[] = []
  for (const seat of seats) {
    const resource = byId.get(seat.resource)
    if (resource && isOpen(plan, resource, seat)) take(seat.resource, seat)
    else stray.push(seat)
  }
  const effect: Effect = { moves: [], cancels: [] }
  const lost = new Set<string>()
  for (const seat of stray) {
    if (lost.has(seat.booking)) continue
    const before = seat.kind === 'video' || seat.kind === 'interpreter' || seat.kind === 'phone' ? null : seat.place
    const other = plan.resources.find(
      (one) =>
        one.kind === seat.kind &&
        (one.place === before || one.place === seat.place) &&
        (one.skills.length === 0 || seat.errands.every((id) => one.skills.includes(id))) &&
        (seat.kind !== 'interpreter' || one.languages.includes(seat.interpreter ?? '')) &&
        isOpen(plan, one, seat) &&
        isFree(one.id, seat),
    )
    if (other) {
      take(other.id, seat)
      effect.moves.push({ seat: seat.seat, to: other.id })
      continue
    }
    lost.add(seat.booking)
    effect.cancels.push({ booking: seat.booking, starts: seat.starts, place: seat.place })
  }
  return effect
}

function isOpen(plan: Schedule, resource: Resource, seat: Seat): boolean {
  const { day, minute } = localOf(seat.starts)
  const until = minute + (seat.ends.getTime() - seat.starts.getTime()) / MINUTE_MS
  return openOn(plan, resource.place, resource.kind, day).some((one) => one.opens <= minute && until <= one.closes)
}
