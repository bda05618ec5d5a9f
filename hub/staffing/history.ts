import { sql } from 'kysely'
import { addDays } from '../../device/rules/calendar.ts'
import { closedBecause, openOn } from '../booking/opening.ts'
import type { Schedule } from '../booking/schedule.ts'
import type { Db } from '../store/store.ts'
import type { Arrival } from './quarter-forecast.ts'
import type { StaffChannel } from './tables.ts'

/** How far back a forecast looks (days): two winters and a bit. */
export const HISTORY_DAYS = 800
/** The caseworker’s step of a box visit, where none was measured (minutes; DOMAIN.md). */
export const DECISION_MINUTES = 5
/** A whole service, where none was measured (minutes; DOMAIN.md). */
export const SERVICE_MINUTES = 12
/** Services needed before an errand’s own mean is used. */
const ENOUGH = 30

export type History = { arrivals: Arrival[]; openDays: string[]; minutes: { [errand: string]: number } }

/**
 * Who came, by day and minute, and how long they were served, as the events tell. Counter: arrivals and numbers of the chance
 * queue at the place. Video: wishes for a caseworker at the boxes. Telephone: calls that were booked.
 */
export async function readHistory(
  db: Db,
  plan: Schedule,
  at: { place: string | null; channel: StaffChannel },
  before: string,
): Promise<History> {
  const from = addDays(before, -HISTORY_DAYS)
  const rows = at.channel === 'video' ? await videoRows(db, from, before) : await visitRows(db, at, from, before)
  const first = rows[0]?.day ?? before
  const openDays: string[] = []
  for (let day = first; day < before; day = addDays(day, 1))
    if (closedBecause(plan, at.place, day) === null && openOn(plan, at.place, at.channel, day).length > 0)
      openDays.push(day)
  return { arrivals: rows, openDays, minutes: await meanMinutes(db, at.channel, from) }
}

async function visitRows(
  db: Db,
  { place, channel }: { place: string | null; channel: StaffChannel },
  from: string,
  before: string,
): Promise<Arrival[]> {
  // Whoever was called without having checked in came too.
  const { rows } = await sql<Arrival>`
    select to_char(at at time zone 'Europe/Copenhagen', 'YYYY-MM-DD') as day, errand, count(*)::int as count,
      (floor(extract(hour from at at time zone 'Europe/Copenhagen') * 4 + extract(minute from at at time zone 'Europe/Copenhagen') / 15) * 15)::int as minute
    from (
      select distinct on (booking) at, errands[1] as errand from booking_events
      where act in ('checked-in', 'called') and booking is not null and kind = ${channel}
        and (${place}::text is null or place = ${place})
        and at >= ${from}::date and at < ${before}::date
      union all
      select at, errands[1] from booking_events
      where act = 'standby-asked' and ${channel} = 'counter' and (${place}::text is null or place = ${place})
        and at >= ${from}::date and at < ${before}::date) as came
    group by 1, 2, 4 order by 1, 4, 2`.execute(db)
  return rows
}

async function videoRows(db: Db, from: string, before: string): Promise<Arrival[]> {
  const { rows } = await sql<Arrival>`
    select to_char(at at time zone 'Europe/Copenhagen', 'YYYY-MM-DD') as day, errand, count(*)::int as count,
      (floor(extract(hour from at at time zone 'Europe/Copenhagen') * 4 + extract(minute from at at time zone 'Europe/Copenhagen') / 15) * 15)::int as minute
    from (
      select since as at, errand from cases where since >= ${from}::date and since < ${before}::date
      union all
      select at, errands[1] from booking_events
      where act = 'called' and kind = 'box' and at >= ${from}::date and at < ${before}::date) as came
    group by 1, 2, 4 order by 1, 4, 2`.execute(db)
  return rows
}

async function meanMinutes(db: Db, channel: StaffChannel, from: string): Promise<History['minutes']> {
  if (channel === 'video') {
    const { rows } = await sql<{ errand: string; mean: number; n: number }>`
      select c.errand, count(*)::int as n, avg(extract(epoch from k.ended_at - k.started_at) / 60)::float8 as mean
      from claims k join cases c on c.id = k.case_id where k.ended_at > k.started_at and k.started_at >= ${from}::date
      group by 1`.execute(db)
    return Object.fromEntries(rows.filter(({ n }) => n >= ENOUGH).map(({ errand, mean }) => [errand, mean]))
  }
  const { rows } = await sql<{ errand: string; mean: number; n: number }>`
    select c.errands[1] as errand, count(*)::int as n,
      avg(extract(epoch from s.at - c.at) / 60)::float8 as mean
    from booking_events c join booking_events s on s.booking = c.booking and s.act = 'served' and s.at > c.at
    where c.act = 'called' and c.kind = ${channel} and c.at >= ${from}::date
    group by 1`.execute(db)
  return Object.fromEntries(rows.filter(({ n }) => n >= ENOUGH).map(({ errand, mean }) => [errand, mean]))
}
