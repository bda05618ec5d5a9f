import { sql } from 'kysely'
import type { Db } from '../store/store.ts'
import type { Taken } from './slots.ts'

/**
 * What is taken of these resources between two instants. What has run out by `now` (a hold, the pause after a cancellation)
 * is left out: it no longer counts, also before it is swept.
 */
export async function takenBetween(
  db: Db,
  resources: number[],
  from: Date,
  to: Date,
  now: Date,
  /** Pauses that end by then do not count: the waitlist is offered what is paused for everybody else. */
  pauses: Date = now,
): Promise<Taken> {
  if (resources.length === 0) return new Map()
  // One row for each resource with its times as one text: a month of a busy place is thousands of seats.
  const { rows } = await sql<{ resource: number; times: string }>`
    select s.resource, string_agg(
        (extract(epoch from s.starts)::bigint / 60)::text || ',' || (extract(epoch from s.ends)::bigint / 60)::text, ',') as times
    from booking_seats s
    where s.resource = any(${resources}::int[]) and s.starts < ${to} and s.starts > ${from}::timestamptz - interval '1 day'
      and s.ends > ${from} and (s.until is null or s.until > ${pauses})
      and not exists (select from bookings b where b.id = s.booking and b.expires_at <= ${now})
    group by s.resource`.execute(db)
  return new Map(rows.map(({ resource, times }) => [resource, times.split(',').map(Number)]))
}

/** Removes what has run out and stands in the way at that time. */
export async function clearRunOut(
  db: Db,
  resources: number[],
  from: Date,
  to: Date,
  now: Date,
  pauses: Date = now,
): Promise<void> {
  await sql`
    delete from bookings where id in (
      select b.id from bookings b join booking_seats s on s.booking = b.id
      where b.expires_at <= ${now} and b.state = 'held' and s.resource = any(${resources}::int[])
        and s.starts < ${to} and s.ends > ${from}
      for update of b skip locked)`.execute(db)
  await sql`
    delete from booking_seats where id in (
      select id from booking_seats where until <= ${pauses} and resource = any(${resources}::int[])
        and starts < ${to} and ends > ${from} for update skip locked)`.execute(db)
}
