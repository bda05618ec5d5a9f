import { sql } from 'kysely'
import type { BoxEvent } from '../../device/contract/link.ts'
import type { BookingAct } from '../booking/events.ts'
import { dayBase } from '../booking/local-time.ts'
import type { Db } from '../store/store.ts'
import type { Line } from './lines.ts'

/** An appointment is made at most so long before its day: its first event is looked for that far back (days). */
const LEAD_DAYS = 120
const DAY_MS = 86_400_000

const iso = (at: Date) => at.toISOString()

/**
 * The lines behind the figures of some local days, both included. Of appointments every event is read, so that one made months
 * before is whole.
 */
export async function readLines(db: Db, from: string, to: string): Promise<Line[]> {
  const start = new Date(dayBase(from))
  const end = new Date(dayBase(to) + 1.1 * DAY_MS)
  const early = new Date(start.getTime() - LEAD_DAYS * DAY_MS)
  // One snapshot, so that a visit is not seen half.
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => [
      ...(await bookingLines(tx, early, start, end)),
      ...(await boxLines(tx, start, end)),
      ...(await caseLines(tx, start, end)),
      ...(await countLines(tx, from, to)),
      ...(await surveyLines(tx, start, end)),
    ])
}

type BookingRow = {
  n: number
  at: Date
  act: BookingAct
  place: string | null
  kind: string | null
  errands: string[] | null
  booking: string | null
  detail: Record<string, unknown> | null
}

async function bookingLines(tx: Db, early: Date, start: Date, end: Date): Promise<Line[]> {
  // Acts that no figure is made of are left where they are; so is what was booked and over before the period.
  const { rows } = await sql<BookingRow>`
    select n, at, act, place, kind, errands, booking, detail from booking_events
    where at >= ${start} and at < ${end}
      and act not in ('held', 'hold-expired', 'check-in-refused', 'offered', 'offer-passed', 'call-taken', 'standby-looked')
    union all
    select n, at, act, place, kind, errands, booking, detail from booking_events
    where at >= ${early} and at < ${start} and act in ('booked', 'moved', 'offer-taken', 'cancelled') and booking in (
      select booking from booking_events where at >= ${early} and at < ${start}
        and (act in ('moved', 'offer-taken') or act = 'booked'
          and coalesce((detail->>'starts')::timestamptz, at + coalesce((detail->>'leadHours')::int, 0) * interval '1 hour') >= ${start}))`.execute(
    tx,
  )
  return rows.map((row) => ({ from: 'booking', ...row, at: iso(row.at) }))
}

/** A box knows its place by name; the place’s id, where one is called so. */
const placeOf = sql<string>`coalesce((select p.id from booking_places p where p.name = b.place limit 1), b.place)`

async function boxLines(tx: Db, start: Date, end: Date): Promise<Line[]> {
  const events = await sql<{ box: string; place: string; n: number; at: Date; event: BoxEvent }>`
    select e.box, ${placeOf} as place, e.n, e.at, e.event from events e join boxes b on b.id = e.box
    where e.at >= ${start} and e.at < ${end}`.execute(tx)
  // With the state each box was in when the period began.
  const links = await sql<{ box: string; place: string; n: number; at: Date; up: boolean }>`
    select l.box, ${placeOf} as place, l.n, l.at, l.up from box_links l join boxes b on b.id = l.box
    where l.at < ${end} and (l.at >= ${start}
      or l.n = (select max(n) from box_links o where o.box = l.box and o.at < ${start}))`.execute(tx)
  return [
    ...events.rows.map((row): Line => ({ from: 'box', ...row, at: iso(row.at) })),
    ...links.rows.map((row): Line => ({ from: 'link', ...row, at: iso(row.at < start ? start : row.at) })),
  ]
}

const utc = (at: string) => sql.raw(`to_char(${at} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

/** A wish that was followed by another has ended as its last claim did. */
async function caseLines(tx: Db, start: Date, end: Date): Promise<Line[]> {
  const { rows } = await sql<Omit<Extract<Line, { from: 'case' }>, 'from'>>`
    select w.case_id as case, ${placeOf} as place, w.errand, w.language, w.why, ${utc('w.since')} as at,
      case when later.since is null then ${utc('c.ended_at')} else coalesce(k.ended, ${utc('later.since')}) end as "endedAt",
      case when later.since is null then c.how else coalesce(k.how, 'ended') end as how, coalesce(k.claims, '[]') as claims
    from wishes w join cases c on c.id = w.case_id join boxes b on b.id = c.box
      left join lateral (select o.since from wishes o where o.case_id = w.case_id and o.n > w.n order by o.n limit 1) later on true
      left join lateral (
        select max(${utc('k.ended_at')}) as ended, (array_agg(k.how order by k.started_at desc, k.id))[1] as how,
          json_agg(json_build_object('id', k.id, 'startedAt', ${utc('k.started_at')}, 'endedAt', ${utc('k.ended_at')}, 'how', k.how)
            order by k.started_at, k.id) as claims
        from claims k where k.wish = w.n) k on true
    where w.since >= ${start} and w.since < ${end}`.execute(tx)
  return rows.map((row) => ({ from: 'case', ...row }))
}

async function countLines(tx: Db, from: string, to: string): Promise<Line[]> {
  const triage = await sql<Omit<Extract<Line, { from: 'triage' }>, 'from'>>`
    select c.day, c.version, c.exit as node, coalesce(t.tree->'nodes'->c.exit->>'exit', c.exit) as exit, c.errand, c.n,
      c.came_back as "cameBack"
    from triage_counts c left join triage_trees t on t.version = c.version
    where c.day between ${from} and ${to}`.execute(tx)
  const shifts = await sql<Omit<Extract<Line, { from: 'shift' }>, 'from'>>`
    select s.n, s.day, coalesce(s.place, '') as place, s.channel, s.opens, s.closes from shifts s
    where s.day between ${from} and ${to} and not exists (
      select from absences a where a.person = s.person and s.day between a.first_day and a.last_day)`.execute(tx)
  return [
    ...triage.rows.map((row): Line => ({ from: 'triage', ...row })),
    ...shifts.rows.map((row): Line => ({ from: 'shift', ...row })),
  ]
}

async function surveyLines(tx: Db, start: Date, end: Date): Promise<Line[]> {
  const rows = await tx.selectFrom('surveys').selectAll().where('at', '>=', start).where('at', '<', end).execute()
  return rows.map(({ n, at, place, errand, way, solved, times, words }) => ({
    from: 'survey',
    n,
    at: iso(at),
    place,
    errand,
    answer: { way, solved, times, words },
  }))
}
