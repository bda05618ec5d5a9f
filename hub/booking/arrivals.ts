import { sql } from 'kysely'
import type { Arrival } from '../../device/contract/booking.ts'
import type { Db } from '../store/store.ts'
import { localOf } from './local-time.ts'

/**
 * A place's day for the desk. Those who are here come first: being served or called, then due appointments and walk-ins in
 * the order in which they are called (booked by their time, walk-ins with need before the others).
 */
export async function arrivalsOf(db: Db, place: string, now: Date): Promise<Arrival[]> {
  const { day } = localOf(now)
  const { rows } = await sql<Omit<Arrival, 'since' | 'due'> & { since: Date | null; due: Date | null }>`
    select b.id, 'booked' as is, b.code as number, b.name, b.errands, b.kind,
      case when b.started_at is null or b.state <> 'called' then b.state else 'serving' end as state, b.arrived_at as since, b.starts as due,
      r.name as "where", false as need
    from bookings b left join lateral (
      select r.name from booking_seats s join booking_resources r on r.id = s.resource
      where s.booking = b.id and r.kind in ('box', 'counter', 'phone') limit 1) r on true
    where b.place = ${place} and b.day = ${day} and b.state in ('booked', 'arrived', 'called', 'no-show')
    union all
    select t.id, 'standby', t.number, null, t.errands, 'counter', t.state, t.made_at, null, r.name, t.need
    from standby_tickets t left join booking_resources r on r.id = t.resource
    where t.place = ${place} and t.day = ${day} and t.state in ('waiting', 'called', 'serving')`.execute(db)
  const rank = ({ state }: { state: Arrival['state'] }) =>
    ['serving', 'called'].includes(state) ? 0 : ['arrived', 'waiting'].includes(state) ? 1 : state === 'booked' ? 2 : 3
  return rows
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        Number(a.is === 'standby') - Number(b.is === 'standby') ||
        Number(b.need) - Number(a.need) ||
        (a.due ?? a.since ?? now).getTime() - (b.due ?? b.since ?? now).getTime(),
    )
    .map((row) => ({ ...row, since: row.since?.toISOString() ?? null, due: row.due?.toISOString() ?? null }))
}
